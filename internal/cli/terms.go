package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
)

func (a *app) terms() *cobra.Command {
	c := command("terms FILE|FOLDER|- ...", "List every business term of a document with its value", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		return each(c.Context(), a.from(args, ".xml", ".json", ".csv", ".xsig").all(), a.jobs, input.parse, a.printTerms)
	})
	c.Long = `Lists every business term that has a value: its id, its name and the value. Numbers are
shown as they stand in the document, dates as YYYY-MM-DD, and an embedded file as
"sha256:" and 16 digits of the digest of its base64 text.`
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

func (a *app) printTerms(in input, p parsed) {
	if p.err != nil {
		a.complain(statusOf(p.err), in.name, p.err)
	}
	for i, doc := range p.docs {
		a.printTermsOf(doc, in.name, p.number(i))
	}
}

func (a *app) printTermsOf(doc *einvoice.Document, name string, nth int) {
	values := doc.Invoice.Values()
	if a.format == "json" {
		list := [][2]string{}
		for _, v := range values {
			if isBT(v.Term.ID) {
				list = append(list, [2]string{v.Term.ID, v.Text})
			}
		}
		a.printJSON(struct {
			File    string      `json:"file"`
			Invoice int         `json:"invoice,omitempty"`
			Terms   [][2]string `json:"terms"`
		}{name, nth, list})
		return
	}
	fmt.Fprintf(a.out, "%s\n", numbered(name, nth))
	for _, v := range values {
		fmt.Fprintf(a.out, "  %-10s %-45s %s\n", v.Term.ID, v.Term.Name, strings.ReplaceAll(v.Text, "\n", "\n"+strings.Repeat(" ", 59)))
	}
}

// isBT leaves out what belongs to a term's value, such as the scheme BT-29-1, and
// terms of our own.
func isBT(id string) bool {
	id = strings.TrimPrefix(strings.TrimPrefix(id, "BT-DEX-"), "BT-X-")
	id = strings.TrimPrefix(id, "BT-")
	return !strings.Contains(id, "-")
}
