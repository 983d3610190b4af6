package codes

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestHas(t *testing.T) {
	for _, c := range []struct {
		list, code string
		want       bool
	}{
		{"currencies@en16931-1.3.16", "EUR", true},
		{"currencies@en16931-1.3.16", "eur", false},
		{"currencies@en16931-1.3.16", " EUR", false},
		{"currencies@en16931-1.3.16", "EUR FJD", false},
		{"currencies@en16931-1.3.16", "", false},
		{"currencies@en16931-1.3.16", "STN", false},
		{"currencies@peppol-2026.5", "STN", true},
		{"currencies@peppol-2026.5", "STD", false},
		{"countries@en16931-ubl-1.3.16", "SS", true},
		{"countries@en16931-cii-1.3.16", "SS", false},
		{"countries@en16931-cii-1.3.16", "AN", true},
		{"countries@en16931-ubl-1.3.16", "EL", false},
		{"vat-countries@en16931-ubl-1.3.16", "EL", true},
		{"eas@en16931-1.3.16", "EM", true},
		{"eas@peppol-2026.5", "EM", false},
		{"icd@xrechnung-3.0.2", "XR03", true},
		{"icd@xrechnung-3.0.2", "0244", false},
		{"icd@xrechnung-3.0.2", "", true},
		{"icd@xrechnung-3.0.2", " ", false},
		{"mime@xrechnung-3.0.2", "application/xml", true},
		{"mime@en16931-1.3.16", "application/xml", false},
		{"vat-categories@facturx-1.09.2", "B", false},
		{"vat-categories@facturx-extended-1.09.2", "B", true},
		{"languages@facturx-1.09.2", "qaa-qtz", true},
	} {
		if got := Get(c.list).Has(c.code); got != c.want {
			t.Errorf("%s: Has(%q) = %v", c.list, c.code, got)
		}
	}
}

// TestHasRun compares with what the rules say: contains(' A B ', concat(' ', value, ' ')), and contains(' A B ', value).
func TestHasRun(t *testing.T) {
	values := []string{"", " ", "  ", "1", "10", "1 10", "10 31", "1 31", "0", " 1", "1 ", "1  10", "97", "97 ", "93 97", "3 97", "3 9",
		"XR03", "XR03 ", "1 10 31 42 48 49 50 58 59 93 97", "0002", "EM XR01", "AU EM XR01 XR02 XR03", "\t1"}
	for _, id := range []string{"dk-payment-means@peppol-2026.5", "eas@xrechnung-3.0.2", "eas@en16931-1.3.16"} {
		l := Get(id)
		l.load()
		for _, value := range append(values, l.text) {
			if got, want := l.HasRun(value), strings.Contains(l.text, " "+value+" "); got != want {
				t.Errorf("%s: HasRun(%q) = %v", id, value, got)
			}
		}
	}
	dk := Get("dk-payment-means@peppol-2026.5")
	if !dk.HasRun("1 10") || dk.HasRun("1 31") || dk.HasRun("") || dk.HasRun(" 1") || !Get("eas@xrechnung-3.0.2").HasRun("") {
		t.Error("HasRun: wrong in a plain case")
	}
	vat := Get("vat-countries@en16931-ubl-1.3.16")
	for value, want := range map[string]bool{"": true, "D": true, "E ": true, "DE": true, "EL": true, "XX": false, "d": false, "  ": false} {
		if vat.HasPart(value) != want {
			t.Errorf("HasPart(%q) = %v", value, !want)
		}
	}
}

func TestLists(t *testing.T) {
	lists := Lists()
	if len(lists) < 100 {
		t.Fatalf("%d lists", len(lists))
	}
	described := map[string]bool{}
	for i, l := range lists {
		if i > 0 && lists[i-1].ID() >= l.ID() {
			t.Errorf("%s is out of order", l.ID())
		}
		all := l.All()
		if len(all) == 0 || l.Name() == "" || l.Source() == "" || l.Version() == "" || Get(l.ID()) != l {
			t.Errorf("%s: %d codes, name %q, version %q, source %q", l.ID(), len(all), l.Name(), l.Version(), l.Source())
		}
		if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%s: not sorted, or a code twice", l.ID())
		}
		for _, code := range all {
			if !l.Has(code) || !l.HasRun(code) {
				t.Errorf("%s: %q is in All only", l.ID(), code)
			}
			if l.Describe(code) != "" {
				described[l.Name()+" "+code] = true
			}
		}
	}
	texts, err := describe(part{file: "descriptions.txt", text: descriptions})
	if err != nil {
		t.Fatal(err)
	}
	for name, codes := range texts {
		for code := range codes {
			if !described[name+" "+code] {
				t.Errorf("%s %s is described and in no list", name, code)
			}
		}
	}
	if got := Get("payment-means@en16931-1.3.16").Describe("30"); got != "credit transfer" {
		t.Errorf("30 is %q", got)
	}
	if got := Get("debit-payment-means@peppol-2026.5").Describe("30"); got != "" {
		t.Errorf("a code of another list is %q", got)
	}
}

func TestGetUnknown(t *testing.T) {
	defer func() {
		if got := recover(); got != "codes: there is no list currencies@1" {
			t.Errorf("Get of an unknown id: %v", got)
		}
	}()
	Get("currencies@1")
}

// TestFormat reads data with mistakes.
func TestFormat(t *testing.T) {
	const good = "source v S\nlist a@v\nname A\n\tX Y\n\tZ\n"
	for _, c := range []struct {
		name, data string
		line       int
		problem    string
	}{
		{"good", good + "# c\n\nlist b@v = a@v -Y +W\nempty\n", 0, ""},
		{"line ends of Windows", strings.ReplaceAll(good+"list b@v = a@v -Y\n", "\n", "\r\n"), 0, ""},
		{"no end of line", strings.TrimSuffix(good, "\n"), 0, ""},
		{"unknown word", "lists a@v\n", 1, `"lists" has no meaning here`},
		{"word alone", "list\n", 1, `"list" has no meaning here`},
		{"no text", "source v\n", 1, "the source of v has no text"},
		{"source twice", "source v S\nsource v S\n", 2, "stands here twice"},
		{"no version", "source v S\nlist a\nname A\n", 2, `"a" is no id`},
		{"blank in the id", "source v S\nlist a b@v\n", 2, `"a b@v" is no id`},
		{"no source", "list a@v\n", 1, "no source is given for v"},
		{"list twice", good + "list a@v\n", 6, "there are two lists a@v"},
		{"no base", good + "list b@v = c@v -X\n", 6, `the base "c@v" of b@v`},
		{"base is the list", good + "list b@v = b@v -X\n", 6, `the base "b@v" of b@v`},
		{"name twice", good + "name B\n", 6, `"name" has no meaning here`},
		{"name of a difference", good + "list b@v = a@v -X\nname B\n", 7, `"name" has no meaning here`},
		{"empty twice", good + "empty\nempty\n", 7, `"empty" has no meaning here`},
		{"no name", "source v S\nlist a@v\nlist b@v\n", 3, "a@v has no name"},
		{"no name at the end", "source v S\nlist a@v\n", 2, "a@v has no name"},
		{"codes first", "\tX\n", 1, "codes stand before the first list"},
		{"codes before the name", "source v S\nlist a@v\n\tX\n", 3, "a@v has codes before its name"},
		{"codes of a difference", good + "list b@v = a@v -X\n\tY\n", 7, "b@v is a difference"},
		{"no codes", "source v S\nlist a@v\nname A\nlist b@v\nname B\n\tX\n", 3, "a@v has no codes"},
		{"no codes left", good + "list b@v = a@v -X -Y -Z\n", 6, "b@v has no codes"},
		{"code twice", good + "\tW\n# c\n\tV X\n", 8, "a@v has X twice"},
		{"minus what is not there", good + "list b@v = a@v -W\n", 6, "b@v: -W changes nothing in a@v"},
		{"minus twice", good + "list b@v = a@v -X -X\n", 6, "b@v: -X changes nothing in a@v"},
		{"plus what is there", good + "list b@v = a@v +X\n", 6, "b@v: +X changes nothing in a@v"},
		{"plus twice", good + "list b@v = a@v +W +W\n", 6, "b@v has W twice"},
		{"neither plus nor minus", good + "list b@v = a@v W\n", 6, "b@v: W changes nothing in a@v"},
		{"plus alone", good + "list b@v = a@v +\n", 6, "b@v: + changes nothing in a@v"},
		{"fault of the base", "source v S\nlist a@v\nname A\n\tX X\nlist b@v = a@v\n", 4, "a@v has X twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, readAll(c.data), c.line, c.problem)
		})
	}
}

func check(t *testing.T, err error, line int, problem string) {
	t.Helper()
	if problem == "" {
		if err != nil {
			t.Error(err)
		}
		return
	}
	var fault *FormatError
	if !errors.As(err, &fault) || fault.File != "f" || fault.Line != line || !strings.Contains(fault.Problem, problem) {
		t.Errorf("got %v, want line %d: %s", err, line, problem)
	}
}

// readAll parses data, every list of it. A list that has a fault has it however often it is asked.
func readAll(data string) error {
	c, err := index([]part{{file: "f", text: data}}, part{file: "d"})
	if err != nil {
		return err
	}
	var first error
	for range 2 {
		for _, id := range []string{"b@v", "a@v"} {
			if l := c.byID[id]; l != nil {
				if err := l.parsed(); err != nil && first == nil {
					first = err
				}
			}
		}
	}
	return first
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		data    string
		line    int
		problem string
	}{
		{"# c\ndescribe A\n\tX an X\n\tY a Y\ndescribe B\n\tX another\n", 0, ""},
		{"\tX an X\n", 1, "is expected"},
		{"describe A\nX an X\n", 2, "is expected"},
		{"describe A\n\tX\n", 2, "X has no meaning"},
		{"describe A\n\tX a\n\tX b\n", 3, "X has two meanings"},
		{"describe A\n\tX a\ndescribe A\n", 3, "A is described twice"},
	} {
		_, err := describe(part{file: "f", text: c.data})
		check(t, err, c.line, c.problem)
	}
}

func TestDifference(t *testing.T) {
	const data = "source v S\nlist a@v\nname A\n\tX Y\n\tZ\nlist b@v = a@v -Y +W\nlist c@v = b@v +Y\nempty\n"
	c, err := index([]part{{file: "f", text: data}}, part{file: "d", text: "describe A\n\tW a W\n"})
	if err != nil {
		t.Fatal(err)
	}
	l := c.byID["c@v"]
	if !l.Has("") || l.text != " X Z W Y  " || !slices.Equal(l.All(), []string{"W", "X", "Y", "Z"}) {
		t.Errorf("c@v: %q, %q", l.text, l.All())
	}
	if l.Name() != "A" || l.Describe("W") != "a W" || l.Describe("X") != "" || l.Describe("") != "" {
		t.Errorf("c@v: name %q, W is %q", l.Name(), l.Describe("W"))
	}
	if c.byID["b@v"].Has("") {
		t.Error("b@v has what its successor adds")
	}
}

// TestConcurrent asks lists for the first time from many goroutines.
func TestConcurrent(t *testing.T) {
	c, err := index([]part{{file: "s", text: sources}, {file: "iso.txt", text: iso}}, part{file: "d", text: descriptions})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, id := range []string{"currencies@peppol-2026.5", "currencies@en16931-1.3.16", "vat-countries@en16931-cii-1.3.16"} {
				l := c.byID[id]
				if l.Has("?") || !l.HasPart("") || l.Describe("EUR") != "" || len(l.All()) < 100 {
					t.Errorf("%s is wrong", id)
				}
			}
		})
	}
	group.Wait()
}

func TestNoAllocation(t *testing.T) {
	l := Get("units@en16931-1.3.16")
	if n := testing.AllocsPerRun(100, func() {
		if !l.Has("XPP") || l.Has("pieces") || !l.HasRun("XPP") || l.HasPart("pieces") {
			t.Error("wrong answer")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkIndex(b *testing.B) {
	for b.Loop() {
		c, err := index([]part{{"s", 0, sources}, {"u", 0, untdid}, {"i", 0, iso}, {"e", 0, europe}, {"n", 0, unece}, {"o", 0, other}}, part{})
		if err != nil || len(c.byID) < 100 {
			b.Fatal(err)
		}
	}
}

func BenchmarkHas(b *testing.B) {
	l := Get("units@en16931-1.3.16")
	for b.Loop() {
		if !l.Has("C62") {
			b.Fatal("C62 is not there")
		}
	}
}
