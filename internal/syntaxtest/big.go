package syntaxtest

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
)

// repeated reads as head, n times body, tail.
func repeated(head, body string, n int64, tail string) io.Reader {
	block := strings.Repeat(body, max(1, (64<<10)/len(body)))
	return io.MultiReader(strings.NewReader(head), &repeater{block: block, left: n * int64(len(body))}, strings.NewReader(tail))
}

type repeater struct {
	block string
	at    int
	left  int64
}

func (r *repeater) Read(p []byte) (n int, err error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n = copy(p[:min(int64(len(p)), r.left)], r.block[r.at:])
	r.left -= int64(n)
	if r.at += n; r.at == len(r.block) {
		r.at = 0
	}
	return n, nil
}

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// within runs f and checks what it takes: time generously, for slow machines, and
// bytes allocated.
func within(t *testing.T, name string, seconds float64, mb uint64, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	used := (after.TotalAlloc - before.TotalAlloc) >> 20
	t.Logf("%s: %v, %d MB allocated", name, took.Round(time.Millisecond), used)
	// What is quadratic takes minutes; a busy machine under the race detector, a few times as long.
	const busy = 5
	if took.Seconds() > busy*seconds || used > mb {
		t.Errorf("%s took %v and allocated %d MB, the limits are %v s and %d MB", name, took, used, busy*seconds, mb)
	}
}

// bigStreams feeds Stream what has no end.
func (s *Syntax) bigStreams(t *testing.T) {
	open := s.Body.Open
	for _, c := range []struct {
		name    string
		in      io.Reader
		code    einvoice.ErrorCode
		most    int64   // bytes that may be read
		seconds float64 // that it may take
		mb      uint64  // that it may allocate
	}{
		{"50 MB of <a>", repeated("", "<a>", 50<<20/3, ""), einvoice.ErrWrongRoot, 1 << 20, 1, 4},
		{"1 GB of <a>", repeated("", "<a>", 1<<30/3, ""), einvoice.ErrWrongRoot, 1 << 20, 1, 4},
		{"1 GB of elements in an invoice", repeated(open, "<a>", 1<<30/3, ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of elements in one another", repeated(s.Nested.Open, s.Nest, 1<<30/int64(len(s.Nest)), ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of elements in an envelope", repeated(openSBD+open, "<a>", 1<<30/3, ""), einvoice.ErrLimit, 1 << 20, 1, 4},
		{"1 GB of zeros", repeated("", "\x00", 1<<30, ""), einvoice.ErrNotXML, 1 << 20, 1, 4},
		{"1 GB of text", repeated("  ", "Lorem ipsum <", 1<<30/13, ""), einvoice.ErrNotXML, 1 << 20, 1, 4},
		{"1 GB of names", repeated("<", "a", 1<<30, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB in one attribute", repeated("<a b='", "c", 1<<30, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of text in an element", repeated(open+s.Note.Open, "Lorem ipsum ", 1<<30/12, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of siblings in an element", repeated(open+"<a>", "<a/>", 1<<30/4, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB in one comment", repeated(open+"<!--", "Lorem ipsum ", 1<<30/12, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of white space", repeated("", " \n", 1<<30/2, ""), einvoice.ErrLimit, 20 << 20, 2, 80},
		{"1 GB of different unknown elements", io.MultiReader(strings.NewReader(open), &numbers{format: "<a%d/>"}), einvoice.ErrLimit, 1 << 20, 1, 40},
		{"100,000 lines", repeated(s.Lines.Open, s.Line, 100_000, s.Lines.Close), "", 100 << 20, 3, 200},
		{"100,000 lines in an envelope", repeated(openSBD+s.Lines.Open, s.Line, 100_000, s.Lines.Close+closeSBD), "", 100 << 20, 3, 200},
		{"100,000 comments", repeated(open, "<!-- c -->", 100_000, s.Body.Close), "", 100 << 20, 3, 20},
	} {
		within(t, c.name, c.seconds, c.mb, func() {
			in := &counter{Reader: c.in}
			doc, err := s.StreamParts(4<<20, in)
			if code := errorCode(t, c.name, doc, err); code != c.code || in.n > c.most {
				t.Errorf("%s: code %q after %d bytes, want %q: %v", c.name, code, in.n, c.code, err)
			}
		})
	}
}

// numbers reads as numbered elements without end.
type numbers struct {
	format string
	n      int
	rest   []byte
}

func (r *numbers) Read(p []byte) (int, error) {
	for len(r.rest) < 4096 {
		r.rest = fmt.Appendf(r.rest, r.format, r.n)
		r.n++
	}
	n := copy(p, r.rest)
	r.rest = append(r.rest[:0], r.rest[n:]...)
	return n, nil
}

// bigDocuments gives Parse what is large in one way.
func (s *Syntax) bigDocuments(t *testing.T) {
	numbered := func(format string, n int) string {
		b := make([]byte, 0, n*len(format))
		for i := range n {
			b = fmt.Appendf(b, format, i)
		}
		return string(b)
	}
	invoice := s.Body.Below
	onRoot := func(declarations, body string) string { return s.onRoot(declarations, invoice(body)) }
	note := func(body string) string { return invoice(s.Note.With(body)) }
	closed := strings.NewReplacer("<", "</").Replace(s.Nest)
	samePrefixed := "<a" + numbered(` p%d:a=""`, 100) + "/>"
	for _, c := range []struct {
		name    string
		data    string
		code    einvoice.ErrorCode
		seconds float64
		times   float64 // of its size that it may allocate
		check   func(*einvoice.Document) bool
	}{
		{"1e6 levels", invoice(strings.Repeat("<a>", 1e6)), einvoice.ErrLimit, 1, 2, nil},
		{"1e6 attributes", invoice("<a" + numbered(` a%d=""`, 1e6) + "/>"), einvoice.ErrLimit, 1, 2, nil},
		{"1e5 namespace declarations", invoice("<a" + numbered(` xmlns:a%d="u"`, 1e5) + "/>"), einvoice.ErrLimit, 1, 2, nil},
		{"namespace declarations on each of many levels", invoice(strings.Repeat(`<a xmlns:p="u" xmlns:q="v">`, 1e5)), einvoice.ErrLimit, 1, 2, nil},
		{"one attribute in many namespaces, many times", onRoot(numbered(` xmlns:p%[1]d="urn:%[1]d"`, 100), strings.Repeat(samePrefixed, 2000)), "", 2, 20, nil},
		{"long names of namespaces", onRoot(numbered(` xmlns:p%d="`+strings.Repeat("u", 10_000)+`%[1]d"`, 100), strings.Repeat(samePrefixed, 2000)), "", 2, 20, nil},
		{"the farthest of many prefixes", onRoot(numbered(` xmlns:p%[1]d="urn:%[1]d"`, 120), strings.Repeat("<p0:a/>", 200_000)), "", 2, 40, nil},
		{"one namespace in many prefixes", onRoot(numbered(` xmlns:p%d="urn:x"`, 100), samePrefixed), einvoice.ErrMalformed, 1, 3000, nil},
		{"1e6 unknown elements", invoice(strings.Repeat("<a/>", 1e6)), "", 3, 300, func(d *einvoice.Document) bool {
			return len(d.Losses) < 10_010 && slices.ContainsFunc(d.Losses, func(l einvoice.Loss) bool { return l.Count == 1e6-10_000 && l.Path == s.Body.Path+"/a" })
		}},
		{"1e5 different unknown elements", invoice(numbered("<a%d/>", 1e5)), einvoice.ErrLimit, 2, 20, nil},
		{"1e5 different unknown attributes", invoice(numbered(strings.Replace(s.Note.Open, ">", ` a%d="">`, 1)+"x"+s.Note.Close, 1e5)), einvoice.ErrLimit, 2, 20, nil},
		{"a text of 40 MB", note(strings.Repeat("Lorem ipsum ", 40<<20/12)), "", 1, 2, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 40<<20/12*12
		}},
		{"a text of 10 MB of references", note(strings.Repeat("&lt;", 10<<20/4)), "", 1, 4, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 10<<20/4
		}},
		{"a text of 10 MB of sections", note(strings.Repeat("<![CDATA[x]]><!---->", 10<<20/20)), "", 1, 3, func(d *einvoice.Document) bool {
			return len(d.Invoice.Notes[0].Text) == 10<<20/20
		}},
		{"a text of 10 MB of brackets", note(strings.Repeat("]", 10<<20)), "", 1, 3, nil},
		{"an unknown element of 40 MB", invoice("<a>" + strings.Repeat("<b c='&amp;'/>", 40<<20/14) + "</a>"), "", 3, 4, nil},
		{"many losses far inside", s.Nested.With(strings.Repeat(s.Nest, 120) + strings.Repeat("<x/>", 200_000) + strings.Repeat(closed, 120)), "", 2, 60, nil},
		{"10 MB between elements", invoice(strings.Repeat("x<!---->", 10<<20/8)), "", 3, 60, nil},
		{"documents that look for their type", s.Keyed.With(strings.Repeat(s.Key.With(strings.Repeat("<a/>", 100)), 1000)), "", 2, 100, nil},
	} {
		within(t, c.name, c.seconds, uint64(c.times*float64(len(c.data)))>>20+1, func() {
			doc, err := s.Parse([]byte(c.data))
			if code := errorCode(t, c.name, doc, err); code != c.code {
				t.Errorf("%s: code %q, want %q: %.200v", c.name, code, c.code, err)
			} else if c.check != nil && !c.check(doc) {
				t.Errorf("%s: %d losses, %.1000v", c.name, len(doc.Losses), doc.Losses[max(0, len(doc.Losses)-3):])
			}
		})
	}
}

// bigLocate finds many places in a document that is one long line.
func (s *Syntax) bigLocate(t *testing.T) {
	const n = 20_000
	data := s.Many(n)
	var places []string
	for i := 0; i < n; i += 40 {
		places = append(places, fmt.Sprintf("PaymentInstructions[0].CreditTransfers[%d].Account", i), fmt.Sprintf("Lines[%d].ID", i), fmt.Sprintf("Lines[%d].Item.Name", i))
	}
	within(t, "locate", 3, 200, func() {
		found, err := s.Locate(data, places...)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			l := found[p]
			if l.Exact == strings.HasSuffix(p, ".Name") || l.Line != 1 || l.Column != int(l.Offset)+1 {
				t.Fatalf("%s: %+v", p, l)
			}
		}
	})
}

// streamMemory reads 100 MB with a loss here and there: what Stream keeps of them must
// not keep the document.
func (s *Syntax) streamMemory(t *testing.T) {
	body := "text<!--" + strings.Repeat(" ", 100<<10) + "-->"
	doc, err := s.Stream(context.Background(), repeated(s.Body.Open, body, 1000, s.Body.Close), func(*einvoice.Line) error { return nil })
	if err != nil || len(doc.Losses) < 1000 {
		t.Fatalf("%v, %d losses", err, len(doc.Losses))
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if mb := m.HeapAlloc >> 20; mb > 30 {
		t.Errorf("%d MB are in use", mb)
	}
	runtime.KeepAlive(doc)
}
