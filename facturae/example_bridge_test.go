package facturae_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

func ExampleToInvoices() {
	f := workshop() // a document as Parse returns it
	converted, err := facturae.ToInvoices(f, facturae.ToOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := converted[0]
	fmt.Println(c.Invoice.Number, "due", c.Invoice.Totals.Due, c.Invoice.Currency, "after", c.Invoice.Totals.Paid, "withheld")
	// What has no business term is kept in a note, one line each.
	last := c.Invoice.Notes[len(c.Invoice.Notes)-1]
	line, _, _ := strings.Cut(last.Text, "\n")
	fmt.Println(line)
	// Output:
	// A26-17 due 1039.50 EUR after 148.50 withheld
	// Retención IRPF (Facturae Invoice.TaxesWithheld[0]): TaxTypeCode=04; TaxRate=15.00; TaxableBase.TotalAmount=990.00; TaxAmount.TotalAmount=148.50
}

func ExampleFromInvoices() {
	inv := &einvoice.Invoice{
		Number: "2026-31", IssueDate: einvoice.NewDate(2026, 4, 1), TypeCode: "380", Currency: "EUR", DueDate: einvoice.NewDate(2026, 5, 1),
		Seller: einvoice.Party{Name: "Taller Ejemplo SL", VATIdentifier: "ESB12345674",
			Address: einvoice.PostalAddress{Line1: "Calle Alta 5", City: "Ávila", PostCode: "05002", Country: "ES"}},
		Buyer: einvoice.Party{Name: "Ana Pérez Gil",
			Address: einvoice.PostalAddress{Line1: "Calle Baja 7", City: "Ávila", PostCode: "05001", Country: "ES"}},
		Lines: []einvoice.Line{{ID: "1", Item: einvoice.Item{Name: "Revisión"}, Quantity: einvoice.Quantity{Value: einvoice.MustDecimal("2"), Unit: "HUR"},
			Price: einvoice.Price{Net: einvoice.MustDecimal("50")}, VATCategory: einvoice.VATCategory{Code: "S", Rate: einvoice.MustDecimal("21")}}},
	}
	if _, err := inv.Calculate(); err != nil {
		fmt.Println(err)
		return
	}
	invoices := []*einvoice.Invoice{inv}
	_, err := facturae.FromInvoices(invoices, facturae.FromOptions{})
	var missing *facturae.MissingError
	if errors.As(err, &missing) {
		for _, m := range missing.Fields {
			fmt.Println(m)
		}
	}
	composed, err := facturae.FromInvoices(invoices, facturae.FromOptions{Buyer: facturae.PartyOptions{TaxIdentificationNumber: "12345678Z"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	buyer := composed.Facturae.BuyerParty
	fmt.Println(buyer.TaxIdentification.PersonTypeCode, buyer.Individual.Name, "/", buyer.Individual.FirstSurname, "/", buyer.Individual.SecondSurname)
	fmt.Println(buyer.Individual.Address.InSpain.Province, composed.Facturae.Invoices[0].InvoiceTotals.TotalExecutableAmount)
	// Output:
	// BuyerParty.TaxIdentification.TaxIdentificationNumber is missing: give BT-48 or FromOptions.Buyer.TaxIdentificationNumber
	// F Ana / Pérez / Gil
	// Ávila 121.00
}
