package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
)

// TestTables makes the tables again, where EINVOICE_ARTEFACTS names the folder with the
// compiled Schematrons, and compares.
func TestTables(t *testing.T) {
	tables, err := generate(published.Folder(t, published.Artefacts))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range tables {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if string(got) != want {
			t.Errorf("%s is not what the Schematrons say: run the generator", name)
		}
	}
}

func TestOccurrence(t *testing.T) {
	for xpath, want := range map[string][2]string{
		"not(a:B/c:D)":                              {"a:B/c:D", "-"},
		"not (a:B)":                                 {"a:B", "-"},
		"((count(a:B/@x) <= 1))":                    {"a:B/@x", "?"},
		"count(a:B) =1":                             {"a:B", "1"},
		"(a:B)":                                     {"a:B", "+"},
		"@x":                                        {"@x", "+"},
		"not((a:B|c:D)/e:F)":                        {"a:B|c:D/e:F", "-"},
		"not(//a:B/@x)":                             {"//a:B/@x", "-"},
		`count(a:B[c:D/@x="V"])<=2`:                 {"a:B[c:D/@x=V]", "2"},
		"not(a:B[not(@x) and c:D = 'e'])":           {"a:B[!@x][c:D=e]", "-"},
		"not(a:B[not(not (@x))])":                   {"a:B[@x]", "-"},
		"count(a:B[upper-case(@x)='V'])<=1":         {"a:B[@x^=V]", "?"},
		"count(a:B[c:D/upper-case(e:F)='V'])<=1":    {"a:B[c:D/e:F^=V]", "?"},
		"count(a:B[normalize-space(c:D) = '3'])<=1": {"a:B[c:D~=3]", "?"},
		"not(a:B[c:D=false()])":                     {"a:B[c:D~=false|0]", "-"},
		"not(a:B[@x=../../c:D])":                    {"a:B[@x=$../../c:D]", "-"},
	} {
		where, sign, err := occurrence(xpath)
		if err != nil || where != want[0] || sign != want[1] {
			t.Errorf("%s: %s %s %v, want %v", xpath, where, sign, err, want)
		}
	}
	for _, xpath := range []string{
		"count(a:B) <= 7", "not(a:B) or c:D", "a:B = 'x'", "not(a:B[x(y)])", "count(a:B[c:D != 'x'])<=1", "not(a:B", "not(a:B[)])", "a:B and c:D", "not(a:B/..c)", "",
	} {
		if where, sign, err := occurrence(xpath); err == nil {
			t.Errorf("%s: taken for %s %s", xpath, where, sign)
		}
	}
}
