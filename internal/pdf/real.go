package pdf

import (
	"math"
	"strconv"
	"strings"
)

// fraction is a number that is no whole one. Of what is none, as in --5 or 1.2.3, but
// consists of nothing else than numbers do, the sign and all up to the second point count.
func fraction(word string) Object {
	f, err := strconv.ParseFloat(word, 64)
	if err == nil && !math.IsInf(f, 0) {
		return f
	}
	if strings.Trim(word, "+-.0123456789") != "" {
		return keyword(word)
	}
	digits := strings.TrimLeft(word, "+-")
	if i := strings.IndexAny(digits, "+-"); i >= 0 {
		digits = digits[:i]
	}
	if parts := strings.SplitN(digits, ".", 3); len(parts) > 2 {
		digits = parts[0] + "." + parts[1]
	}
	if f, err = strconv.ParseFloat(digits, 64); err != nil {
		return int64(0) // too large, or signs alone
	}
	if word[0] == '-' {
		f = -f
	}
	return f
}

// within is a number as far as numbers go (annex C.2).
func within(f float64) float64 {
	const largest, smallest = 3.403e38, 1.175e-38
	switch {
	case math.Abs(f) < smallest:
		return 0
	case math.Abs(f) > largest:
		return math.Copysign(largest, f)
	}
	return f
}
