package einvoice

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

var decimalTexts = []struct {
	text  string
	want  string // as String writes it
	scale int
	err   error
}{
	{"0", "0", 0, nil},
	{"12.50", "12.50", 2, nil},
	{"10.000", "10.000", 3, nil},
	{"-1.5", "-1.5", 1, nil},
	{"+5", "5", 0, nil},
	{"5.", "5", 0, nil},
	{".5", "0.5", 1, nil},
	{"-.5", "-0.5", 1, nil},
	{"-0", "0", 0, nil},
	{"-0.00", "0.00", 2, nil},
	{"0012.50", "12.50", 2, nil},
	{"0.001", "0.001", 3, nil},
	{"9999999999999999999", "9999999999999999999", 0, nil},   // 19 digits: the last that surely fits 64 bits
	{"10000000000000000000", "10000000000000000000", 0, nil}, // 20 digits
	{"18446744073709551615", "18446744073709551615", 0, nil}, // 2^64-1
	{"18446744073709551616.00", "18446744073709551616.00", 2, nil},
	{"12345678901234567890.", "12345678901234567890", 0, nil},
	{"+12345678901234567890.5", "12345678901234567890.5", 1, nil},
	{"-.12345678901234567890", "-0.12345678901234567890", 20, nil},
	{strings.Repeat("9", 38), strings.Repeat("9", 38), 0, nil},
	{"-" + strings.Repeat("9", 38), "-" + strings.Repeat("9", 38), 0, nil},
	{"0." + strings.Repeat("9", 38), "0." + strings.Repeat("9", 38), 38, nil},
	{strings.Repeat("0", 60) + "1", "1", 0, nil},
	{"0." + strings.Repeat("0", 37) + "1", "0." + strings.Repeat("0", 37) + "1", 38, nil},

	{"", "", 0, ErrDecimalSyntax},
	{"-", "", 0, ErrDecimalSyntax},
	{"+", "", 0, ErrDecimalSyntax},
	{".", "", 0, ErrDecimalSyntax},
	{"-.", "", 0, ErrDecimalSyntax},
	{"1e5", "", 0, ErrDecimalSyntax},
	{"12345678901234567890e1", "", 0, ErrDecimalSyntax},
	{"1,00", "", 0, ErrDecimalSyntax},
	{"1 000", "", 0, ErrDecimalSyntax},
	{"1_000", "", 0, ErrDecimalSyntax},
	{"0x10", "", 0, ErrDecimalSyntax},
	{"NaN", "", 0, ErrDecimalSyntax},
	{"INF", "", 0, ErrDecimalSyntax},
	{"+-1", "", 0, ErrDecimalSyntax},
	{"1-", "", 0, ErrDecimalSyntax},
	{"1.2.3", "", 0, ErrDecimalSyntax},
	{" 1", "", 0, ErrDecimalSyntax},
	{"1 ", "", 0, ErrDecimalSyntax},
	{"1\x00", "", 0, ErrDecimalSyntax},
	{"١", "", 0, ErrDecimalSyntax}, // a digit, but not one of XML Schema's
	{strings.Repeat("9", 39), "", 0, ErrDecimalDigits},
	{strings.Repeat("9", 20) + "." + strings.Repeat("9", 19), "", 0, ErrDecimalDigits},
	{"0." + strings.Repeat("0", 39), "", 0, ErrDecimalDigits},
}

func TestParseDecimal(t *testing.T) {
	for _, c := range decimalTexts {
		d, err := ParseDecimal(c.text)
		if !errors.Is(err, c.err) || d.String() != c.want || d.Scale() != c.scale || d.IsSet() != (c.err == nil) {
			t.Errorf("ParseDecimal(%q) = %q scale %d set %t, %v; want %q scale %d, %v",
				c.text, d, d.Scale(), d.IsSet(), err, c.want, c.scale, c.err)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, c := range decimalTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			if d.IsSet() {
				t.Fatalf("%q: a number beside the error %v", s, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok || rat(d).Cmp(want) != 0 {
			t.Fatalf("%q became %s", s, d)
		}
		again, err := ParseDecimal(d.String())
		if err != nil || again != d && d.wide == nil || again.String() != d.String() || again.Scale() != d.Scale() {
			t.Fatalf("%q: %s read again is %s, %v", s, d, again, err)
		}
	})
}

func TestMustDecimalPanics(t *testing.T) {
	defer func() {
		if r, _ := recover().(string); !strings.Contains(r, `"1,5"`) {
			t.Errorf("panic %q does not show the literal", r)
		}
	}()
	MustDecimal("1,5")
}

func TestNewDecimal(t *testing.T) {
	for _, c := range []struct {
		coefficient int64
		scale       uint8
		want        string
	}{
		{1250, 2, "12.50"}, {0, 2, "0.00"}, {-5, 3, "-0.005"}, {7, 0, "7"},
		{math.MinInt64, 0, "-9223372036854775808"}, {math.MaxInt64, 19, "0.9223372036854775807"},
		{1, 40, "0." + strings.Repeat("0", 39) + "1"},
	} {
		if d := NewDecimal(c.coefficient, c.scale); d.String() != c.want || !d.IsSet() {
			t.Errorf("NewDecimal(%d, %d) = %s, want %s", c.coefficient, c.scale, d, c.want)
		}
	}
}

func TestDecimalAbsent(t *testing.T) {
	var absent Decimal
	zero, one := MustDecimal("0.00"), MustDecimal("1")
	for _, c := range []struct {
		name string
		got  Decimal
		want string
	}{
		{"absent + absent", absent.Add(absent), ""},
		{"absent + 1", absent.Add(one), "1"},
		{"1 + absent", one.Add(absent), "1"},
		{"absent - 1", absent.Sub(one), "-1"},
		{"1 - absent", one.Sub(absent), "1"},
		{"absent * 1", absent.Mul(one), ""},
		{"1 * absent", one.Mul(absent), ""},
		{"absent / 1", absent.Quo(one, 2), ""},
		{"1 / absent", one.Quo(absent, 2), ""},
		{"1 / 0", one.Quo(zero, 2), ""},
		{"0 / 1", zero.Quo(one, 2), "0.00"},
		{"-absent", absent.Neg(), ""},
		{"|absent|", absent.Abs(), ""},
		{"-0.00", zero.Neg(), "0.00"},
		{"absent rounded", absent.Round(2), ""},
		{"absent rounded half up", absent.RoundHalfUp(2), ""},
	} {
		if c.got.String() != c.want || c.got.IsSet() != (c.want != "") {
			t.Errorf("%s = %q, want %q", c.name, c.got, c.want)
		}
	}
	if absent.Equal(zero) || zero.Equal(absent) || !absent.Equal(Decimal{}) {
		t.Error("Equal does not tell absent from zero")
	}
	if absent.Cmp(zero) != 0 || absent.Sign() != 0 || absent.Scale() != 0 {
		t.Error("absent does not count as 0 in Cmp, Sign and Scale")
	}
}

func TestDecimalEqualAcrossScales(t *testing.T) {
	for _, c := range []struct {
		a, b string
		cmp  int
	}{
		{"1", "1.00", 0}, {"-1", "-1.0", 0}, {"0", "-0.000", 0}, {"1", "2", -1}, {"-1", "-2", 1}, {"-1", "1", -1},
		{"9999999999999999999", "10000000000000000000", -1},
		{"10000000000000000000", "10000000000000000000.000", 0},
		{"0." + strings.Repeat("0", 37) + "1", "0", 1},
		{strings.Repeat("9", 38), "0." + strings.Repeat("9", 38), 1},
	} {
		a, b := MustDecimal(c.a), MustDecimal(c.b)
		if a.Cmp(b) != c.cmp || b.Cmp(a) != -c.cmp || a.Equal(b) != (c.cmp == 0) {
			t.Errorf("%s and %s: Cmp %d and %d, Equal %t; want Cmp %d", a, b, a.Cmp(b), b.Cmp(a), a.Equal(b), c.cmp)
		}
	}
}

func TestDecimalRound(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals uint8
		away, up string // Round, RoundHalfUp
	}{
		{"0.005", 2, "0.01", "0.01"},
		{"-0.005", 2, "-0.01", "0.00"},
		{"-0.015", 2, "-0.02", "-0.01"},
		{"-0.0051", 2, "-0.01", "-0.01"},
		{"1.004999", 2, "1.00", "1.00"},
		{"2.5", 0, "3", "3"},
		{"-2.5", 0, "-3", "-2"},
		{"0.5", 0, "1", "1"},
		{"-0.4", 0, "0", "0"},
		{"1", 2, "1.00", "1.00"},
		{"1.10", 2, "1.10", "1.10"},
		{"9.995", 2, "10.00", "10.00"},
		{"0." + strings.Repeat("0", 37) + "1", 2, "0.00", "0.00"},
		{"12345678901234567890.125", 2, "12345678901234567890.13", "12345678901234567890.13"},
		{"-12345678901234567890.125", 2, "-12345678901234567890.13", "-12345678901234567890.12"},
		{strings.Repeat("9", 37) + ".5", 0, "1" + strings.Repeat("0", 37), "1" + strings.Repeat("0", 37)},
	} {
		d := MustDecimal(c.text)
		if got := d.Round(c.decimals); got.String() != c.away {
			t.Errorf("%s.Round(%d) = %s, want %s", d, c.decimals, got, c.away)
		}
		if got := d.RoundHalfUp(c.decimals); got.String() != c.up {
			t.Errorf("%s.RoundHalfUp(%d) = %s, want %s", d, c.decimals, got, c.up)
		}
	}
}

// TestDecimalBeyondText computes with what no document can hold, since products of
// products come about on the way to a rounded amount.
func TestDecimalBeyondText(t *testing.T) {
	tiny := MustDecimal("0." + strings.Repeat("0", 37) + "1") // 10^-38
	huge := MustDecimal(strings.Repeat("9", 38))
	fine := MustDecimal("0.00000000000000000001") // 10^-20
	p := fine.Mul(fine)                           // a small coefficient with 40 decimals
	for _, c := range []struct {
		name string
		got  Decimal
		want *big.Rat
	}{
		{"10^-40 + 10^-40", p.Add(p), sumOf(rat(p), rat(p))},
		{"huge^2 rounded to 38 decimals", huge.Mul(huge).Round(38), productOf(rat(huge), rat(huge))},
		{"huge^3", huge.Mul(huge).Mul(huge), productOf(rat(huge), rat(huge), rat(huge))},
		{"tiny^2 + huge^2", tiny.Mul(tiny).Add(huge.Mul(huge)), sumOf(productOf(rat(tiny), rat(tiny)), productOf(rat(huge), rat(huge)))},
		{"tiny^8", power(tiny, 8), productOf(rat(tiny), rat(tiny), rat(tiny), rat(tiny), rat(tiny), rat(tiny), rat(tiny), rat(tiny))},
		{"tiny^8 * 0", power(tiny, 8).Mul(MustDecimal("0")), new(big.Rat)},
		// 0.00499...9 with 110 nines is below the half, however it is computed.
		{"no rounding twice", nines(t, 110).Quo(MustDecimal("200"), 2), new(big.Rat)},
	} {
		if rat(c.got).Cmp(c.want) != 0 {
			t.Errorf("%s = %s, want %s", c.name, c.got, c.want.FloatString(400))
		}
	}
	if z := power(tiny, 8).Mul(MustDecimal("0")); z.Sign() != 0 || !z.IsSet() {
		t.Errorf("a zero of many decimals: sign %d", z.Sign())
	}
}

// nines is 0.99...9 with n nines, n > 38.
func nines(t *testing.T, n int) Decimal {
	unit := MustDecimal("1")
	for range n {
		unit = unit.Mul(MustDecimal("0.1"))
	}
	d := MustDecimal("1").Sub(unit)
	if got := d.String(); got != "0."+strings.Repeat("9", n) {
		t.Fatalf("1 - 10^-%d = %s", n, got)
	}
	return d
}

func power(d Decimal, n int) Decimal {
	p := d
	for range n - 1 {
		p = p.Mul(d)
	}
	return p
}

// TestDecimalAgainstRat compares the arithmetic with math/big's rationals.
func TestDecimalAgainstRat(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n := 20000
	if testing.Short() {
		n = 2000
	}
	for range n {
		a, b := randomDecimal(r), randomDecimal(r)
		x, y := rat(a), rat(b)
		decimals := uint8(r.IntN(MaxDigits + 1))
		check := func(name string, got Decimal, want *big.Rat, scale int) {
			t.Helper()
			if !got.IsSet() || rat(got).Cmp(want) != 0 || got.Scale() != scale {
				t.Fatalf("%s of %s and %s (%d decimals) = %s, want %s with scale %d", name, a, b, decimals, got, want.FloatString(100), scale)
			}
			if got.Sign() != want.Sign() || strings.HasPrefix(got.String(), "-") != (want.Sign() < 0) {
				t.Fatalf("%s of %s and %s: sign %d of %s", name, a, b, got.Sign(), got)
			}
		}
		check("sum", a.Add(b), sumOf(x, y), max(a.Scale(), b.Scale()))
		check("difference", a.Sub(b), new(big.Rat).Sub(x, y), max(a.Scale(), b.Scale()))
		check("product", a.Mul(b), productOf(x, y), a.Scale()+b.Scale())
		check("negative", a.Neg(), new(big.Rat).Neg(x), a.Scale())
		check("magnitude", a.Abs(), new(big.Rat).Abs(x), a.Scale())
		check("rounding", a.Round(decimals), roundRat(x, decimals, true), int(decimals))
		check("rounding up", a.RoundHalfUp(decimals), roundRat(x, decimals, false), int(decimals))
		check("rounded product", a.Mul(b).Round(decimals), roundRat(productOf(x, y), decimals, true), int(decimals))
		if y.Sign() != 0 {
			check("quotient", a.Quo(b, decimals), roundRat(new(big.Rat).Quo(x, y), decimals, true), int(decimals))
		}
		if a.Cmp(b) != x.Cmp(y) || a.Equal(b) != (x.Cmp(y) == 0) {
			t.Fatalf("%s and %s: Cmp %d, Equal %t", a, b, a.Cmp(b), a.Equal(b))
		}
	}
}

// randomDecimal prefers what is near a limit: halves, nines, powers of two and ten.
func randomDecimal(r *rand.Rand) Decimal {
	var digits string
	switch r.IntN(6) {
	case 0:
		edge := new(big.Int).Lsh(big.NewInt(1), uint(60+r.IntN(6)))
		digits = edge.Add(edge, big.NewInt(int64(r.IntN(5)-2))).String()
	case 1:
		digits = strings.Repeat("9", 1+r.IntN(MaxDigits))
	case 2:
		digits = "1" + strings.Repeat("0", r.IntN(MaxDigits))
	case 3:
		digits = "5" + strings.Repeat("0", r.IntN(MaxDigits))
	default:
		for range 1 + r.IntN(MaxDigits) {
			digits += string(rune('0' + r.IntN(10)))
		}
	}
	text := digits
	if scale := r.IntN(MaxDigits + 1); scale > 0 {
		if pad := scale - len(digits); pad > 0 {
			digits = strings.Repeat("0", pad) + digits
		}
		text = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if r.IntN(2) == 0 {
		text = "-" + text
	}
	return MustDecimal(text)
}

// roundRat rounds a half away from zero, or towards positive infinity.
func roundRat(x *big.Rat, decimals uint8, away bool) *big.Rat {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	y := new(big.Rat).Mul(x, unit)
	negative := away && y.Sign() < 0
	if negative {
		y.Neg(y)
	}
	y.Add(y, big.NewRat(1, 2))
	floor := new(big.Int).Div(y.Num(), y.Denom()) // Euclidean: floor, as the denominator is positive
	if negative {
		floor.Neg(floor)
	}
	return new(big.Rat).Quo(new(big.Rat).SetInt(floor), unit)
}

func rat(d Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("not a number: " + d.String())
	}
	return r
}

func sumOf(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }

func productOf(all ...*big.Rat) *big.Rat {
	p := big.NewRat(1, 1)
	for _, x := range all {
		p.Mul(p, x)
	}
	return p
}

func TestDecimalText(t *testing.T) {
	b, err := json.Marshal(struct{ A, B Decimal }{MustDecimal("1.50"), Decimal{}})
	if want := `{"A":"1.50","B":""}`; err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
	d := MustDecimal("7")
	if err := d.UnmarshalText([]byte("2.0")); err != nil || d.String() != "2.0" {
		t.Errorf("UnmarshalText: %s, %v", d, err)
	}
	if err := d.UnmarshalText(nil); err != nil || d.IsSet() {
		t.Errorf("UnmarshalText of nothing: %s, %v", d, err)
	}
	if err := d.UnmarshalText([]byte("1e3")); !errors.Is(err, ErrDecimalSyntax) {
		t.Errorf("UnmarshalText(1e3): %v", err)
	}
}

func TestDecimalAllocations(t *testing.T) {
	a, b := MustDecimal("1234.56"), MustDecimal("0.19")
	sink := Decimal{}
	if n := testing.AllocsPerRun(100, func() { sink = a.Mul(b).Round(2).Add(a) }); n > 0 {
		t.Errorf("%v allocations for everyday arithmetic (%s)", n, sink)
	}
}
