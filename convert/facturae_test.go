package convert_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
)

// facturaeDocument is a document of one invoice, in a version.
func facturaeDocument(t testing.TB, version string) string {
	data, err := os.ReadFile("../attach/testdata/facturae-" + version + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// batch is a document of so many invoices, which are numbered from 1.
func batch(t testing.TB, n int) []byte {
	doc, err := facturae.Parse([]byte(facturaeDocument(t, "3.2.2")))
	if err != nil {
		t.Fatal(err)
	}
	f := &doc.Facturae
	for i := range n {
		one := f.Invoices[0]
		one.InvoiceHeader.InvoiceNumber = string(rune('1' + i))
		f.Invoices = append(f.Invoices, one)
	}
	f.Invoices = f.Invoices[1:]
	f.Sum()
	xml, _, err := facturae.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

// TestFacturaeAndBack: the terms of an invoice survive the way to Facturae and back, or
// are named.
func TestFacturaeAndBack(t *testing.T) {
	for _, version := range []string{"3.2", "3.2.1", "3.2.2"} {
		source := []byte(facturaeDocument(t, version))
		for _, to := range []convert.Target{convert.UBL, convert.CII, convert.JSON} {
			r, err := convert.Convert(source, convert.Options{To: to})
			if err != nil || string(r.From) != "facturae-"+version {
				t.Fatalf("%s to %s: %v", version, to, err)
			}
			back, err := convert.Convert(r.Output, convert.Options{To: convert.Facturae, Version: facturae.Version(version)})
			if err != nil || string(back.To) != "facturae-"+version {
				t.Fatalf("%s to %s and back: %v", version, to, err)
			}
			for _, l := range back.Losses {
				if l.Kind.Material() {
					t.Errorf("%s to %s and back: %v", version, to, l)
				}
			}
			first, _ := convert.Open(source)
			again, err := convert.Open(back.Output)
			if err != nil {
				t.Fatal(err)
			}
			if changes := einvoice.Diff(&first.Invoice, &again.Invoice); len(changes) > 0 {
				t.Errorf("%s to %s and back: %v", version, to, changes)
			}
		}
	}
}

// TestFacturaeStays: Facturae that is to be Facturae keeps what the model lacks.
func TestFacturaeStays(t *testing.T) {
	source := strings.Replace(facturaeDocument(t, "3.2.2"), "<InvoiceClass>OO", "<InvoiceClass>CO", 1)
	for _, version := range []facturae.Version{"", facturae.V321, facturae.V32} {
		r, err := convert.Convert([]byte(source), convert.Options{To: convert.Facturae, Version: version, Strict: true})
		if err != nil || !bytes.Contains(r.Output, []byte("<InvoiceClass>CO</InvoiceClass>")) || len(r.Notes) > 0 {
			t.Errorf("%q: %v %v", version, err, r.Notes)
		}
		if want := facturae.Version(max(version, "")).Format(); version != "" && r.To != want || version == "" && r.To != "facturae-3.2.2" {
			t.Errorf("%q: to %s", version, r.To)
		}
	}
	unit := strings.Replace(source, "</Quantity>", "</Quantity><UnitOfMeasure>36</UnitOfMeasure>", 1)
	r, err := convert.Convert([]byte(unit), convert.Options{To: convert.Facturae, Version: facturae.V32, Strict: true})
	var lost *convert.LossError
	if !errors.As(err, &lost) || r.Output != nil || !strings.Contains(lost.Losses[0].Path, "UnitOfMeasure") || lost.Losses[0].Line == 0 {
		t.Errorf("a unit that 3.2 lacks: %v", err)
	}
}

func TestBatches(t *testing.T) {
	three := batch(t, 3)
	var several *convert.BatchError
	if _, err := convert.Open(three); !errors.As(err, &several) || several.Invoices != 3 {
		t.Errorf("open: %v", err)
	}
	if r, err := convert.Convert(three, convert.Options{To: convert.UBL}); !errors.As(err, &several) || r.Output != nil || r.From != "facturae-3.2.2" {
		t.Errorf("convert: %v", err)
	}
	whole, err := convert.Convert(three, convert.Options{To: convert.Facturae})
	if docs, err2 := convert.OpenAll(whole.Output); err != nil || err2 != nil || len(docs) != 3 {
		t.Errorf("a batch that stays one: %v %v", err, err2)
	}
	for _, to := range convert.Targets() {
		results, err := convert.ConvertAll(three, convert.Options{To: to})
		if err != nil || len(results) != 3 {
			t.Fatalf("%s: %v", to, err)
		}
		var parts [][]byte
		for i, r := range results {
			doc, err := convert.Open(r.Output)
			if err != nil || doc.Invoice.Number != "F-"+string(rune('1'+i)) {
				t.Errorf("%s %d: %v %v", to, i, err, doc)
			}
			parts = append(parts, r.Output)
		}
		again, err := convert.Batch(parts, convert.Options{To: convert.Facturae})
		if err != nil {
			t.Fatalf("%s and a batch again: %v", to, err)
		}
		doc, err := facturae.Parse(again.Output)
		if err != nil || len(doc.Facturae.Invoices) != 3 || doc.Facturae.FileHeader.Modality != "L" || doc.Facturae.FileHeader.Batch.TotalInvoicesAmount.TotalAmount.String() != "363.00" {
			t.Errorf("%s and a batch again: %v %+v", to, err, doc.Facturae.FileHeader)
		}
	}
}

func TestNoBatch(t *testing.T) {
	one := []byte(facturaeDocument(t, "3.2.2"))
	other := bytes.Replace(one, []byte("<Name>Ana"), []byte("<Name>Eva"), 1)
	if _, err := convert.Batch([][]byte{one, other}, convert.Options{To: convert.Facturae}); !errors.As(err, new(*facturae.JoinError)) {
		t.Errorf("two buyers: %v", err)
	}
	if _, err := convert.Batch([][]byte{one}, convert.Options{To: convert.UBL}); !errors.Is(err, convert.ErrTarget) {
		t.Errorf("a batch of UBL: %v", err)
	}
	if _, err := convert.Batch([][]byte{one, []byte("x")}, convert.Options{To: convert.Facturae}); err == nil || !strings.Contains(err.Error(), "document 2") {
		t.Errorf("no document: %v", err)
	}
	if _, err := convert.Batch(nil, convert.Options{To: convert.Facturae}); err == nil {
		t.Error("a batch of nothing")
	}
}

func TestFacturaeOptions(t *testing.T) {
	for _, o := range []convert.Options{{To: convert.Facturae, Version: "3.1"}, {To: convert.UBL, Version: facturae.V322}, {To: convert.Facturae, Profile: "peppol"},
		{To: convert.UBL, FromFacturae: facturae.ToOptions{Surcharge: "x"}}} {
		if err := o.Check(); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
	if err := (convert.Options{To: convert.Facturae, Version: facturae.V321}).Check(); err != nil {
		t.Error(err)
	}
}

// TestMentioned: the word alone does not make a document one in Facturae, and what is one
// says so.
func TestMentioned(t *testing.T) {
	ubl := read(t, "../testdata/invoices/card.xml")
	if doc, err := convert.Open([]byte(strings.Replace(ubl, "?>", "?><!-- Facturae -->", 1))); err != nil || doc.Format != einvoice.UBLInvoice {
		t.Errorf("UBL: %v", err)
	}
	late := strings.Replace(facturaeDocument(t, "3.2.2"), "<fe:", "<!--"+strings.Repeat(" ", 5000)+"--><fe:", 1)
	if doc, err := convert.Open([]byte(late)); err != nil || doc.Format != "facturae-3.2.2" {
		t.Errorf("late: %v", err)
	}
	var syntax *einvoice.SyntaxError
	if _, err := convert.Open([]byte(`<Facturae xmlns="urn:x"/>`)); !errors.As(err, &syntax) || !strings.Contains(syntax.Message, "not in that of version 3.2") {
		t.Errorf("another namespace: %v", err)
	}
	if _, err := convert.Open([]byte(`<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"/>`)); !errors.As(err, &syntax) || syntax.Code != einvoice.ErrNoInvoice {
		t.Errorf("no invoice: %v", err)
	}
}
