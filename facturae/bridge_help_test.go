package facturae_test

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

var someIndex = regexp.MustCompile(`\[[0-9]+\]`)

func genericPlace(s string) string { return someIndex.ReplaceAllString(s, "[]") }

// installments is what arithmetic says of installments that are not what is to be paid:
// no rule of FACe, but of sense.
const installments = "the installments are not what is to be paid"

// arithmetic is what is wrong with the sums of a document: those that FACe rejects
// (Orden HAP/1650/2015, annex II, rule 6) and those of the field documentation.
func arithmetic(f *facturae.Facturae) string {
	var bad []string
	same := func(what string, have, want einvoice.Decimal) {
		if have.Cmp(want) != 0 {
			bad = append(bad, fmt.Sprintf("%s: %s, want %s", what, have, want))
		}
	}
	cents := func(what string, d einvoice.Decimal) { same(what+" has two decimals", d, d.Round(2)) }
	var all [3]einvoice.Decimal
	for i := range f.Invoices {
		inv := &f.Invoices[i]
		t := &inv.InvoiceTotals
		var gross, taxes, withheld, discounts, surcharges, subsidies, paid, expenses, installmentSum einvoice.Decimal
		for k := range inv.Items {
			l := &inv.Items[k]
			at := fmt.Sprintf("line %d ", k)
			same(at+"TotalCost", l.TotalCost, l.Quantity.Mul(l.UnitPriceWithoutTax).Round(2))
			sum := l.TotalCost
			for _, d := range l.DiscountsAndRebates {
				sum = sum.Sub(d.DiscountAmount)
				cents(at+"DiscountAmount", d.DiscountAmount)
			}
			for _, d := range l.Charges {
				sum = sum.Add(d.ChargeAmount)
				cents(at+"ChargeAmount", d.ChargeAmount)
			}
			same(at+"GrossAmount", l.GrossAmount, sum)
			cents(at+"GrossAmount", l.GrossAmount)
			gross = gross.Add(l.GrossAmount)
			if len(l.TaxesOutputs) == 0 {
				bad = append(bad, at+"has no tax")
			}
		}
		for k := range inv.TaxesOutputs {
			taxes = taxes.Add(inv.TaxesOutputs[k].TaxAmount.TotalAmount).Add(inv.TaxesOutputs[k].EquivalenceSurchargeAmount.TotalAmount)
		}
		for _, x := range inv.TaxesWithheld {
			withheld = withheld.Add(x.TaxAmount.TotalAmount)
		}
		for _, x := range t.GeneralDiscounts {
			discounts = discounts.Add(x.DiscountAmount)
		}
		for _, x := range t.GeneralSurcharges {
			surcharges = surcharges.Add(x.ChargeAmount)
		}
		for _, x := range t.Subsidies {
			subsidies = subsidies.Add(x.SubsidyAmount)
		}
		for _, x := range t.PaymentsOnAccount {
			paid = paid.Add(x.PaymentOnAccountAmount)
		}
		for _, x := range t.ReimbursableExpenses {
			expenses = expenses.Add(x.ReimbursableExpensesAmount)
		}
		same("TotalGrossAmount", t.TotalGrossAmount, gross)
		same("TotalGeneralDiscounts", t.TotalGeneralDiscounts, discounts)
		same("TotalGeneralSurcharges", t.TotalGeneralSurcharges, surcharges)
		same("TotalGrossAmountBeforeTaxes", t.TotalGrossAmountBeforeTaxes, gross.Sub(discounts).Add(surcharges))
		if t.TotalTaxOutputs.Sub(taxes).Abs().Cmp(einvoice.NewDecimal(int64(len(inv.TaxesOutputs)), 2)) > 0 {
			same("TotalTaxOutputs", t.TotalTaxOutputs, taxes)
		}
		same("TotalTaxesWithheld", t.TotalTaxesWithheld, withheld)
		same("InvoiceTotal", t.InvoiceTotal, t.TotalGrossAmountBeforeTaxes.Add(t.TotalTaxOutputs).Sub(t.TotalTaxesWithheld))
		same("TotalPaymentsOnAccount", t.TotalPaymentsOnAccount, paid)
		same("TotalReimbursableExpenses", t.TotalReimbursableExpenses, expenses)
		same("TotalOutstandingAmount", t.TotalOutstandingAmount, t.InvoiceTotal.Sub(subsidies).Sub(paid))
		due := t.TotalOutstandingAmount.Add(expenses).Add(t.TotalFinancialExpenses)
		if t.AmountsWithheld != nil {
			due = due.Sub(t.AmountsWithheld.WithholdingAmount)
		}
		if t.PaymentInKind != nil {
			due = due.Sub(t.PaymentInKind.PaymentInKindAmount)
		}
		same("TotalExecutableAmount", t.TotalExecutableAmount, due)
		for _, p := range inv.PaymentDetails {
			installmentSum = installmentSum.Add(p.InstallmentAmount)
		}
		if len(inv.PaymentDetails) > 0 {
			if installmentSum.Cmp(t.TotalExecutableAmount) != 0 {
				bad = append(bad, installments)
			}
		}
		all[0], all[1], all[2] = all[0].Add(t.InvoiceTotal), all[1].Add(t.TotalOutstandingAmount), all[2].Add(t.TotalExecutableAmount)
	}
	b := &f.FileHeader.Batch
	same("TotalInvoicesAmount of the batch", b.TotalInvoicesAmount.TotalAmount, all[0])
	same("TotalOutstandingAmount of the batch", b.TotalOutstandingAmount.TotalAmount, all[1])
	same("TotalExecutableAmount of the batch", b.TotalExecutableAmount.TotalAmount, all[2])
	same("InvoicesCount", b.InvoicesCount, einvoice.NewDecimal(int64(len(f.Invoices)), 0))
	return strings.Join(bad, "; ")
}
