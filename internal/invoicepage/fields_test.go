package invoicepage

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
)

// filler gives every field of an invoice a value that stands nowhere else.
type filler struct {
	n      int
	values map[string]string // place without indexes and value as drawn, by place
}

var indexes = regexp.MustCompile(`\[\d+\]`)

func (f *filler) fill(v reflect.Value, place string, depth int) {
	f.n++
	switch x := v.Addr().Interface().(type) {
	case *string:
		*x = fmt.Sprintf("Zq%dx", f.n)
		f.values[place] = *x
		return
	case *einvoice.Decimal:
		*x = einvoice.NewDecimal(int64(f.n)*100+25, 2)
		f.values[place] = english.number(*x, 2)
		return
	case *einvoice.Date:
		*x = einvoice.NewDate(2001, time.January, 1).AddDays(f.n)
		f.values[place] = english.date(*x)
		return
	case *einvoice.Binary:
		*x = einvoice.BinaryBytes([]byte(fmt.Sprintf("Zq%dx", f.n)))
		f.values[place] = fmt.Sprintf("Zq%dx", f.n)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), place, depth)
	case reflect.Slice:
		if strings.HasSuffix(place, "SubLines") && depth > 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", place, i), depth+strings.Count(place, "SubLines"))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), strings.TrimPrefix(place+"."+v.Type().Field(i).Name, "."), depth)
		}
	}
}

func filled() (*einvoice.Invoice, map[string]string) {
	inv := &einvoice.Invoice{}
	f := &filler{n: 1000, values: map[string]string{}}
	f.fill(reflect.ValueOf(inv).Elem(), "", 0)
	return inv, f.values
}

func draw(t testing.TB, inv *einvoice.Invoice, o Options) []drawnText {
	t.Helper()
	pdf, err := Draw(inv, o)
	if err != nil {
		t.Fatal(err)
	}
	all := read(t, pdf).pages()
	inside(t, all)
	return all
}

// TestEveryField fills every field of the model and looks for it on the pages: what is
// not there must be on the list of what is not drawn, and the other way round.
func TestEveryField(t *testing.T) {
	inv, values := filled()
	if len(values) < 400 {
		t.Fatalf("only %d values", len(values))
	}
	text := squeezed(draw(t, inv, Options{}))
	missing := map[string]bool{}
	for place, value := range values {
		if !strings.Contains(text, withoutSpace(value)) {
			generic := strings.Replace(indexes.ReplaceAllString(place, "[]"), "Lines[].SubLines[]", "Lines[]", 1)
			missing[generic] = true
		}
	}
	listed := NotDrawn()
	for place := range missing {
		if listed[place] == "" {
			t.Errorf("%s is not drawn", place)
		}
	}
	for place, why := range listed {
		if !missing[place] {
			t.Errorf("%s is drawn, though the list says: %s", place, why)
		}
		if _, known := einvoice.TermAt(place); !known {
			t.Errorf("%s is no place of the model", place)
		}
	}
}

// TestCodesWithoutWords: codes that words make superfluous are drawn where there are
// no words.
func TestCodesWithoutWords(t *testing.T) {
	inv, values := filled()
	for i := range inv.PaymentInstructions {
		inv.PaymentInstructions[i].MeansText = ""
	}
	for _, list := range [][]einvoice.AllowanceCharge{inv.Allowances, inv.Charges, inv.Lines[1].Allowances, inv.Lines[0].Charges} {
		for i := range list {
			list[i].Reason = ""
		}
	}
	text := squeezed(draw(t, inv, Options{}))
	for _, place := range []string{"PaymentInstructions[0].MeansCode", "PaymentInstructions[1].MeansCode", "Allowances[1].ReasonCode",
		"Charges[0].ReasonCode", "Lines[1].Allowances[0].ReasonCode", "Lines[0].Charges[1].ReasonCode"} {
		if !strings.Contains(text, values[place]) {
			t.Errorf("%s is not drawn", place)
		}
	}
}
