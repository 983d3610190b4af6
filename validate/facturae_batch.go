package validate

import (
	"hash/maphash"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// A document is a batch of invoices, mostly of one. They are looked at one by one, and what the head says of all of them is
// held against what was added up on the way.
func facturaeBatch() []Rule {
	return []Rule{
		{ID: "HAP-3B", Severity: Fatal,
			Text:          "The batch has number {value}, series {series}, day of issue {issued}, twice.",
			Help:          "A register refuses invoices that it has: same seller, number, series and day. Whether it has one cannot be told here.",
			Facturae:      each("InvoiceHeader/InvoiceNumber", onceInBatch),
			BreakFacturae: "from batch\ntwice Invoices/Invoice", Also: t("FE-801", "FE-802", "FE-803", "FE-804")},
		{ID: "FE-801", Severity: Fatal,
			Text:          "TotalInvoicesAmount of the batch is {value}; its invoices make {sum}.",
			Facturae:      batchSum("Batch/TotalInvoicesAmount/TotalAmount", func(b *batch) einvoice.Decimal { return b.invoices }),
			BreakFacturae: "set //Batch/TotalInvoicesAmount/TotalAmount = 923.17"},
		{ID: "FE-802", Severity: Fatal,
			Text:          "TotalOutstandingAmount of the batch is {value}; its invoices make {sum}.",
			Facturae:      batchSum("Batch/TotalOutstandingAmount/TotalAmount", func(b *batch) einvoice.Decimal { return b.outstanding }),
			BreakFacturae: "set //Batch/TotalOutstandingAmount/TotalAmount = 804.71"},
		{ID: "FE-803", Severity: Fatal,
			Text:          "TotalExecutableAmount of the batch is {value}; its invoices make {sum}.",
			Facturae:      batchSum("Batch/TotalExecutableAmount/TotalAmount", func(b *batch) einvoice.Decimal { return b.executable }),
			BreakFacturae: "set //Batch/TotalExecutableAmount/TotalAmount = 745.67"},
		{ID: "FE-804", Severity: Fatal,
			Text: "The batch says that it has {value} invoices; it has {count}.",
			Facturae: each("Batch/InvoicesCount", func(c *Check, n Node) {
				if count, err := strconv.Atoi(n.Norm()); err != nil || count != c.Lines {
					c.Arg("count", strconv.Itoa(c.Lines)).Fail(n)
				}
			}),
			BreakFacturae: "set //InvoicesCount = 2"},
		{ID: "FE-805", Severity: Fatal,
			Text: "The document is a single invoice (Modality I), but has {count}.",
			Facturae: each("FileHeader/Modality", func(c *Check, n Node) {
				if n.Norm() == "I" && c.Lines > 1 {
					c.Arg("count", strconv.Itoa(c.Lines)).Fail(n)
				}
			}),
			BreakFacturae: "from batch\nset //Modality = I"},
		{ID: "FE-806", Severity: Warning,
			Text:          "The document is a batch (Modality L), but has one invoice only.",
			Facturae:      at("FileHeader/Modality", func(c *Check, n Node) bool { return n.Norm() != "L" || c.Lines != 1 }),
			BreakFacturae: "set //Modality = L"},
		{ID: "FE-807", Severity: Fatal,
			Text:          "The invoice is in {value}, the batch in {currency}.",
			Facturae:      each("InvoiceIssueData/InvoiceCurrencyCode", currencyOfBatch),
			BreakFacturae: "from batch\nset //Batch/InvoiceCurrencyCode = USD", Also: t("FE-135")},
		{ID: "FE-808", Severity: Info,
			Text:          "The identifier of the batch is {value}; tax number of the issuer, number and series of the first invoice make {want}.",
			Facturae:      each("Batch/BatchIdentifier", batchIdentified),
			BreakFacturae: "set //BatchIdentifier = 1"},
	}
}

// batch is what is added up over the invoices of a document.
type batch struct {
	invoices, outstanding, executable einvoice.Decimal
	mixed                             bool   // there are several currencies
	currency                          string // of the first invoice
	number, series                    string // of the first invoice
	known                             map[uint64]struct{}
	over                              bool       // there were more than are kept
	signed                            *signature // once it was looked for
}

// mostInvoices is how many invoices are remembered, to find those that are there twice.
const mostInvoices = 1 << 20

var (
	billNumber = path("InvoiceHeader/InvoiceNumber")
	billSeries = path("InvoiceHeader/InvoiceSeriesCode")
	batchSeed  = maphash.MakeSeed()
)

// add adds the invoice at hand.
func (b *batch) add(c *Check) {
	t := c.bill.totals
	if c.Lines == 1 {
		b.invoices, b.outstanding, b.executable = zero, zero, zero
		b.currency = strings.Clone(c.bill.currency)
		b.number, b.series = strings.Clone(billNumber.First(c.line).Norm()), strings.Clone(billSeries.First(c.line).Norm())
		b.known = map[uint64]struct{}{}
	}
	b.invoices = plus(b.invoices, orZero(totalInvoice.First(t)))
	b.outstanding = plus(b.outstanding, orZero(totalOutstanding.First(t)))
	b.executable = plus(b.executable, orZero(totalExecutable.First(t)))
	b.mixed = b.mixed || c.bill.currency != b.currency
	switch {
	case strings.HasPrefix(c.bill.class, "C"): // a copy
	case len(b.known) < mostInvoices:
		b.known[invoiceKey(c)] = struct{}{}
	case !b.over:
		b.over = true
		c.v.note("the batch is long: only its first " + strconv.Itoa(mostInvoices) + " invoices were looked through for ones that are there twice")
	}
}

// invoiceKey stands for what tells the invoice at hand from the seller's others.
func invoiceKey(c *Check) uint64 {
	return maphash.String(batchSeed, billNumber.First(c.line).Norm()+"\x00"+billSeries.First(c.line).Norm()+"\x00"+billIssueDate.First(c.line).Norm())
}

// onceInBatch: copies have the number of what they are copies of.
func onceInBatch(c *Check, n Node) {
	if strings.HasPrefix(c.bill.class, "C") || n.Norm() == "" {
		return
	}
	if _, ok := c.batch.known[invoiceKey(c)]; ok {
		c.Arg("series", shown(billSeries.First(c.line).Norm())).Arg("issued", shown(billIssueDate.First(c.line).Norm())).Fail(n)
	}
}

// batchSum tests an amount of the batch. Amounts in several currencies make no sum.
func batchSum(pattern string, sum func(*batch) einvoice.Decimal) Test {
	return amountIs(pattern, exact, func(c *Check, _ Node) einvoice.Decimal { return sum(&c.batch) }, func(c *Check, _ Node) bool { return !c.batch.mixed })
}

func currencyOfBatch(c *Check, n Node) {
	if s := batchCurrency.First(c.head).Norm(); s != "" && s != n.Norm() {
		c.Arg("currency", s).Fail(n)
	}
}

// issuers are who issues the invoices of a document, by InvoiceIssuerType.
var issuers = map[string]*tree.Path{
	"EM": path("Parties/SellerParty/TaxIdentification/TaxIdentificationNumber"),
	"RE": path("Parties/BuyerParty/TaxIdentification/TaxIdentificationNumber"),
	"TE": path("FileHeader/ThirdParty/TaxIdentification/TaxIdentificationNumber"),
}

var headIssuer = path("FileHeader/InvoiceIssuerType")

// batchIdentified: hyphens and blanks between the parts, ES before a number, and a series before the number make no
// difference.
func batchIdentified(c *Check, n Node) {
	issuer := issuers[headIssuer.First(c.head).Norm()]
	if issuer == nil {
		return
	}
	number, b := issuer.First(c.head).Norm(), &c.batch
	if got := joinedUp(n.Norm()); number != "" && got != joinedUp(number+b.number+b.series) && got != joinedUp(number+b.series+b.number) {
		c.Arg("want", number+b.number+b.series).Fail(n)
	}
}

func joinedUp(s string) string {
	return strings.TrimPrefix(strings.ToUpper(strings.NewReplacer("-", "", " ", "", "/", "").Replace(s)), "ES")
}
