package facturae_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

const ns322 = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"

// small is a document of version 3.2.2; edits are pairs of what to replace and by what.
func small(edits ...string) string {
	data, err := os.ReadFile("../attach/testdata/facturae-3.2.2.xml")
	if err != nil {
		panic(err)
	}
	s := string(data)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(s, edits[i]) {
			panic("nothing to replace: " + edits[i])
		}
		s = strings.Replace(s, edits[i], edits[i+1], 1)
	}
	return s
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name, doc string
		code      einvoice.ErrorCode
		says      string
	}{
		{"nothing", "", einvoice.ErrEmpty, "empty"},
		{"no XML", "Factura", einvoice.ErrNotXML, "not XML"},
		{"another namespace", small(ns322, "urn:x"), einvoice.ErrWrongRoot, "urn:x"},
		{"no namespace", small("fe:Facturae xmlns:fe=\""+ns322+"\"", "Facturae", "/fe:Facturae", "/Facturae"), einvoice.ErrWrongRoot, "no namespace"},
		{"version 3.1", small(ns322, "http://www.facturae.es/Facturae/2007/v3.1/Facturae"), einvoice.ErrWrongRoot, "before 3.2"},
		{"another root", "<Invoice/>", einvoice.ErrWrongRoot, "Invoice"},
		{"cut", small()[:1000], einvoice.ErrTruncated, "ends"},
		{"a DOCTYPE", strings.Replace(small(), "<fe:", "<!DOCTYPE x><fe:", 1), einvoice.ErrDoctype, "DOCTYPE"},
		{"two roots", small() + "<a/>", einvoice.ErrMalformed, "second root"},
	} {
		doc, err := facturae.Parse([]byte(c.doc))
		var e *einvoice.SyntaxError
		if doc != nil || !errors.As(err, &e) || e.Code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var e *einvoice.SyntaxError
	if _, err := (facturae.ParseOptions{MaxSize: 100}).Parse([]byte(small())); !errors.As(err, &e) || e.Code != einvoice.ErrLimit {
		t.Errorf("a limit of 100 bytes: %v", err)
	}
}

// TestOdd: what is odd is read and named.
func TestOdd(t *testing.T) {
	for _, c := range []struct {
		name, doc string
		place     string // "" for a note
		says      string
	}{
		{"the version is another one", small("<SchemaVersion>3.2.2", "<SchemaVersion>3.2.1"), "FileHeader.SchemaVersion", "3.2.2"},
		{"no number", small("<InvoiceNumber>7<", "<InvoiceNumber><"), "Invoices[0].InvoiceHeader.InvoiceNumber", "absent"},
		{"an unknown element", small("<Modality>", "<Mode>I</Mode><Modality>"), "", "no term"},
		{"a time zone", small("<IssueDate>2026-02-16<", "<IssueDate>2026-02-16Z<"), "Invoices[0].InvoiceIssueData.IssueDate", "time zone"},
		{"an attribute", small("<Modality>", `<Modality x="1">`), "", "attribute"},
	} {
		doc, err := facturae.Parse([]byte(c.doc))
		if err != nil || len(doc.Losses) != 1 || doc.Losses[0].Place != c.place || !strings.Contains(doc.Losses[0].String(), c.says) {
			t.Errorf("%s: %v %v", c.name, err, doc)
		}
	}
	// Elements in the namespace of the root.
	doc, err := facturae.Parse([]byte(strings.NewReplacer("<fe:Facturae xmlns:fe=", "<Facturae xmlns=", "</fe:", "</").Replace(small())))
	if err != nil || len(doc.Notes) != 1 || !strings.Contains(doc.Notes[0], ns322) || doc.Facturae.Invoices[0].InvoiceHeader.InvoiceNumber != "7" {
		t.Errorf("elements in the namespace of the root: %v %v", err, doc)
	}
	// Only the root is, and its children are taken out of the default namespace.
	flat := strings.NewReplacer("<fe:Facturae xmlns:fe=", "<Facturae xmlns=", "</fe:", "</", "<FileHeader>", `<FileHeader xmlns="">`,
		"<Parties>", `<Parties xmlns="">`, "<Invoices>", `<Invoices xmlns="">`).Replace(small())
	if doc, err = facturae.Parse([]byte(flat)); err != nil || doc.Notes != nil || doc.Losses != nil {
		t.Errorf("a default namespace for the root alone: %v %v", err, doc)
	}
	latin := strings.NewReplacer("UTF-8", "ISO-8859-1", "í", "\xed").Replace(small())
	if doc, err = facturae.Parse([]byte(latin)); err != nil || doc.Facturae.BuyerParty.Individual.FirstSurname != "García" || len(doc.Notes) != 1 {
		t.Errorf("ISO-8859-1: %v %v", err, doc)
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{"1": "1", "1E2": "100", "1.5e1": "15", "15E-1": "1.5", "-1.25E+1": "-12.5", " 2 ": "2", "0.5e0": "0.5", "+1E0": "1"} {
		doc, err := facturae.Parse([]byte(small("<Quantity>1<", "<Quantity>"+text+"<")))
		if err != nil || doc.Facturae.Invoices[0].Items[0].Quantity.String() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{"INF", "-INF", "NaN", "1E", "1E+-2", "1E100", "E1", "1,5", "0x1", "1E2.5", "1e1e1"} {
		doc, err := facturae.Parse([]byte(small("<Quantity>1<", "<Quantity>"+text+"<")))
		var e *einvoice.ValueError
		if !errors.As(err, &e) || e.Losses[0].Place != "Invoices[0].Items[0].Quantity" || e.Losses[0].Line == 0 || doc.Facturae.Invoices[0].Items[0].Quantity.IsSet() {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLocate(t *testing.T) {
	at, err := facturae.Locate([]byte(small()), "Invoices[0].InvoiceTotals.InvoiceTotal", "Invoices[0].InvoiceHeader.Corrective")
	total, missing := at["Invoices[0].InvoiceTotals.InvoiceTotal"], at["Invoices[0].InvoiceHeader.Corrective"]
	if err != nil || !total.Exact || total.Path != "/fe:Facturae/Invoices/Invoice[1]/InvoiceTotals/InvoiceTotal" || total.Line == 0 || missing.Exact || missing.Path != "/fe:Facturae/Invoices/Invoice[1]/InvoiceHeader" {
		t.Errorf("%v %+v %+v", err, total, missing)
	}
	if _, err := facturae.Locate([]byte("<a/>"), "Invoices"); err == nil {
		t.Error("a place in another document is found")
	}
}

func TestBindings(t *testing.T) {
	count := map[facturae.Version]int{}
	for _, v := range []facturae.Version{facturae.V32, facturae.V321, facturae.V322} {
		all, err := facturae.Bindings(v)
		if err != nil {
			t.Fatal(err)
		}
		count[v] = len(all)
	}
	if count[facturae.V32] != count[facturae.V321] || count[facturae.V322] < count[facturae.V321]+12 {
		t.Error(count)
	}
	if _, err := facturae.Bindings("3.3"); !errors.Is(err, facturae.ErrVersion) {
		t.Error(err)
	}
}
