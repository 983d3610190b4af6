package validate

import (
	"math/big"
	"strconv"

	"github.com/einvoice-go/einvoice"
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
