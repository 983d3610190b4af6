package facturae_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// full has a value of its own in every field, and so many of everything that repeats.
func full(many int) *facturae.Facturae {
	f, n := new(facturae.Facturae), 0
	fill(reflect.ValueOf(f).Elem(), &n, many)
	for i := range f.Invoices {
		f.Invoices[i].AdditionalData.RelatedDocuments[0].AttachmentFormat = "pdf"
	}
	return f
}

func fill(v reflect.Value, n *int, many int) {
	*n++
	switch v.Interface().(type) {
	case facturae.Extensions:
		v.SetString(fmt.Sprintf(`<Extensions xmlns:a="urn:a"><a:b><![CDATA[%d]]></a:b> <!-- kept --></Extensions>`, *n))
		return
	case einvoice.Decimal:
		v.Set(reflect.ValueOf(einvoice.NewDecimal(int64(*n*100), 2)))
		return
	case einvoice.Date:
		v.Set(reflect.ValueOf(einvoice.NewDate(2026, 1, 1).AddDays(*n)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n, many)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), many, many))
		for i := range v.Len() {
			fill(v.Index(i), n, many)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n, many)
		}
	}
}

// places visits the places of all values.
func places(v reflect.Value, at string, visit func(place, value string)) {
	switch x := v.Interface().(type) {
	case einvoice.Decimal:
		visit(at, x.String())
		return
	case einvoice.Date:
		visit(at, x.String())
		return
	}
	switch v.Kind() {
	case reflect.String:
		visit(at, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			places(v.Elem(), at, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			places(v.Index(i), fmt.Sprintf("%s[%d]", at, i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			places(v.Field(i), strings.TrimPrefix(at+"."+v.Type().Field(i).Name, "."), visit)
		}
	}
}

// TestEveryField: what is written in a version and read again is what it was, or among the
// losses; 3.2.2 has no losses.
func TestEveryField(t *testing.T) {
	for _, version := range []facturae.Version{facturae.V322, facturae.V321, facturae.V32} {
		in := full(2)
		xml, losses, err := facturae.BuildOptions{Version: version}.Build(in)
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		doc, err := facturae.Parse(xml)
		if err != nil || doc.Version != version || len(doc.Losses) > 0 {
			t.Errorf("%s: read again: %v %v %v", version, err, doc.Version, doc.Losses)
		}
		lost := map[string]bool{"FileHeader.SchemaVersion": true} // which is that of the document
		for _, l := range losses {
			if l.Value == "" || l.Why == "" || in.ValueAt(l.Place) == "" {
				t.Errorf("%s: an empty loss: %+v", version, l)
			}
			lost[l.Place] = true
		}
		kept := 0
		places(reflect.ValueOf(in).Elem(), "", func(place, value string) {
			got := doc.Facturae.ValueAt(place)
			same := got == value || number(got).IsSet() && number(got).Equal(number(value))
			switch {
			case !same && !lost[place]:
				t.Errorf("%s: %s was %q, is %q", version, place, value, got)
			case same:
				kept++
			}
		})
		if version == facturae.V322 && len(losses) > 0 || version != facturae.V322 && (len(losses) < 10 || kept < 1000) {
			t.Errorf("%s: %d values kept, losses: %v", version, kept, losses)
		}
	}
}

// number is a text as one, not set if it is none.
func number(s string) einvoice.Decimal {
	d, _ := einvoice.ParseDecimal(s)
	return d
}

func TestValueAt(t *testing.T) {
	f := full(2)
	f.FileHeader.ThirdParty = nil
	for _, place := range []string{"", ".", "Nothing", "FileHeader", "FileHeader.ThirdParty", "FileHeader.ThirdParty.Individual.Name",
		"Invoices", "Invoices[2].InvoiceHeader", "Invoices[-1]", "Invoices[x]", "Invoices[0", "FileHeader[0]", "FileHeader.Modality.x",
		"Invoices[0].InvoiceTotals.InvoiceTotal.coef", "Invoices[0].InvoiceIssueData.IssueDate.Year"} {
		if got := f.ValueAt(place); got != "" {
			t.Errorf("%s: %q", place, got)
		}
	}
}
