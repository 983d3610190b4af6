package mask

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// plan is what would be replaced in a document, and the tags of it.
func plan(t testing.TB, data []byte, key string) (edits []edit, w *walker, tags string) {
	in, _, err := xmlmap.Transcode(bytes.NewReader(data), &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(in); err != nil {
		t.Fatal(err)
	}
	tokens, _, err := xmlmap.NewTokens(context.Background(), bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	w = &walker{Tokens: tokens, text: text.String(), report: &Report{}, values: newValues([]byte(key)), at: map[string]int{}}
	if err := w.run(); err != nil {
		t.Fatal(err)
	}
	again, _, err := xmlmap.NewTokens(context.Background(), bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for again.Next() {
		if again.Kind == xmlmap.OpenToken {
			tags += " " + again.Element.Raw
		}
	}
	return w.edits, w, tags
}

// long: enough letters and digits that another value is not replaced by it by chance, of
// ASCII, of which each letter has an alphabet.
func long(s string) bool {
	n := 0
	for _, r := range s {
		if r >= 0x80 {
			return false
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) && n > 0 {
			n++
		}
	}
	return n >= 9
}

// holds are the laws of masking: the same tags, nothing of what was masked, the same again
// with the same key.
func holds(t testing.TB, data []byte) {
	out, _, err := XML(data, Options{Key: []byte("k")})
	if err != nil {
		t.Fatal(err)
	}
	before, w, tags := plan(t, data, "k")
	after, _, tagsAfter := plan(t, out, "k")
	if tags != tagsAfter {
		t.Fatalf("tags were\n%s\nand are\n%s", tags, tagsAfter)
	}
	shown := map[string]bool{}
	for i := range after {
		shown[strings.Trim(after[i].value, xmlSpaces)] = true
	}
	for i := range before {
		e := &before[i]
		value := strings.Trim(e.value, xmlSpaces)
		masked := w.masked(e)
		if masked != e.value && long(value) && shown[value] && e.kind != file && e.kind != digest {
			t.Fatalf("%s: %q is still there", e.path, value)
		}
	}
	again, _, err := XML(data, Options{Key: []byte("k")})
	if err != nil || !bytes.Equal(out, again) {
		t.Fatalf("not the same again: %v", err)
	}
	if bytes.Contains(out, []byte("<!--")) && !bytes.Contains(out, []byte("CDATA")) {
		t.Fatal("a comment is still there")
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{
		`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><c:ID x='a "b"'>A &amp; <!-- c -->B</c:ID><?p?><c:Note><![CDATA[<x> y]]></c:Note></Invoice>`,
		`<?xml version="1.0" encoding="iso-8859-1"?><c:CreditNote xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2">stray &lt; text<c:x y="https://a.b/c?d"> info@firma.de </c:x></c:CreditNote>`,
		`<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"><rsm:ID>ESB12345674|01/02/2026|71#1</rsm:ID><a>a.b@c.d.e</a></rsm:CrossIndustryInvoice>`,
		`<f:Facturae xmlns:f="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"><FileHeader><Batch><BatchIdentifier>A00000000F7</BatchIdentifier></Batch></FileHeader><InvoiceNumber>F7</InvoiceNumber><TaxIdentificationNumber>ESA00000000</TaxIdentificationNumber><AttachmentData>PGEvPg==</AttachmentData></f:Facturae>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, err := XML(data, Options{Key: []byte("k")}); err != nil {
			return
		}
		holds(t, data)
	})
}

// TestCipher: different texts of a shape have different replacements, of that shape.
func TestCipher(t *testing.T) {
	v := newValues([]byte("k"))
	for _, texts := range [][]string{all("", "0123456789", 4), all("", "abcxyz", 3), all("A", "BC019", 4), all("", "ÄÖÜé", 3), all("DE", "0123456789", 3)} {
		seen := map[string]string{}
		for _, s := range texts {
			m := v.whole(s)
			if other := seen[m]; other != "" {
				t.Fatalf("%q and %q both become %q", other, s, m)
			}
			seen[m] = s
			if len(m) != len(s) || m == s && strings.Trim(s, "0") != "" {
				t.Fatalf("%q becomes %q", s, m)
			}
		}
	}
}

// all texts of n characters behind a start.
func all(start, of string, n int) []string {
	if n == 0 {
		return []string{start}
	}
	var texts []string
	for _, r := range of {
		texts = append(texts, all(start+string(r), of, n-1)...)
	}
	return texts
}

// TestValues: what stays of a value, and what belongs together.
func TestValues(t *testing.T) {
	v := newValues([]byte("k"))
	v.identifier("CHE-123.456.788 MWST")
	v.identifier("DEABC")
	v.part("ESB12345674")
	v.part("F-7")
	if m := v.text(" B12345674\n"); !strings.HasPrefix(m, " ") || !strings.HasSuffix(m, "\n") || m != " "+v.text("ESB12345674")[2:]+"\n" {
		t.Errorf("%q, %q", m, v.text("ESB12345674"))
	}
	for _, c := range []struct{ in, start, end string }{
		{"DE89370400440532013000", "DE", ""},
		{"NO974760673MVA", "NO", "MVA"},
		{"EL061828591", "EL", ""},
		{"anna.schmidt@firma.de", "", ".example"},
		{"https://firma.de/a?b=c", "https://", "="},
		{"#AAI#Vermerk hier", "#AAI#", ""},
		{"Godkänd för F-skatt", "Godkänd för F-skatt", ""},
		{"12", "12", ""},
		{"DEABC", "DE", ""},
	} {
		m := v.text(c.in)
		if !strings.HasPrefix(m, c.start) || c.end != "=" && !strings.HasSuffix(m, c.end) || m == c.in && c.start != c.in {
			t.Errorf("%q becomes %q", c.in, m)
		}
	}
	if got, want := v.joined("B12345674F7"), v.text("ESB12345674")[2:]+strings.ReplaceAll(v.text("F-7"), "-", ""); got != want {
		t.Errorf("joined %q, want %q", got, want)
	}
	if got, want := v.joined("ESB12345674/F/7"), v.text("ESB12345674"); !strings.HasPrefix(got, want+"/") || len(got) != len("ESB12345674/F/7") {
		t.Errorf("joined %q", got)
	}
	if m := v.terms("#SKONTO#TAGE=14#PROZENT=2.00#\nAn Anna Schmidt\n#SKONTO#Anna"); !strings.HasPrefix(m, "#SKONTO#TAGE=14#PROZENT=2.00#\n") || strings.Contains(m, "Anna") {
		t.Errorf("%q", m)
	}
	if m := v.filename("Rechnung Schmidt.pdf"); !strings.HasSuffix(m, ".pdf") || strings.Contains(m, "Schmidt") {
		t.Errorf("%q", m)
	}
	if v.text("a b@c") == "a b@c" || v.words("089-12-34-56") == "089-12-34-56" || strings.HasSuffix(v.words("089-12-34-56"), "-12-34-56") {
		t.Error("not masked")
	}
}
