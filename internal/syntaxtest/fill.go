package syntaxtest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
)

// filler sets every field of a value to something small and different from all others.
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

// Filled is an invoice with every field set.
func (s *Syntax) Filled() *einvoice.Invoice {
	inv := new(einvoice.Invoice)
	new(filler).fill(reflect.ValueOf(inv).Elem(), "", 0)
	if s.Adapt != nil {
		s.Adapt(inv)
	}
	return inv
}

// common is an invoice with every field set but those that invoices seldom have: what
// is taxed is subject to VAT, identifiers have no schemes, accounts are IBANs.
func (s *Syntax) common() *einvoice.Invoice {
	inv := s.Filled()
	n := 0
	for _, v := range inv.Values() {
		at := valueAt(inv, v.Place)
		switch {
		case strings.HasSuffix(v.Place, ".Scheme"):
			at.SetZero()
		case strings.HasSuffix(v.Place, ".Account"):
			n++
			at.SetString(fmt.Sprintf("DE%020d", n))
		}
	}
	return inv
}

// full are documents, with line breaks, that hold everything that the binding knows.
func (s *Syntax) full(t testing.TB) (docs [][]byte) {
	t.Helper()
	for _, inv := range []*einvoice.Invoice{s.Filled(), s.common()} {
		for _, w := range s.Writers {
			docs = append(docs, built(t, w, inv))
		}
	}
	return docs
}

// small are documents with one group of the invoice each.
func (s *Syntax) small(t testing.TB) (docs [][]byte) {
	t.Helper()
	for _, filled := range []*einvoice.Invoice{s.Filled(), s.common()} {
		all := reflect.ValueOf(filled).Elem()
		for i := range all.NumField() {
			var inv einvoice.Invoice
			reflect.ValueOf(&inv).Elem().Field(i).Set(all.Field(i))
			inv.Currency, inv.VATCurrency = "EUR", "SEK"
			if n := len(inv.Lines); n > 0 {
				inv.Lines = inv.Lines[:1]
				inv.Lines[0].SubLines = inv.Lines[0].SubLines[:1]
				inv.Lines[0].SubLines[0].SubLines = nil
			}
			for _, w := range s.Writers {
				docs = append(docs, built(t, w, &inv))
			}
		}
	}
	slices.SortFunc(docs, bytes.Compare)
	return slices.CompactFunc(docs, bytes.Equal)
}

func built(t testing.TB, w *Writer, inv *einvoice.Invoice) []byte {
	t.Helper()
	out, _, err := w.Build(inv, false)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// everyField writes invoices with every field set.
func (s *Syntax) everyField(t *testing.T) {
	for _, inv := range []*einvoice.Invoice{s.Filled(), s.common()} {
		for _, w := range s.all() {
			s.heldOrLost(t, w, inv, w.Least)
		}
	}
}

// someFields writes invoices with any fields set: what goes with a value that is
// absent, or comes first because another is absent.
func (s *Syntax) someFields(t *testing.T) {
	for i := range uint64(60) {
		rnd := rand.New(rand.NewPCG(i, 8))
		inv := s.Filled()
		if i%2 == 0 {
			inv = s.common()
		}
		for _, v := range inv.Values() {
			if rnd.IntN(10) < int(i%10) {
				valueAt(inv, v.Place).SetZero()
			}
		}
		for _, w := range s.all() {
			if s.heldOrLost(t, w, inv, 0); t.Failed() {
				t.Fatalf("invoice %d", i)
			}
		}
	}
}

// heldOrLost writes an invoice: each value is read back or among the losses, one of
// the two and once; nothing else is. least is the number of values to be read back.
func (s *Syntax) heldOrLost(t *testing.T, w *Writer, inv *einvoice.Invoice, least int) {
	t.Helper()
	out, left, err := w.Build(inv, false)
	if err != nil {
		t.Fatal(err)
	}
	s.sameAsWrite(t, w, inv, out, left)
	doc, err := s.Parse(out)
	if err != nil || material(doc.Losses) {
		t.Fatalf("%s: %v, losses %v\n%s", w.Name, err, doc.Losses, out)
	}
	// Elements that are lost as a whole move up those behind them: places without
	// indexes and different values are enough to tell.
	have, lost := map[string]int{}, map[string]int{}
	for _, v := range doc.Invoice.Values() {
		have[unindexed(v.Place)+" = "+v.Text]++
	}
	for _, l := range left {
		lost[unindexed(l.Place)+" = "+l.Value]++
		if l.Kind != einvoice.LossUnbound || l.Why == "" || l.Place == "" || inv.ValueAt(l.Place) != l.Value {
			t.Errorf("%s: the loss %+v", w.Name, l)
		}
	}
	n := 0
	for _, v := range inv.Values() {
		key := unindexed(v.Place) + " = " + v.Text
		if moved := s.Moved[unindexed(v.Place)] + " = " + v.Text; have[key] == 0 && have[moved] > 0 {
			key = moved
		}
		switch {
		case have[key] > 0 && lost[key] > 0:
			t.Errorf("%s: %s is read back and called lost", w.Name, key)
		case lost[key] > 1:
			t.Errorf("%s: %s is called lost %d times", w.Name, key, lost[key])
		case have[key] == 0 && lost[key] == 0:
			t.Errorf("%s: %s (%s) is not read back, and no loss", w.Name, key, v.Place)
		case have[key] > 0:
			n++
		}
		if have[key]--; have[key] < 1 || s.Spread[unindexed(v.Place)] {
			delete(have, key)
		}
		delete(lost, key)
	}
	if len(have)+len(lost) > 0 {
		t.Errorf("%s: read back, or lost, but never there: %v, %v", w.Name, have, lost)
	}
	if n < least {
		t.Errorf("%s: only %d values were read back, want %d", w.Name, n, least)
	}
	s.Laws(t, out)
}

// sameAsWrite holds Write against Build, with lines from elsewhere too.
func (s *Syntax) sameAsWrite(t *testing.T, w *Writer, inv *einvoice.Invoice, out []byte, left []einvoice.Loss) {
	t.Helper()
	var whole, piecemeal bytes.Buffer
	losses, err := w.Write(&whole, inv, nil)
	if err != nil || !bytes.Equal(whole.Bytes(), out) || !reflect.DeepEqual(losses, left) {
		t.Errorf("%s: Build and Write differ: %v, %d bytes and %d, losses %v and %v", w.Name, err, len(out), whole.Len(), left, losses)
	}
	without := *inv
	without.Lines = nil
	_, err = w.Write(&piecemeal, &without, func(yield func(*einvoice.Line) bool) {
		for i := range inv.Lines {
			if !yield(&inv.Lines[i]) {
				return
			}
		}
	})
	if err != nil || !bytes.Equal(piecemeal.Bytes(), out) {
		t.Errorf("%s: Build and Write with lines from elsewhere differ: %v, %d bytes and %d", w.Name, err, len(out), piecemeal.Len())
	}
}

var index = regexp.MustCompile(`\[[0-9]*\]`)

func unindexed(place string) string { return index.ReplaceAllString(place, "") }

// valueAt finds the field of a place.
func valueAt(inv *einvoice.Invoice, place string) reflect.Value {
	v := reflect.ValueOf(inv).Elem()
	for step := range strings.SplitSeq(place, ".") {
		name, index, indexed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		if v = reflect.Indirect(v).FieldByName(name); indexed {
			i, _ := strconv.Atoi(index)
			v = v.Index(i)
		}
	}
	return v
}

// locateEveryField finds every value where it stands.
func (s *Syntax) locateEveryField(t *testing.T) {
	for _, data := range s.full(t) {
		doc, err := s.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		var places []string
		for _, v := range doc.Invoice.Values() {
			if !strings.HasPrefix(v.Text, "sha256:") {
				values[v.Place] = v.Text
				if s.Shown != nil {
					values[v.Place] = s.Shown(v)
				}
				places = append(places, v.Place)
			}
		}
		found, err := s.Locate(data, places...)
		if err != nil {
			t.Fatal(err)
		}
		exact, paths := 0, pathsOf(t, data)
		for place, l := range found {
			if want := paths[l.Offset]; strings.ReplaceAll(l.Path, "[1]", "") != want {
				t.Errorf("%s: path %s, want %s", place, l.Path, want)
			}
			line, _, _ := strings.Cut(string(data[l.Offset:]), "\n")
			_, attribute, _ := strings.Cut(l.Path, "/@")
			switch {
			case l.Exact && attribute == "" && strings.Contains(line, ">"+values[place]+"<"):
				exact++
			case l.Exact && attribute != "" && strings.HasPrefix(line, attribute+`="`+values[place]+`"`):
				exact++
			case l.Exact:
				t.Errorf("%s: %q is not in %q", place, values[place], line)
			case !s.Inexact[place[strings.LastIndexByte(place, '.')+1:]] && (!s.Spread[unindexed(place)] || strings.Contains(place, "[0]")):
				t.Errorf("%s is not found exactly: %+v", place, l)
			}
		}
		if exact < 300 {
			t.Errorf("only %d places", exact)
		}
	}
}

// pathsOf gives the paths of elements and attributes by where they begin; the number 1
// is left out.
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
			tag := data[off:d.InputOffset()]
			for _, a := range x.Attr {
				if i := bytes.Index(tag, []byte(" "+a.Name.Local+"=")); a.Name.Space == "" && i >= 0 {
					all[off+int64(i)+1] = path + "/@" + a.Name.Local
				}
			}
		case xml.EndElement:
			path = path[:strings.LastIndexByte(path, '/')]
		}
	}
}
