package facturae_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

func dec(s string) einvoice.Decimal { return einvoice.MustDecimal(s) }

func amount(s string) facturae.Amount { return facturae.Amount{TotalAmount: dec(s)} }

// workshop is an invoice of a natural person to a town hall: two VAT rates, a discount
// on both, income tax withheld, DIR3 offices, two installments.
func workshop() *facturae.Facturae {
	day := einvoice.NewDate(2026, 3, 2)
	vat := func(rate, base, tax string) facturae.TaxOutput {
		return facturae.TaxOutput{Tax: facturae.Tax{TaxTypeCode: "01", TaxRate: dec(rate), TaxableBase: amount(base), TaxAmount: amount(tax)}}
	}
	spain := func(street, code, town, province string) facturae.Address {
		return facturae.Address{InSpain: &facturae.AddressInSpain{Address: street, PostCode: code, Town: town, Province: province, CountryCode: "ESP"}}
	}
	office := func(role, code string) facturae.AdministrativeCentre {
		return facturae.AdministrativeCentre{CentreCode: code, RoleTypeCode: role, Address: spain("Plaza Mayor 1; bajo", "05001", "Ávila", "Ávila")}
	}
	inv := facturae.Invoice{
		InvoiceHeader: facturae.InvoiceHeader{InvoiceNumber: "17", InvoiceSeriesCode: "A26", InvoiceDocumentType: "FC", InvoiceClass: "OO"},
		InvoiceIssueData: facturae.InvoiceIssueData{IssueDate: day, InvoiceCurrencyCode: "EUR", TaxCurrencyCode: "EUR", LanguageName: "es",
			FileReference: "EXP/2026/9"},
		TaxesOutputs:  []facturae.TaxOutput{vat("21.00", "900.00", "189.00"), vat("10.00", "90.00", "9.00")},
		TaxesWithheld: []facturae.Tax{{TaxTypeCode: "04", TaxRate: dec("15.00"), TaxableBase: amount("990.00"), TaxAmount: amount("148.50")}},
		InvoiceTotals: facturae.InvoiceTotals{TotalGrossAmount: dec("1100.00"),
			GeneralDiscounts:      []facturae.Discount{{DiscountReason: "Fidelidad", DiscountRate: dec("10.00"), DiscountAmount: dec("110.00")}},
			TotalGeneralDiscounts: dec("110.00"), TotalGrossAmountBeforeTaxes: dec("990.00"), TotalTaxOutputs: dec("198.00"), TotalTaxesWithheld: dec("148.50"),
			InvoiceTotal: dec("1039.50"), TotalOutstandingAmount: dec("1039.50"), TotalExecutableAmount: dec("1039.50")},
		Items: []facturae.InvoiceLine{
			{SequenceNumber: dec("1"), ItemDescription: "Reparación", Quantity: dec("10"), UnitOfMeasure: "02", UnitPriceWithoutTax: dec("100.00"), TotalCost: dec("1000.00"), GrossAmount: dec("1000.00"),
				TaxesOutputs: []facturae.TaxOutput{vat("21.00", "1000.00", "210.00")}},
			{SequenceNumber: dec("2"), ItemDescription: "Libros", Quantity: dec("4"), UnitOfMeasure: "01", UnitPriceWithoutTax: dec("25.00"), TotalCost: dec("100.00"), GrossAmount: dec("100.00"),
				TaxesOutputs: []facturae.TaxOutput{vat("10.00", "100.00", "10.00")}},
		},
		PaymentDetails: []facturae.Installment{
			{InstallmentDueDate: day.AddDays(30), InstallmentAmount: dec("500.00"), PaymentMeans: "04", AccountToBeCredited: &facturae.Account{IBAN: "ES9121000418450200051332"}},
			{InstallmentDueDate: day.AddDays(60), InstallmentAmount: dec("539.50"), PaymentMeans: "04", AccountToBeCredited: &facturae.Account{IBAN: "ES9121000418450200051332"}},
		},
		LegalLiterals: []string{"Factura con retención de IRPF"},
	}
	f := &facturae.Facturae{
		FileHeader: facturae.FileHeader{SchemaVersion: "3.2.2", InvoiceIssuerType: "EM"},
		SellerParty: facturae.Party{TaxIdentification: facturae.TaxIdentification{PersonTypeCode: "F", ResidenceTypeCode: "R", TaxIdentificationNumber: "12345678Z"},
			Individual: &facturae.Individual{Name: "Ana", FirstSurname: "Pérez", SecondSurname: "Gil", Address: spain("Calle Alta 5", "05002", "Ávila", "Ávila")}},
		BuyerParty: facturae.Party{TaxIdentification: facturae.TaxIdentification{PersonTypeCode: "J", ResidenceTypeCode: "R", TaxIdentificationNumber: "P0501900E"},
			AdministrativeCentres: []facturae.AdministrativeCentre{office("01", "L01050190"), office("02", "L01050190"), office("03", "L01050190")},
			LegalEntity:           &facturae.LegalEntity{CorporateName: "Ayuntamiento de Ávila", Address: spain("Plaza Mayor 1", "05001", "Ávila", "Ávila")}},
		Invoices: []facturae.Invoice{inv},
	}
	f.Sum()
	return f
}

// unlike is the first line in which two documents differ.
func unlike(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %s | %s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// convertOne takes the only invoice of a document.
func convertOne(t *testing.T, f *facturae.Facturae, o facturae.ToOptions) *facturae.Converted {
	t.Helper()
	all, err := facturae.ToInvoices(f, o)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	return &all[0]
}

func compose(t *testing.T, o facturae.FromOptions, invoices ...*einvoice.Invoice) *facturae.Composed {
	t.Helper()
	c, err := facturae.FromInvoices(invoices, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWorkshop: everything comes back, and the invoice between is valid.
func TestWorkshop(t *testing.T) {
	f := workshop()
	c := convertOne(t, f, facturae.ToOptions{})
	if b := broken(t, &c.Invoice); b != nil {
		t.Error(b)
	}
	if slices.ContainsFunc(c.Losses, material) {
		t.Errorf("losses: %v", c.Losses)
	}
	for place, want := range map[string]string{
		"Number": "A26-17", "TypeCode": "380", "TenderOrLot": "EXP/2026/9", "Seller.VATIdentifier": "ES12345678Z", "Seller.Name": "Ana Pérez Gil",
		"Totals.WithVAT": "1188.00", "Totals.Paid": "148.50", "Totals.Due": "1039.50", "DueDate": "2026-04-01",
		"Allowances[0].Amount": "100.00", "Allowances[1].Amount": "10.00", "Lines[0].Quantity.Unit": "HUR",
	} {
		if have := c.Invoice.ValueAt(place); have != want {
			t.Errorf("%s is %q, want %q", place, have, want)
		}
	}
	again := compose(t, facturae.FromOptions{}, &c.Invoice)
	a, _, err := facturae.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := facturae.Build(&again.Facturae)
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Errorf("it comes back otherwise: %s", unlike(a, b))
	}
}

// TestOptions: each convention can be another one, the invoice is valid all the same, and
// what is to be paid stays what it is but for taxes withheld that are left out.
func TestOptions(t *testing.T) {
	surcharge := func(f *facturae.Facturae) {
		inv := &f.Invoices[0]
		for _, l := range []*[]facturae.TaxOutput{&inv.TaxesOutputs, &inv.Items[0].TaxesOutputs} {
			(*l)[0].EquivalenceSurcharge, (*l)[0].EquivalenceSurchargeAmount = dec("5.20"), amount("46.80")
		}
		more(inv, "46.80", true)
	}
	excise := func(f *facturae.Facturae) {
		inv := &f.Invoices[0]
		inv.TaxesOutputs = append(inv.TaxesOutputs, facturae.TaxOutput{Tax: facturae.Tax{TaxTypeCode: "07", TaxRate: dec("5.11"), TaxableBase: amount("900.00"), TaxAmount: amount("45.99")}})
		more(inv, "45.99", true)
	}
	expenses := func(f *facturae.Facturae) {
		inv := &f.Invoices[0]
		inv.InvoiceTotals.ReimbursableExpenses = []facturae.ReimbursableExpense{{InvoiceNumber: "T-5", ReimbursableExpensesAmount: dec("30.00")}}
		inv.InvoiceTotals.TotalReimbursableExpenses = dec("30.00")
		more(inv, "30.00", false)
	}
	for _, c := range []struct {
		name   string
		change func(*facturae.Facturae)
		o      facturae.ToOptions
		place  string // in the invoice
		want   string
	}{
		{"withheld is paid", nil, facturae.ToOptions{}, "Totals.Due", "1039.50"},
		{"withheld is left out", nil, facturae.ToOptions{TaxesWithheld: facturae.WithheldInGross}, "Totals.Due", "1188.00"},
		{"surcharge in the rate", surcharge, facturae.ToOptions{}, "VATBreakdown[0].VATCategory.Rate", "26.20"},
		{"surcharge as a charge", surcharge, facturae.ToOptions{Surcharge: facturae.SurchargeAsCharge}, "Charges[0].Amount", "46.80"},
		{"other tax", excise, facturae.ToOptions{}, "Charges[0].Amount", "45.99"},
		{"other tax without VAT", excise, facturae.ToOptions{OtherTaxes: facturae.OtherTaxExempt}, "Charges[0].VATCategory.Code", "E"},
		{"expenses as a charge", expenses, facturae.ToOptions{}, "Charges[0].Amount", "30.00"},
		{"expenses as paid", expenses, facturae.ToOptions{Reimbursable: facturae.ReimbursableAsPaid}, "Totals.Paid", "118.50"},
		{"number", nil, facturae.ToOptions{JoinNumber: func(s, n string) string { return n + "/" + s }}, "Number", "17/A26"},
	} {
		f := workshop()
		if c.change != nil {
			c.change(f)
			f.Sum()
		}
		if bad := arithmetic(f); bad != "" {
			t.Fatalf("%s: the sample is wrong: %s", c.name, bad)
		}
		got := convertOne(t, f, c.o)
		if have := got.Invoice.ValueAt(c.place); have != c.want {
			t.Errorf("%s: %s is %q, want %q", c.name, c.place, have, c.want)
		}
		if b := broken(t, &got.Invoice); b != nil {
			t.Errorf("%s: %v", c.name, b)
		}
		if slices.ContainsFunc(got.Losses, material) {
			t.Errorf("%s: losses: %v", c.name, got.Losses)
		}
		again := compose(t, facturae.FromOptions{TaxesWithheldIn: c.o.TaxesWithheld}, &got.Invoice)
		if bad := valid(t, c.name, again); bad != "" {
			t.Errorf("%s: back: %s", c.name, bad)
		}
		a, _, _ := facturae.Build(f)
		if b, _, _ := facturae.Build(&again.Facturae); string(a) != string(b) {
			t.Errorf("%s: it comes back otherwise: %s", c.name, unlike(a, b))
		}
	}
}

// more adds to what is to be paid, a tax or not.
func more(inv *facturae.Invoice, by string, tax bool) {
	t := &inv.InvoiceTotals
	if tax {
		t.TotalTaxOutputs, t.InvoiceTotal, t.TotalOutstandingAmount = t.TotalTaxOutputs.Add(dec(by)), t.InvoiceTotal.Add(dec(by)), t.TotalOutstandingAmount.Add(dec(by))
	}
	t.TotalExecutableAmount = t.TotalExecutableAmount.Add(dec(by))
	inv.PaymentDetails[0].InstallmentAmount = inv.PaymentDetails[0].InstallmentAmount.Add(dec(by))
}

// TestCategories: why a line bears no VAT decides its category, and comes back.
func TestCategories(t *testing.T) {
	event := func(code, reason string) *facturae.SpecialTaxableEvent {
		return &facturae.SpecialTaxableEvent{SpecialTaxableEventCode: code, SpecialTaxableEventReason: reason}
	}
	for _, c := range []struct {
		name, tax, rate string
		event           *facturae.SpecialTaxableEvent
		literal         string
		want            string
	}{
		{"zero rate", "01", "0.00", nil, "", "Z"},
		{"exempt", "01", "0.00", event("01", "Exenta, art. 20 LIVA"), "", "E"},
		{"not subject", "01", "0.00", event("02", "No sujeta, art. 7 LIVA"), "", "O"},
		{"reverse charge", "01", "0.00", nil, "Inversión del sujeto pasivo, art. 84 LIVA", "AE"},
		{"intra-community", "01", "0.00", event("01", "VATEX-EU-IC Exenta, art. 25 LIVA"), "", "K"},
		{"export", "01", "0.00", event("01", "VATEX-EU-G Exenta, art. 21 LIVA"), "", "G"},
		{"Canary Islands", "03", "7.00", nil, "", "L"},
		{"Ceuta and Melilla", "02", "4.00", nil, "", "M"},
		{"Canary Islands, 0", "03", "0.00", nil, "", "Z"},
		{"travel agency", "17", "0.00", nil, "", "E"},
	} {
		f := workshop()
		inv := &f.Invoices[0]
		tax := dec(c.rate).Mul(dec("1000")).Mul(dec("0.01")).Round(2)
		row := facturae.TaxOutput{Tax: facturae.Tax{TaxTypeCode: c.tax, TaxRate: dec(c.rate), TaxableBase: amount("1000.00"), TaxAmount: facturae.Amount{TotalAmount: tax}}}
		inv.TaxesOutputs, inv.TaxesWithheld, inv.Items, inv.PaymentDetails = []facturae.TaxOutput{row}, nil, inv.Items[:1], nil
		inv.Items[0].TaxesOutputs, inv.Items[0].SpecialTaxableEvent, inv.LegalLiterals = []facturae.TaxOutput{row}, c.event, nil
		if c.literal != "" {
			inv.LegalLiterals = []string{c.literal}
		}
		total := dec("1000.00").Add(tax)
		inv.InvoiceTotals = facturae.InvoiceTotals{TotalGrossAmount: dec("1000.00"), TotalGrossAmountBeforeTaxes: dec("1000.00"), TotalTaxOutputs: tax, TotalTaxesWithheld: dec("0.00"),
			InvoiceTotal: total, TotalOutstandingAmount: total, TotalExecutableAmount: total}
		f.Sum()
		got := convertOne(t, f, facturae.ToOptions{})
		if have := got.Invoice.Lines[0].VATCategory.Code; have != c.want {
			t.Errorf("%s: category %s, want %s", c.name, have, c.want)
		}
		if b := broken(t, &got.Invoice); b != nil {
			t.Errorf("%s: %v", c.name, b)
		}
		again := compose(t, facturae.FromOptions{}, &got.Invoice)
		if bad := valid(t, c.name, again); bad != "" {
			t.Errorf("%s: back: %s", c.name, bad)
		}
		x := again.Facturae.Invoices[0]
		if x.TaxesOutputs[0].TaxTypeCode != c.tax || fmt.Sprint(x.LegalLiterals) != fmt.Sprint(inv.LegalLiterals) ||
			c.event != nil && (x.Items[0].SpecialTaxableEvent == nil || *x.Items[0].SpecialTaxableEvent != *c.event) {
			t.Errorf("%s: back: %+v %v %+v", c.name, x.TaxesOutputs, x.LegalLiterals, x.Items[0].SpecialTaxableEvent)
		}
	}
}

// TestCorrective: by differences it is a credit note with its signs turned, in full a
// corrected invoice; both come back.
func TestCorrective(t *testing.T) {
	for method, want := range map[string]string{"02": "381", "01": "384"} {
		f := workshop()
		inv := &f.Invoices[0]
		inv.InvoiceHeader.InvoiceClass = "OR"
		inv.InvoiceHeader.Corrective = &facturae.Corrective{InvoiceNumber: "16", InvoiceSeriesCode: "A26", ReasonCode: "80", ReasonDescription: "Cálculo de cuotas repercutidas",
			TaxPeriod: facturae.Period{StartDate: einvoice.NewDate(2026, 1, 1), EndDate: einvoice.NewDate(2026, 3, 31)}, CorrectionMethod: method,
			CorrectionMethodDescription: map[string]string{"01": "Rectificación íntegra", "02": "Rectificación por diferencias"}[method]}
		if method == "02" {
			facturae.Negate(inv)
		}
		f.Sum()
		got := convertOne(t, f, facturae.ToOptions{})
		if got.Invoice.TypeCode != want || got.Invoice.Totals.Due.Cmp(dec("1039.50")) != 0 || got.Invoice.PrecedingInvoices[0].Reference != "A26-16" {
			t.Errorf("%s: %s %s %v", method, got.Invoice.TypeCode, got.Invoice.Totals.Due, got.Invoice.PrecedingInvoices)
		}
		if b := broken(t, &got.Invoice); b != nil {
			t.Errorf("%s: %v", method, b)
		}
		again := compose(t, facturae.FromOptions{}, &got.Invoice)
		a, _, _ := facturae.Build(f)
		if b, _, _ := facturae.Build(&again.Facturae); string(a) != string(b) {
			t.Errorf("%s: it comes back otherwise: %s", method, unlike(a, b))
		}
	}
}

// TestBridgeBatch: invoices of one pair of parties are one file; others are named.
func TestBridgeBatch(t *testing.T) {
	a, b := workshop(), workshop()
	b.Invoices[0].InvoiceHeader.InvoiceNumber = "18"
	x, y := convertOne(t, a, facturae.ToOptions{}), convertOne(t, b, facturae.ToOptions{})
	y.Invoice.Notes = slices.Clone(y.Invoice.Notes)
	c := compose(t, facturae.FromOptions{}, &x.Invoice, &y.Invoice)
	if h := c.Facturae.FileHeader; h.Modality != "L" || h.Batch.TotalInvoicesAmount.TotalAmount.Cmp(dec("2079.00")) != 0 {
		t.Errorf("%+v", h)
	}
	if bad := valid(t, "batch", c); bad != "" {
		t.Error(bad)
	}
	y.Invoice.Buyer.Name = "Otro ayuntamiento"
	_, err := facturae.FromInvoices([]*einvoice.Invoice{&x.Invoice, &y.Invoice}, facturae.FromOptions{})
	var different *facturae.BatchError
	if !errors.As(err, &different) || len(different.Differences) != 1 || different.Differences[0].Term != "BT-44" || different.Differences[0].Index != 1 {
		t.Errorf("%v", err)
	}
}

// TestMissing: everything that is missing is named at once, with place, term and option.
func TestMissing(t *testing.T) {
	inv := &einvoice.Invoice{Number: "a number of more than twenty", IssueDate: einvoice.NewDate(2026, 1, 1), TypeCode: "381", Currency: "XPF",
		PaymentInstructions: []einvoice.PaymentInstructions{{MeansCode: "30"}},
		Lines:               []einvoice.Line{{ID: "1", Item: einvoice.Item{Name: "x"}, NetAmount: dec("1.00"), Quantity: einvoice.Quantity{Value: dec("1"), Unit: "C62"}, Price: einvoice.Price{Net: dec("1")}, VATCategory: einvoice.VATCategory{Code: "S", Rate: dec("21")}}},
		Seller:              einvoice.Party{Name: "S", VATIdentifier: "ES12345678Z", Address: einvoice.PostalAddress{Country: "ES"}},
		Buyer:               einvoice.Party{Name: "B", Address: einvoice.PostalAddress{Country: "DE"}}}
	_, err := facturae.FromInvoices([]*einvoice.Invoice{inv}, facturae.FromOptions{})
	var missing *facturae.MissingError
	var misfit *facturae.MisfitError
	if !errors.As(err, &missing) || !errors.As(err, &misfit) {
		t.Fatal(err)
	}
	var have []string
	for _, m := range missing.Fields {
		have = append(have, m.Place+" "+m.Term+" "+m.Option)
	}
	for _, m := range misfit.Values {
		have = append(have, m.Place+" "+m.Term+" "+m.From)
	}
	slices.Sort(have)
	want := []string{
		"BuyerParty.LegalEntity.Address.Overseas.Address BT-50 Buyer.Address",
		"BuyerParty.LegalEntity.Address.Overseas.PostCodeAndTown BT-52 Buyer.Town",
		"BuyerParty.LegalEntity.Address.Overseas.Province BT-54 Buyer.Province",
		"BuyerParty.TaxIdentification.PersonTypeCode BT-48 Buyer.PersonTypeCode",
		"BuyerParty.TaxIdentification.TaxIdentificationNumber BT-48 Buyer.TaxIdentificationNumber",
		"Invoices[0].InvoiceHeader.Corrective.InvoiceNumber BT-25 Corrective.InvoiceNumber",
		"Invoices[0].InvoiceHeader.Corrective.TaxPeriod BT-26 Corrective.TaxPeriod",
		"Invoices[0].InvoiceHeader.InvoiceNumber BT-1 Number",
		"Invoices[0].InvoiceIssueData.InvoiceCurrencyCode BT-5 Currency",
		"Invoices[0].PaymentDetails[0].InstallmentDueDate BT-9 DueDate",
		"SellerParty.Individual.Address.InSpain.Address BT-35 Seller.Address",
		"SellerParty.Individual.Address.InSpain.PostCode BT-38 Seller.PostCode",
		"SellerParty.Individual.Address.InSpain.Province BT-39 Seller.Province",
		"SellerParty.Individual.Address.InSpain.Town BT-37 Seller.Town",
		"SellerParty.Individual.FirstSurname BT-27 Seller.FirstSurname",
	}
	if !slices.Equal(have, want) {
		t.Errorf("have\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
	if !strings.Contains(err.Error(), "FromOptions.") {
		t.Error(err)
	}
	if _, err := facturae.FromInvoices(nil, facturae.FromOptions{}); !errors.Is(err, facturae.ErrNoInvoice) {
		t.Error(err)
	}
	if _, err := facturae.ToInvoices(&facturae.Facturae{}, facturae.ToOptions{}); !errors.Is(err, facturae.ErrNoInvoice) {
		t.Error(err)
	}
}

// TestPrices: quantity times price makes the amount of the line, whatever it takes.
func TestPrices(t *testing.T) {
	for _, c := range []struct{ quantity, price, base, net, wantQuantity, wantPrice string }{
		{"3", "10", "", "30.00", "3", "10"},
		{"3", "100", "10", "30.00", "3", "10.00000000"},
		{"3", "3.3333", "", "10.01", "3", "3.33666667"},
		{"-3", "10", "", "-30.00", "-3", "10"},
		{"0", "10", "", "5.00", "1", "5.00"},
		{"123456789012", "1", "", "0.01", "1", "0.01"},
	} {
		f := convertOne(t, workshop(), facturae.ToOptions{})
		l := &f.Invoice.Lines[0]
		l.Note = ""
		l.Quantity.Value, l.Price.Net, l.NetAmount = dec(c.quantity), dec(c.price), dec(c.net)
		if c.base != "" {
			l.Price.BaseQuantity.Value = dec(c.base)
		}
		got := compose(t, facturae.FromOptions{}, &f.Invoice)
		x := got.Facturae.Invoices[0].Items[0]
		if x.Quantity.String() != c.wantQuantity || x.UnitPriceWithoutTax.String() != c.wantPrice || x.GrossAmount.String() != c.net {
			t.Errorf("%v: %s x %s = %s", c, x.Quantity, x.UnitPriceWithoutTax, x.GrossAmount)
		}
		if c.wantPrice != c.price && noteOf(got.Notes, "Items[0]") == "" {
			t.Errorf("%v: no note in %v", c, got.Notes)
		}
	}
}

// TestLongTexts: descriptions are cut with a loss that shows what was cut off; notes go
// on in the legal literals; references are lost as a whole.
func TestLongTexts(t *testing.T) {
	c := convertOne(t, workshop(), facturae.ToOptions{})
	inv := &c.Invoice
	inv.Buyer.TradingName = strings.Repeat("ñ", 40) + "rest"
	inv.ContractReference = strings.Repeat("c", 21)
	inv.Notes = append(inv.Notes, einvoice.Note{SubjectCode: "PMT", Text: strings.Repeat("n", 2500) + "tail"})
	got := compose(t, facturae.FromOptions{}, inv)
	lost := map[string]string{}
	for _, l := range got.Losses {
		lost[l.Term] = l.Value
	}
	if lost["BT-45"] != "rest" || lost["BT-12"] != inv.ContractReference || len(lost["BT-22"]) > 0 {
		t.Errorf("%v", got.Losses)
	}
	x := got.Facturae.Invoices[0]
	all := x.AdditionalData.InvoiceAdditionalInformation + x.LegalLiterals[len(x.LegalLiterals)-1]
	if all != "#PMT#"+strings.Repeat("n", 2500)+"tail" {
		t.Errorf("%d %q", len(all), x.LegalLiterals)
	}
}

// TestStale: values that were kept and that somebody has made wrong since are left out.
func TestStale(t *testing.T) {
	c := convertOne(t, workshop(), facturae.ToOptions{})
	last := &c.Invoice.Notes[len(c.Invoice.Notes)-1]
	last.Text += "\nDescuento general (Facturae Invoice.InvoiceTotals.GeneralDiscounts[0]): DiscountAmount=7.00" +
		"\nOtra cosa (Facturae Invoice.InvoiceTotals.InvoiceTotal): 9.00\nNada (Facturae Invoice.Nothing[0]): 1"
	got := compose(t, facturae.FromOptions{}, &c.Invoice)
	if bad := valid(t, "stale", got); bad != "" {
		t.Error(bad)
	}
	if noteOf(got.Notes, "GeneralDiscounts") == "" || len(got.Losses) == 0 || !slices.ContainsFunc(got.Losses, func(l einvoice.Loss) bool {
		return l.Term == "BT-22" && l.Kind == einvoice.LossMalformed && strings.Contains(l.Value, "InvoiceTotal") && strings.Contains(l.Value, "Nothing")
	}) {
		t.Errorf("%v %v", got.Notes, got.Losses)
	}
}

// TestFromOptions: what the options give is in the document.
func TestFromOptions(t *testing.T) {
	inv := func() *einvoice.Invoice {
		f := workshop()
		f.Invoices[0].TaxesWithheld, f.Invoices[0].InvoiceTotals.TotalTaxesWithheld = nil, dec("0.00")
		x := &f.Invoices[0].InvoiceTotals
		x.InvoiceTotal, x.TotalOutstandingAmount, x.TotalExecutableAmount = dec("1188.00"), dec("1188.00"), dec("1188.00")
		f.Invoices[0].PaymentDetails = f.Invoices[0].PaymentDetails[:1]
		f.Invoices[0].PaymentDetails[0].InstallmentAmount = dec("1188.00")
		f.Invoices[0].InvoiceHeader = facturae.InvoiceHeader{InvoiceNumber: "A26-17", InvoiceDocumentType: "FC", InvoiceClass: "OO"}
		f.BuyerParty.AdministrativeCentres, f.FileHeader.Batch.BatchIdentifier = nil, ""
		f.Sum()
		return &convertOne(t, f, facturae.ToOptions{}).Invoice
	}
	irpf := []facturae.Tax{{TaxTypeCode: "04", TaxRate: dec("15.00"), TaxableBase: amount("990.00"), TaxAmount: amount("148.50")}}
	var extension facturae.Extensions
	if err := extension.SetFaceB2B(facturae.FaceB2B{ReceiverCentre: facturae.FaceB2BCentre{Code: "C1"}}); err != nil {
		t.Fatal(err)
	}
	third := &facturae.ThirdParty{TaxIdentification: facturae.TaxIdentification{PersonTypeCode: "J", ResidenceTypeCode: "R", TaxIdentificationNumber: "B12345674"},
		LegalEntity: &facturae.LegalEntity{CorporateName: "Gestoría SL", Address: workshop().SellerParty.Individual.Address}}
	for name, c := range map[string]struct {
		o    facturae.FromOptions
		get  func(*facturae.Facturae) any
		want string
	}{
		"series": {facturae.FromOptions{SplitNumber: func(s string) (string, string) { a, b, _ := strings.Cut(s, "-"); return a, b }},
			func(f *facturae.Facturae) any {
				return f.Invoices[0].InvoiceHeader.InvoiceSeriesCode + " " + f.Invoices[0].InvoiceHeader.InvoiceNumber
			}, "A26 17"},
		"withheld, gross": {facturae.FromOptions{TaxesWithheld: irpf, TaxesWithheldIn: facturae.WithheldInGross},
			func(f *facturae.Facturae) any { return f.Invoices[0].InvoiceTotals.TotalExecutableAmount }, "1039.50"},
		"withheld, paid": {facturae.FromOptions{TaxesWithheld: irpf},
			func(f *facturae.Facturae) any { return f.Invoices[0].InvoiceTotals.TotalExecutableAmount }, "1188.00"},
		"offices": {facturae.FromOptions{Buyer: facturae.PartyOptions{AdministrativeCentres: workshop().BuyerParty.AdministrativeCentres}},
			func(f *facturae.Facturae) any { return f.BuyerParty.AdministrativeCentres[2].CentreCode }, "L01050190"},
		"third party": {facturae.FromOptions{ThirdParty: third},
			func(f *facturae.Facturae) any {
				return f.FileHeader.InvoiceIssuerType + " " + f.FileHeader.ThirdParty.LegalEntity.CorporateName
			}, "TE Gestoría SL"},
		"extension":  {facturae.FromOptions{Extensions: extension}, func(f *facturae.Facturae) any { return f.Invoices[0].AdditionalData.Extensions == extension }, "true"},
		"simplified": {facturae.FromOptions{Simplified: true}, func(f *facturae.Facturae) any { return f.Invoices[0].InvoiceHeader.InvoiceDocumentType }, "FA"},
		"language":   {facturae.FromOptions{LanguageName: "ca"}, func(f *facturae.Facturae) any { return f.Invoices[0].InvoiceIssueData.LanguageName }, "ca"},
		"batch":      {facturae.FromOptions{BatchIdentifier: "L-1"}, func(f *facturae.Facturae) any { return f.FileHeader.Batch.BatchIdentifier }, "L-1"},
	} {
		got := compose(t, c.o, inv())
		if have := fmt.Sprint(c.get(&got.Facturae)); have != c.want {
			t.Errorf("%s: %s, want %s", name, have, c.want)
		}
		got.Facturae.Invoices[0].AdditionalData = nil // the schema of an extension is its own
		if bad := valid(t, name, got); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
	}
}

// FuzzBridge: documents and invoices are converted without panic; what was converted
// there and back is then the same each time.
func FuzzBridge(f *testing.F) {
	for _, doc := range []*facturae.Facturae{workshop(), full(1)} {
		xml, _, err := facturae.Build(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(xml)
	}
	all, err := facturae.ToInvoices(workshop(), facturae.ToOptions{})
	if err != nil {
		f.Fatal(err)
	}
	js, err := all[0].Invoice.AppendJSON(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(js)
	f.Fuzz(func(t *testing.T, data []byte) {
		var invoices []*einvoice.Invoice
		if doc, err := einvoice.ParseJSON(data); err == nil {
			invoices = append(invoices, doc)
		} else if doc, err := facturae.Parse(data); err == nil {
			all, _ := facturae.ToInvoices(&doc.Facturae, facturae.ToOptions{})
			for i := range all {
				invoices = append(invoices, &all[i].Invoice)
			}
		}
		c, err := facturae.FromInvoices(invoices, facturae.FromOptions{})
		if err != nil {
			return
		}
		once := again(t, c)
		if once == nil {
			return
		}
		twice := again(t, once)
		if twice == nil {
			t.Fatal("once it could be converted, twice it cannot")
		}
		third := again(t, twice)
		for i := range third.Facturae.Invoices {
			a, _ := facturae.ToInvoices(&twice.Facturae, facturae.ToOptions{})
			b, _ := facturae.ToInvoices(&third.Facturae, facturae.ToOptions{})
			same(t, "fuzz", &a[i].Invoice, &b[i].Invoice)
		}
	})
}

// again takes a document to EN 16931-1 and back.
func again(t *testing.T, c *facturae.Composed) *facturae.Composed {
	t.Helper()
	all, err := facturae.ToInvoices(&c.Facturae, facturae.ToOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var invoices []*einvoice.Invoice
	for i := range all {
		invoices = append(invoices, &all[i].Invoice)
	}
	c, err = facturae.FromInvoices(invoices, facturae.FromOptions{})
	if err != nil {
		return nil
	}
	return c
}
