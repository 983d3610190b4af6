package einvoice

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Change is a term that two invoices have with different values, or that one of
// them lacks.
type Change struct {
	Term   string `json:"term"`             // such as BT-131
	Name   string `json:"name"`             // such as "Invoice line net amount"
	PlaceA string `json:"placeA,omitempty"` // where it stands in a; "" if it is part of what was added
	PlaceB string `json:"placeB,omitempty"` // where it stands in b; "" if it is part of what was removed
	A      string `json:"a,omitempty"`      // text in a, as Values gives it; "" is absent
	B      string `json:"b,omitempty"`      // text in b
}

// String is one line: BT-131 Invoice line net amount Lines[3].NetAmount: "100.00" -> "101.00".
func (c Change) String() string {
	place := cmp.Or(c.PlaceA, c.PlaceB)
	if c.PlaceA != "" && c.PlaceB != "" && c.PlaceA != c.PlaceB {
		place = c.PlaceA + " -> " + c.PlaceB
	}
	return c.Term + " " + c.Name + " " + place + ": " + quoteOrAbsent(c.A) + " -> " + quoteOrAbsent(c.B)
}

func quoteOrAbsent(s string) string {
	if s == "" {
		return "(absent)"
	}
	return strconv.Quote(s)
}

// Diff lists the terms in which b differs from a, in the order of Terms, elements of
// lists in the order of a and then those that are only in b. It is empty if both say
// the same; nil is an invoice without content.
//
// Numbers are equal by value (10.00 and 10), embedded files by content, texts to the
// letter but for line ends (CRLF, CR and LF are one). Absent is neither zero nor an
// empty file.
//
// The order in a list means nothing, and empty elements are none. Equal elements belong
// together; then those with a key in common, such as the line identifier (BT-126) or
// VAT category and rate; then the first that is left with the first that is left, and
// so on. Lines that differ in nothing but their numbers belong together when they are
// most of the lines that are not equal: then a line was put in, and the rest renumbered.
func Diff(a, b *Invoice) []Change {
	d := differ{whole: keyer{known: map[*Line]string{}}, unnumbered: keyer{known: map[*Line]string{}, noNumbers: true}}
	d.compare("", "", reflect.ValueOf(a), reflect.ValueOf(b))
	return d.changes
}

type differ struct {
	changes           []Change
	whole, unnumbered keyer
}

// add passes over what has no value on either side.
func (d *differ) add(placeA, placeB, a, b string) {
	if a == "" && b == "" {
		return
	}
	t, _ := TermAt(cmp.Or(placeA, placeB))
	d.changes = append(d.changes, Change{t.ID, t.Name, placeA, placeB, a, b})
}

// compare takes two values of one type that belong together.
func (d *differ) compare(placeA, placeB string, a, b reflect.Value) {
	switch t := a.Type(); {
	case isLeaf(t):
		if content(a) != content(b) {
			d.add(placeA, placeB, text(a), text(b))
		}
	case t.Kind() == reflect.Pointer:
		if !a.IsNil() || !b.IsNil() {
			d.compare(placeA, placeB, target(a), target(b))
		}
	case t.Kind() == reflect.Slice:
		d.list(placeA, placeB, a, b)
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			name := t.Field(i).Name
			d.compare(join(placeA, name), join(placeB, name), a.Field(i), b.Field(i))
		}
	}
}

// target is what a pointer points to, and of nil an absent one.
func target(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return reflect.New(v.Type().Elem()).Elem()
	}
	return v.Elem()
}

// --- lists: which element of a belongs to which of b ---

type element struct {
	index int
	value reflect.Value
}

type pair struct{ a, b element }

func (d *differ) list(placeA, placeB string, a, b reflect.Value) {
	// Those whose keys are equal are equal: nothing more is to be said of them.
	_, restA, restB := match(elements(a), elements(b), d.whole.key)
	pairs, added := d.pair(d.present(restA), d.present(restB))
	partner := map[int]element{}
	for _, p := range pairs {
		partner[p.a.index] = p.b
	}
	for _, x := range restA {
		at := nth(placeA, x.index)
		if y, ok := partner[x.index]; ok {
			d.compare(at, nth(placeB, y.index), x.value, y.value)
			continue
		}
		walk(x.value, at, func(place string, v reflect.Value) { d.add(place, "", text(v), "") })
	}
	for _, y := range added {
		walk(y.value, nth(placeB, y.index), func(place string, v reflect.Value) { d.add("", place, "", text(v)) })
	}
}

// pair finds what belongs together among elements of which none are equal, and what of
// b is left. It passes over each list a few times, so that time grows with the length.
func (d *differ) pair(a, b []element) (pairs []pair, added []element) {
	if len(a) == 0 || len(b) == 0 {
		return nil, b
	}
	t := a[0].value.Type()
	keys := naturalKeys[t]
	if t == lineType {
		renumbered, restA, restB := match(a, b, d.unnumbered.key)
		if 2*len(renumbered) > min(len(a), len(b)) {
			pairs, a, b = renumbered, restA, restB
			keys = keys[1:] // the number says nothing
		}
	}
	for _, path := range keys {
		var found []pair
		found, a, b = match(a, b, func(v reflect.Value) string { return d.whole.key(fieldAt(v, path)) })
		pairs = append(pairs, found...)
	}
	n := min(len(a), len(b))
	for i := range n {
		pairs = append(pairs, pair{a[i], b[i]})
	}
	return pairs, b[n:]
}

var lineType = reflect.TypeFor[Line]()

// naturalKeys says by which fields the elements of a list are known, the best first.
// The first of a line is its number.
var naturalKeys = map[reflect.Type][]string{
	lineType:                               {"ID", "Item.Standard", "Item.SellerIdentifier", "Item.Name"},
	reflect.TypeFor[AllowanceCharge]():     {"Reason", "ReasonCode", "Amount"},
	reflect.TypeFor[Classification]():      {"Code", "Scheme"},
	reflect.TypeFor[CreditTransfer]():      {"Account"},
	reflect.TypeFor[Identifier]():          {"Value", "Scheme"},
	reflect.TypeFor[IncludedItem]():        {"Standard", "SellerIdentifier", "Name"},
	reflect.TypeFor[ItemAttribute]():       {"Name"},
	reflect.TypeFor[LogisticsCharge]():     {"Description"},
	reflect.TypeFor[Note]():                {"Text", "SubjectCode", "ContentCode"},
	reflect.TypeFor[PaymentDiscount]():     {"Period", "Percentage"},
	reflect.TypeFor[PaymentTerms]():        {"DueDate", "Description"},
	reflect.TypeFor[PaymentInstructions](): {"CreditTransfers", "MeansCode"},
	reflect.TypeFor[PrecedingInvoice]():    {"Reference"},
	reflect.TypeFor[SupportingDocument]():  {"Reference", "Attachment.Filename", "Location"},
	reflect.TypeFor[ThirdPartyPayment]():   {"Description", "Type"},
	reflect.TypeFor[VATBreakdown]():        {"VATCategory", "VATCategory.Code"},
}

// fieldAt is the field at a path such as "Item.Name".
func fieldAt(v reflect.Value, path string) reflect.Value {
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() == reflect.Pointer {
			v = target(v)
		}
		v = v.FieldByName(name)
	}
	return v
}

func elements(list reflect.Value) []element {
	all := make([]element, list.Len())
	for i := range all {
		all[i] = element{i, list.Index(i)}
	}
	return all
}

// present leaves out elements without content.
func (d *differ) present(all []element) (present []element) {
	for _, e := range all {
		if d.whole.key(e.value) != "" {
			present = append(present, e)
		}
	}
	return present
}

// match pairs elements that have a key in common, the first with the first, and so on.
// The key "" is none.
func match(a, b []element, key func(reflect.Value) string) (pairs []pair, restA, restB []element) {
	first := make(map[string]int, len(b)) // of those with a key, its index in b + 1
	next := make([]int, len(b))           // the same for the one after
	for i, e := range slices.Backward(b) {
		k := key(e.value)
		next[i], first[k] = first[k], i+1
	}
	delete(first, "")
	taken := make([]bool, len(b))
	for _, e := range a {
		k := key(e.value)
		i := first[k] - 1
		if i < 0 {
			restA = append(restA, e)
			continue
		}
		first[k], taken[i] = next[i], true
		pairs = append(pairs, pair{e, b[i]})
	}
	for i, e := range b {
		if !taken[i] {
			restB = append(restB, e)
		}
	}
	return pairs, restA, restB
}
