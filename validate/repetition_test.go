package validate_test

import (
	"bytes"
	"context"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// everything is all rule sets at once.
var everything = validate.Options{Rules: []string{"schema", "en16931", "peppol", "xrechnung", "facturae"}}

// part is an element of a document: where it stands, and its path.
type part struct {
	path       string
	start, end int
}

var tags = regexp.MustCompile(`<(/?)([\w:]+)[^>]*?(/?)>`)

// partsOf lists the first element of each path of a document that was built here.
func partsOf(doc string) (all []part) {
	seen := map[string]bool{}
	var open []int
	var names []string
	for _, m := range tags.FindAllStringSubmatchIndex(doc, -1) {
		if m[3] > m[2] {
			last := len(open) - 1
			all[open[last]].end = m[1]
			open, names = open[:last], names[:last]
			continue
		}
		names = append(names, doc[m[4]:m[5]])
		all = append(all, part{strings.Join(names, "/"), m[0], m[1]})
		if m[7] > m[6] {
			names = names[:len(names)-1]
		} else {
			open = append(open, len(all)-1)
		}
	}
	kept := all[:0]
	for _, p := range all {
		if !seen[p.path] {
			seen[p.path] = true
			kept = append(kept, p)
		}
	}
	return kept[1:]
}

// hostileBases are documents with every term, in each kind of document.
func hostileBases(t *testing.T) map[string]string {
	inv, note := sample.Peppol(), sample.Peppol()
	inv.Process = sample.XRechnung().Process
	note.TypeCode = "381"
	return map[string]string{
		"invoice":     string(build(t, "ubl", inv)),
		"credit note": string(build(t, "ubl", note)),
		"cii":         string(build(t, "cii", inv)),
		"facturae":    string(sample.Facturae("invoice")),
		"factoring":   string(sample.Facturae("factoring")),
	}
}

var leaves = regexp.MustCompile(`>([^<>]*\S[^<>]*)</`)

// ways to repeat an element.
var ways = map[string]func(element string, i int) string{
	"same":  func(e string, _ int) string { return e },
	"other": func(e string, i int) string { return leaves.ReplaceAllString(e, ">x"+strconv.Itoa(i)+"</") },
	"numbered": func(e string, i int) string {
		return leaves.ReplaceAllString(e, ">${1}"+strconv.Itoa(i)+"</")
	},
}

func repeat(doc string, p part, way func(string, int) string, n int) []byte {
	var b bytes.Buffer
	b.WriteString(doc[:p.end])
	e := doc[p.start:p.end]
	for i := range n {
		b.WriteString(way(e, i))
	}
	b.WriteString(doc[p.end:])
	return b.Bytes()
}

func took(t testing.TB, doc []byte, o validate.Options) time.Duration {
	t.Helper()
	start := time.Now()
	if _, err := validate.Document(context.Background(), doc, o); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

// TestRepetition repeats elements of every kind of document a few hundred times: four
// times as many take about four times as long, whatever the rules ask of them.
func TestRepetition(t *testing.T) {
	const n, times, patience = 300, 8, 3
	ways := []func(string, int) string{ways["same"], ways["other"], ways["numbered"]}
	for name, doc := range hostileBases(t) {
		for i, p := range partsOf(doc) {
			if i%4 != 0 { // all of them take minutes
				continue
			}
			way := ways[i/4%len(ways)]
			once, more := repeat(doc, p, way, n), repeat(doc, p, way, 4*n)
			a, b := took(t, once, everything), took(t, more, everything)
			for range patience { // the machine may be busy
				if b > times*a {
					a, b = min(a, took(t, once, everything)), min(b, took(t, more, everything))
				}
			}
			if b > times*a && b > 50*time.Millisecond {
				t.Errorf("%s: %d of %s take %v, %d take %v", name, n, p.path, a, 4*n, b)
			}
		}
	}
}

// TestNothingOfLinesIsKept: a VAT breakdown within a line, which no schema allows, is gone
// when the rules on the document run. A stream finds what is found in memory.
func TestNothingOfLinesIsKept(t *testing.T) {
	const end = "</ram:IncludedSupplyChainTradeLineItem>"
	doc := string(build(t, "cii", sample.Invoice()))
	_, settlement, _ := strings.Cut(doc, "<ram:ApplicableHeaderTradeSettlement>")
	settlement, _, _ = strings.Cut(settlement, "</ram:ApplicableHeaderTradeSettlement>")
	start := strings.Index(doc, "<ram:IncludedSupplyChainTradeLineItem>")
	line := doc[start : strings.Index(doc, end)+len(end)]
	for _, code := range []string{"S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B"} {
		inner := strings.ReplaceAll(settlement, "<ram:CategoryCode>S<", "<ram:CategoryCode>"+code+"<")
		with := strings.TrimSuffix(line, end) + strings.Repeat("<ram:Name/>", 500) +
			"<ram:ApplicableHeaderTradeSettlement>" + inner + "</ram:ApplicableHeaderTradeSettlement>" + end
		data := []byte(doc[:start] + with + doc[start:])
		memory, err := validate.Document(context.Background(), data, everything)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, everything)
		if err != nil || memory.Status != validate.Invalid || !reflect.DeepEqual(fired(stream), fired(memory)) {
			t.Errorf("%s: in memory %v, as a stream %v %v", code, fired(memory), fired(stream), err)
		}
	}
}
