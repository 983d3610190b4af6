package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Facts is what many rules need to know of an invoice, gathered once. Lines may
// come and go one by one, so rules on the whole invoice use these sums and not
// Invoice.Lines.
type Facts struct {
	*einvoice.Invoice // without lines when the document is streamed

	Lines   int              // number of BG-25
	LineNet einvoice.Decimal // sum of BT-131

	Format  einvoice.Format
	losses  []einvoice.Loss // of the document, as far as it has been read
	indexed int
	noted   map[note]*einvoice.Loss
}

// note is something that a reader noticed about a place, or a term anywhere.
type note struct {
	kind        einvoice.LossKind
	placeOrTerm string
}

func (f *Facts) addLine(l *einvoice.Line) {
	f.Lines++
	f.LineNet = f.LineNet.Add(l.NetAmount)
}

// has looks a place or term up among the losses.
func (f *Facts) has(kind einvoice.LossKind, place string) bool {
	f.index()
	return f.noted[note{kind, place}] != nil
}

func (f *Facts) index() {
	for ; f.indexed < len(f.losses); f.indexed++ {
		if l := &f.losses[f.indexed]; l.Place != "" {
			if f.noted == nil {
				f.noted = map[note]*einvoice.Loss{}
			}
			f.noted[note{l.Kind, l.Place}] = l
			f.noted[note{l.Kind, l.Term}] = l
		}
	}
}

// Empty tells whether a place, or a group, was present in the document without any
// content. The published rules often ask whether an element exists, not what it
// holds.
func (f *Facts) Empty(place string) bool {
	return f.has(einvoice.LossEmpty, place)
}

// unschemed tells whether an identifier was present without content and without scheme.
func (f *Facts) unschemed(identifier string) bool {
	return f.Empty(identifier+".Value") && !f.has(einvoice.LossUnbound, identifier+".Scheme") && !f.Empty(identifier+".Scheme")
}

// Repeated tells whether the document had more than one value for a place.
func (f *Facts) Repeated(place string) bool {
	return f.has(einvoice.LossRepeated, place)
}

// malformed tells whether a rule on the given terms cannot judge, since one of their
// values is there but is none.
func (c *Check) malformed(terms []string, index []int) bool {
	if len(c.losses) == 0 {
		return false
	}
	for _, term := range terms {
		if c.has(einvoice.LossMalformed, place(term, index)) || c.one == nil && c.has(einvoice.LossMalformed, term) {
			return true
		}
	}
	return false
}

// Padded tells whether the document had white space around a code or number.
func (f *Facts) Padded(place string) bool {
	return f.has(einvoice.LossSpace, place)
}

// emptyGroups counts the groups of a repeated place that were present without content.
func (f *Facts) emptyGroups(prefix string) (n int) {
	f.index()
	for k := range f.noted {
		if rest, ok := strings.CutPrefix(k.placeOrTerm, prefix+"["); ok && k.kind == einvoice.LossEmpty && strings.IndexByte(rest, ']') == len(rest)-1 {
			n++
		}
	}
	return n
}

// tooPrecise tells whether an amount has more than two decimals. The published
// rules count the characters after the point, and so white space too.
func (f *Facts) tooPrecise(d einvoice.Decimal, place func() string) bool {
	if d.Scale() > 2 || len(f.losses) == 0 {
		return d.Scale() > 2
	}
	f.index()
	padded := f.noted[note{einvoice.LossSpace, place()}]
	if padded == nil {
		return false
	}
	_, decimals, _ := strings.Cut(padded.Value, ".")
	return runes(decimals) > 2
}

// hasPayee and hasTaxRepresentative tell whether the groups exist, be they empty.
func (f *Facts) hasPayee() bool { return f.Payee != nil || f.Empty("Payee") }

func (f *Facts) hasTaxRepresentative() bool {
	return f.TaxRepresentative != nil || f.Empty("TaxRepresentative")
}

// representative is the tax representative, empty rather than nil.
func (f *Facts) representative() *einvoice.TaxRepresentative {
	if f.TaxRepresentative == nil {
		return new(einvoice.TaxRepresentative)
	}
	return f.TaxRepresentative
}

// hasAddress tells whether a postal address exists, be it empty.
func (f *Facts) hasAddress(a *einvoice.PostalAddress, place string) bool {
	return *a != einvoice.PostalAddress{} || f.Empty(place)
}
