package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/pdftest"
)

func TestTokens(t *testing.T) {
	var got []string
	err := Tokens([]byte("/A 1 def % x\n<41> [1 <42>] begin {a} 16#41 true null (cut"), func(o Object, word string) bool {
		got = append(got, fmt.Sprintf("%v%s", o, word))
		return true
	})
	want := "A 1 <nil>def A [1 B] <nil>begin <nil>{ <nil>a <nil>} <nil>16#41 true <nil>"
	if strings.Join(got, " ") != want || err == nil {
		t.Errorf("%s, %v", strings.Join(got, " "), err)
	}
	seen := 0
	if err := Tokens([]byte("a b c"), func(Object, string) bool { seen++; return seen < 2 }); err != nil || seen != 2 {
		t.Error(seen, err)
	}
	if err := Tokens([]byte("["+strings.Repeat("1 ", longestFree+1)), func(Object, string) bool { return true }); !IsCode(err, Limit) {
		t.Error(err)
	}
}

func TestStoredAndSpent(t *testing.T) {
	d := &pdftest.Doc{}
	d.Add("<</Type/Catalog/Pages 2 0 R>>")
	d.Add("<</Type/Pages/Kids[]/Count 0>>")
	d.Stream("", []byte("12345"))
	d.Add("[%s]", strings.Repeat("1 ", 1000))
	doc, err := Open(t.Context(), d.Bytes(), Limits{Values: 500})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := doc.Stored(doc.Stream(Ref{Num: 3})); n != 5 || err != nil || doc.Spent() != nil {
		t.Error(n, err, doc.Spent())
	}
	if doc.Array(Ref{Num: 4}) != nil || !IsCode(doc.Spent(), Limit) {
		t.Error("an array beyond the limit was read")
	}
}
