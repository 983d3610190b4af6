package convert_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/published"
)

// TestThereAndBack converts every published document that its XSD accepts to the other
// syntax and back. Where the invoice differs from the one before, the difference is
// among the losses or in a note; nothing is made up.
func TestThereAndBack(t *testing.T) {
	documents, changed, lost := 0, 0, map[string]int{}
	for _, v := range published.Verdicts(t) {
		if !v.Schema() || !strings.HasPrefix(v.File, "corpora/") || !v.Accepted() {
			continue
		}
		data := published.Document(t, v.File)
		doc, err := convert.Open(data)
		if err != nil {
			t.Errorf("%s: %v", v.File, err)
			continue
		}
		to, back := convert.CII, convert.UBL
		if doc.Format == einvoice.CII {
			to, back = back, to
		}
		there := follow(t, v.File, data, doc, to)
		if there == nil {
			continue
		}
		follow(t, v.File+" and back", there.Output, nil, back)
		documents++
		if len(there.Losses) > len(doc.Losses) {
			changed++
		}
		seen := map[string]bool{}
		for _, l := range there.Losses[len(doc.Losses):] {
			if key := string(to) + ": " + l.Term + " " + l.Why; !seen[key] {
				seen[key] = true
				lost[key]++
			}
		}
	}
	if documents < 2500 {
		t.Errorf("only %d documents", documents)
	}
	t.Logf("%d documents, %d with losses of writing", documents, changed)
	for key, n := range lost {
		t.Logf("%5d documents: %s", n, key)
	}
}

// follow converts a document and holds the result against it.
func follow(t *testing.T, name string, data []byte, doc *einvoice.Document, to convert.Target) *convert.Result {
	t.Helper()
	if doc == nil {
		var err error
		if doc, err = convert.Open(data); err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
	}
	r, err := convert.Convert(data, convert.Options{To: to})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	again, err := convert.Open(r.Output)
	if err != nil {
		t.Errorf("%s: open what was built: %v", name, err)
		return nil
	}
	for _, l := range again.Losses {
		if l.Kind.Material() {
			t.Errorf("%s: the output has a loss: %v", name, l)
		}
	}
	places := map[string]bool{}
	for _, l := range r.Losses[len(doc.Losses):] {
		places[l.Place] = true
		if l.Place == "" || l.Value == "" || l.Term == "" {
			t.Errorf("%s: a loss without place, value or term: %+v", name, l)
		}
		if l.Line == 0 {
			t.Errorf("%s: a loss without position: %+v", name, l)
		}
	}
	notes := strings.Join(r.Notes, "\n")
	changes := einvoice.Diff(&doc.Invoice, &again.Invoice)
	moved := map[string]int{} // from one home of a term to another
	for _, c := range changes {
		if c.A == "" {
			moved[c.Term+c.B]++
		} else if c.B == "" {
			moved[c.Term+c.A] += 1000
		}
	}
	for _, c := range changes {
		n := moved[c.Term+c.A+c.B]
		switch {
		case c.B == "" && places[c.PlaceA]:
		case c.A == "" && strings.Contains(notes, c.Term+" "):
		case (c.A == "" || c.B == "") && n%1000 == n/1000:
		case c.Term == "BT-81" && slices.ContainsFunc(again.Invoice.PaymentInstructions, func(p einvoice.PaymentInstructions) bool { return p.MeansCode == c.A }):
			// CII has one remittance information: where two BG-16 differed in no more, they are one.
		default:
			t.Errorf("%s: changed in silence: %v", name, c)
		}
	}
	return r
}
