package pdf

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdftest"
)

// same compares what two documents have at two places, and all that it leads to. It says
// where they differ, "" if they do not.
func same(a, b *Doc, from ...Name) string {
	c := comparison{a: a, b: b, seen: map[[2]int]bool{}}
	for _, key := range from {
		c.compare(a.Trailer.Get(key), b.Trailer.Get(key), string(key))
	}
	return c.differs
}

type comparison struct {
	a, b    *Doc
	seen    map[[2]int]bool
	differs string
}

func (c *comparison) compare(x, y Object, path string) {
	rx, isRef := x.(Ref)
	if ry, both := y.(Ref); isRef && both {
		if c.seen[[2]int{rx.Num, ry.Num}] {
			return
		}
		c.seen[[2]int{rx.Num, ry.Num}] = true
	}
	x, y = c.a.Resolve(x), c.b.Resolve(y)
	if len(path) > 2000 || c.differs != "" {
		return
	}
	switch v := x.(type) {
	case Array:
		w, ok := y.(Array)
		if !ok || len(w) != len(v) {
			c.say(path, x, y)
			return
		}
		for i := range v {
			c.compare(v[i], w[i], fmt.Sprintf("%s[%d]", path, i))
		}
	case Dict:
		w, ok := y.(Dict)
		if !ok {
			c.say(path, x, y)
			return
		}
		c.dicts(v, w, path)
	case *Stream:
		w, ok := y.(*Stream)
		if endless := ok && v.own == nil && c.a.endOf(v.start) == len(c.a.src); endless {
			return // what is appended to the document belongs to it
		}
		if !ok || !bytes.Equal(c.raw(c.a, v), c.raw(c.b, w)) {
			c.say(path, x, y)
			return
		}
		c.dicts(v.Dict.With("Length", nil), w.Dict.With("Length", nil), path)
	default:
		n, number := c.a.Number(x) // 5.0 is written as 5
		m, both := c.b.Number(y)
		if number && both && within(n) == within(m) {
			return
		}
		if fmt.Sprintf("%T %v", x, x) != fmt.Sprintf("%T %v", y, y) {
			c.say(path, x, y)
		}
	}
}

func (c *comparison) dicts(v, w Dict, path string) {
	for _, e := range v {
		c.compare(v.Get(e.Key), w.Get(e.Key), path+"/"+string(e.Key))
	}
	for _, e := range w {
		if v.Get(e.Key) == nil && c.b.Resolve(e.Value) != nil {
			c.say(path+"/"+string(e.Key), nil, e.Value)
		}
	}
}

func (c *comparison) raw(d *Doc, s *Stream) []byte {
	names, params, err := d.pipeline(s)
	if err != nil {
		return nil
	}
	raw, _ := d.decrypted(s, names, params)
	return raw
}

func (c *comparison) say(path string, x, y Object) {
	if c.differs == "" {
		c.differs = fmt.Sprintf("%s: %v is not %v", path, x, y)
	}
}

func writable() *pdftest.Doc {
	d := pages()
	d.Add("(nobody leads here)")
	d.Add("<</Producer(a\\(\\\\b)/Odd#20Name/x#2Fy/Bytes<FF00FE01>/Again 1/Again 2/Null null/Gone 99 0 R/Numbers[-.5 1.25 --3 1.2.3 +4 0.0001]>>")
	d.Trailer = "/Info 10 0 R/ID[(first half of it)(second)]"
	return d
}

func TestWrite(t *testing.T) {
	for name, src := range map[string][]byte{"table": writable().Bytes(), "packed": writable().Packed(), "behind": append([]byte("junk\n"), writable().Bytes()...)} {
		d := open(t, src)
		out, err := d.Write("1.7")
		if err != nil {
			t.Fatal(err)
		}
		again := open(t, out)
		if diff := same(d, again, "Root", "Info"); diff != "" || again.Repaired {
			t.Errorf("%s: %s", name, diff)
		}
		text := string(out)
		if !strings.HasPrefix(text, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n") || !strings.HasSuffix(text, "\n%%EOF\n") {
			t.Errorf("%s: %q", name, text[:40])
		}
		if strings.Contains(text, "nobody") || strings.Contains(text, "ObjStm") || strings.Count(text, "xref\n0 10\n") != 1 {
			t.Errorf("%s: garbage, or several sections: %s", name, text)
		}
		id := again.Array(again.Trailer.Get("ID"))
		if len(id) != 2 || id[0] != String("first half of it") || len(again.Bytes(id[1])) != 16 {
			t.Errorf("%s: ID %v", name, id)
		}
		if !strings.Contains(text, "/Bytes <FF00FE01>/Again 2/Numbers [-0.5 1.25 -3 1.2 4 0.0001]>>") {
			t.Errorf("%s: %s", name, text)
		}
		if twice, err := open(t, src).Write("1.7"); err != nil || !bytes.Equal(twice, out) {
			t.Errorf("%s: written again, it is another one: %v", name, err)
		}
	}
}

// TestProbe: where an object cannot be read, the table is made anew, before anything is
// edited; what is lost is listed.
func TestProbe(t *testing.T) {
	src := writable().Bytes()
	at := bytes.Index(src, []byte("\n7 0 obj")) + 1
	wrong := bytes.Replace(src, fmt.Appendf(nil, "%010d 00000 n", at), fmt.Appendf(nil, "%010d 00000 n", at+3), 1)
	d := open(t, wrong)
	if err := d.Probe(); err != nil || !d.Repaired || len(d.Unreadable()) > 0 {
		t.Errorf("%v, repaired %v, %v", err, d.Repaired, d.Unreadable())
	}
	out, err := d.Write("")
	if err != nil || same(open(t, src), open(t, out), "Root") != "" {
		t.Error(err)
	}
	d = open(t, bytes.Replace(wrong, []byte("7 0 obj\n<<"), []byte("7 0 obj\n(("), 1))
	if err := d.Probe(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(""); err != nil || fmt.Sprint(d.Unreadable()) != "[7]" {
		t.Errorf("%v, unreadable %v", err, d.Unreadable())
	}
}

func TestAppend(t *testing.T) {
	for name, src := range map[string][]byte{"table": writable().Bytes(), "packed": writable().Packed(), "without end": bytes.TrimRight(writable().Bytes(), "\n")} {
		d := open(t, src)
		d.Set(5, d.Dict(Ref{Num: 5}).With("Rotate", int64(180)))
		d.Set(8, nil)
		added := d.Add(NewStream(Dict{{"Type", Name("New")}}, []byte("content")))
		root := d.Place("Root")
		d.Set(root.Num, d.Catalog().With("New", added))
		out, err := d.Append()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(out, src) {
			t.Errorf("%s: the bytes of the document are not kept", name)
		}
		again := open(t, out)
		if diff := same(d, again, "Root", "Info"); diff != "" || again.Repaired || again.lastStream != (name == "packed") {
			t.Errorf("%s: %s", name, diff)
		}
		if again.Resolve(Ref{Num: 8}) != nil || again.Dict(Ref{Num: 5}).Get("Rotate") != int64(180) || string(again.raw(again.Stream(added))) != "content" {
			t.Errorf("%s: what was changed is not there", name)
		}
		old, id := d.Array(d.Trailer.Get("ID")), again.Array(again.Trailer.Get("ID"))
		if id[0] != old[0] || id[1] == old[1] {
			t.Errorf("%s: ID %v", name, id)
		}
		// A second update on top of the first.
		again.Set(5, again.Dict(Ref{Num: 5}).With("Rotate", int64(270)))
		twice, err := again.Append()
		if err != nil || !bytes.HasPrefix(twice, out) {
			t.Fatal(err)
		}
		if third := open(t, twice); third.Dict(Ref{Num: 5}).Get("Rotate") != int64(270) || third.Catalog().Get("New") != Object(added) || third.Repaired {
			t.Errorf("%s: %v", name, third.Catalog())
		}
	}
}

// TestAppendGeneration: an object goes on having its generation, since others name it.
func TestAppendGeneration(t *testing.T) {
	p := pages()
	p.Set(4, "<</Type/Pages/Parent 2 0 R/Count 1/Kids[5 3 R]/Rotate 90>>")
	src := bytes.Replace(p.Bytes(), []byte("\n5 0 obj"), []byte("\n5 3 obj"), 1)
	at := bytes.Index(src, []byte("\n5 3 obj")) + 1
	row := regexp.MustCompile(fmt.Sprintf("%010d 00000 n", at))
	src = row.ReplaceAll(src, fmt.Appendf(nil, "%010d 00003 n", at))
	d := open(t, src)
	d.Set(5, d.Dict(Ref{Num: 5}).With("Rotate", int64(180)))
	out, err := d.Append()
	if err != nil {
		t.Fatal(err)
	}
	if tail := string(out[len(src):]); !strings.HasPrefix(tail, "5 3 obj\n") || !strings.Contains(tail, " 00003 n \n") {
		t.Errorf("%s", tail)
	}
	if whole, err := open(t, out).Write(""); err != nil || bytes.Contains(whole, []byte("3 R")) && !bytes.Contains(whole, []byte("3 0 R")) {
		t.Error(err)
	}
}

func TestAppendRefuses(t *testing.T) {
	src := pages().Bytes()
	for name, doc := range map[string][]byte{
		"a table that was made anew": bytes.Replace(src, []byte("startxref"), []byte("startxxxx"), 1),
		"junk in front":              append([]byte("junk\n"), src...),
	} {
		if _, err := open(t, doc).Append(); !IsCode(err, Unsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUndo(t *testing.T) {
	d := open(t, pages().Bytes())
	want, err := d.Write("")
	if err != nil {
		t.Fatal(err)
	}
	d.Set(d.Place("Info").Num, Dict{{"Title", String("x")}})
	d.Set(5, nil)
	d.Undo()
	if got, err := d.Write(""); err != nil || !bytes.Equal(got, want) || len(d.Edited()) > 0 {
		t.Errorf("%v, %v", err, d.Edited())
	}
}

func TestTextString(t *testing.T) {
	for _, s := range []string{"", "Invoice (1)", "Zürich", "€ 漢 😀", "a\tb"} {
		if got := Text(string(TextString(s))); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestSpecs(t *testing.T) {
	p := pdftest.Hybrid("", pdftest.File{Name: "a.xml", MIME: "text/xml", Content: []byte("<a/>")})
	b := p.Embed(pdftest.File{Name: "b.bin", MIME: "a/b"})
	p.Set(3, "<</Type/Page/Parent 2 0 R/Annots[%d 0 R]>>", p.Next())
	p.Add("<</Subtype/FileAttachment/FS %d 0 R>>", b)
	specs, names, err := open(t, p.Bytes()).Specs()
	if err != nil || len(specs) != 2 || len(names) != 1 || names[0].Key != "a.xml" || names[0].Spec != specs[0] {
		t.Fatalf("%v %v %v", specs, names, err)
	}
	if s := specs[0]; !s.Associated || fmt.Sprint(s.Places) != "[names catalog]" || s.File.Name != "a.xml" {
		t.Errorf("%+v", s)
	}
	if s := specs[1]; s.Associated || s.Ref.Num != b || s.Holder.Num != b+1 {
		t.Errorf("%+v", s)
	}
}

// FuzzWrite: what can be read is written so that it reads the same and needs no repair,
// anew and behind itself.
func FuzzWrite(f *testing.F) {
	f.Add(writable().Bytes())
	f.Add(writable().Packed())
	f.Add(bytes.Replace(writable().Bytes(), []byte("startxref"), nil, 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Values: 100_000, Decoded: 10 << 20}
		d, err := Open(context.Background(), data, limits)
		if err != nil || d.Probe() != nil {
			return
		}
		ref := d.Place("Root")
		d.Set(ref.Num, d.Catalog().With("New", String("\x00new")))
		out, err := d.Write("1.7")
		if err != nil {
			return
		}
		check := func(out []byte, what string) {
			again, err := Open(context.Background(), out, limits)
			if err != nil || again.Repaired || again.Encrypted() {
				t.Fatalf("%s: %v", what, err)
			}
			if diff := same(d, again, "Root"); diff != "" {
				t.Fatalf("%s: %s", what, diff)
			}
		}
		check(out, "anew")
		out, err = d.Append()
		if err == nil {
			check(out, "appended")
			if !bytes.HasPrefix(out, data) {
				t.Fatal("the bytes of the document are not kept")
			}
		}
	})
}
