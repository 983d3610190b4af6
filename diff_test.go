package einvoice

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// numbered makes lines of names, with numbers from 1 on.
func numbered(names ...string) *Invoice {
	inv := &Invoice{}
	for i, name := range names {
		inv.Lines = append(inv.Lines, Line{ID: strconv.Itoa(i + 1), NetAmount: num("10"), Item: Item{Name: name}})
	}
	return inv
}

// unnumbered makes lines of names without numbers.
func unnumbered(names ...string) *Invoice {
	inv := numbered(names...)
	for i := range inv.Lines {
		inv.Lines[i].ID = ""
	}
	return inv
}

// amounts makes lines of one name with these net amounts.
func amounts(all ...string) *Invoice {
	inv := &Invoice{}
	for i, net := range all {
		inv.Lines = append(inv.Lines, Line{ID: strconv.Itoa(i + 1), NetAmount: num(net), Item: Item{Name: "pen"}})
	}
	return inv
}

func changed(inv *Invoice, change func(*Invoice)) *Invoice {
	change(inv)
	return inv
}

func attached(content Binary) *Invoice {
	return &Invoice{SupportingDocuments: []SupportingDocument{{Reference: "x", Attachment: &Attachment{Content: content}}}}
}

var diffCases = []struct {
	name string
	a, b *Invoice
	want string // changes, one a line
}{
	{"nothing and nothing", nil, &Invoice{}, ""},
	{"numbers by value", lines(netLine("10.00", vat("S", "19"))), lines(netLine("10", vat("S", "19.000"))), ""},
	{"long numbers by value", lines(netLine("12345678901234567890.10", s19)), lines(netLine("12345678901234567890.1", s19)), ""},
	{"other numbers", lines(netLine("10.00", s19)), lines(netLine("100", s19)),
		`BT-131 Invoice line net amount Lines[0].NetAmount: "10.00" -> "100"`},
	{"absent is not zero", &Invoice{}, &Invoice{Totals: Totals{Paid: num("0")}},
		`BT-113 Paid amount Totals.Paid: (absent) -> "0"`},
	{"an empty group is absent", &Invoice{Payee: &Payee{}, Notes: []Note{{}}, Lines: []Line{{Allowances: []AllowanceCharge{{}}}}}, &Invoice{}, ""},
	{"a group that is gone", &Invoice{Payee: &Payee{Name: "Bank", Identifier: Identifier{Value: "1"}}}, nil,
		`BT-59 Payee name Payee.Name: "Bank" -> (absent)
		BT-60 Payee identifier Payee.Identifier.Value: "1" -> (absent)`},
	{"dates", &Invoice{DueDate: NewDate(2026, 1, 2)}, &Invoice{DueDate: NewDate(2026, 2, 1)},
		`BT-9 Payment due date DueDate: "2026-01-02" -> "2026-02-01"`},
	{"days that no calendar has", &Invoice{DueDate: NewDate(12026, 1, 2)}, &Invoice{DueDate: NewDate(13026, 1, 2)},
		`BT-9 Payment due date DueDate: "0000-01-02" -> "0000-01-02"`},
	{"line ends", &Invoice{PaymentTerms: "a\r\nb\rc\n"}, &Invoice{PaymentTerms: "a\nb\nc\n"}, ""},
	{"other white space", &Invoice{PaymentTerms: "a b"}, &Invoice{PaymentTerms: "a  b\n"},
		`BT-20 Payment terms PaymentTerms: "a b" -> "a  b\n"`},
	{"capitals", &Invoice{Currency: "EUR"}, &Invoice{Currency: "eur"},
		`BT-5 Invoice currency code Currency: "EUR" -> "eur"`},

	{"base64 with white space, and bytes", attached(BinaryBase64("QU\r\nJD")), attached(BinaryBytes([]byte("ABC"))), ""},
	{"base64 with other spare bits", attached(BinaryBase64("QQ==")), attached(BinaryBase64("QR==")), ""},
	{"an empty file is a file", attached(BinaryBytes(nil)), attached(Binary{}),
		`BT-125 Attached document SupportingDocuments[0].Attachment.Content: "sha256:e3b0c44298fc1c14" -> (absent)`},
	{"other content", attached(BinaryBytes([]byte("ABC"))), attached(BinaryBytes([]byte("ABD"))),
		`BT-125 Attached document SupportingDocuments[0].Attachment.Content: "sha256:d9cae0dbdbf078b2" -> "sha256:7c52935bc9fa212d"`},
	{"no base64 on either side", attached(BinaryBase64("!")), attached(BinaryBase64(" ! ")), ""},
	{"a file that cannot be opened", attached(BinaryFrom(func() (io.ReadCloser, error) { return nil, errors.New("gone") })), attached(Binary{}),
		`BT-125 Attached document SupportingDocuments[0].Attachment.Content: "unreadable: gone" -> (absent)`},

	{"lines in another order", numbered("pen", "ink", "cap"), changed(numbered("pen", "ink", "cap"), func(inv *Invoice) { slices.Reverse(inv.Lines) }), ""},
	{"line added at the end", numbered("pen"), numbered("pen", "ink"),
		`BT-126 Invoice line identifier Lines[1].ID: (absent) -> "2"
		BT-131 Invoice line net amount Lines[1].NetAmount: (absent) -> "10"
		BT-153 Item name Lines[1].Item.Name: (absent) -> "ink"`},
	{"line put in without number", unnumbered("pen", "cap"), unnumbered("pen", "ink", "cap"),
		`BT-131 Invoice line net amount Lines[1].NetAmount: (absent) -> "10"
		BT-153 Item name Lines[1].Item.Name: (absent) -> "ink"`},
	{"line taken out, the rest renumbered", numbered("pen", "ink", "cap", "box"), numbered("pen", "cap", "box"),
		`BT-126 Invoice line identifier Lines[1].ID: "2" -> (absent)
		BT-131 Invoice line net amount Lines[1].NetAmount: "10" -> (absent)
		BT-153 Item name Lines[1].Item.Name: "ink" -> (absent)
		BT-126 Invoice line identifier Lines[2].ID -> Lines[1].ID: "3" -> "2"
		BT-126 Invoice line identifier Lines[3].ID -> Lines[2].ID: "4" -> "3"`},
	{"line put in, the rest renumbered and one changed", numbered("pen", "ink", "cap", "box"),
		changed(numbered("pen", "new", "ink", "cap", "box"), func(inv *Invoice) { inv.Lines[2].NetAmount = num("11") }),
		`BT-126 Invoice line identifier Lines[1].ID -> Lines[2].ID: "2" -> "3"
		BT-131 Invoice line net amount Lines[1].NetAmount -> Lines[2].NetAmount: "10" -> "11"
		BT-126 Invoice line identifier Lines[2].ID -> Lines[3].ID: "3" -> "4"
		BT-126 Invoice line identifier Lines[3].ID -> Lines[4].ID: "4" -> "5"
		BT-126 Invoice line identifier Lines[1].ID: (absent) -> "2"
		BT-131 Invoice line net amount Lines[1].NetAmount: (absent) -> "10"
		BT-153 Item name Lines[1].Item.Name: (absent) -> "new"`},
	{"one line like that of another number is no renumbering", amounts("10", "20", "30"), amounts("20", "21", "31"),
		`BT-131 Invoice line net amount Lines[0].NetAmount: "10" -> "20"
		BT-131 Invoice line net amount Lines[1].NetAmount: "20" -> "21"
		BT-131 Invoice line net amount Lines[2].NetAmount: "30" -> "31"`},
	{"numbers say which line is which", numbered("pen", "ink"), changed(numbered("fountain pen", "ink"), func(inv *Invoice) { slices.Reverse(inv.Lines) }),
		`BT-153 Item name Lines[0].Item.Name -> Lines[1].Item.Name: "pen" -> "fountain pen"`},
	{"one number twice", lines(with(netLine("1", s19), func(l *Line) { l.ID = "1" }), with(netLine("2", s19), func(l *Line) { l.ID = "1" })),
		lines(with(netLine("3", s19), func(l *Line) { l.ID = "1" }), with(netLine("1", s19), func(l *Line) { l.ID = "1" })),
		`BT-131 Invoice line net amount Lines[1].NetAmount -> Lines[0].NetAmount: "2" -> "3"`},
	{"names where there are no numbers", unnumbered("pen", "ink"), changed(unnumbered("ink", "pen"), func(inv *Invoice) { inv.Lines[0].NetAmount = num("11"); inv.Lines[1].NetAmount = num("12") }),
		`BT-131 Invoice line net amount Lines[0].NetAmount -> Lines[1].NetAmount: "10" -> "12"
		BT-131 Invoice line net amount Lines[1].NetAmount -> Lines[0].NetAmount: "10" -> "11"`},
	{"lines of lines", &Invoice{Lines: []Line{{ID: "1", SubLines: numbered("pen", "ink").Lines}}}, &Invoice{Lines: []Line{{ID: "1", SubLines: numbered("pen", "cap").Lines}}},
		`BT-153 Item name Lines[0].SubLines[1].Item.Name: "ink" -> "cap"`},
	{"lines of lines renumbered with their line", &Invoice{Lines: []Line{{ID: "1", SubLines: []Line{{ID: "1.1", Note: "x"}}}}}, &Invoice{Lines: []Line{{ID: "2", SubLines: []Line{{ID: "2.1", Note: "x"}}}}},
		`BT-126 Invoice line identifier Lines[0].ID: "1" -> "2"
		BT-126 Invoice line identifier Lines[0].SubLines[0].ID: "1.1" -> "2.1"`},

	{"breakdown in another order, one sum changed", &Invoice{VATBreakdown: []VATBreakdown{{TaxAmount: num("19"), VATCategory: s19}, {TaxAmount: num("7"), VATCategory: vat("S", "7")}}},
		&Invoice{VATBreakdown: []VATBreakdown{{TaxAmount: num("7.00"), VATCategory: vat("S", "7.0")}, {TaxAmount: num("20"), VATCategory: vat("S", "19.0")}}},
		`BT-117 VAT category tax amount VATBreakdown[0].TaxAmount -> VATBreakdown[1].TaxAmount: "19" -> "20"`},
	{"breakdown of one category at two rates", &Invoice{VATBreakdown: []VATBreakdown{{TaxAmount: num("19"), VATCategory: s19}, {TaxAmount: num("7"), VATCategory: vat("S", "7")}}},
		&Invoice{VATBreakdown: []VATBreakdown{{TaxAmount: num("8"), VATCategory: vat("S", "7")}, {TaxAmount: num("20"), VATCategory: s19}}},
		`BT-117 VAT category tax amount VATBreakdown[0].TaxAmount -> VATBreakdown[1].TaxAmount: "19" -> "20"
		BT-117 VAT category tax amount VATBreakdown[1].TaxAmount -> VATBreakdown[0].TaxAmount: "7" -> "8"`},
	{"the rate changed", &Invoice{VATBreakdown: []VATBreakdown{{VATCategory: vat("E", "0")}, {VATCategory: vat("S", "19")}}}, &Invoice{VATBreakdown: []VATBreakdown{{VATCategory: vat("S", "16")}, {VATCategory: vat("Z", "0")}}},
		`BT-118 VAT category code VATBreakdown[0].VATCategory.Code -> VATBreakdown[1].VATCategory.Code: "E" -> "Z"
		BT-119 VAT category rate VATBreakdown[1].VATCategory.Rate -> VATBreakdown[0].VATCategory.Rate: "19" -> "16"`},
	{"attributes by name", &Invoice{Lines: []Line{{ID: "1", Item: Item{Attributes: []ItemAttribute{{"colour", "red"}, {"size", "M"}}}}}}, &Invoice{Lines: []Line{{ID: "1", Item: Item{Attributes: []ItemAttribute{{"size", "L"}, {"colour", "red"}}}}}},
		`BT-161 Item attribute value Lines[0].Item.Attributes[1].Value -> Lines[0].Item.Attributes[0].Value: "M" -> "L"`},
	{"files by reference", &Invoice{SupportingDocuments: []SupportingDocument{{Reference: "a", Description: "x"}, {Reference: "b"}}}, &Invoice{SupportingDocuments: []SupportingDocument{{Reference: "b", Description: "y"}, {Reference: "a", Description: "x"}}},
		`BT-123 Supporting document description SupportingDocuments[1].Description -> SupportingDocuments[0].Description: (absent) -> "y"`},
	{"notes: equal text first", &Invoice{Notes: []Note{{Text: "a"}, {Text: "b"}}}, &Invoice{Notes: []Note{{Text: "b", SubjectCode: "AAI"}, {Text: "c"}}},
		`BT-22 Invoice note Notes[0].Text -> Notes[1].Text: "a" -> "c"
		BT-21 Invoice note subject code Notes[1].SubjectCode -> Notes[0].SubjectCode: (absent) -> "AAI"`},
	{"one of two equal notes is gone", &Invoice{Notes: []Note{{Text: "a"}, {Text: "a"}}}, &Invoice{Notes: []Note{{Text: "a"}}},
		`BT-22 Invoice note Notes[1].Text: "a" -> (absent)`},
	{"an empty element is no partner", &Invoice{Notes: []Note{{}, {Text: "a"}}}, &Invoice{Notes: []Note{{Text: "b"}}},
		`BT-22 Invoice note Notes[1].Text -> Notes[0].Text: "a" -> "b"`},
	{"a text does not end where it looks like it", &Invoice{Notes: []Note{{SubjectCode: "a", Text: "b"}}}, &Invoice{Notes: []Note{{SubjectCode: "a\x00\x02b"}}},
		`BT-21 Invoice note subject code Notes[0].SubjectCode: "a" -> "a\x00\x02b"
		BT-22 Invoice note Notes[0].Text: "b" -> (absent)`},
	{"a group does not run into what follows", &Invoice{PaymentDiscounts: []PaymentDiscount{{Period: Quantity{Value: num("5")}, BasisDate: NewDate(2026, 1, 2)}}},
		&Invoice{PaymentDiscounts: []PaymentDiscount{{Period: Quantity{Value: num("5"), Unit: "\a\xea\x01\x02"}}}},
		`BT-X-284 Early payment discount period unit PaymentDiscounts[0].Period.Unit: (absent) -> "\a\xea\x01\x02"
		BT-X-282 Early payment discount reference date PaymentDiscounts[0].BasisDate: "2026-01-02" -> (absent)`},
	{"a field does not run into the next", &Invoice{Notes: []Note{{SubjectCode: "ab", Text: "c"}}}, &Invoice{Notes: []Note{{SubjectCode: "a", Text: "bc"}}},
		`BT-21 Invoice note subject code Notes[0].SubjectCode: "ab" -> "a"
		BT-22 Invoice note Notes[0].Text: "c" -> "bc"`},
}

func TestDiff(t *testing.T) {
	for _, c := range diffCases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, change := range Diff(c.a, c.b) {
				got = append(got, change.String())
			}
			if want := strings.ReplaceAll(c.want, "\t", ""); strings.Join(got, "\n") != want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
			}
			if c.a != nil {
				checkDiff(t, c.a, c.b)
			}
		})
	}
}

// TestDiffOfEveryLeaf: whatever the model has is compared, at any depth: the change of
// a value is one difference, and so is its loss.
func TestDiffOfEveryLeaf(t *testing.T) {
	a, b := fullInvoice(), fullInvoice()
	leaves := 0
	walk(reflect.ValueOf(b).Elem(), "", func(place string, v reflect.Value) {
		leaves++
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		for _, now := range []reflect.Value{reflect.Zero(v.Type()), otherLeaf(v)} {
			v.Set(now)
			term, _ := TermAt(place)
			want := Change{term.ID, term.Name, place, place, text(was), text(now)}
			if got := Diff(a, b); len(got) != 1 || got[0] != want {
				t.Errorf("got %v\nwant %v", got, want)
			}
		}
		v.Set(was)
	})
	if leaves < 500 {
		t.Errorf("only %d leaves", leaves)
	}
}

func otherLeaf(v reflect.Value) reflect.Value {
	var other any
	switch x := v.Interface().(type) {
	case string:
		other = x + "x"
	case Decimal:
		other = x.Add(NewDecimal(1, 3))
	case Date:
		other = x.AddDays(10000)
	case Binary:
		other = BinaryBytes([]byte("other"))
	}
	return reflect.ValueOf(other)
}

// TestNaturalKeys: every path of the table is one of the type.
func TestNaturalKeys(t *testing.T) {
	for typ, paths := range naturalKeys {
		for _, path := range paths {
			if !fieldAt(reflect.New(typ).Elem(), path).IsValid() {
				t.Errorf("%s has no %s", typ, path)
			}
		}
	}
	if naturalKeys[lineType][0] != "ID" {
		t.Error("pair expects the number of a line first")
	}
}

// checkDiff holds Diff to its laws.
func checkDiff(t *testing.T, a, b *Invoice) {
	t.Helper()
	if d := Diff(a, a); len(d) != 0 {
		t.Errorf("an invoice differs from itself: %v", d)
	}
	there, back := Diff(a, b), Diff(b, a)
	if equal := plainForm(reflect.ValueOf(a)) == plainForm(reflect.ValueOf(b)); equal != (len(there) == 0) {
		t.Errorf("equal: %t, but %v", equal, there)
	}
	for i, c := range back {
		back[i] = Change{c.Term, c.Name, c.PlaceB, c.PlaceA, c.B, c.A}
	}
	if x, y := sorted(there), sorted(back); !slices.Equal(x, y) {
		t.Errorf("from a to b\n%s\nand back\n%s", strings.Join(x, "\n"), strings.Join(y, "\n"))
	}
	for _, c := range there {
		term, _ := TermAt(c.PlaceA + c.PlaceB)
		if c.PlaceA != "" {
			term, _ = TermAt(c.PlaceA)
		}
		if c.Term == "" || c.Term != term.ID || c.PlaceA != "" && a.ValueAt(c.PlaceA) != c.A || c.PlaceB != "" && b != nil && b.ValueAt(c.PlaceB) != c.B || c.A+c.B == "" {
			t.Errorf("%#v", c)
		}
	}
}

func sorted(changes []Change) (all []string) {
	for _, c := range changes {
		all = append(all, c.String())
	}
	slices.Sort(all)
	return all
}

// plainForm is a text that is the same for equal values, made without the code under
// test: lists are sorted, and what is absent leaves no trace.
func plainForm(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return plainForm(v.Elem())
	case isLeaf(v.Type()):
		return plainLeaf(v.Interface())
	case v.Kind() == reflect.Slice:
		var all []string
		for i := range v.Len() {
			if s := plainForm(v.Index(i)); s != "" {
				all = append(all, s)
			}
		}
		slices.Sort(all)
		if all == nil {
			return ""
		}
		return fmt.Sprintf("%q", all)
	}
	s := ""
	for i := range v.NumField() {
		if f := plainForm(v.Field(i)); f != "" {
			s += fmt.Sprintf("%s=%q;", v.Type().Field(i).Name, f)
		}
	}
	return s
}

func plainLeaf(leaf any) string {
	switch x := leaf.(type) {
	case string:
		return strings.ReplaceAll(strings.ReplaceAll(x, "\r\n", "\n"), "\r", "\n")
	case Decimal:
		if r, ok := new(big.Rat).SetString(x.String()); ok {
			return r.RatString()
		}
	case Date:
		if x.IsSet() {
			return fmt.Sprintf("%#v", x)
		}
	case Binary:
		if x.IsSet() {
			content, err := x.Bytes()
			if err != nil {
				content = []byte(strings.TrimSpace(x.text))
			}
			return fmt.Sprintf("%x %v", content, err)
		}
	}
	return ""
}

// repetitive has short lists of few different values, so that much of it is equal,
// or equal in part.
func repetitive(rnd *rand.Rand) *Invoice {
	inv := &Invoice{}
	randomize(rnd, reflect.ValueOf(inv).Elem(), 0)
	return inv
}

func randomize(rnd *rand.Rand, v reflect.Value, depth int) {
	one := func(all ...any) { v.Set(reflect.ValueOf(all[rnd.IntN(len(all))])) }
	switch {
	case v.Type() == decimalType:
		one(Decimal{}, num("0"), num("10"), num("10.00"), num("1"))
	case v.Type() == dateType:
		one(Date{}, NewDate(2026, 1, 1), NewDate(2026, 1, 2))
	case v.Type() == binaryType:
		one(Binary{}, BinaryBytes(nil), BinaryBytes([]byte("A")), BinaryBase64("QQ=="), BinaryBase64("Q Q = ="), BinaryBase64("QQ"))
	case isLeaf(v.Type()):
		one("", "", "", "1", "2", "a\nb", "a\r\nb")
	case v.Kind() == reflect.Pointer:
		if rnd.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			randomize(rnd, v.Elem(), depth)
		}
	case v.Kind() == reflect.Slice:
		n := max(0, rnd.IntN(5)-depth)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			if i > 0 && rnd.IntN(2) == 0 {
				v.Index(i).Set(v.Index(i - 1))
			} else {
				randomize(rnd, v.Index(i), depth+1)
			}
		}
	default:
		for i := range v.NumField() {
			if rnd.IntN(3) > 0 { // so that some groups have no content
				randomize(rnd, v.Field(i), depth)
			}
		}
	}
}

// shake changes an invoice in one place or in none, and some of its lists in their order.
func shake(rnd *rand.Rand, inv *Invoice) {
	var lists, leaves []reflect.Value
	var visit func(reflect.Value)
	visit = func(v reflect.Value) {
		switch {
		case isLeaf(v.Type()):
			leaves = append(leaves, v)
		case v.Kind() == reflect.Pointer:
			if !v.IsNil() {
				visit(v.Elem())
			}
		case v.Kind() == reflect.Slice:
			lists = append(lists, v)
			for i := range v.Len() {
				visit(v.Index(i))
			}
		default:
			for i := range v.NumField() {
				visit(v.Field(i))
			}
		}
	}
	visit(reflect.ValueOf(inv).Elem())
	for _, l := range lists {
		rnd.Shuffle(l.Len(), reflect.Swapper(l.Interface()))
	}
	list := lists[rnd.IntN(len(lists))]
	switch rnd.IntN(5) {
	case 0:
		randomize(rnd, leaves[rnd.IntN(len(leaves))], 0)
	case 1:
		if list.Len() > 0 {
			list.SetLen(list.Len() - 1)
		}
	case 2:
		list.Set(reflect.Append(list, reflect.Zero(list.Type().Elem()))) // an element without content
	case 3:
		if list.Len() > 0 {
			list.Set(reflect.Append(list, list.Index(rnd.IntN(list.Len()))))
		}
	}
}

func checkDiffLaws(t *testing.T, seed uint64) {
	a, b := repetitive(rand.New(rand.NewPCG(seed, 1))), repetitive(rand.New(rand.NewPCG(seed, 1)))
	before := plainForm(reflect.ValueOf(a))
	rnd := rand.New(rand.NewPCG(seed, 2))
	for range 1 + rnd.IntN(3) {
		shake(rnd, b)
		checkDiff(t, a, b)
	}
	checkDiff(t, a, repetitive(rnd))
	if plainForm(reflect.ValueOf(a)) != before {
		t.Error("Diff changed an invoice")
	}
}

func TestDiffLaws(t *testing.T) {
	for seed := range uint64(300) {
		if checkDiffLaws(t, seed); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzDiff(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(checkDiffLaws)
}

// TestDiffOfDeepLines: the work grows with the size, not with size times depth, as it
// would if each level read all that is below it.
func TestDiffOfDeepLines(t *testing.T) {
	deep := func(depth int, note string) *Invoice {
		lines := []Line{{ID: "1", Note: note}}
		for range depth {
			lines = []Line{{ID: "1", SubLines: lines}}
		}
		return &Invoice{Lines: lines}
	}
	work := func(depth int) float64 {
		a, b := deep(depth, "a"), deep(depth, "b")
		return testing.AllocsPerRun(1, func() {
			if d := Diff(a, b); len(d) != 1 || d[0].A != "a" {
				t.Errorf("%d differences", len(d))
			}
		})
	}
	if once, twice := work(200), work(400); twice > 2.5*once {
		t.Errorf("%.0f allocations at depth 200, %.0f at 400", once, twice)
	}
}

func BenchmarkDiff(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		many := func() *Invoice {
			inv, line := &Invoice{}, fullInvoice().Lines[0]
			line.SubLines = nil
			for i := range n {
				line.ID = strconv.Itoa(i)
				inv.Lines = append(inv.Lines, line)
			}
			return inv
		}
		one, other, every := many(), many(), many()
		other.Lines[n/2].Note = "changed"
		for i := range every.Lines {
			every.Lines[i].NetAmount = num("0.01")
		}
		for _, c := range []struct {
			name string
			b    *Invoice
			want int
		}{
			{"equal", many(), 0},
			{"one differs", other, 1},
			{"all differ", every, n},
		} {
			b.Run(fmt.Sprintf("lines=%d/%s", n, c.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if got := len(Diff(one, c.b)); got != c.want {
						b.Fatalf("%d differences, want %d", got, c.want)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/line")
			})
		}
	}
}
