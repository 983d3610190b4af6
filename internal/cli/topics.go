package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/validate"
)

// topics are what einvoice help explains beside commands. Their texts are made when they
// are asked for: some list rule sets, and a command starts faster without.
var topics = []struct {
	name, short string
	text        func() string
}{
	{"documents", "What may stand where a document is asked for", func() string { return documentsTopic }},
	{"formats", "The formats that are read and written", formatsTopic},
	{"rule-sets", "Which rules are run on a document, and which there are", ruleSetsTopic},
	{"losses", "What happens to what a format or the model cannot hold", func() string { return lossesTopic }},
	{"exit-status", "What the exit status says", func() string { return exitStatusTopic }},
	{"ci", "Checks and comparisons in CI", func() string { return ciTopic }},
}

// addTopics makes commands of the topics that cannot be run.
func addTopics(root *cobra.Command) {
	for _, t := range topics {
		root.AddCommand(&cobra.Command{Use: t.name, Short: t.short})
	}
	usual := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		tell(c)
		usual(c, args)
	})
}

// tell gives a topic its text.
func tell(c *cobra.Command) {
	for _, t := range topics {
		if c.IsAdditionalHelpTopicCommand() && c.Name() == t.name {
			c.Long = strings.Trim(t.text(), "\n")
		}
	}
}

const documentsTopic = `
Where a command takes FILE|FOLDER|..., each argument is one of these:

  invoice.xml      a file: UBL, CII, Facturae, ZUGFeRD 1.0, in any common encoding; also in
                   an envelope (StandardBusinessDocument) or as a data: URI
  invoice.json     the JSON form of the invoice model (einvoice convert --to json), or that of
                   B2Brouter's API or Send invoice (v2): docs/JSON-IN.md
  lines.csv        a line of an invoice a row: docs/CSV.md
  invoice.xsig     a signed document in Facturae
  hybrid.pdf       a PDF stands for the invoice in it (Factur-X, ZUGFeRD)
  inbox/           a folder stands for the documents in it and in its folders. PDFs are taken
                   from folders by validate, check, pdf and attach alone, since beside an XML
                   document there often lies a PDF of the same invoice
  'inbox/*.xml'    a pattern, also where the shell does not know it
  invoices.zip     an archive (ZIP, tar, tar.gz) stands for the documents in it: validate, check,
                   convert, verify, attach list and extract, pdf extract and create
  -                standard input

Several documents are worked on at a time (-j) and reported in order. One that fails does
not stop the others. A command that writes several documents needs a folder: -o FOLDER.
What is written is there whole or not at all.`

func formatsTopic() string {
	var b strings.Builder
	b.WriteString(`
  format                                    read                 written
  UBL 2.1 Invoice, CreditNote               yes                  convert --to ubl
  UN/CEFACT CII D16B                        yes                  convert --to cii
    (Factur-X, ZUGFeRD 2, XRechnung)
  Factur-X, ZUGFeRD as a hybrid PDF         yes                  convert --to facturx
  Facturae 3.2, 3.2.1, 3.2.2                yes                  convert --to facturae
  ZUGFeRD 1.0                               yes                  no
  the JSON form of the invoice model        yes                  convert --to json

The format of a document goes by its root element, not by its name. einvoice inspect says
what a document is, einvoice map where a business term stands in each format.

convert --profile says which specification the output shall claim:
`)
	for _, p := range convert.Profiles() {
		fmt.Fprintf(&b, "  %-20s %s\n", p.Name, p.Specification)
	}
	return b.String()
}

func ruleSetsTopic() string {
	var b strings.Builder
	b.WriteString(`
einvoice validate runs what a document claims to follow (its BT-24): the schema, the rules
of EN 16931, and those of Peppol BIS Billing, XRechnung, Factur-X or Facturae on top. The
last line of each report says which sets ran; a set that should have run and could not is
reported as such, and never counts as passed.

--rules asks for sets by name, whatever the document claims; with @version for a release
that is not the latest:

  einvoice validate --rules schema,en16931 invoice.xml
  einvoice validate --rules peppol@2025.11 invoice.xml

These are the sets of this version (einvoice rules lists their rules):
`)
	seen := map[string]bool{}
	for _, s := range validate.Sets() {
		if !seen[s.ID()] {
			seen[s.ID()] = true
			fmt.Fprintf(&b, "  %s\n", s.ID())
		}
	}
	return b.String()
}

const lossesTopic = `
Nothing is dropped in silence. What a document holds and the invoice model, or the target
of a conversion, does not, is on the list of losses: its term, its place in the source, its
value, and why.

  convert   prints every loss on standard error (in the JSON: losses). They leave the exit
            status at 0. With --strict a loss is an error and nothing is written, unless all
            that is lost is white space, empty elements and hints for schema validators.
  inspect   says how many there are.
  diff      does not compare what the model does not hold, and says so; with --strict it does.

A loss says "lost" if it carries information and "dropped" if it does not. What the target
demands and the source leaves open is filled in with a note.`

const exitStatusTopic = `
  0  done, and nothing to report
  1  fatal findings, differences, or documents that failed: they could not be read as an
     invoice, or not be converted
  2  wrong usage, or files that could not be read or written

The worst of all documents counts. validate --fail-on warning makes warnings 1 too. Losses
of a conversion are 0, and 1 with --strict.`

const ciTopic = `
Annotations in GitHub Actions, for every document in a folder:

  einvoice validate --format github invoices/

A report for code scanning, and one for servers that show JUnit XML:

  einvoice validate --format sarif -o einvoice.sarif invoices/
  einvoice validate --format junit -o einvoice.xml invoices/

What a program made against what it is to make, document by document, whatever the order of
elements, prefixes and white space; numbers and dates that are new every time left out:

  einvoice diff --format github --strict --ignore BT-1,BT-2 expected/ made/

The exit status is 1 if there is anything to report (einvoice help exit-status). Tests in
Go have package golden for the same. docs/CI.md has whole workflows.`
