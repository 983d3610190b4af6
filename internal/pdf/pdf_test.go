package pdf

import (
	"bytes"
	golzw "compress/lzw"
	"context"
	"encoding/ascii85"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdftest"
)

// doc is a document for what needs one.
func doc() *Doc {
	d := &Doc{ctx: context.Background(), limits: Limits{}.orDefault(), entries: map[int]entry{}}
	d.values, d.decoded, d.nodes = d.limits.Values, d.limits.Decoded, d.limits.Nodes
	d.forget()
	return d
}

func TestObjects(t *testing.T) {
	for _, c := range []struct {
		src  string
		want Object
	}{
		{"null", nil}, {"true", true}, {"false ", false}, {"12", int64(12)}, {"-7", int64(-7)}, {"+3", int64(3)}, {".5", 0.5}, {"-1.", -1.0},
		{"12 0 R", Ref{12, 0}}, {"12 0 Rx", int64(12)}, {"12 0 obj", int64(12)}, {"% a comment\n12", int64(12)},
		{"/Name", Name("Name")}, {"/A#20B", Name("A B")}, {"/A#2", Name("A#2")}, {"/", Name("")}, {"/text#2Fxml", Name("text/xml")},
		{"(a(b)c)", String("a(b)c")}, {`(\n\101\1\)\\\q)`, String("\nA\x01)\\q")}, {"(a\\\nb\\\r\nc)", String("abc")}, {"(a\r\nb\rc)", String("a\nb\nc")}, {`(\777)`, String("\xFF")},
		{"<4142>", String("AB")}, {"<41 4>", String("A@")}, {"<>", String("")},
		{"[1 2 0 R/A(b)<</C 3>>]", Array{int64(1), Ref{2, 0}, Name("A"), String("b"), Dict{{"C", int64(3)}}}},
		{"<</A/B/C 1/A 2>>", Dict{{"A", Name("B")}, {"C", int64(1)}, {"A", int64(2)}}},
		{"<</A>>", Dict{}}, {"<</A 1 endobj", Dict{{"A", int64(1)}}}, {"[1 endobj", Array{int64(1)}}, {"<</A 1 x /B 2>>", Dict{{"A", int64(1)}, {"B", int64(2)}}},
	} {
		l := &lexer{d: doc(), src: []byte(c.src)}
		got, err := l.object()
		if want := c.want; err != nil || !reflect.DeepEqual(got, want) && fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q: %#v, %v; want %#v", c.src, got, err, c.want)
		}
	}
	if d := (Dict{{"A", int64(1)}, {"A", int64(2)}}); d.Get("A") != int64(2) || d.Get("B") != nil {
		t.Error("of a key that is there twice, the last counts")
	}
}

func TestBrokenObjects(t *testing.T) {
	for _, src := range []string{"", "(a", "<41", "[1", "<</A", "<<", strings.Repeat("[", 100), strings.Repeat("<</A", 100)} {
		l := &lexer{d: doc(), src: []byte(src)}
		if o, err := l.object(); !IsCode(err, Damaged) {
			t.Errorf("%q: %v, %v", src, o, err)
		}
	}
	l := &lexer{d: doc(), src: []byte("[1 2 3 4 5]")}
	l.d.values = 3
	if _, err := l.object(); !IsCode(err, Limit) {
		t.Error(err)
	}
}

func TestText(t *testing.T) {
	for _, c := range [][2]string{
		{"plain", "plain"}, {"\xFE\xFF\x00R\x00\xE9", "Ré"}, {"\xFF\xFER\x00\xE9\x00", "Ré"}, {"\xEF\xBB\xBFR\xC3\xA9", "Ré"}, {"R\xC3\xA9", "Ré"}, {"R\xE9\x80\x18\xA0", "Ré•˘€"},
		{"\xFE\xFF\x00\x1B\x00e\x00n\x00\x1B\x00a", "a"}, {"\xFE\xFF\xD8\x3D\xDE\x00", "😀"}, {"\xFE\xFF\xD8\x3D", "\uFFFD"}, {"a\x00b", "a"}, {"", ""}, {"\xEF\xBB\xBF\xFF", "\uFFFD"},
	} {
		if got := Text(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

func TestDate(t *testing.T) {
	for _, c := range [][2]string{
		{"D:20260121093000+01'00'", "2026-01-21T09:30:00+01:00"}, {"D:20260121093000Z", "2026-01-21T09:30:00Z"}, {"D:20260121093000-0530", "2026-01-21T09:30:00-05:30"},
		{"20260121", "2026-01-21"}, {"D:2026", "2026"}, {"D:2026012109", "2026-01-21T09:00"}, {"D:20260121093000", "2026-01-21T09:30:00"}, {"D:20260121093000Z00'00'", "2026-01-21T09:30:00Z"},
		{"", ""}, {"today", ""}, {"D:202", ""}, {"D:20261", ""},
	} {
		if got := Date(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// repetitive is content that compresses, with changes in it so that codes of all lengths
// come up.
func repetitive(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i*i>>7 ^ i>>3)
	}
	return out
}

func TestFilters(t *testing.T) {
	text := repetitive(20_000)
	var packed, base bytes.Buffer
	w := golzw.NewWriter(&packed, golzw.MSB, 8) // without early change
	w.Write(text)
	w.Close()
	a := ascii85.NewEncoder(&base)
	a.Write(text)
	a.Close()
	base.WriteString("~>junk")
	deflated := pdftest.Deflate(text)
	for _, c := range []struct {
		name, dict string
		raw        []byte
	}{
		{"none", "", text},
		{"flate", "/Filter/FlateDecode", deflated},
		{"flate without checksum", "/Filter/Fl", deflated[:len(deflated)-4]},
		{"deflate", "/Filter[/FlateDecode]", deflated[2:]},
		{"flate with junk", "/Filter/FlateDecode", append(bytes.Clone(deflated), "junk"...)},
		{"LZW", "/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", packed.Bytes()},
		{"LZW, early", "/Filter/LZW", earlyLZW(text)},
		{"hexadecimal", "/Filter/AHx", []byte(" " + hex.EncodeToString(text) + ">junk")},
		{"ASCII85", "/Filter/A85", base.Bytes()},
		{"both", "/Filter[/AHx/Fl]/DecodeParms[null null]", []byte(hex.EncodeToString(deflated))},
		{"run length", "/Filter/RL", runs(text)},
		{"predictor", "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 10/Colors 4>>", pdftest.Deflate(png(text, 40, 4))},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &pdftest.Doc{}
			p.Add("<</Type/Catalog/Pages 3 0 R/S 2 0 R>>")
			p.Stream(c.dict, c.raw)
			d, err := Open(t.Context(), p.Bytes(), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			s := d.Stream(d.Catalog().Get("S"))
			r, err := d.Reader(s, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(got, text) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			if r, err = d.Reader(s, 10_000); err == nil {
				_, err = io.ReadAll(r)
			}
			if !IsCode(err, Limit) {
				t.Errorf("beyond the limit: %v", err)
			}
		})
	}
}

// earlyLZW writes LZW as PDF wants it, and clears the table now and then.
func earlyLZW(text []byte) []byte {
	var out []byte
	var bits uint64
	var n uint
	width := uint(9)
	emit := func(code int) {
		bits, n = bits<<width|uint64(code), n+width
		for n >= 8 {
			out, n = append(out, byte(bits>>(n-8))), n-8
		}
	}
	table := map[string]int{}
	clear := func() {
		emit(lzwClear)
		width, table = 9, map[string]int{}
		for i := range 256 {
			table[string([]byte{byte(i)})] = i
		}
	}
	clear()
	next, have := lzwEnd+1, ""
	for _, c := range text {
		if _, ok := table[have+string([]byte{c})]; ok {
			have += string([]byte{c})
			continue
		}
		emit(table[have])
		table[have+string([]byte{c})] = next
		next++
		have = string([]byte{c})
		switch {
		case next == lzwCodes-2:
			clear()
			next = lzwEnd + 1
		case next >= 1<<width:
			width++
		}
	}
	emit(table[have])
	emit(lzwEnd)
	return append(out, byte(bits<<(8-n)))
}

// runs writes runs of one byte and of several.
func runs(text []byte) (out []byte) {
	for i := 0; i < len(text); {
		k := i + 1
		for k < len(text) && k-i < 128 && text[k] == text[i] {
			k++
		}
		if k-i > 1 {
			out = append(out, byte(257-(k-i)), text[i])
		} else {
			out = append(out, 0, text[i])
		}
		i = k
	}
	return append(out, 128)
}

// png predicts rows by each of PNG's filters in turn.
func png(text []byte, row, pixel int) (out []byte) {
	above := make([]byte, row)
	for i := 0; i < len(text); i += row {
		line := text[i:min(i+row, len(text))]
		filter := byte(i / row % 5)
		out = append(out, filter)
		for k, c := range line {
			var left, corner byte
			if k >= pixel {
				left, corner = line[k-pixel], above[k-pixel]
			}
			switch filter {
			case 1:
				c -= left
			case 2:
				c -= above[k]
			case 3:
				c -= byte((int(left) + int(above[k])) / 2)
			case 4:
				c -= paeth(int(left), int(above[k]), int(corner))
			}
			out = append(out, c)
		}
		above = line
	}
	return out
}

// TestXref: the objects are found in every kind of table, and without one.
func TestXref(t *testing.T) {
	p := pdftest.Hybrid("", pdftest.File{Name: "a.txt", Content: []byte("content")})
	table, packed := p.Bytes(), p.Packed()
	loop := pdftest.Hybrid("", pdftest.File{Name: "a.txt", Content: []byte("content")})
	loop.Trailer = fmt.Sprintf("/Prev %d", bytes.LastIndex(table, []byte("xref\n0 ")))
	replaced := func(doc []byte, from, to string) []byte { return bytes.ReplaceAll(doc, []byte(from), []byte(to)) }
	update := fmt.Sprintf("7 0 obj\n<</Type/Filespec/F(b.txt)/EF<</F 6 0 R>>>>\nendobj\nxref\n7 1\n%010d 00000 n \ntrailer\n<</Size 8/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n",
		len(table), bytes.LastIndex(table, []byte("xref\n0 ")), len(table)+len("7 0 obj\n<</Type/Filespec/F(b.txt)/EF<</F 6 0 R>>>>\nendobj\n"))
	for _, c := range []struct {
		name, file string
		doc        []byte
		repaired   bool
	}{
		{"table", "a.txt", table, false},
		{"stream", "a.txt", packed, false},
		{"update", "b.txt", append(bytes.Clone(table), update...), false},
		{"loop", "a.txt", loop.Bytes(), false},
		{"junk in front", "a.txt", append([]byte("junk\n"), table...), false},
		{"junk behind", "a.txt", append(bytes.Clone(table), strings.Repeat("junk\n", 2000)...), false},
		{"junk in front, counted", "a.txt", append([]byte("junk\n"), replaced(table, "startxref\n", "startxref\n0")...), false},
		{"no startxref", "a.txt", replaced(table, "startxref", "startxxxx"), true},
		{"wrong offsets", "a.txt", replaced(table, " 00000 n", " 00001 x"), true},
		{"shifted", "a.txt", replaced(table, "1 0 obj", " \n1 0 obj"), true},
		{"cut off", "a.txt", table[:bytes.LastIndex(table, []byte("xref\n0 "))], true},
		{"packed, no startxref", "a.txt", replaced(packed, "startxref", "startxxxx"), true},
		{"packed, cut off", "a.txt", packed[:bytes.LastIndex(packed, []byte("/Type/XRef"))], true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Open(t.Context(), c.doc, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			files, notes, err := d.Files()
			if err != nil || len(files) != 1 || len(notes) > 0 || files[0].Name != c.file || d.Repaired != c.repaired {
				t.Fatalf("%d files, %v, %v, repaired %t", len(files), notes, err, d.Repaired)
			}
			r, err := d.Content(files[0], 100)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); string(got) != "content" || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestLimits: each of them is an error of its own kind, or a note.
func TestLimits(t *testing.T) {
	p := pdftest.Hybrid("", pdftest.File{Name: "a.txt"}, pdftest.File{Name: "b.txt"})
	for _, c := range []struct {
		name string
		l    Limits
		doc  []byte
		note bool
	}{
		{"size", Limits{Size: 100}, p.Bytes(), false},
		{"objects", Limits{Objects: 3}, p.Bytes(), false},
		{"objects of a damaged document", Limits{Objects: 3}, bytes.ReplaceAll(p.Bytes(), []byte("startxref"), nil), false},
		{"decoded", Limits{Decoded: 10}, p.Packed(), false},
		{"files", Limits{Files: 1}, p.Bytes(), false},
		{"nodes", Limits{Nodes: 2}, p.Bytes(), true},
		{"values", Limits{Values: 60}, p.Bytes(), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Open(t.Context(), c.doc, c.l)
			var notes []string
			if err == nil {
				_, notes, err = d.Files()
			}
			if c.note && (err != nil || len(notes) == 0) || !c.note && !IsCode(err, Limit) {
				t.Errorf("%v, %v", err, notes)
			}
		})
	}
}

func TestSignatures(t *testing.T) {
	p := pdftest.Hybrid("")
	p.Set(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>")
	p.Add("<</FT/Sig/T(a)/Kids[<</V<</ByteRange[0 1 2 3]>>>> <</T(b)>> 6 0 R]>>")
	d, err := Open(t.Context(), p.Bytes(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := d.Signatures(); n != 1 || err != nil {
		t.Error(n, err)
	}
}

func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Open(ctx, pdftest.Hybrid("").Bytes(), Limits{})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
