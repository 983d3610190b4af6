package cli

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/slips"
	"github.com/einvoice-go/einvoice/validate"
)

const (
	mostHints    = 5
	numbering    = "0123456789abcdefghijklmnopqrstuvwxyz"
	mostDistance = 2 // mistakes in an id that is still taken for another
)

// hint names what is known and near to an id that is not: ids with a slip or two, else
// those of its family.
func hint(id string) string {
	id = strings.ToUpper(id)
	var known []string
	known = append(known, ruleIDs()...)
	for _, t := range einvoice.Terms() {
		known = append(known, t.ID)
	}
	for _, o := range validate.Others() {
		known = append(known, o.Rule.ID)
	}
	var near, relatives []string
	for distance := 1; distance <= mostDistance; distance++ {
		for _, k := range known {
			if slips.Distance(id, strings.ToUpper(k), mostDistance) == distance && !slices.Contains(near, k) {
				near = append(near, k)
			}
		}
	}
	for _, k := range known {
		if family(k) == family(id) && !slices.Contains(relatives, k) {
			relatives = append(relatives, k)
		}
	}
	switch {
	case near != nil:
		return ": did you mean " + strings.Join(near[:min(mostHints, len(near))], ", ") + "?"
	case relatives != nil:
		slices.SortStableFunc(relatives, byNumber)
		return ": of " + family(id) + " there are " + relatives[0] + " to " + relatives[len(relatives)-1]
	}
	return ""
}

// ruleIDs lists the ids of all rules, each once.
func ruleIDs() (ids []string) {
	seen := map[string]bool{}
	for _, s := range validate.Sets() {
		for _, r := range s.All() {
			if !seen[r.ID] {
				seen[r.ID] = true
				ids = append(ids, r.ID)
			}
		}
	}
	return ids
}

// family is what an id has before its number: BR-CO of BR-CO-10, BR-DE of BR-DE-23-a,
// PEPPOL-COMMON-R of PEPPOL-COMMON-R056-1, HAP of HAP-6A-1.
func family(id string) string {
	parts := strings.Split(id, "-")
	for len(parts) > 1 && isNumbering(parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	last := &parts[len(parts)-1]
	if len(parts) > 1 && len(*last) <= len("P0100") {
		*last = strings.TrimRight(*last, numbering)
	}
	return strings.Join(parts, "-")
}

// isNumbering tells whether a part of an id is a number, or begins with one.
func isNumbering(part string) bool {
	return strings.Trim(part, numbering) == "" || '0' <= part[0] && part[0] <= '9'
}

// byNumber orders ids so that BR-CO-9 comes before BR-CO-10.
func byNumber(a, b string) int {
	for a != "" && b != "" {
		x, restA := leadingNumber(a)
		y, restB := leadingNumber(b)
		switch {
		case x >= 0 && y >= 0 && x != y:
			return x - y
		case x >= 0 && y >= 0:
			a, b = restA, restB
		case a[0] != b[0]:
			return int(a[0]) - int(b[0])
		default:
			a, b = a[1:], b[1:]
		}
	}
	return len(a) - len(b)
}

// leadingNumber is the number that a text begins with, -1 if with none.
func leadingNumber(s string) (n int, rest string) {
	i := 0
	for ; i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9'; i++ {
		n = 10*n + int(s[i]-'0')
	}
	if i == 0 {
		return -1, s
	}
	return n, s[i:]
}
