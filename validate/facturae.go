package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The rules for Facturae. HAP-… are the checks that the registers of Spanish authorities make, by their numbers in Annex II of
// Orden HAP/1650/2015; FE-… is what the format's documentation says of its fields: 1.. head, 2.. parties, 3.. taxes, 4.. totals,
// 5.. payment, 6.. files, 7.. factoring, 8.. batch, 9.. signature.
//
// The order knows no tolerance. What it does not check has the weight that real documents allow: where valid
// invoices differ from what the documentation says, it is a warning or less.
var facturae = Set{
	Name: "facturae", Version: "3.2.2", Facturae: true,
	rules: joined(facturaeHead, facturaeCorrective, facturaeDates, facturaeCurrency, facturaeParties, facturaeCentres, facturaeLines, facturaeTaxes, facturaeTotals, facturaePayable,
		facturaePayment, facturaeFiles, facturaeFactoring, facturaeBatch, facturaeSignature),
}

// bill is what many rules ask of the invoice at hand.
type bill struct {
	totals   Node   // InvoiceTotals
	currency string // of the invoice
	class    string // InvoiceClass
}

var (
	billTotals   = path("InvoiceTotals")
	billCurrency = path("InvoiceIssueData/InvoiceCurrencyCode")
	billClass    = path("InvoiceHeader/InvoiceClass")
)

func billOf(invoice Node) bill {
	return bill{billTotals.First(invoice), billCurrency.First(invoice).Norm(), billClass.First(invoice).Norm()}
}

// inEuros: the invoice at hand is in the currency that the order speaks of.
func inEuros(c *Check, _ Node) bool { return c.bill.currency == "EUR" }

// inOthers: it is in another one.
func inOthers(c *Check, _ Node) bool { return c.bill.currency != "" && c.bill.currency != "EUR" }

// numberOf is a number as xs:double has it, with an exponent or without. It is not set if there is none.
func numberOf(n Node) einvoice.Decimal {
	d, err := xmlmap.ParseDouble(xmlmap.Trim(n.Text()))
	if err != nil {
		return einvoice.Decimal{}
	}
	return d
}

// orZero is an amount that may be missing. One that is there and no number is not set, and neither is what is reckoned
// with it: it is equal to nothing.
func orZero(n Node) einvoice.Decimal {
	if !n.Exists() {
		return zero
	}
	return numberOf(n)
}

func plus(a, b einvoice.Decimal) einvoice.Decimal {
	if !a.IsSet() || !b.IsSet() {
		return einvoice.Decimal{}
	}
	return a.Add(b)
}

func minus(a, b einvoice.Decimal) einvoice.Decimal { return plus(a, b.Neg()) }

// percent is a share of an amount, rounded as the order has it: halves go away from zero.
func percent(of, rate einvoice.Decimal) einvoice.Decimal {
	return of.Mul(rate).Mul(einvoice.NewDecimal(1, 2)).Round(2)
}

// total adds up the numbers that a path leads to.
func total(p *tree.Path, from Node) einvoice.Decimal {
	return tree.Ask(p.Base(from), p, func(Node) einvoice.Decimal {
		sum := zero
		p.Each(from, func(n Node) bool { sum = plus(sum, numberOf(n)); return sum.IsSet() })
		return sum
	})
}

// A margin is how far an amount may be from what it is reckoned to be.
type margin = func(*Check) einvoice.Decimal

func exact(*Check) einvoice.Decimal { return zero }

// aCent allows for rounding. Other currencies than the euro may have no cents.
func aCent(c *Check) einvoice.Decimal {
	if c.bill.currency == "EUR" {
		return einvoice.NewDecimal(1, 2)
	}
	return einvoice.NewDecimal(5, 1)
}

// amountIs tests amounts against what they are reckoned to be, which is {sum} in the rule's text.
func amountIs(pattern string, within margin, sum func(*Check, Node) einvoice.Decimal, only ...condition) Test {
	asked := and(only...)
	return each(pattern, func(c *Check, n Node) {
		if !asked(c, n) {
			return
		}
		if want := sum(c, n); !agree(numberOf(n), want, within(c)) {
			c.Arg("sum", orNone(want)).Fail(n)
		}
	})
}

// agree: both are numbers, and not further apart than a margin.
func agree(a, b, most einvoice.Decimal) bool {
	return a.IsSet() && b.IsSet() && a.Sub(b).Abs().Cmp(most) <= 0
}

// summed is what a path leads to from an element, added up.
func summed(p string) func(*Check, Node) einvoice.Decimal {
	q := path(p)
	return func(_ *Check, n Node) einvoice.Decimal { return total(q, n) }
}

// decimalsOf is the number of decimals of a number without the zeros at its end.
func decimalsOf(n Node) int {
	d := numberOf(n)
	if d.Scale() <= 2 {
		return d.Scale()
	}
	_, decimals, _ := strings.Cut(d.String(), ".")
	return len(strings.TrimRight(decimals, "0"))
}

// inCents: at most two decimals are other than 0.
func inCents(_ *Check, n Node) bool { return decimalsOf(n) <= 2 }

// isOneOf: the text is one of a few.
func isOneOf(values ...string) condition {
	return func(_ *Check, n Node) bool {
		for _, v := range values {
			if strings.EqualFold(n.Norm(), v) {
				return true
			}
		}
		return false
	}
}

// itemName is the line of an invoice that an element belongs to, for messages.
func itemName(n Node) string {
	for ; n.Exists(); n = n.Parent() {
		if n.Name() == feInvoiceLine {
			nth, _ := n.Index()
			return "no. " + strconv.Itoa(nth)
		}
	}
	return shown("")
}

var feInvoiceLine = name("InvoiceLine")

// day is a date without its zone; "" if there is none.
func day(n Node) string {
	s := n.Norm()
	if len(s) < len("2026-03-02") || !dayCastable(s[:10]) {
		return ""
	}
	return s[:10]
}

// notBefore: the day at hand is not before that of another element, if both are dates.
func notBefore(p string) condition {
	q := path(p)
	return func(_ *Check, n Node) bool {
		a, b := day(q.First(n)), day(n)
		return a == "" || b == "" || a <= b
	}
}
