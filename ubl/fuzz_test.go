package ubl_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
	"github.com/einvoice-go/einvoice/ubl"
)

// The laws of reading and writing, for any bytes:
//
//  1. Parse ends, with a document, an error of a known type, or both.
//  2. What Parse read, Build writes, and Parse reads back the same, without losses.
//  3. Stream reads what Parse reads, in whatever pieces the bytes come.
//  4. Locate finds places inside the document.
func checkLaws(t *testing.T, data []byte) {
	t.Helper()
	doc, err := ubl.Parse(data)
	checkStream(t, data, doc, err)
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
	checkRoundTrip(t, doc)
	checkLocate(t, data, text, doc)
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

func checkRoundTrip(t *testing.T, doc *einvoice.Document) {
	t.Helper()
	for _, compact := range []bool{false, true} {
		out, left, err := ubl.BuildOptions{Format: doc.Format, Compact: compact}.Build(&doc.Invoice)
		if err != nil || len(left) > 0 {
			t.Fatalf("Build: %v, losses %v", err, left)
		}
		again, err := ubl.Parse(out)
		if err != nil {
			t.Fatalf("Parse what Build wrote: %v\n%s", err, out)
		}
		if len(again.Losses) > 0 || again.Format != doc.Format {
			t.Errorf("what Build wrote has losses %v, format %s\n%s", again.Losses, again.Format, out)
		}
		if !reflect.DeepEqual(doc.Invoice, again.Invoice) {
			t.Errorf("Build and Parse change the invoice: %v", einvoice.Diff(&doc.Invoice, &again.Invoice))
		}
	}
}

func checkStream(t *testing.T, data []byte, doc *einvoice.Document, parseErr error) {
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
		got, err := ubl.Stream(context.Background(), in, func(l *einvoice.Line) error {
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

func checkLocate(t *testing.T, data []byte, text string, doc *einvoice.Document) {
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
	found, err := ubl.Locate(data, places...)
	if err != nil {
		t.Fatalf("Locate: %v", err)
	}
	for _, p := range places {
		l, ok := found[p]
		if !ok || l.Offset < 0 || l.Offset >= int64(len(text)) || text[l.Offset] != '<' || !strings.HasPrefix(l.Path, "/") || l.Excerpt == "" {
			t.Errorf("Locate(%q): %t %+v", p, ok, l)
		} else if at := einvoice.PositionAt(text, int(l.Offset)); at != l.Position {
			t.Errorf("Locate(%q): %+v, counted %+v", p, l.Position, at)
		}
	}
	streamed, err := ubl.LocateStream(context.Background(), iotest.HalfReader(bytes.NewReader(data)), places...)
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

// fill sets every field of a value to something small and different from all others.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value, name string, depth int) {
	f.n++
	switch v.Interface().(type) {
	case einvoice.Decimal:
		v.Set(reflect.ValueOf(einvoice.NewDecimal(int64(f.n), uint8(f.n%5))))
		return
	case einvoice.Date:
		v.Set(reflect.ValueOf(einvoice.NewDate(2026, 1, 1).AddDays(f.n)))
		return
	case einvoice.Binary:
		v.Set(reflect.ValueOf(einvoice.BinaryBase64(fmt.Sprintf("%04d", f.n))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("v" + strconv.Itoa(f.n))
		if name == "SubjectCode" { // BT-21 has three characters in UBL
			v.SetString(fmt.Sprintf("%03d", f.n%1000))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), name, depth)
	case reflect.Slice:
		if name == "SubLines" {
			if depth++; depth > 2 {
				return
			}
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), name, depth)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Name, depth)
		}
	}
}

// filled is an invoice with every field set.
func filled() *einvoice.Invoice {
	inv := new(einvoice.Invoice)
	new(filler).fill(reflect.ValueOf(inv).Elem(), "", 0)
	// UBL repeats the whole of cac:PaymentMeans for each account, and what else stands
	// in it belongs to one of them only.
	inv.PaymentInstructions[0].Card, inv.PaymentInstructions[0].DirectDebit = nil, nil
	inv.PaymentInstructions[1].CreditTransfers = inv.PaymentInstructions[1].CreditTransfers[:1]
	return inv
}

var formats = []einvoice.Format{einvoice.UBLInvoice, einvoice.UBLCreditNote}

// TestEveryField writes an invoice with every field set: each value is read back or
// among the losses.
func TestEveryField(t *testing.T) { checkEveryField(t, filled()) }

func checkEveryField(t *testing.T, inv *einvoice.Invoice) {
	t.Helper()
	for _, format := range formats {
		out, left, err := ubl.BuildOptions{Format: format}.Build(inv)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := ubl.Parse(out)
		if err != nil || len(doc.Losses) > 0 {
			t.Fatalf("%v, losses %v", err, doc.Losses)
		}
		lost := map[string]bool{}
		for _, l := range left {
			lost[l.Place] = true
		}
		have := map[string]string{}
		for _, v := range doc.Invoice.Values() {
			have[v.Place] = v.Text
		}
		n := 0
		for _, v := range inv.Values() {
			got, ok := have[v.Place]
			delete(have, v.Place)
			switch {
			case lost[v.Place] && ok:
				t.Errorf("%s: %s is read back and called lost", format, v.Place)
			case !lost[v.Place] && got != v.Text:
				t.Errorf("%s: %s was %q, is %q, and no loss", format, v.Place, v.Text, got)
			case ok:
				n++
			}
		}
		if len(have) > 0 {
			t.Errorf("%s: read back, but never there: %v", format, have)
		}
		if n < 300 {
			t.Errorf("%s: only %d values were compared", format, n)
		}
		checkLaws(t, out)
	}
}

// TestLocateEveryField finds every value where it stands.
func TestLocateEveryField(t *testing.T) {
	for _, data := range [][]byte{seeds(t)[0], seeds(t)[2]} { // those with a line for each element
		doc, err := ubl.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		var places []string
		for _, v := range doc.Invoice.Values() {
			if !strings.HasPrefix(v.Text, "sha256:") {
				values[v.Place] = v.Text
				places = append(places, v.Place)
			}
		}
		found, err := ubl.Locate(data, places...)
		if err != nil {
			t.Fatal(err)
		}
		exact, paths := 0, pathsOf(t, data)
		for place, l := range found {
			if want := paths[l.Offset]; strings.ReplaceAll(l.Path, "[1]", "") != want {
				t.Errorf("%s: path %s, want %s", place, l.Path, want)
			}
			line, _, _ := strings.Cut(string(data[l.Offset:]), "\n")
			switch {
			case l.Exact && strings.Contains(line, ">"+values[place]+"<"):
				exact++
			case l.Exact:
				t.Errorf("%s: %q is not in %q", place, values[place], line)
			case !notElements[place[strings.LastIndexByte(place, '.')+1:]]:
				t.Errorf("%s is not found exactly: %+v", place, l)
			}
		}
		if exact < 300 {
			t.Errorf("only %d places", exact)
		}
	}
}

// pathsOf gives the paths of elements by where they begin; the number 1 is left out.
func pathsOf(t *testing.T, data []byte) map[int64]string {
	all := map[int64]string{}
	count := map[string]int{}
	path := ""
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		off := d.InputOffset()
		token, err := d.RawToken()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if path += "/"; x.Name.Space != "" {
				path += x.Name.Space + ":"
			}
			path += x.Name.Local
			if count[path]++; count[path] > 1 {
				path += fmt.Sprintf("[%d]", count[path])
			}
			all[off] = path
		case xml.EndElement:
			path = path[:strings.LastIndexByte(path, '/')]
		}
	}
}

// notElements are fields that stand in an attribute, or in a text that others share.
var notElements = map[string]bool{"Scheme": true, "SchemeVersion": true, "Unit": true, "MIMECode": true, "Filename": true, "MeansText": true, "Text": true, "SubjectCode": true}

// seeds are documents that hold everything that the binding knows.
func seeds(t testing.TB) (docs [][]byte) {
	t.Helper()
	for _, format := range formats {
		for _, compact := range []bool{false, true} {
			out, _, err := ubl.BuildOptions{Format: format, Compact: compact}.Build(filled())
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, out)
		}
	}
	return docs
}

// smallSeeds are documents with one group of the invoice each.
func smallSeeds(t testing.TB) (docs [][]byte) {
	t.Helper()
	all := reflect.ValueOf(filled()).Elem()
	for i := range all.NumField() {
		var inv einvoice.Invoice
		reflect.ValueOf(&inv).Elem().Field(i).Set(all.Field(i))
		inv.Currency, inv.VATCurrency = "EUR", "SEK"
		if n := len(inv.Lines); n > 0 {
			inv.Lines = inv.Lines[:1]
			inv.Lines[0].SubLines = inv.Lines[0].SubLines[:1]
			inv.Lines[0].SubLines[0].SubLines = nil
		}
		for _, format := range formats {
			out, _, err := ubl.BuildOptions{Format: format}.Build(&inv)
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, out)
		}
	}
	return docs
}

// odd are texts that stand where something else is expected.
var odd = []string{
	"", " ", "\n\t ", "0", "-0.00", "+5", "1e5", "1,00", ".5", "5.", "NaN", strings.Repeat("9", 38), strings.Repeat("9", 39), "0." + strings.Repeat("0", 30) + "1",
	"12345678901234567890.12", "2026-02-28", "2026-02-30", "2026-02-28Z", "2026-02-28+01:00", "30.01.2026", "0000-00-00",
	"true", "false", "1", "VAT", "vat", "NA", "FC", "SEPA", "130", "50", "380", "381", "EUR", "#AAI#text", "#€#x", "#AAI#", "##x", "v6",
	"&#13;", "x&#13;&#10;y", "&#9;x", "&lt;b&gt; &amp;amp; ]]&gt;", "&quot;'", "\u00e9\U0001F600\uFFFD", "\u00a0", "\u0085",
	"<![CDATA[<x>&amp;]]>", "x<!-- c -->y", "x<?p q?>y", "x<cbc:Unknown>y</cbc:Unknown>z", "x]] > y\r\nz", "ZGF0YQ==", "&", "&nbsp;", "<", "]]>", "\x01",
}

var oddElements = []string{
	`<cbc:Unknown/>`, `<cbc:Note languageID="de">x</cbc:Note>`, `<x:y xmlns:x="urn:x" z="1"><z/></x:y>`, `<!-- c -->`, `<?p i?>`, `text`, `<![CDATA[text]]>`,
	`<cac:AllowanceCharge/>`, `<cac:Party/>`, `<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`, `<cbc:ChargeIndicator>0</cbc:ChargeIndicator>`,
	`<cac:PaymentMeans><cbc:PaymentDueDate>2026-01-01</cbc:PaymentDueDate></cac:PaymentMeans>`, `<cac:TaxTotal><cbc:TaxAmount currencyID="v6">1</cbc:TaxAmount></cac:TaxTotal>`,
	`<cac:PartyTaxScheme><cbc:CompanyID>x</cbc:CompanyID></cac:PartyTaxScheme>`, `<cac:PartyIdentification><cbc:ID schemeID="SEPA"/></cac:PartyIdentification>`,
	`<cac:AdditionalDocumentReference><cbc:ID>x</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>`,
	`<cac:InvoiceLine><cbc:ID>x</cbc:ID></cac:InvoiceLine>`, `</cac:Party>`, `<a b="1" b="2"/>`, `<p:q/>`, `<!DOCTYPE x>`,
}

// mutate changes a document that Build wrote, line by line.
func mutate(rnd *rand.Rand, doc []byte) []byte {
	lines := strings.Split(strings.TrimSuffix(string(doc), "\n"), "\n")
	for range 1 + rnd.IntN(4) {
		i := 1 + rnd.IntN(len(lines)-1)
		switch line := lines[i]; rnd.IntN(10) {
		case 0: // leave out
			lines = append(lines[:i:i], lines[i+1:]...)
			if len(lines) < 3 {
				return doc
			}
		case 1: // repeat, here or elsewhere
			k := 1 + rnd.IntN(i)
			lines = append(lines[:k:k], append([]string{line}, lines[k:]...)...)
		case 2: // exchange
			k := 1 + rnd.IntN(len(lines)-1)
			lines[i], lines[k] = lines[k], line
		case 3: // add
			lines[i] += oddElements[rnd.IntN(len(oddElements))]
		case 4: // an attribute
			if k := strings.IndexAny(line, ">"); k > 0 && !strings.Contains(line, "</") {
				lines[i] = line[:k] + ` schemeID="` + strings.NewReplacer("<", "", `"`, "").Replace(odd[rnd.IntN(len(odd))]) + `"` + line[k:]
			}
		case 5: // an element of another name
			lines[i] = strings.ReplaceAll(line, "cbc:", []string{"cac:", "", "x:", "cbc:X"}[rnd.IntN(4)])
		default: // another value
			if from, to := strings.IndexByte(line, '>'), strings.LastIndexByte(line, '<'); from > 0 && from < to {
				lines[i] = line[:from+1] + odd[rnd.IntN(len(odd))] + line[to:]
			}
		}
	}
	out := strings.Join(lines, "\n")
	if rnd.IntN(20) == 0 {
		out = out[:rnd.IntN(len(out))]
	}
	return []byte(out)
}

// TestLaws tries the laws on mutants. The fuzz test goes on from there.
func TestLaws(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	docs := seeds(t)
	kinds := map[string]int{}
	for i := range 250 {
		data := mutate(rnd, docs[i%2*2]) // the ones with line breaks
		checkLaws(t, data)
		if t.Failed() {
			t.Fatalf("mutant %d:\n%s", i, data)
		}
		doc, err := ubl.Parse(data)
		kinds[string(errorCode(t, "Parse", doc, err))]++
		if doc != nil {
			for _, l := range doc.Losses {
				kinds["loss "+string(l.Kind)]++
			}
		}
	}
	for _, kind := range []string{"", "value", "malformed", "truncated", "doctype", "loss unbound", "loss repeated", "loss malformed", "loss constant", "loss empty"} {
		if kinds[kind] == 0 {
			t.Errorf("no mutant with %q: %v", kind, kinds)
		}
	}
}

// TestStreamOfParts tries law 3 on documents so long that Stream reads them in many
// parts, cut at ever other places, and law 4.
func TestStreamOfParts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 7))
	docs := seeds(t)
	read := 0
	for i := range 20 {
		var long strings.Builder
		for line := range strings.Lines(string(mutate(rnd, docs[i%2*2]))) {
			if strings.HasPrefix(line, "  <c") && rnd.IntN(2) == 0 {
				pad := strings.Repeat("é <x> \n", rnd.IntN(10_000))
				long.WriteString([]string{"<!--" + pad + "-->", "<?p " + pad + "?>", "<![CDATA[" + pad + "]]>", "<x y='" + strings.ReplaceAll(pad, "<x", "") + "'/>"}[rnd.IntN(4)])
			}
			long.WriteString(line)
		}
		data := []byte(long.String())
		doc, err := ubl.Parse(data)
		checkStream(t, data, doc, err)
		if doc != nil {
			checkLocate(t, data, string(data), doc)
			read++
		}
		if t.Failed() {
			t.Fatalf("document %d", i)
		}
	}
	if read < 8 {
		t.Errorf("only %d documents were well-formed", read)
	}
}

func FuzzLaws(f *testing.F) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, doc := range smallSeeds(f) {
		f.Add(doc)
		f.Add(mutate(rnd, doc))
	}
	f.Fuzz(checkLaws)
}

// FuzzMutants goes on from TestLaws: well-formed mutants are rare among random bytes.
func FuzzMutants(f *testing.F) {
	docs := append(smallSeeds(f), seeds(f)[0], seeds(f)[2])
	for i := range uint64(len(docs)) {
		f.Add(i)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		data := mutate(rnd, docs[seed%uint64(len(docs))])
		if checkLaws(t, data); t.Failed() {
			t.Logf("%s", data)
		}
	})
}
