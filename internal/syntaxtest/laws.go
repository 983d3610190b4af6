package syntaxtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Laws are the laws of reading and writing, for any bytes:
//
//  1. Parse ends, with a document, an error of a known type, or both.
//  2. What Parse read, Build writes, and Parse reads back the same, without material losses.
//  3. Stream reads what Parse reads, in whatever pieces the bytes come.
//  4. Locate finds places inside the document.
func (s *Syntax) Laws(t *testing.T, data []byte) {
	t.Helper()
	doc, _ := s.BothWays(t, data)
	if doc == nil {
		return
	}
	text, _, err := xmlmap.Decode(data)
	if err != nil {
		t.Fatalf("Parse read what Decode refuses: %v", err)
	}
	for _, l := range doc.Losses {
		if l.Offset < 0 || l.Offset >= int64(len(text)) {
			t.Errorf("%v: offset %d is not inside the document of %d bytes", l, l.Offset, len(text))
		} else if at := einvoice.PositionAt(text, int(l.Offset)); l.Line != at.Line || l.Column != at.Column {
			t.Errorf("%v: %d:%d, counted %d:%d", l, l.Line, l.Column, at.Line, at.Column)
		}
	}
	s.roundTrip(t, doc)
	s.located(t, data, text, doc)
}

// errorCode checks law 1.
func errorCode(t *testing.T, who string, doc *einvoice.Document, err error) einvoice.ErrorCode {
	t.Helper()
	var syntax *einvoice.SyntaxError
	var value *einvoice.ValueError
	switch {
	case errors.As(err, &syntax):
		if doc != nil || syntax.Code == "" || syntax.Message == "" {
			t.Errorf("%s: %#v beside document %t", who, syntax, doc != nil)
		}
		return syntax.Code
	case errors.As(err, &value):
		if doc == nil || len(value.Losses) == 0 {
			t.Errorf("%s: %v beside document %t", who, value, doc != nil)
		}
		return "value"
	case err != nil || doc == nil:
		t.Errorf("%s: document %t, error %T %v", who, doc != nil, err, err)
	}
	return ""
}

func (s *Syntax) roundTrip(t *testing.T, doc *einvoice.Document) {
	t.Helper()
	for _, compact := range []bool{false, true} {
		out, left, err := s.Back(doc).Build(&doc.Invoice, compact)
		if err != nil || len(left) > 0 {
			t.Fatalf("Build: %v, losses %v", err, left)
		}
		again, err := s.Parse(out)
		if err != nil {
			t.Fatalf("Parse what Build wrote: %v\n%s", err, out)
		}
		if material(again.Losses) || again.Format != doc.Format {
			t.Errorf("what Build wrote has losses %v, format %s\n%s", again.Losses, again.Format, out)
		}
		if !reflect.DeepEqual(doc.Invoice, again.Invoice) {
			t.Errorf("Build and Parse change the invoice: %v", einvoice.Diff(&doc.Invoice, &again.Invoice))
		}
	}
}

// material tells whether one of the losses is. Attributes that a schema demands are
// written empty, and read as such.
func material(losses []einvoice.Loss) bool {
	return slices.ContainsFunc(losses, func(l einvoice.Loss) bool { return l.Kind.Material() })
}

// BothWays parses data whole and as a stream, which must agree.
func (s *Syntax) BothWays(t *testing.T, data []byte) (*einvoice.Document, error) {
	t.Helper()
	doc, err := s.Parse(data)
	s.streamed(t, data, doc, err)
	return doc, err
}

func (s *Syntax) streamed(t *testing.T, data []byte, doc *einvoice.Document, parseErr error) {
	t.Helper()
	code := errorCode(t, "Parse", doc, parseErr)
	// Parse looks at all characters before it begins to read; a stream comes to the
	// first fault first, and does not read on after a wrong root.
	early := code == einvoice.ErrEncoding || code == einvoice.ErrMalformed && strings.Contains(parseErr.Error(), "U+FFFE and")
	for name, in := range map[string]io.Reader{
		"Stream": bytes.NewReader(data), "Stream byte by byte": iotest.OneByteReader(bytes.NewReader(data)),
		"Stream with early EOF": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		var lines []einvoice.Line
		got, err := s.Stream(context.Background(), in, func(l *einvoice.Line) error {
			lines = append(lines, *l)
			return nil
		})
		streamCode := errorCode(t, name, got, err)
		if streamCode != code && !(early && streamCode != "" && streamCode != "value") {
			t.Errorf("%s: error code %q (%v), Parse: %q", name, streamCode, err, code)
		}
		if doc == nil || got == nil {
			continue
		}
		if len(got.Invoice.Lines) > 0 {
			t.Errorf("%s keeps %d lines", name, len(got.Invoice.Lines))
		}
		got.Invoice.Lines = lines
		if !reflect.DeepEqual(got, doc) {
			t.Errorf("%s and Parse differ:\n%v\nlosses %v\nParse's losses %v", name, einvoice.Diff(&got.Invoice, &doc.Invoice), got.Losses, doc.Losses)
		}
	}
}

func (s *Syntax) located(t *testing.T, data []byte, text string, doc *einvoice.Document) {
	t.Helper()
	places := []string{"", "Lines", "Lines[99999].Item.Name", "Nonsense[x].[", "Totals.Due"}
	for i, v := range doc.Invoice.Values() {
		if i%3 == 0 || i < 20 {
			places = append(places, v.Place)
		}
	}
	for _, l := range doc.Losses[:min(len(doc.Losses), 20)] {
		places = append(places, l.Place)
	}
	found, err := s.Locate(data, places...)
	if err != nil {
		t.Fatalf("Locate: %v", err)
	}
	for _, p := range places {
		l, ok := found[p]
		if !ok || l.Offset < 0 || l.Offset >= int64(len(text)) || !strings.HasPrefix(text[l.Offset:], begins(l.Path)) || !strings.HasPrefix(l.Path, "/") || l.Excerpt == "" {
			t.Errorf("Locate(%q): %t %+v", p, ok, l)
		} else if at := einvoice.PositionAt(text, int(l.Offset)); at != l.Position {
			t.Errorf("Locate(%q): %+v, counted %+v", p, l.Position, at)
		}
	}
	streamed, err := s.LocateStream(context.Background(), iotest.HalfReader(bytes.NewReader(data)), places...)
	if err != nil {
		t.Fatalf("LocateStream: %v", err)
	}
	for p, l := range streamed {
		l.Excerpt = found[p].Excerpt // a stream shows what it has of the line
		if l != found[p] {
			t.Errorf("LocateStream(%q): %+v, Locate: %+v", p, l, found[p])
		}
	}
}

// begins is what stands at a location: a tag, or an attribute.
func begins(path string) string {
	if _, name, ok := strings.Cut(path, "/@"); ok {
		return name
	}
	return "<"
}
