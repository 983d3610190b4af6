package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
)

func (a *app) inspect() *cobra.Command {
	c := command("inspect FILE|FOLDER|- ...", "Show what a document is: parties, totals, VAT, attachments", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		return each(c.Context(), a.from(args, ".xml", ".json", ".csv", ".xsig").all(), a.jobs, input.parse, func(in input, p parsed) {
			if p.err != nil {
				a.complain(statusOf(p.err), in.name, p.err)
			}
			for i, doc := range p.docs {
				s := summarize(in.name, doc)
				s.Invoice = p.number(i)
				if a.format == "json" {
					a.printJSON(s)
				} else {
					a.printSummary(s)
				}
			}
		})
	})
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

// summary is what inspect shows.
type summary struct {
	File              string           `json:"file"`
	Invoice           int              `json:"invoice,omitempty"` // its number in a batch, from 1
	Format            einvoice.Format  `json:"format"`
	Specification     string           `json:"specification,omitempty"`
	Number            string           `json:"number,omitempty"`
	TypeCode          string           `json:"typeCode,omitempty"`
	IssueDate         einvoice.Date    `json:"issueDate,omitzero"`
	DueDate           einvoice.Date    `json:"dueDate,omitzero"`
	Currency          string           `json:"currency,omitempty"`
	Seller            partySummary     `json:"seller"`
	Buyer             partySummary     `json:"buyer"`
	Payee             string           `json:"payee,omitempty"`
	TaxRepresentative string           `json:"taxRepresentative,omitempty"`
	Preceding         []string         `json:"precedingInvoices,omitempty"`
	ThirdParty        []thirdParty     `json:"thirdPartyPayments,omitempty"`
	Lines             int              `json:"lines"`
	Totals            einvoice.Totals  `json:"totals"`
	VAT               []vatSummary     `json:"vat,omitempty"`
	Payment           []string         `json:"payment,omitempty"`
	Attachments       []attachmentInfo `json:"attachments,omitempty"`
	Losses            int              `json:"losses"`
	Notes             []string         `json:"notes,omitempty"`
}

type thirdParty struct {
	Description string           `json:"description,omitempty"`
	Amount      einvoice.Decimal `json:"amount,omitzero"`
}

type partySummary struct {
	Name    string `json:"name,omitempty"`
	VAT     string `json:"vat,omitempty"`
	Address string `json:"electronicAddress,omitempty"`
	Place   string `json:"place,omitempty"`
}

type vatSummary struct {
	Category string           `json:"category"`
	Rate     einvoice.Decimal `json:"rate,omitzero"`
	Taxable  einvoice.Decimal `json:"taxable,omitzero"`
	Tax      einvoice.Decimal `json:"tax,omitzero"`
	Reason   string           `json:"reason,omitempty"`
}

type attachmentInfo struct {
	Reference string `json:"reference"`
	Filename  string `json:"filename,omitempty"`
	MIMECode  string `json:"mimeCode,omitempty"`
	Bytes     int    `json:"bytes,omitempty"`
	Location  string `json:"location,omitempty"`
	Error     string `json:"error,omitempty"`
}

func summarize(file string, doc *einvoice.Document) summary {
	inv := &doc.Invoice
	s := summary{File: file, Format: doc.Format, Specification: inv.Process.Specification, Number: inv.Number, TypeCode: inv.TypeCode,
		IssueDate: inv.IssueDate, DueDate: inv.DueDate, Currency: inv.Currency, Seller: summarizeParty(&inv.Seller), Buyer: summarizeParty(&inv.Buyer),
		Lines: len(inv.Lines), Totals: inv.Totals, Losses: materialLosses(doc), Notes: doc.Notes}
	for _, p := range inv.PrecedingInvoices {
		s.Preceding = append(s.Preceding, strings.TrimSpace(p.Reference+" "+p.IssueDate.String()))
	}
	for _, p := range inv.ThirdPartyPayments {
		s.ThirdParty = append(s.ThirdParty, thirdParty{p.Description, p.Amount})
	}
	if r := inv.TaxRepresentative; r != nil {
		s.TaxRepresentative = strings.TrimSuffix(r.Name+", "+r.VATIdentifier, ", ")
	}
	if inv.Payee != nil {
		s.Payee = inv.Payee.Name
	}
	for _, v := range inv.VATBreakdown {
		s.VAT = append(s.VAT, vatSummary{v.VATCategory.Code, v.VATCategory.Rate, v.TaxableAmount, v.TaxAmount, first(v.ExemptionReason, v.ExemptionReasonCode)})
	}
	for i := range inv.PaymentInstructions {
		s.Payment = append(s.Payment, summarizePayment(&inv.PaymentInstructions[i])...)
	}
	for _, d := range inv.SupportingDocuments {
		s.Attachments = append(s.Attachments, summarizeAttachment(&d))
	}
	return s
}

// materialLosses counts what stood in a document and carries information that the model
// does not hold.
func materialLosses(doc *einvoice.Document) (n int) {
	for _, l := range doc.Losses {
		if l.Kind.Material() {
			n += max(1, l.Count)
		}
	}
	return n
}

// summarizePayment says how to pay, one text for each account.
func summarizePayment(p *einvoice.PaymentInstructions) (all []string) {
	means := strings.TrimSpace(p.MeansCode + " " + p.MeansText)
	var more []string
	if c := p.Card; c != nil {
		more = append(more, strings.TrimSpace("card "+c.AccountNumber+" "+c.Holder))
	}
	if d := p.DirectDebit; d != nil {
		more = append(more, strings.TrimSpace("mandate "+first(d.MandateReference, "(none)")+" "+d.DebitedAccount))
	}
	if p.Remittance != "" {
		more = append(more, "reference "+p.Remittance)
	}
	for _, t := range p.CreditTransfers {
		all = append(all, strings.Join(append([]string{means, strings.TrimSpace(t.Account + " " + t.ServiceProvider)}, more...), ", "))
	}
	if all == nil {
		all = append(all, strings.Join(append([]string{means}, more...), ", "))
	}
	return all
}

func summarizeParty(p *einvoice.Party) partySummary {
	s := partySummary{Name: first(p.Name, p.TradingName), VAT: first(p.VATIdentifier, p.TaxRegistration.Value)}
	if p.ElectronicAddress.Value != "" {
		s.Address = strings.TrimPrefix(p.ElectronicAddress.Scheme+":"+p.ElectronicAddress.Value, ":")
	}
	s.Place = strings.Join(strings.Fields(p.Address.PostCode+" "+p.Address.City+" "+p.Address.Country), " ")
	return s
}

func summarizeAttachment(d *einvoice.SupportingDocument) attachmentInfo {
	info := attachmentInfo{Reference: d.Reference, Location: d.Location}
	if a := d.Attachment; a != nil {
		info.Filename, info.MIMECode = a.Filename, a.MIMECode
		content, err := a.Content.Bytes()
		info.Bytes = len(content)
		if err != nil {
			info.Error = err.Error()
		}
	}
	return info
}

func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

func (a *app) printSummary(s summary) {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		if text := strings.TrimSpace(fmt.Sprintf(format, args...)); text != "" {
			fmt.Fprintf(w, "  %s\t%s\n", name, text)
		}
	}
	fmt.Fprintf(a.out, "%s\n", numbered(s.File, s.Invoice))
	row("document", "%s %s (type %s)", s.Format, first(s.Number, "(no number)"), first(s.TypeCode, "not given"))
	row("follows", "%s", s.Specification)
	row("issued", "%s", s.IssueDate)
	row("due", "%s", s.DueDate)
	row("seller", "%s", s.Seller)
	row("buyer", "%s", s.Buyer)
	row("payee", "%s", s.Payee)
	row("tax rep.", "%s", s.TaxRepresentative)
	for _, p := range s.Preceding {
		row("follows up", "%s", p)
	}
	row("lines", "%d", s.Lines)
	w.Flush()
	a.printTotals(s)
	for _, v := range s.VAT {
		row("VAT "+v.Category, "%s", v.Reason)
	}
	for _, p := range s.Payment {
		row("pay by", "%s", p)
	}
	for _, f := range s.Attachments {
		row("attached", "%s", f)
	}
	if s.Losses > 0 {
		row("beyond", "%s or attributes have no place in the invoice model: einvoice convert --to json lists them", plural(s.Losses, "element"))
	}
	const most = 6 // of what is read into the model by conventions there may be many
	for _, n := range s.Notes[:min(len(s.Notes), most)] {
		row("note", "%s", n)
	}
	if n := len(s.Notes) - most; n > 0 {
		row("note", "and %d more: --format json has all", n)
	}
	w.Flush()
}

func (p partySummary) String() string {
	var parts []string
	for _, s := range []string{p.Name, p.Place, p.VAT, p.Address} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func (f attachmentInfo) String() string {
	parts := []string{f.Reference}
	if f.Filename != "" || f.MIMECode != "" {
		parts = append(parts, strings.TrimSpace(f.Filename+" "+f.MIMECode), fmt.Sprintf("%d bytes", f.Bytes))
	}
	for _, s := range []string{f.Location, f.Error} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// printTotals prints VAT breakdown and totals with the amounts in a column.
func (a *app) printTotals(s summary) {
	var rows [][2]string
	add := func(name string, d einvoice.Decimal) {
		if d.IsSet() {
			rows = append(rows, [2]string{name, d.String()})
		}
	}
	add("lines", s.Totals.LineNet)
	add("allowances", s.Totals.Allowances)
	add("charges", s.Totals.Charges)
	add("without VAT", s.Totals.WithoutVAT)
	for _, v := range s.VAT {
		name := "VAT " + v.Category
		if v.Rate.IsSet() {
			name += " " + v.Rate.String() + " %"
		}
		name += " of " + first(v.Taxable.String(), "nothing")
		add(name, v.Tax)
	}
	add("VAT", s.Totals.VAT)
	add("with VAT", s.Totals.WithVAT)
	add("paid", s.Totals.Paid)
	add("rounding", s.Totals.Rounding)
	for _, p := range s.ThirdParty {
		add("for others: "+p.Description, p.Amount)
	}
	add("to pay", s.Totals.Due)
	name, amount := 0, 0
	for _, r := range rows {
		name, amount = max(name, len([]rune(r[0]))), max(amount, len(r[1]))
	}
	for _, r := range rows {
		fmt.Fprintln(a.out, strings.TrimRight(fmt.Sprintf("    %-*s  %*s %s", name, r[0], amount, r[1], s.Currency), " "))
	}
}
