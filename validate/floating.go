package validate

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// Published rules reckon in floating point where an amount has no type for them. That counts where two amounts are
// exactly as far apart as a rule allows; everywhere else decimals come to the same.

// nearUBL: a - 1 < b < a + 1. The published rule takes a - 1 and a + 1 in floating point, and compares what comes out
// exactly, which counts where b is just one away.
func nearUBL(a, b einvoice.Decimal) bool {
	near, sure := nearExactly(a, b)
	if sure {
		return near
	}
	x, exact := float(a), new(big.Rat)
	if _, ok := exact.SetString(b.String()); !ok || !a.IsSet() {
		return false
	}
	return ratOf(x-1).Cmp(exact) < 0 && ratOf(x+1).Cmp(exact) > 0
}

// nearCII is nearUBL with floating point on both sides. Factur-X allows for b to be just one below.
func nearCII(a, b einvoice.Decimal, oneBelow bool) bool {
	near, sure := nearExactly(a, b)
	if sure {
		return near
	}
	x, y := float(a), float(b)
	return a.IsSet() && (x-1 < y || oneBelow && x-1 == y) && x+1 > y
}

// nearExactly reckons with decimals, and tells whether floating point can only come to the same.
func nearExactly(a, b einvoice.Decimal) (near, sure bool) {
	distance := a.Sub(b).Abs()
	if !a.IsSet() {
		return false, true
	}
	if a.Abs().Cmp(large) > 0 || distance.Cmp(slightlyBelow) > 0 && distance.Cmp(slightlyAbove) < 0 {
		return false, false
	}
	return distance.Cmp(one) < 0, true
}

var (
	slightlyBelow = einvoice.NewDecimal(98, 2)
	slightlyAbove = einvoice.NewDecimal(102, 2)
	large         = einvoice.NewDecimal(1e12, 0) // beyond it floating point is off by more than a thousandth
)

func float(d einvoice.Decimal) float64 {
	f, _ := strconv.ParseFloat(d.String(), 64)
	return f
}

func ratOf(f float64) *big.Rat {
	if r := new(big.Rat).SetFloat64(f); r != nil {
		return r
	}
	return new(big.Rat)
}

// number reads a number as XPath does: white space around it and an exponent are allowed.
func number(s string) (f float64, ok bool) {
	s = strings.Trim(s, " \t\r\n")
	if s == "INF" || s == "-INF" || s == "+INF" {
		f, _ = strconv.ParseFloat(s, 64)
		return f, true
	}
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || f != 0 // out of range is still a number
}

// The published rules for CII add up in binary floating point where those for UBL
// use decimals. It matters where a sum lies halfway between two cents, and for -0: the processor
// that runs them takes "-0.0" for less than 0 and other than 0, but not "-0".

// double is the number in an element, NaN if there is none.
func double(n Node) float64 {
	s := n.Text()
	f, ok := number(s)
	switch {
	case !ok:
		return math.NaN()
	case f == 0 && !strings.Contains(s, "."):
		return 0
	}
	return f
}

func sumDouble(p *tree.Path, from Node) float64 {
	return tree.Ask(p.Base(from), p, func(Node) (total float64) {
		p.Each(from, func(n Node) bool { total += double(n); return true })
		return total
	})
}

// roundDouble is XPath's round(), which keeps the sign of a 0.
func roundDouble(f float64) float64 {
	below := math.Floor(f)
	if f-below >= 0.5 {
		below++
	}
	return math.Copysign(below, f)
}

// sameDouble tells 0 from -0.
func sameDouble(a, b float64) bool { return a == b && math.Signbit(a) == math.Signbit(b) }

// centsDouble rounds to two decimals; the factor 100 comes in two steps where the
// published rule has it so.
func centsDouble(f float64) float64 { return roundDouble(f*10*10) / 100 }

// exactCents rounds the exact value of a binary number to two decimals.
func exactCents(f float64) einvoice.Decimal {
	if math.IsNaN(f) || math.Abs(f) >= 1<<45 {
		return einvoice.Decimal{}
	}
	half := math.Floor(f*100) + 0.5
	if math.FMA(f, 100, -half) >= 0 {
		return einvoice.NewDecimal(int64(half+0.5), 2)
	}
	return einvoice.NewDecimal(int64(half-0.5), 2)
}
