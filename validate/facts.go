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
	noted   map[note]bool
}

// note is something that a reader noticed about a place.
type note struct {
	kind  einvoice.LossKind
	place string
}

func (f *Facts) addLine(l *einvoice.Line) {
	f.Lines++
	f.LineNet = f.LineNet.Add(l.NetAmount)
}

// has looks into the list of losses, which is short or empty.
func (f *Facts) has(kind einvoice.LossKind, place string) bool {
	f.index()
	return f.noted[note{kind, place}]
}

func (f *Facts) index() {
	for ; f.indexed < len(f.losses); f.indexed++ {
		if l := &f.losses[f.indexed]; l.Place != "" {
			if f.noted == nil {
				f.noted = map[note]bool{}
			}
			f.noted[note{l.Kind, l.Place}] = true
		}
	}
}

// Empty tells whether a place, or a group, was present in the document without any
// content. The published rules often ask whether an element exists, not what it
// holds.
func (f *Facts) Empty(place string) bool {
	return len(f.losses) > 0 && f.has(einvoice.LossEmpty, place)
}

// Repeated tells whether the document had more than one value for a place.
func (f *Facts) Repeated(place string) bool {
	return len(f.losses) > 0 && f.has(einvoice.LossRepeated, place)
}

// Padded tells whether the document had white space around a code or number.
func (f *Facts) Padded(place string) bool {
	return len(f.losses) > 0 && f.has(einvoice.LossSpace, place)
}

// emptyGroups counts the groups of a repeated place that were present without content.
func (f *Facts) emptyGroups(prefix string) (n int) {
	f.index()
	for k := range f.noted {
		if rest, ok := strings.CutPrefix(k.place, prefix+"["); ok && k.kind == einvoice.LossEmpty && strings.IndexByte(rest, ']') == len(rest)-1 {
			n++
		}
	}
	return n
}

// tooPrecise tells whether an amount has more than two decimals. The published
// rules count the characters after the point, and so white space too.
func (f *Facts) tooPrecise(d einvoice.Decimal, place func() string) bool {
	if d.Scale() == 2 && len(f.losses) > 0 {
		return f.Padded(place())
	}
	return d.Scale() > 2
}

// hasAddress tells whether a postal address exists, be it empty.
func (f *Facts) hasAddress(a *einvoice.PostalAddress, place string) bool {
	return *a != einvoice.PostalAddress{} || f.Empty(place)
}
