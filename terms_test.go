package einvoice

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A place of the model, as found by walking the types: "Lines[].Item.Name". Lines
// within lines are not entered.
type modelPlace struct {
	place string
	typ   reflect.Type
}

func modelPlaces(t reflect.Type) (leaves, groups []modelPlace) {
	var visit func(reflect.Type, string)
	visit = func(t reflect.Type, place string) {
		switch {
		case isLeaf(t):
			leaves = append(leaves, modelPlace{place, t})
			return
		case t.Kind() == reflect.Pointer:
			visit(t.Elem(), place)
			return
		case t.Kind() == reflect.Slice:
			visit(t.Elem(), place+"[]")
			return
		}
		if place != "" {
			groups = append(groups, modelPlace{place, t})
		}
		if strings.HasSuffix(place, ".SubLines[]") {
			return
		}
		for i := range t.NumField() {
			visit(t.Field(i).Type, join(place, t.Field(i).Name))
		}
	}
	visit(t, "")
	return leaves, groups
}

func TestEveryLeafHasOneTerm(t *testing.T) {
	leaves, _ := modelPlaces(reflect.TypeFor[Invoice]())
	if len(leaves) < 200 {
		t.Fatalf("only %d leaves: the walk is broken", len(leaves))
	}
	at := map[string][]string{}
	for _, term := range Terms() {
		at[term.Place] = append(at[term.Place], term.ID)
	}
	for _, l := range leaves {
		if ids := at[l.place]; len(ids) != 1 {
			t.Errorf("%s has %d terms: %v", l.place, len(ids), ids)
		}
	}
}

// goTypes says which Go types may hold a data type.
var goTypes = map[DataType]reflect.Type{
	Amount: decimalType, UnitPriceAmount: decimalType, QuantityType: decimalType, Percentage: decimalType,
	DateType: dateType, BinaryObject: binaryType,
	IdentifierType: reflect.TypeFor[string](), DocumentReference: reflect.TypeFor[string](), Code: reflect.TypeFor[string](), Text: reflect.TypeFor[string](),
}

func TestTermsFitTheModel(t *testing.T) {
	leaves, groups := modelPlaces(reflect.TypeFor[Invoice]())
	at := map[string]reflect.Type{}
	for _, l := range slices.Concat(leaves, groups) {
		at[l.place] = l.typ
	}
	for _, term := range Terms() {
		typ, ok := at[term.Place]
		switch {
		case !ok:
			t.Errorf("%s: the model has no %s", term.ID, term.Place)
		case term.Type == Group:
			if isLeaf(typ) {
				t.Errorf("%s: %s is a %s, not a group", term.ID, term.Place, typ)
			}
		case goTypes[term.Type] == nil:
			t.Errorf("%s: unknown data type %q", term.ID, term.Type)
		case goTypes[term.Type] != typ:
			t.Errorf("%s: %s is a %s, which holds no %s", term.ID, term.Place, typ, term.Type)
		}
	}
}

func TestTermsAreUnique(t *testing.T) {
	places, ids := map[string]string{}, map[string]int{}
	for _, term := range Terms() {
		if other := places[term.Place]; other != "" {
			t.Errorf("%s is the place of %s and %s", term.Place, other, term.ID)
		}
		places[term.Place] = term.ID
		ids[term.ID]++
	}
	// BT-90: with the Seller or the Payee. BT-41, BT-56: person and department. BT-20, BT-9: of further terms.
	homes := map[string]int{"BT-90": 2, "BT-41": 2, "BT-56": 2, "BT-20": 2, "BT-9": 2}
	for id, n := range ids {
		if n != max(homes[id], 1) {
			t.Errorf("%s stands %d times", id, n)
		}
	}
}

func TestTermsOfTheStandardAreComplete(t *testing.T) {
	have := map[string]bool{}
	for _, term := range Terms() {
		have[term.ID] = true
		if strings.HasPrefix(term.ID, "BG-") != (term.Type == Group) {
			t.Errorf("%s is a %s", term.ID, term.Type)
		}
		if term.Name == "" || strings.TrimSpace(term.Name) != term.Name {
			t.Errorf("%s: name %q", term.ID, term.Name)
		}
		if !slices.Contains([]string{"0..1", "1..1", "0..n", "1..n"}, term.Cardinality) {
			t.Errorf("%s: cardinality %q", term.ID, term.Cardinality)
		}
	}
	want := func(prefix string, last int) {
		for n := 1; n <= last; n++ {
			id := fmt.Sprintf("%s-%d", prefix, n)
			if exists := id != "BT-4"; have[id] != exists { // the standard has no BT-4
				t.Errorf("%s: present %t, want %t", id, have[id], exists)
			}
		}
		if beyond := fmt.Sprintf("%s-%d", prefix, last+1); have[beyond] {
			t.Errorf("%s is not of the standard", beyond)
		}
	}
	want("BT", 165)
	want("BG", 32)
}

// TestTermGroups: the parent exists, stands before its child, and its place encloses
// that of the child.
func TestTermGroups(t *testing.T) {
	seen := map[string]Term{"": {Type: Group}}
	for _, term := range Terms() {
		parent, ok := seen[term.Group]
		switch {
		case !ok:
			t.Errorf("%s belongs to %s, which does not stand before it", term.ID, term.Group)
		case parent.Type != Group:
			t.Errorf("%s belongs to %s, which is no group", term.ID, term.Group)
		case parent.Place != "" && !strings.HasPrefix(term.Place, parent.Place+"."):
			t.Errorf("%s at %s belongs to %s at %s", term.ID, term.Place, parent.ID, parent.Place)
		}
		seen[term.ID] = term
	}
}

// TestTermsMany: a place repeats where the cardinality says so, and nowhere else.
func TestTermsMany(t *testing.T) {
	// EN 16931-1 has one of these; UBL and CII documents carry several.
	more := map[string]string{
		"BG-16": "UBL and CII repeat it where the means of several accounts differ",
		"BT-46": "UBL and CII allow several identifiers of the Buyer",
	}
	for _, term := range Terms() {
		parent, _ := LookupTerm(term.Group)
		repeats := strings.Contains(strings.TrimPrefix(term.Place, parent.Place), "[]")
		_, component := LookupTerm(term.ID[:strings.LastIndexByte(term.ID, '-')]) // BT-29-1 repeats with BT-29
		if many := strings.HasSuffix(term.Cardinality, "n"); repeats != many && !component && more[term.ID] == "" {
			t.Errorf("%s (%s) at %s", term.ID, term.Cardinality, term.Place)
		}
	}
}

func TestLookupTerm(t *testing.T) {
	for _, c := range []struct{ id, place string }{
		{"BT-1", "Number"}, {"bt-131", "Lines[].NetAmount"}, {"BG-25", "Lines[]"}, {"BT-DEX-002", "ThirdPartyPayments[].Amount"},
		{"BT-90", "Seller.BankAssignedCreditorIdentifier"},
		{"BT-4", ""}, {"", ""}, {"BT-1 ", ""},
	} {
		if term, ok := LookupTerm(c.id); term.Place != c.place || ok != (c.place != "") {
			t.Errorf("LookupTerm(%q) = %+v, %t; want place %q", c.id, term, ok, c.place)
		}
	}
}

func TestTermAt(t *testing.T) {
	for _, c := range []struct{ place, id string }{
		{"Number", "BT-1"},
		{"Seller.Address.Line1", "BT-35"},
		{"Payee.BankAssignedCreditorIdentifier", "BT-90"},
		{"Lines[]", "BG-25"},
		{"Lines[3]", "BG-25"},
		{"Lines[3].NetAmount", "BT-131"},
		{"Lines[].NetAmount", "BT-131"},
		{"Lines[12].Item.Classifications[0].Scheme", "BT-158-1"},
		{"PaymentInstructions[0].CreditTransfers[10].Account", "BT-84"},
		{"Lines[0].SubLines[1]", "BG-DEX-01"},
		{"Lines[0].SubLines[1].NetAmount", "BT-131"},
		{"Lines[0].SubLines[1].SubLines[2]", "BG-DEX-01"},
		{"Lines[0].SubLines[1].SubLines[2].SubLines[3]", "BG-DEX-01"},
		{"Lines[0].SubLines[1].SubLines[2].Item.Attributes[3].Name", "BT-160"},
		{"Lines[].SubLines[].Allowances[].Amount", "BT-136"},
		{"", ""},
		{"Lines", ""},
		{"Lines[3].Nothing", ""},
		{"Nothing[1]", ""},
		{"Seller.SubLines[]", ""},
		{"Seller.SubLines[0].Name", ""},
		{"SubLines[0].NetAmount", ""},
		{"Seller.LegalRegistration", ""}, // its value and its scheme are the terms
	} {
		if term, ok := TermAt(c.place); term.ID != c.id || ok != (c.id != "") {
			t.Errorf("TermAt(%q) = %q, %t; want %q", c.place, term.ID, ok, c.id)
		}
	}
	for _, term := range Terms() {
		if got, _ := TermAt(PlaceOf(term.ID, 7, 8, 9)); got.ID != term.ID {
			t.Errorf("TermAt(PlaceOf(%s)) is %s", term.ID, got.ID)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	for _, c := range []struct {
		id    string
		index []int
		want  string
	}{
		{"BT-1", nil, "Number"},
		{"BT-1", []int{5}, "Number"},
		{"BT-131", []int{3}, "Lines[3].NetAmount"},
		{"BT-131", nil, "Lines[].NetAmount"},
		{"BT-136", []int{3, 1}, "Lines[3].Allowances[1].Amount"},
		{"BT-136", []int{3}, "Lines[3].Allowances[].Amount"},
		{"BT-4", []int{1}, ""},
	} {
		if got := PlaceOf(c.id, c.index...); got != c.want {
			t.Errorf("PlaceOf(%s, %v) = %q, want %q", c.id, c.index, got, c.want)
		}
	}
}

// TestTermsIsACopy: the table must not be changed from outside.
func TestTermsIsACopy(t *testing.T) {
	Terms()[0].ID = "changed"
	if Terms()[0].ID != "BT-1" {
		t.Error("a caller changed the table of terms")
	}
}

// TestValues fills every leaf of an invoice, sub-lines included, and finds each of
// them again in Values, under its term, in the order of Terms, and through ValueAt.
func TestValues(t *testing.T) {
	inv := fullInvoice()
	values := inv.Values()
	rank := map[string]int{}
	for i, term := range Terms() {
		rank[term.Place] = i
	}
	seen, last := map[string]bool{}, 0
	for _, v := range values {
		if v.Term.ID == "" || v.Text == "" {
			t.Errorf("%s: term %q, text %q", v.Place, v.Term.ID, v.Text)
		}
		if got := inv.ValueAt(v.Place); got != v.Text {
			t.Errorf("ValueAt(%q) = %q, Values says %q", v.Place, got, v.Text)
		}
		seen[v.Term.Place] = true
		if strings.HasPrefix(v.Place, "Lines[1]") || strings.Contains(v.Place, "SubLines") || strings.Contains(v.Place, "[1]") {
			continue // the second of its kind starts over
		}
		if r := rank[v.Term.Place]; r < last {
			t.Errorf("%s stands after %s", v.Term.ID, terms[last].ID)
		} else {
			last = r
		}
	}
	for _, term := range Terms() {
		if term.Type != Group && !seen[term.Place] {
			t.Errorf("Values has no %s at %s", term.ID, term.Place)
		}
	}
	if n := len((&Invoice{}).Values()); n != 0 {
		t.Errorf("an empty invoice has %d values", n)
	}
}

func TestValueAt(t *testing.T) {
	inv := &Invoice{
		Number: "1", IssueDate: NewDate(2026, 1, 21), Totals: Totals{Due: MustDecimal("1.50")},
		Lines:               []Line{{ID: "a"}, {SubLines: []Line{{ID: "b"}}}},
		SupportingDocuments: []SupportingDocument{{Attachment: &Attachment{Content: BinaryBytes([]byte("ABC"))}}},
	}
	for _, c := range []struct{ place, want string }{
		{"Number", "1"}, {"IssueDate", "2026-01-21"}, {"Totals.Due", "1.50"}, {"Lines[0].ID", "a"}, {"Lines[1].SubLines[0].ID", "b"},
		{"SupportingDocuments[0].Attachment.Content", "sha256:" + "d9cae0dbdbf078b2"},
		{"Totals.Paid", ""}, {"Payee.Name", ""}, {"Payee", ""}, {"Seller", ""}, {"Lines", ""},
		{"", ""}, {".", ""}, {"Nothing", ""}, {"Number.Nothing", ""}, {"Lines[2].ID", ""}, {"Lines[-1].ID", ""}, {"Lines[x].ID", ""},
		{"Lines[].ID", ""}, {"Lines.ID", ""}, {"Lines[0][0].ID", ""}, {"Number[0]", ""}, {"Lines[0", ""}, {"Lines[0.ID", ""}, {"Lines0].ID", ""},
		// What is inside a value is not a place.
		{"Totals.Due.coef", ""}, {"Totals.Due.set", ""}, {"IssueDate.Year", ""}, {"SupportingDocuments[0].Attachment.Content.raw", ""},
	} {
		if got := inv.ValueAt(c.place); got != c.want {
			t.Errorf("ValueAt(%q) = %q, want %q", c.place, got, c.want)
		}
	}
}

// fullInvoice has a value in every leaf, two of everything that repeats, and
// sub-lines of sub-lines.
func fullInvoice() *Invoice {
	inv, n := &Invoice{}, 0
	fill(reflect.ValueOf(inv).Elem(), 0, func(v reflect.Value) {
		n++
		switch v.Interface().(type) {
		case string:
			v.SetString(fmt.Sprintf("text %d", n))
		case Decimal:
			v.Set(reflect.ValueOf(NewDecimal(int64(n)*1000, 3)))
		case Date:
			v.Set(reflect.ValueOf(NewDate(2026, 1, 1).AddDays(n)))
		case Binary:
			v.Set(reflect.ValueOf(BinaryBase64(fmt.Sprintf("%04d", n))))
		}
	})
	return inv
}

func fill(v reflect.Value, depth int, leaf func(reflect.Value)) {
	switch {
	case isLeaf(v.Type()):
		leaf(v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth, leaf)
	case v.Kind() == reflect.Slice:
		if v.Type().Elem() == reflect.TypeFor[Line]() {
			if depth++; depth > 3 {
				return
			}
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), depth, leaf)
		}
	default:
		for i := range v.NumField() {
			fill(v.Field(i), depth, leaf)
		}
	}
}
