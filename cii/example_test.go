package cii_test

import (
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
)

// Read a document, and see what the model does not hold.
func ExampleParse() {
	data := []byte(`<rsm:CrossIndustryInvoice
  xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext>
    <ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>R-117</ram:ID>
    <ram:IssueDateTime>
      <udt:DateTimeString format="203">202603021530</udt:DateTimeString>
    </ram:IssueDateTime>
  </rsm:ExchangedDocument>
</rsm:CrossIndustryInvoice>`)
	doc, err := cii.Parse(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Format, doc.Invoice.Number, doc.Invoice.IssueDate, cii.ProfileOf(doc.Invoice.Process.Specification))
	for _, loss := range doc.Losses {
		fmt.Println(loss)
	}
	// Output:
	// cii R-117 2026-03-02 MINIMUM
	// 13:7 BT-2 /rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString = "202603021530": the day has a place, the time of day (format 203) has none
}

// Write an invoice in a profile, and see what the profile has no place for.
func ExampleBuildOptions_Build() {
	inv := &einvoice.Invoice{
		Number: "R-117", IssueDate: einvoice.NewDate(2026, 3, 2), TypeCode: "380", Currency: "EUR", DueDate: einvoice.NewDate(2026, 4, 1),
		Process: einvoice.ProcessControl{Specification: cii.Minimum.Specification()},
		Seller:  einvoice.Party{Name: "Musterwerk", Address: einvoice.PostalAddress{City: "Leipzig", Country: "DE"}},
		Totals:  einvoice.Totals{WithoutVAT: einvoice.MustDecimal("100.00"), Due: einvoice.MustDecimal("119.00")},
	}
	xml, losses, err := cii.BuildOptions{Profile: cii.Minimum}.Build(inv)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(string(xml), "<ram:DuePayableAmount>119.00</ram:DuePayableAmount>"))
	for _, loss := range losses {
		fmt.Println(loss)
	}
	// Output:
	// true
	// BT-9 DueDate = "2026-04-01": the profile MINIMUM has no place for it
	// BT-37 Seller.Address.City = "Leipzig": the profile MINIMUM has no place for it
}
