// Package comparison tells in what two documents differ: in the terms of the invoices that
// they hold, in how many these are, and in what the invoice model does not hold. Package
// golden and the command have it in common.
package comparison

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/open"
)

// Document is a document that can be compared.
type Document struct {
	sources []open.Source
	losses  [][]loss // of each invoice, those that carry information
}

// Read reads a document of any format. Beside values that are not of their data type, which
// are a *einvoice.ValueError, the document is usable: they are on the list of losses, and
// compared there.
func Read(data []byte) (*Document, error) {
	all, err := open.ReadAll(data, open.Options{})
	if err != nil && (len(all) == 0 || !errors.As(err, new(*einvoice.ValueError))) {
		return nil, err
	}
	d := &Document{sources: all}
	for _, s := range all {
		lost, wrong := lossesOf(s)
		if wrong != nil {
			return nil, wrong
		}
		d.losses = append(d.losses, lost)
	}
	return d, err
}

// Invoices is the number of invoices in the document.
func (d *Document) Invoices() int { return len(d.sources) }

// Beyond is the number of things in the document that the invoice model does not hold.
func (d *Document) Beyond() (n int) {
	for _, losses := range d.losses {
		for i := range losses {
			n += max(1, losses[i].Count)
		}
	}
	return n
}

// Options say what is compared.
type Options struct {
	Ignore      []string // ids of terms and groups that may differ
	ModelAlone  bool     // what the invoice model does not hold may differ
	NoPositions bool     // lines and columns are not wanted
}

// Change is a term with different values, and where these stand.
type Change struct {
	einvoice.Change
	LineA   int `json:"lineA,omitempty"` // from 1; 0 if the text has no such place
	ColumnA int `json:"columnA,omitempty"`
	LineB   int `json:"lineB,omitempty"`
	ColumnB int `json:"columnB,omitempty"`
}

// Beyond is something that the invoice model does not hold, and that is different in the
// two documents, or in one of them alone.
type Beyond struct {
	Path    string `json:"path"`
	Term    string `json:"term,omitempty"`
	A       string `json:"a,omitempty"` // its text, shortened; "" also of an element that holds others
	B       string `json:"b,omitempty"`
	InA     bool   `json:"inA"`
	InB     bool   `json:"inB"`
	LineA   int    `json:"lineA,omitempty"`
	ColumnA int    `json:"columnA,omitempty"`
	LineB   int    `json:"lineB,omitempty"`
	ColumnB int    `json:"columnB,omitempty"`
}

// Invoice is in what two invoices differ.
type Invoice struct {
	Number  int // among those of the documents, from 1; 0 if there is but one
	Changes []Change
	Beyond  []Beyond
}

// Result is in what two documents differ: nothing if Invoices is empty and the numbers
// are equal.
type Result struct {
	InvoicesA, InvoicesB int
	Invoices             []Invoice // those that differ
}

// Count is the number of differences.
func (r *Result) Count() (n int) {
	if r.InvoicesA != r.InvoicesB {
		n++
	}
	for _, i := range r.Invoices {
		n += len(i.Changes) + len(i.Beyond)
	}
	return n
}

// CheckIgnore brings ids of terms and groups into their usual form, or names the one that
// is not known.
func CheckIgnore(ids []string) (known []string, err error) {
	for _, id := range ids {
		t, ok := einvoice.LookupTerm(strings.TrimSpace(id))
		if !ok {
			return nil, fmt.Errorf("%s is not a business term that this version knows", id)
		}
		known = append(known, t.ID)
	}
	return known, nil
}

// Documents compares two documents, invoice by invoice.
func Documents(a, b *Document, o Options) *Result {
	r := &Result{InvoicesA: a.Invoices(), InvoicesB: b.Invoices()}
	for i := range min(r.InvoicesA, r.InvoicesB) {
		x := Invoice{Changes: changes(a.sources[i], b.sources[i], o)}
		if max(r.InvoicesA, r.InvoicesB) > 1 {
			x.Number = i + 1
		}
		if !o.ModelAlone {
			same := a.sources[i].Document.Format == b.sources[i].Document.Format
			x.Beyond = beyond(a.losses[i], b.losses[i], same, o.Ignore)
		}
		if len(x.Changes)+len(x.Beyond) > 0 {
			r.Invoices = append(r.Invoices, x)
		}
	}
	return r
}

func changes(a, b open.Source, o Options) (all []Change) {
	for _, c := range einvoice.Diff(&a.Document.Invoice, &b.Document.Invoice) {
		if !about(cmp.Or(c.PlaceA, c.PlaceB), o.Ignore) {
			all = append(all, Change{Change: c})
		}
	}
	if !o.NoPositions {
		locate(a, all, func(c *Change) (string, *int, *int) { return c.PlaceA, &c.LineA, &c.ColumnA })
		locate(b, all, func(c *Change) (string, *int, *int) { return c.PlaceB, &c.LineB, &c.ColumnB })
	}
	return all
}

// locate finds the places of changes in one of the documents. Facturae has places of its
// own, and JSON has no lines: these stay without.
func locate(s open.Source, all []Change, of func(*Change) (place string, line, column *int)) {
	f := s.Document.Format
	if len(all) == 0 || s.Data == nil || f == open.JSON || open.IsFacturae(f) {
		return
	}
	var places []string
	for i := range all {
		if place, _, _ := of(&all[i]); place != "" {
			places = append(places, place)
		}
	}
	found, err := open.Locate(f, s.Data, places...)
	if err != nil && !errors.As(err, new(*einvoice.ValueError)) {
		return // it was read before: the changes stand without positions
	}
	for i := range all {
		place, line, column := of(&all[i])
		at := found[place]
		*line, *column = at.Line, at.Column
	}
}

// about tells whether a place is that of one of the terms, of a part of one (BT-29-1 of
// BT-29), or in one of the groups.
func about(place string, ids []string) bool {
	for len(ids) > 0 && place != "" {
		if t, ok := einvoice.TermAt(place); ok && named(t.ID, ids) {
			return true
		}
		place = place[:max(0, strings.LastIndexByte(place, '.'))]
	}
	return false
}

func named(id string, ids []string) bool {
	return slices.ContainsFunc(ids, func(x string) bool { return id == x || strings.HasPrefix(id, x+"-") })
}
