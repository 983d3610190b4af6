package published

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"reflect"
	"sort"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
)

// Syntax is a format to hold against published documents.
type Syntax struct {
	XSD   string // of the verdicts that say which documents are in it, as in "xsd-ubl"
	Least int    // documents that there must be
	Parse func([]byte) (*einvoice.Document, error)
	Build func(*einvoice.Document) ([]byte, []einvoice.Loss, error)
}

// RoundTrips holds a reader and a writer against published documents. On every document
// that the published XSD accepts:
//   - Parse succeeds, and read . write . read = read;
//   - every element and attribute of the source is in the output or among the losses.
func RoundTrips(t *testing.T, s Syntax) {
	t.Helper()
	files := accepted(t, s.XSD)
	if len(files) < s.Least {
		t.Fatalf("only %d documents", len(files))
	}
	withLosses, lost := 0, map[string]int{}
	for _, name := range files {
		data := Document(t, name)
		doc, err := s.Parse(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out, left, err := s.Build(doc)
		if err != nil || len(left) > 0 {
			t.Errorf("%s: build: %v %v", name, err, left)
			continue
		}
		again, err := s.Parse(out)
		if err != nil {
			t.Errorf("%s: parse what was built: %v", name, err)
			continue
		}
		if !reflect.DeepEqual(doc.Invoice, again.Invoice) {
			t.Errorf("%s: read . write . read differs from read: %v", name, einvoice.Diff(&doc.Invoice, &again.Invoice))
		}
		for _, l := range again.Losses {
			if l.Kind.Material() {
				t.Errorf("%s: the output has a loss: %v", name, l)
			}
		}
		if missing := Unaccounted(t, data, out, doc.Losses); len(missing) > 0 {
			t.Errorf("%s: dropped in silence: %v", name, missing)
		}
		if len(doc.Losses) > 0 {
			withLosses++
		}
		seen := map[string]bool{}
		for _, l := range doc.Losses {
			if key := string(l.Kind) + " " + l.Path; !seen[key] {
				seen[key] = true
				lost[key]++
			}
		}
	}
	t.Logf("%d documents, %d with losses", len(files), withLosses)
	for _, key := range most(lost, 15) {
		t.Logf("%5d documents: %s", lost[key], key)
	}
}

// accepted names the published documents, not their mutants, that an XSD accepts.
func accepted(t *testing.T, xsd string) (names []string) {
	for _, v := range Verdicts(t) {
		if strings.HasPrefix(v.Ruleset, xsd) && strings.HasPrefix(v.File, "corpora/") && v.Accepted() {
			names = append(names, v.File)
		}
	}
	sort.Strings(names)
	return names
}

// Unaccounted reads source and output with another parser and counts paths: what
// the output has less of must be below a loss.
func Unaccounted(t *testing.T, source, out []byte, losses []einvoice.Loss) []string {
	at := map[int64]bool{}
	attr := map[string]int{}
	bom := int64(0)
	if bytes.HasPrefix(source, []byte("\xEF\xBB\xBF")) {
		bom = 3
	}
	for _, l := range losses {
		at[l.Offset+bom] = true
		if _, name, ok := strings.Cut(l.Path, "@"); ok {
			if i := strings.IndexByte(name, ':'); i >= 0 {
				name = name[i+1:]
			}
			attr[name]++
		}
	}
	want := paths(t, source, at)
	have := paths(t, out, nil)
	var missing []string
	for p, n := range want {
		if n > have[p] {
			if i := strings.LastIndexByte(p, '@'); i >= 0 && n-have[p] <= attr[p[i+1:]] {
				continue
			}
			missing = append(missing, fmt.Sprintf("%s x%d", p, n-have[p]))
		}
	}
	sort.Strings(missing)
	return missing
}

// paths counts element and attribute paths, leaving out elements that begin at one
// of the given offsets.
func paths(t *testing.T, data []byte, without map[int64]bool) map[string]int {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	count := map[string]int{}
	var stack []string
	skip := 0
	for {
		off := d.InputOffset()
		token, err := d.Token()
		if err == io.EOF {
			return count
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if skip > 0 || without[off] && len(stack) > 0 {
				skip++
				continue
			}
			stack = append(stack, e.Name.Local)
			p := "/" + strings.Join(stack, "/")
			count[p]++
			for _, a := range e.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					count[p+"/@"+a.Name.Local]++
				}
			}
		case xml.EndElement:
			if skip > 0 {
				skip--
				continue
			}
			stack = stack[:len(stack)-1]
		}
	}
}

func most(count map[string]int, n int) []string {
	keys := make([]string, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if count[keys[i]] != count[keys[j]] {
			return count[keys[i]] > count[keys[j]]
		}
		return keys[i] < keys[j]
	})
	return keys[:min(n, len(keys))]
}
