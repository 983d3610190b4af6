package validate

import (
	"github.com/einvoice-go/einvoice/internal/names"
)

// Facts is what is added up over the invoice lines, for rules on the document as a
// whole: a document may have more lines than memory, and they are shown one by one. In
// Facturae it is the invoices of a batch that are.
type Facts struct {
	Lines int // lines so far

	lineSums lineSums
	taxIn    map[string]bool // the accounting currencies of the header that a line has a tax amount in
	nations  nations

	xrechnung xrechnungFacts

	seen []uint64 // names of elements within lines, a bit each
	vats vatFacts

	extended extendedFacts

	batch batch
}

// addLine adds the line at hand.
func (f *Facts) addLine(c *Check) {
	f.Lines++
	if c.syntax == fe {
		f.batch.add(c)
		return
	}
	f.lineSums.add(c)
	f.addVAT(c)
	f.nations.addLine(c)
}

// note takes down the names of the elements within lines.
func (f *Facts) note(all []names.Name) {
	if f.seen == nil {
		f.seen = make([]uint64, names.Count()/64+1)
	}
	for _, n := range all {
		f.seen[n>>6] |= 1 << (n & 63)
	}
}

// inLines tells whether an element of a name stands in a line.
func (f *Facts) inLines(n names.Name) bool { return f.seen != nil && f.seen[n>>6]&(1<<(n&63)) != 0 }
