package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
)

func (a *app) diff() *cobra.Command {
	var ignore []string
	c := command("diff A B", "Compare two documents of any format by business terms", cobra.ExactArgs(2), func(_ *cobra.Command, args []string) error {
		if args[0] == "-" && args[1] == "-" {
			return usagef("diff - -: standard input is one document")
		}
		for i, id := range ignore {
			t, ok := einvoice.LookupTerm(strings.TrimSpace(id))
			if !ok {
				return usagef("--ignore %s is not a business term that this version knows", id)
			}
			ignore[i] = t.ID
		}
		return a.diffOf(args[0], args[1], ignore)
	})
	c.Long = `Lists the business terms in which B differs from A, whatever syntax each is written in.
Numbers are equal by value, the order of lines and other lists means nothing, and a line
that was put in does not make those after it differ. Nothing is printed if both say the
same. What has no place in the invoice model is not compared; standard error says so.

Exit status: 0 both say the same; 1 they differ, or one of them is no readable document;
2 wrong usage, or files that could not be read.`
	c.Flags().StringSliceVar(&ignore, "ignore", nil, "comma list of terms not to compare, such as BT-24,BG-24; a group stands for all that is in it")
	a.formatFlag(c)
	return c
}

// diffOf says what is wrong with either document before it gives up.
func (a *app) diffOf(nameA, nameB string, ignore []string) error {
	docA, err := a.document(nameA)
	if err != nil {
		return err
	}
	docB, err := a.document(nameB)
	if err != nil || docA == nil || docB == nil {
		return err
	}
	a.noteLosses(nameA, docA)
	a.noteLosses(nameB, docB)
	changes := slices.DeleteFunc(einvoice.Diff(&docA.Invoice, &docB.Invoice), func(c einvoice.Change) bool { return ignored(c, ignore) })
	if len(changes) > 0 {
		a.raise(exitFindings)
	}
	if a.format == "json" {
		a.printJSON(struct {
			A           string            `json:"a"`
			B           string            `json:"b"`
			Differences []einvoice.Change `json:"differences"`
		}{nameA, nameB, append([]einvoice.Change{}, changes...)})
	} else if len(changes) > 0 {
		a.printChanges(nameA, nameB, changes)
	}
	return nil
}

// document reads the one document that an argument stands for; nil if it cannot be read,
// which has been reported then.
func (a *app) document(arg string) (*einvoice.Document, error) {
	all := a.from([]string{arg}, ".xml", ".json", ".xsig").collect()
	if len(all) > 1 {
		return nil, usagef("%s stands for %d documents: diff compares one with one", arg, len(all))
	}
	p := all[0].parse()
	if n := len(p.docs); n > 1 && p.err == nil {
		p.err = &convert.BatchError{Invoices: n}
	}
	if p.err != nil { // also values that are none: they would look absent
		a.complain(statusOf(p.err), all[0].name, p.err)
		return nil, nil
	}
	return p.docs[0], nil
}

// noteLosses says that what the model does not hold is not compared.
func (a *app) noteLosses(name string, doc *einvoice.Document) {
	switch n := materialLosses(doc); n {
	case 0:
	case 1:
		fmt.Fprintf(a.err, "note: 1 element of %s has no place in the invoice model and is not compared\n", name)
	default:
		fmt.Fprintf(a.err, "note: %d elements of %s have no place in the invoice model and are not compared\n", n, name)
	}
}

// ignored tells whether a change is about one of the terms, a part of one (BT-29-1 of
// BT-29), or something in one of the groups.
func ignored(c einvoice.Change, ids []string) bool {
	place := cmp.Or(c.PlaceA, c.PlaceB)
	for more := true; more; place, more = parent(place) {
		t, ok := einvoice.TermAt(place)
		if ok && slices.ContainsFunc(ids, func(id string) bool { return t.ID == id || strings.HasPrefix(t.ID, id+"-") }) {
			return true
		}
	}
	return false
}

// parent is the place around a place.
func parent(place string) (string, bool) {
	i := strings.LastIndexByte(place, '.')
	return place[:max(i, 0)], i > 0
}

// printChanges prints a line a term; those of an element of a list stand below it.
func (a *app) printChanges(nameA, nameB string, changes []einvoice.Change) {
	fmt.Fprintf(a.out, "%s -> %s: %s\n", nameA, nameB, plural(len(changes), "difference"))
	last := ""
	for _, c := range changes {
		indent, in := "  ", around(c)
		if in != "" {
			indent = "    "
		}
		if in != last && in != "" {
			fmt.Fprintf(a.out, "  %s\n", in)
		}
		last = in
		fmt.Fprintf(a.out, "%s%-10s %-45s %s -> %s\n", indent, c.Term, c.Name, quoted(c.A), quoted(c.B))
	}
}

// around names the element of a list that a change is in, "" if it is in none.
func around(c einvoice.Change) string {
	a, b := c.PlaceA[:strings.LastIndexByte(c.PlaceA, ']')+1], c.PlaceB[:strings.LastIndexByte(c.PlaceB, ']')+1]
	switch {
	case a == b:
		return a
	case c.PlaceB == "":
		return a + " removed"
	case c.PlaceA == "":
		return b + " added"
	}
	return a + " -> " + b
}

func quoted(s string) string {
	if s == "" {
		return "(absent)"
	}
	return fmt.Sprintf("%q", s)
}
