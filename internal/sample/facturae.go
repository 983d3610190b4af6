package sample

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed facturae
var facturae embed.FS

// FacturaeNames are the documents in Facturae that rules are tried on. The first has most of what the format has; the
// others are a batch in 3.2.1, a summary in 3.2, and in 3.2.2 what cannot stand in one with the rest.
var FacturaeNames = []string{"invoice", "batch", "corrective", "summary", "dollars", "factoring", "signed"}

// Facturae is one of them; nil if there is none of that name.
func Facturae(name string) []byte {
	data, err := facturae.ReadFile("facturae/" + name + ".xml")
	if err != nil {
		return nil
	}
	return data
}

// BreakFacturae runs a script of Edit on one of the documents: on the first, or on the one that the script's first line
// names, as in "from batch".
func BreakFacturae(script string) (good, bad []byte, err error) {
	name := FacturaeNames[0]
	if rest, ok := strings.CutPrefix(script, "from "); ok {
		name, script, _ = strings.Cut(rest, "\n")
	}
	if good = Facturae(name); good == nil {
		return nil, nil, fmt.Errorf("there is no document %q", name)
	}
	bad, err = Edit(good, script)
	return good, bad, err
}
