package golden

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice/convert"
)

// recorder is a test that fails on paper.
type recorder struct{ said []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func document(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func file(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "golden.xml")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func replaced(t *testing.T, data []byte, pairs ...string) []byte {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		changed := bytes.ReplaceAll(data, []byte(pairs[i]), []byte(pairs[i+1]))
		if bytes.Equal(changed, data) {
			t.Fatalf("there is no %q", pairs[i])
		}
		data = changed
	}
	return data
}

func TestEqual(t *testing.T) {
	t.Setenv(Variable, "")
	minimal := document(t, "invoices/minimal.xml")
	extra := func(inside string) []byte {
		return replaced(t, minimal, "<cbc:IssueDate>", "<cbc:UUID>"+inside+"</cbc:UUID><cbc:IssueDate>")
	}
	nested := func(inside string) []byte {
		return replaced(t, minimal, "<cac:AccountingSupplierParty>", "<cac:Signature>"+inside+"</cac:Signature><cac:AccountingSupplierParty>")
	}
	long := strings.Repeat("a", 200)
	toCII := func(data []byte) []byte {
		r, err := convert.Convert(data, convert.Options{To: convert.CII})
		if err != nil {
			t.Fatal(err)
		}
		return r.Output
	}
	latin, err := charmap.ISO8859_1.NewDecoder().Bytes(document(t, "quirks/iso-8859-1.xml"))
	if err != nil {
		t.Fatal(err)
	}
	utf8 := replaced(t, latin, "ISO-8859-1", "UTF-8")
	for _, c := range []struct {
		name      string
		want, got []byte
		o         Options
		say       []string // "" is nothing
	}{
		{"same bytes", minimal, minimal, Options{}, nil},
		{"numbers by value", minimal, replaced(t, minimal, ">33.00<", ">33.0<"), Options{}, nil},
		{"white space and comments", minimal, replaced(t, minimal, "<cbc:ID>7</cbc:ID>", "<!-- x -->\n\n<cbc:ID>7</cbc:ID>"), Options{}, nil},
		{"another value, with its places", minimal, replaced(t, minimal, "Baguette", "Brioche"), Options{},
			[]string{"1 difference\n", `BT-153 Item name Lines[0].Item.Name: "Baguette" -> "Brioche" (at `, Variable + "=1"}},
		{"a term that may differ", minimal, replaced(t, minimal, "2026-03-02", "2026-03-03"), Options{Ignore: []string{"bt-2"}}, nil},
		{"a group that may differ", minimal, replaced(t, minimal, "Baguette", "Brioche"), Options{Ignore: []string{"BG-25"}}, nil},
		{"no such term", minimal, minimal, Options{Ignore: []string{"BT-4"}}, []string{"BT-4 is not a business term"}},
		{"across formats", minimal, toCII(minimal), Options{}, nil},
		{"exactly", minimal, replaced(t, minimal, ">33.00<", ">33.0<"), Options{Exact: true}, []string{"the bytes differ from line ", "They say the same."}},
		{"exactly, with the term", minimal, replaced(t, minimal, "Baguette", "Brioche"), Options{Exact: true}, []string{"the bytes differ from line ", "BT-153"}},
		{"exactly, no documents", []byte("a\nb"), []byte("a\nc"), Options{Exact: true}, []string{"line 2 (byte 3)"}},
		{"exactly, with terms", minimal, minimal, Options{Exact: true, Ignore: []string{"BT-1"}}, []string{"leave out Ignore"}},

		// What the model does not hold.
		{"in one alone", minimal, extra("1-2-3"), Options{}, []string{`not in the model: /Invoice/cbc:UUID: (absent) -> "1-2-3" (at none -> `}},
		{"in the golden file alone", extra("1-2-3"), minimal, Options{}, []string{`/Invoice/cbc:UUID: "1-2-3" -> (absent)`}},
		{"in both", extra("1-2-3"), extra(" 1-2-3 "), Options{}, nil},
		{"other text", extra("1-2-3"), extra("1-2-4"), Options{}, []string{`"1-2-3" -> "1-2-4"`}},
		{"beyond what losses show", extra(long + "1"), extra(long + "2"), Options{}, []string{"differs in what is inside"}},
		{"inside", nested("<cbc:ID>1</cbc:ID>"), nested("<cbc:ID>2</cbc:ID>"), Options{}, []string{"/Invoice/cac:Signature: differs in what is inside"}},
		{"inside, other prefix", nested("<cbc:ID>1</cbc:ID>"), nested(`<x:ID xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">1</x:ID>`), Options{}, nil},
		{"an attribute", minimal, replaced(t, minimal, "<cbc:ID>7</cbc:ID>", `<cbc:ID schemeName="x">7</cbc:ID>`), Options{}, []string{"@schemeName"}},
		{"as a data: URI", extra("1-2-3"), []byte("data:text/xml;base64," + base64.StdEncoding.EncodeToString(extra("1-2-3"))), Options{}, nil},
		{"in another encoding", document(t, "quirks/iso-8859-1.xml"), utf8, Options{}, nil},
		{"in another encoding, changed", replaced(t, utf8, "<cbc:IssueDate>", "<cbc:UUID>é</cbc:UUID><cbc:IssueDate>"), document(t, "quirks/iso-8859-1.xml"), Options{}, []string{"cbc:UUID"}},
		{"the model alone", minimal, extra("1-2-3"), Options{ModelAlone: true}, nil},
		{"across formats", extra("1-2-3"), toCII(minimal), Options{}, []string{"cbc:UUID"}},
		{"a value that is none", minimal, replaced(t, minimal, ">2026-03-09<", ">soon<"), Options{}, []string{"BT-9", `"soon"`}},

		{"damaged", minimal, minimal[:200], Options{}, []string{"what the test got cannot be read: "}},
		{"damaged golden file", minimal[:200], minimal, Options{}, []string{"the golden file cannot be read: "}},
		{"a PDF", minimal, []byte("%PDF-1.7"), Options{}, []string{"facturx.Extract"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &recorder{}
			equal := c.o.Equal(r, c.got, file(t, c.want))
			if equal != (c.say == nil) || equal != (len(r.said) == 0) {
				t.Errorf("equal is %v: %q", equal, r.said)
			}
			for _, s := range c.say {
				if all := strings.Join(r.said, "\n"); !strings.Contains(all, s) {
					t.Errorf("%q is not said: %s", s, all)
				}
			}
		})
	}
}

func TestUpdate(t *testing.T) {
	minimal := document(t, "invoices/minimal.xml")
	name := filepath.Join(t.TempDir(), "new", "invoice.xml")
	expect := func(what, variable string, o Options, got []byte, say string) {
		t.Helper()
		t.Setenv(Variable, variable)
		r := &recorder{}
		if ok := o.Equal(r, got, name); ok != (say == "") || !strings.Contains(strings.Join(r.said, "\n"), say) {
			t.Errorf("%s: %v %q", what, ok, r.said)
		}
	}
	holds := func(what string, data []byte) {
		t.Helper()
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, data) {
			t.Errorf("%s: the golden file is something else: %v", what, err)
		}
	}
	expect("missing", "", Options{}, minimal, "there is no golden file "+name+".\nTo make it of what the test got: EINVOICE_UPDATE=1")
	expect("no document", "1", Options{}, []byte("<html/>"), "is not written")
	if _, err := os.Stat(name); err == nil {
		t.Error("it was written")
	}
	expect("made", "1", Options{}, minimal, "")
	holds("made", minimal)
	same := replaced(t, minimal, ">33.00<", ">33.0<")
	expect("says the same", "1", Options{}, same, "")
	holds("says the same", minimal)
	other := replaced(t, minimal, "Baguette", "Brioche")
	expect("differs", "0", Options{}, other, "1 difference")
	expect("by option", "0", Options{Update: true}, other, "")
	holds("by option", other)
	expect("exactly", "1", Options{Exact: true}, minimal, "")
	holds("exactly", minimal)
	expect("a variable that is neither", "yes", Options{}, minimal, `"yes", where 1`)
}

func TestBatch(t *testing.T) {
	t.Setenv(Variable, "")
	one := document(t, "facturae/invoice.xml")
	two, err := convert.Batch([][]byte{one, one}, convert.Options{To: convert.Facturae})
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{}
	if Equal(r, two.Output, file(t, one)) || !strings.Contains(r.said[0], "invoices in the document: 1 -> 2") {
		t.Errorf("%q", r.said)
	}
	if !Equal(t, two.Output, file(t, two.Output)) {
		t.Error("a batch is not itself")
	}
}

func TestValid(t *testing.T) {
	for _, c := range []struct {
		name, document string
		valid, clean   bool
		rules          []string
		say            string
	}{
		{"valid", "invoices/peppol.xml", true, true, nil, ""},
		{"invalid", "invalid/line-sum-wrong.xml", false, false, nil, "77:5 fatal BR-CO-10: "},
		{"a set of rules", "invoices/minimal.xml", false, false, []string{"peppol"}, "PEPPOL-EN16931-R001"},
		{"no such set", "invoices/minimal.xml", false, false, []string{"pepol"}, "no such rule set"},
		{"no document", "broken/empty.xml", false, false, nil, "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := document(t, c.document)
			for name, ask := range map[string]func(TB, []byte, ...string) bool{"Valid": Valid, "Clean": Clean} {
				r := &recorder{}
				ok, want := ask(r, data, c.rules...), c.valid
				if name == "Clean" {
					want = c.clean
				}
				if ok != want || ok != (len(r.said) == 0) || !strings.Contains(strings.Join(r.said, "\n"), c.say) {
					t.Errorf("%s is %v: %q", name, ok, r.said)
				}
			}
		})
	}
}
