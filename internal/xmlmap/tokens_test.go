package xmlmap

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
)

// tokenEvents reads a document by tokens, so many bytes at a time, and holds the rules of
// tokens on the way.
func tokenEvents(doc []byte, part int, unchecked bool) (all []seen, err error) {
	t, _, err := NewTokens(context.Background(), bytes.NewReader(doc), noNamespaces, Limits{})
	if err != nil {
		return nil, err
	}
	t.part, t.Unchecked = part, unchecked
	var open []int
	last := int64(0)
	for t.Next() {
		if t.Off < last || t.End < t.Off {
			return nil, fmt.Errorf("a token at %d to %d after %d", t.Off, t.End, last)
		}
		last = t.End
		switch t.Kind {
		case OpenToken:
			open = append(open, len(all))
			all = append(all, tokenSeen(t))
			if t.Depth() != len(open) {
				return nil, fmt.Errorf("depth %d, %d elements are open", t.Depth(), len(open))
			}
		case CloseToken:
			open = open[:len(open)-1]
		case TextToken:
			text := t.Text
			if t.Bytes != nil {
				text += string(t.Bytes)
			}
			if text == "" {
				return nil, fmt.Errorf("a piece of text without text at %d", t.Off)
			}
			if unchecked {
				t.Check()
				text = lineEnds(text)
			}
			if t.Bytes != nil && t.Position(t.End) != t.r.position(0) {
				return nil, fmt.Errorf("%+v is not %+v", t.Position(t.End), t.r.position(0))
			}
			all[open[len(open)-1]].Text += text
		}
	}
	return all, t.Err()
}

func tokenSeen(t *Tokens) seen {
	e := seen{Depth: t.Depth(), Attrs: map[xml.Name]string{}, Name: xml.Name{Local: t.Element.Local}}
	prefix, _, ok := strings.Cut(t.Element.Raw, ":")
	if !ok {
		prefix = ""
	}
	e.Name.Space = t.Element.Namespace(prefix)
	for _, a := range t.Element.Attrs {
		e.Attrs[xml.Name{Space: a.Space, Local: a.Local}] = a.Value
	}
	return e
}

// TestTokenOffsets: what a token says of its place is where it stands.
func TestTokenOffsets(t *testing.T) {
	const doc = "<?xml version='1.0'?>\n<r a='1'>x&amp;y<!-- - --><b/><?p q?>é<![CDATA[<z>]]>\n</r >\n"
	for _, part := range []int{1, 2, 5, partSize} {
		k, _, err := NewTokens(context.Background(), strings.NewReader(doc), noNamespaces, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		k.part, k.Unchecked = part, part == 5
		var got []string
		for k.Next() {
			piece := doc[k.Off:k.End]
			if n := len(got) - 1; k.Kind == TextToken && n >= 0 && strings.HasPrefix(got[n], "t") && !strings.HasPrefix(piece, "<") {
				got[n] += piece
				continue
			}
			got = append(got, string("oct"[k.Kind-1])+piece)
			if p := k.Position(k.Off); p != einvoice.PositionAt(doc, int(k.Off)) {
				t.Errorf("%d bytes at once: %q is at %+v, not at %+v", part, piece, p, einvoice.PositionAt(doc, int(k.Off)))
			}
		}
		want := []string{"o<r a='1'>", "tx&amp;y", "o<b/>", "c", "té", "t<z>\n", "c</r >"}
		if err := k.Err(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%d bytes at once: %q %v", part, got, err)
		}
	}
}

// endless repeats a text.
type endless struct {
	text string
	left int64
	at   int
}

func (e *endless) Read(p []byte) (n int, err error) {
	for n < len(p) && e.left > 0 {
		k := copy(p[n:min(len(p), n+int(min(e.left, 1<<20)))], e.text[e.at:])
		n, e.left, e.at = n+k, e.left-int64(k), (e.at+k)%len(e.text)
	}
	if n == 0 {
		err = io.EOF
	}
	return n, err
}

// TestLongContent: text, comments, instructions and CDATA sections of any length pass in
// little memory.
func TestLongContent(t *testing.T) {
	const size = 100 << 20
	for start, end := range map[string]string{"": "", "<!--": "-->", "<?p ": "?>", "<![CDATA[": "]]>"} {
		in := io.MultiReader(strings.NewReader("<r>"+start), &endless{text: "some text, ", left: size}, strings.NewReader(end+"</r>"))
		k, _, err := NewTokens(context.Background(), in, noNamespaces, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var m runtime.MemStats
		read, most := int64(0), uint64(0)
		for n := 0; k.Next(); n++ {
			if k.Kind == TextToken {
				read += k.End - k.Off
			}
			if n%300 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&m)
		if k.Err() != nil || most > m.HeapAlloc+2<<20 {
			t.Errorf("%q: %d bytes held, %d after it: %v", start, most, m.HeapAlloc, k.Err())
		}
		if want := strings.Contains("<![CDATA[", start); want != (read == size) {
			t.Errorf("%q: %d bytes of text", start, read)
		}
	}
}

// TestLongTag: a tag, unlike text, has to end.
func TestLongTag(t *testing.T) {
	for _, start := range []string{"<r a='", "<", "</", "<r></", "<?"} {
		in := io.MultiReader(strings.NewReader(start), &endless{text: "x", left: 1 << 40})
		k, _, err := NewTokens(context.Background(), in, noNamespaces, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for k.Next() {
		}
		if k.Err() == nil {
			t.Errorf("%s: no error", start)
		}
	}
}
