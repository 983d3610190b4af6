package pdf

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdftest"
)

// pages has three pages in a tree of two levels, of which the upper one has the resources.
func pages() *pdftest.Doc {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R>>")
	d.Add("<</Type/Pages/Count 3/Kids[3 0 R 4 0 R]/Resources<</A 1>>/MediaBox[0 0 100 100]>>")
	d.Add("<</Type/Page/Parent 2 0 R/Contents[7 0 R 8 0 R]>>")
	d.Add("<</Type/Pages/Parent 2 0 R/Count 2/Kids[5 0 R 6 0 R 2 0 R]/Rotate 90>>")
	d.Add("<</Type/Page/Parent 4 0 R/Resources<</B 2>>/Contents 8 0 R>>")
	d.Add("<</Type/Page/Parent 4 0 R>>")
	d.Flate("", []byte("q 1 0 0 1 0 0 c"))
	d.Stream("", []byte("m Q"))
	return d
}

func open(t *testing.T, data []byte) *Doc {
	t.Helper()
	d, err := Open(context.Background(), data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAllPages(t *testing.T) {
	d := open(t, pages().Bytes())
	var got []string
	for p := range d.AllPages() {
		content, err := d.PageContent(p.Dict, 1000)
		if err != nil {
			t.Error(err)
		}
		got = append(got, fmt.Sprintf("%d: %d %v %v %v %q", p.Number, p.Ref.Num, p.Resources, p.MediaBox != nil, p.Rotate, content))
	}
	want := []string{
		`1: 3 [{A 1}] true <nil> "q 1 0 0 1 0 0 c\nm Q\n"`,
		`2: 5 [{B 2}] true 90 "m Q\n"`,
		`3: 6 [{A 1}] true 90 ""`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if _, err := d.PageContent(d.Dict(Ref{Num: 3}), 5); !IsCode(err, Limit) {
		t.Errorf("content beyond the limit: %v", err)
	}
}

func TestEdits(t *testing.T) {
	d := open(t, pages().Bytes())
	d.Set(5, d.Dict(Ref{Num: 5}).With("Rotate", int64(180)).With("Contents", nil))
	added := d.Add(NewStream(Dict{{"Type", Name("New")}}, []byte("content")))
	if added.Num != 9 || fmt.Sprint(d.Edited()) != "[5 9]" {
		t.Fatalf("%v, %v", added, d.Edited())
	}
	d.Set(8, nil)
	plain, err := d.Plain()
	if err != nil {
		t.Fatal(err)
	}
	d = open(t, plain)
	if page := d.Dict(Ref{Num: 5}); page.Get("Rotate") != int64(180) || page.Get("Contents") != nil {
		t.Errorf("%v", page)
	}
	if d.Resolve(Ref{Num: 8}) != nil {
		t.Error("an object that was taken away is there")
	}
	r, err := d.Reader(d.Stream(added), 100)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "content" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestOperators(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"q 1 0 0 1 0 0 cm /F1 12 Tf [(A)-3(B)]TJ ET", "q[] cm[1 0 0 1 0 0] Tf[F1 12] TJ[[A -3 B]] ET[]"},
		{"BI /W 2/H 1 /CS /G ID \x00EI\xFF EI Q 1 w", "EI[[{W 2} {H 1} {CS G}] \x00EI\xFF] Q[] w[1]"},
		{"BI ID abc", "EI[[] abc]"},
		{"(a\\)b)' T* % comment\n1 g", "'[a)b] T*[] g[1]"},
		{") ] q", ")[] ][] q[]"},
		{"", ""},
	} {
		var got []string
		err := Operators([]byte(c.src), func(op string, operands []Object) bool {
			got = append(got, fmt.Sprintf("%s%v", op, operands))
			return true
		})
		if strings.Join(got, " ") != c.want || err != nil {
			t.Errorf("%q: %q, %v; want %q", c.src, strings.Join(got, " "), err, c.want)
		}
	}
	if err := Operators([]byte("(abc"), func(string, []Object) bool { return true }); !IsCode(err, Damaged) {
		t.Errorf("a string without end: %v", err)
	}
	n := 0
	_ = Operators(bytes.Repeat([]byte("1 "), 1000), func(string, []Object) bool { n++; return true })
	_ = Operators([]byte("q Q"), func(string, []Object) bool { n++; return false })
	if n != 1 {
		t.Errorf("%d operators", n)
	}
}

func FuzzOperators(f *testing.F) {
	for _, s := range []string{"q 1 0 0 1 0 0 cm [(A)-3(B)]TJ", "BI /W 2 ID \x00EI\xFF EI Q", "<</A/B>> BDC"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		n := 0
		_ = Operators(content, func(_ string, operands []Object) bool {
			if n++; n > len(content) || len(operands) > 64 {
				t.Fatal("more operators than bytes, or too many operands")
			}
			return true
		})
	})
}
