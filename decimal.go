package einvoice

import (
	"errors"
	"math"
	"math/bits"
	"strconv"

	"github.com/cockroachdb/apd/v3"
)

// MaxDigits is the number of significant digits a Decimal may have. XML Schema
// asks processors for 18; 38 is what databases commonly hold.
const MaxDigits = 38

// Decimal is an exact decimal number as it was written: "10.00" and "10" are the
// same value with different scales, and both survive a round trip. The zero
// Decimal is absent, which is not the number 0: test with IsSet.
//
// Decimals are immutable and may be copied. Compare them with Cmp or Equal, not ==.
type Decimal struct {
	coef  uint64 // magnitude, unless wide holds it
	scale uint8  // digits after the decimal point
	neg   bool
	set   bool
	wide  *apd.Decimal // numbers of 20 to 38 digits
}

var (
	// ErrDecimalSyntax: the text is not digits with at most one point and one leading sign.
	ErrDecimalSyntax = errors.New("not a decimal number (digits, at most one point, an optional leading sign)")
	// ErrDecimalDigits: more significant digits than MaxDigits.
	ErrDecimalDigits = errors.New("more than " + strconv.Itoa(MaxDigits) + " digits")
)

// ParseDecimal reads the lexical form of XML Schema's decimal: no exponent, no
// thousands separator, no NaN. White space around it is not removed.
func ParseDecimal(s string) (Decimal, error) {
	d := Decimal{set: true}
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		d.neg = s[i] == '-'
		i++
	}
	var coef uint64
	digits, significant, point := 0, 0, -1
	for ; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			if s[i] != '.' || point >= 0 {
				return Decimal{}, ErrDecimalSyntax
			}
			point = digits
			continue
		}
		digits++
		if significant > 0 || c != 0 {
			significant++
		}
		if significant <= 19 {
			coef = coef*10 + uint64(c)
		}
	}
	if digits == 0 {
		return Decimal{}, ErrDecimalSyntax
	}
	scale := 0
	if point >= 0 {
		scale = digits - point
	}
	if significant > MaxDigits || scale > MaxDigits {
		return Decimal{}, ErrDecimalDigits
	}
	d.scale = uint8(scale)
	if significant > 19 {
		return d.parseWide(s)
	}
	d.coef = coef
	d.neg = d.neg && coef != 0
	return d, nil
}

func (d Decimal) parseWide(s string) (Decimal, error) {
	w, _, err := apd.NewFromString(s)
	if err != nil {
		return Decimal{}, ErrDecimalSyntax
	}
	d.wide = w
	return d, nil
}

// MustDecimal is ParseDecimal for literals in code; it panics on a malformed one.
func MustDecimal(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic("einvoice.MustDecimal(" + strconv.Quote(s) + "): " + err.Error())
	}
	return d
}

// NewDecimal is coefficient / 10^scale: NewDecimal(1250, 2) is 12.50. A scale beyond
// MaxDigits gives a number to compute with whose text ParseDecimal refuses.
func NewDecimal(coefficient int64, scale uint8) Decimal {
	d := Decimal{set: true, scale: scale}
	if coefficient < 0 {
		d.neg, d.coef = true, -uint64(coefficient)
	} else {
		d.coef = uint64(coefficient)
	}
	return d
}

// IsSet tells whether there is a number at all.
func (d Decimal) IsSet() bool { return d.set }

// IsValid tells whether a number is absent, or has no more digits than MaxDigits, so
// that it can be written and read again. Sums and products may have more.
func (d Decimal) IsValid() bool {
	return d.scale <= MaxDigits && (d.wide == nil || d.wide.NumDigits() <= MaxDigits)
}

// Scale is the number of digits after the decimal point, as written.
func (d Decimal) Scale() int {
	if d.wide != nil {
		return -int(d.wide.Exponent)
	}
	return int(d.scale)
}

// Sign is -1, 0 or +1; 0 too when absent.
func (d Decimal) Sign() int {
	if d.coef == 0 && d.wide == nil {
		return 0
	}
	if d.neg {
		return -1
	}
	return 1
}

// String is the number as written, without a plus sign or needless leading
// zeros; "" when absent.
func (d Decimal) String() string {
	var b [48]byte
	return string(d.Append(b[:0]))
}

// Append appends String to b.
func (d Decimal) Append(b []byte) []byte {
	if !d.set {
		return b
	}
	if d.wide != nil {
		return append(b, d.wide.Text('f')...)
	}
	if d.neg {
		b = append(b, '-')
	}
	if d.scale == 0 {
		return strconv.AppendUint(b, d.coef, 10)
	}
	var t [20]byte
	digits := strconv.AppendUint(t[:0], d.coef, 10)
	whole := len(digits) - int(d.scale)
	if whole > 0 {
		b = append(b, digits[:whole]...)
		b = append(b, '.')
		return append(b, digits[whole:]...)
	}
	b = append(b, '0', '.')
	for ; whole < 0; whole++ {
		b = append(b, '0')
	}
	return append(b, digits...)
}

// MarshalText writes the number as text, so that JSON holds it as a string.
func (d Decimal) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText is ParseDecimal; empty text is absent.
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Decimal{}
		return nil
	}
	*d, err = ParseDecimal(string(text))
	return err
}

// --- arithmetic: integers while they fit, the apd library beyond ---

// exact carries out what does not fit into 64 bits. Precision 0 means that nothing
// is rounded: products of products may have any number of digits.
var exact = apd.BaseContext.WithPrecision(0)

func (d Decimal) apd() *apd.Decimal {
	if d.wide != nil {
		return d.wide
	}
	w := &apd.Decimal{Exponent: -int32(d.scale), Negative: d.neg}
	w.Coeff.SetUint64(d.coef)
	return w
}

// fromAPD takes over w, whose exponent is never above 0 here. Zero is never wide.
func fromAPD(w *apd.Decimal) Decimal {
	scale := -w.Exponent
	d := Decimal{set: true, scale: uint8(min(scale, math.MaxUint8)), neg: w.Negative && w.Sign() != 0}
	if w.Sign() == 0 || w.Coeff.IsUint64() && scale <= math.MaxUint8 {
		d.coef = w.Coeff.Uint64()
		return d
	}
	d.wide = w
	return d
}

var pow10 = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// align brings two small numbers to one scale as signed integers.
func align(d, e Decimal) (a, b int64, scale uint8, ok bool) {
	if d.wide != nil || e.wide != nil {
		return 0, 0, 0, false
	}
	scale = max(d.scale, e.scale)
	x, okx := d.at(scale)
	y, oky := e.at(scale)
	return x, y, scale, okx && oky
}

func (d Decimal) at(scale uint8) (int64, bool) {
	n := scale - d.scale
	if int(n) >= len(pow10) {
		return 0, d.coef == 0
	}
	hi, lo := bits.Mul64(d.coef, pow10[n])
	if hi != 0 || lo >= 1<<62 {
		return 0, false
	}
	if d.neg {
		return -int64(lo), true
	}
	return int64(lo), true
}

// Add is the exact sum. An absent operand counts as 0; two absent ones are absent.
func (d Decimal) Add(e Decimal) Decimal {
	if !d.set {
		return e
	}
	if !e.set {
		return d
	}
	if a, b, scale, ok := align(d, e); ok {
		return NewDecimal(a+b, scale)
	}
	var w apd.Decimal
	exact.Add(&w, d.apd(), e.apd())
	return fromAPD(&w)
}

// Neg is -d.
func (d Decimal) Neg() Decimal {
	if d.wide != nil {
		w := new(apd.Decimal).Neg(d.wide)
		return fromAPD(w)
	}
	d.neg = !d.neg && d.coef != 0
	return d
}

// Abs is |d|.
func (d Decimal) Abs() Decimal {
	if d.neg {
		return d.Neg()
	}
	return d
}

// Sub is d - e, exact; absent operands count as in Add.
func (d Decimal) Sub(e Decimal) Decimal { return d.Add(e.Neg()) }

// Mul is the exact product; absent when an operand is absent.
func (d Decimal) Mul(e Decimal) Decimal {
	if !d.set || !e.set {
		return Decimal{}
	}
	if d.wide == nil && e.wide == nil && int(d.scale)+int(e.scale) <= MaxDigits {
		if hi, lo := bits.Mul64(d.coef, e.coef); hi == 0 {
			return Decimal{coef: lo, scale: d.scale + e.scale, neg: d.neg != e.neg && lo != 0, set: true}
		}
	}
	var w apd.Decimal
	exact.Mul(&w, d.apd(), e.apd())
	return fromAPD(&w)
}

// Quo is d / e, rounded half away from zero to the given number of decimals (at
// most MaxDigits); absent when an operand is absent or e is 0.
func (d Decimal) Quo(e Decimal, decimals uint8) Decimal {
	if !d.set || e.Sign() == 0 {
		return Decimal{}
	}
	decimals = min(decimals, MaxDigits)
	// Counted in units of the last decimal wanted, the quotient is that of two
	// integers: the remainder alone says how to round, and so rounding happens once.
	x, y := d.apd(), e.apd()
	w := &apd.Decimal{Exponent: -int32(decimals), Negative: d.neg != e.neg}
	var divisor, rest apd.BigInt
	shift := int64(x.Exponent) - int64(y.Exponent) + int64(decimals)
	w.Coeff.Mul(&x.Coeff, tenTo(shift))
	divisor.Mul(&y.Coeff, tenTo(-shift))
	w.Coeff.QuoRem(&w.Coeff, &divisor, &rest)
	if rest.Lsh(&rest, 1).Cmp(&divisor) >= 0 {
		w.Coeff.Add(&w.Coeff, apd.NewBigInt(1))
	}
	return fromAPD(w)
}

// tenTo is 10^n, and 1 for a negative n.
func tenTo(n int64) *apd.BigInt {
	return new(apd.BigInt).Exp(apd.NewBigInt(10), apd.NewBigInt(max(n, 0)), nil)
}

// Round rounds half away from zero, as invoices do: 0.005 becomes 0.01 and
// -0.005 becomes -0.01. The result always has the given number of decimals, which
// is at most MaxDigits.
func (d Decimal) Round(decimals uint8) Decimal { return d.round(decimals, apd.RoundHalfUp) }

// RoundHalfUp rounds a half towards positive infinity, as XPath's round() does,
// on which the official rules rest: -0.005 becomes 0.00.
func (d Decimal) RoundHalfUp(decimals uint8) Decimal {
	if d.neg {
		return d.round(decimals, apd.RoundHalfDown)
	}
	return d.round(decimals, apd.RoundHalfUp)
}

func (d Decimal) round(decimals uint8, mode apd.Rounder) Decimal {
	decimals = min(decimals, MaxDigits)
	if !d.set || d.Scale() == int(decimals) {
		return d
	}
	if d.wide == nil {
		if d.scale < decimals {
			if v, ok := d.at(decimals); ok {
				return NewDecimal(v, decimals)
			}
		} else if n := d.scale - decimals; int(n) < len(pow10) {
			q, rest := d.coef/pow10[n], d.coef%pow10[n]
			half := pow10[n] / 2
			if rest > half || rest == half && mode == apd.RoundHalfUp {
				q++
			}
			return Decimal{coef: q, scale: decimals, neg: d.neg && q != 0, set: true}
		}
	}
	x := d.apd()
	c := *exact
	c.Rounding = mode
	c.Precision = uint32(x.NumDigits()) + uint32(decimals) + 1 // what Quantize needs at most
	var w apd.Decimal
	c.Quantize(&w, x, -int32(decimals))
	return fromAPD(&w)
}

// Cmp compares values, not scales: -1 if d < e, 0 if equal, +1 if d > e.
// An absent number counts as 0.
func (d Decimal) Cmp(e Decimal) int {
	if a, b, _, ok := align(d, e); ok {
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	}
	return d.apd().Cmp(e.apd())
}

// Equal tells whether both are present with the same value, or both absent.
func (d Decimal) Equal(e Decimal) bool { return d.set == e.set && d.Cmp(e) == 0 }
