package cli

import (
	"fmt"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
)

func (a *app) mapping() *cobra.Command {
	c := command("map TERM ...", "Show where a business term stands in each syntax", cobra.MinimumNArgs(1), func(_ *cobra.Command, args []string) error {
		for _, id := range args {
			t, ok := einvoice.LookupTerm(id)
			if !ok {
				return usagef("%s is not a business term that this version knows", id)
			}
			a.mapOne(t)
		}
		return nil
	})
	a.formatFlag(c)
	return c
}

// mapped is where a term stands in one format.
type mapped struct {
	format  einvoice.Format
	Path    string `json:"path"`
	If      string `json:"if,omitempty"`      // what tells it from others of its path
	Profile string `json:"profile,omitempty"` // the smallest one of CII that has it
}

func (m mapped) String() string {
	s := m.Path
	if m.If != "" {
		s += " if " + m.If
	}
	if m.Profile != "" {
		s += " (from " + m.Profile + ")"
	}
	return s
}

func (a *app) mapOne(t einvoice.Term) {
	all := placesOf(t)
	if a.format == "json" {
		a.printJSON(struct {
			einvoice.Term
			Paths map[einvoice.Format][]mapped `json:"paths"`
		}{t, byFormat(all)})
		return
	}
	fmt.Fprintf(a.out, "%s %s\n", t.ID, t.Name)
	fmt.Fprintf(a.out, "  %-15s Invoice.%s\n", "model", t.Place)
	for _, f := range convert.Formats() {
		if !slices.ContainsFunc(all, func(m mapped) bool { return m.format == f }) {
			fmt.Fprintf(a.out, "  %-15s (no place)\n", f)
		}
		a.printPlaces(all, f)
	}
}

func byFormat(all []mapped) map[einvoice.Format][]mapped {
	by := map[einvoice.Format][]mapped{}
	for _, f := range convert.Formats() {
		by[f] = []mapped{}
	}
	for _, m := range all {
		by[m.format] = append(by[m.format], m)
	}
	return by
}

// printPlaces prints the paths of one format, and the profile where it matters.
func (a *app) printPlaces(all []mapped, f einvoice.Format) {
	for _, m := range all {
		if m.format != f {
			continue
		}
		fmt.Fprintf(a.out, "  %-15s %s\n", f, m)
	}
}

// bindings are those of all formats, made once.
var bindings = sync.OnceValue(func() map[einvoice.Format][]einvoice.Binding {
	all := map[einvoice.Format][]einvoice.Binding{}
	for _, f := range convert.Formats() {
		all[f] = convert.Bindings(f)
	}
	return all
})

// placesOf lists the paths of a term, of all its places in the model, in every format.
func placesOf(t einvoice.Term) (all []mapped) {
	var homes []string
	for _, other := range einvoice.Terms() {
		if other.ID == t.ID {
			homes = append(homes, other.Place)
		}
	}
	for _, f := range convert.Formats() {
		for _, b := range bindings()[f] {
			m := mapped{format: f, Path: b.Path, If: b.If}
			if b.Profiles != 0 {
				m.Profile = cii.Smallest(b.Profiles).String()
			}
			if slices.Contains(homes, b.Place) && !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}
