package einvoice

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Short forms for the tables below.

func num(s string) Decimal {
	if s == "" {
		return Decimal{}
	}
	return MustDecimal(s)
}

func vat(code, rate string) VATCategory { return VATCategory{Code: code, Rate: num(rate)} }

// position is a line of a quantity at a price.
func position(quantity, price string, v VATCategory) Line {
	return Line{Quantity: Quantity{Value: num(quantity)}, Price: Price{Net: num(price)}, VATCategory: v}
}

// netLine is a line of which nothing but its net amount is known.
func netLine(net string, v VATCategory) Line { return Line{NetAmount: num(net), VATCategory: v} }

func with(l Line, change func(*Line)) Line {
	change(&l)
	return l
}

func lines(all ...Line) *Invoice { return &Invoice{Lines: all} }

var s19 = vat("S", "19")

type calculationCase struct {
	name        string
	invoice     *Invoice
	options     CalculateOptions
	want        string // "place value" a line; no value: absent
	differences string // "place given derived" a line
	bad         string // places
}

// calculations makes the cases anew, as calculating changes their invoices.
func calculations() []calculationCase {
	return []calculationCase{
		{
			name:    "one line",
			invoice: lines(position("3", "33.33", s19)),
			want: `Lines[0].NetAmount 99.99
			Totals.LineNet 99.99
			Totals.Allowances
			Totals.Charges
			Totals.WithoutVAT 99.99
			VATBreakdown[0].VATCategory.Code S
			VATBreakdown[0].VATCategory.Rate 19
			VATBreakdown[0].TaxableAmount 99.99
			VATBreakdown[0].TaxAmount 19.00
			VATBreakdown[1].TaxAmount
			Totals.VAT 19.00
			Totals.VATInAccountingCurrency
			Totals.WithVAT 118.99
			Totals.Paid
			Totals.Rounding
			Totals.Due 118.99`,
		},
		{
			name:    "halves go away from zero",
			invoice: lines(position("1", "0.005", s19), position("-1", "0.005", s19), position("1", "1.115", s19), position("1", "2.4949", s19)),
			want: `Lines[0].NetAmount 0.01
			Lines[1].NetAmount -0.01
			Lines[2].NetAmount 1.12
			Lines[3].NetAmount 2.49
			Totals.LineNet 3.61`,
		},
		{
			name: "a line is rounded once, with its allowances",
			invoice: lines(with(position("1", "0.005", s19), func(l *Line) {
				l.Allowances = []AllowanceCharge{{Amount: num("1.00")}}
			})),
			want: `Lines[0].NetAmount -1.00`, // 0.01 - 1.00 would be -0.99
		},
		{
			name: "base quantity",
			invoice: lines(
				with(position("250", "12.34", s19), func(l *Line) { l.Price.BaseQuantity.Value = num("100") }),
				with(position("1", "1", s19), func(l *Line) { l.Price.BaseQuantity = Quantity{num("3"), "C62"} }),
				with(position("2", "1", s19), func(l *Line) { l.Quantity.Unit, l.Price.BaseQuantity = "C62", Quantity{num("3"), "C62"} }),
				with(position("1", "1", s19), func(l *Line) {
					l.Price.BaseQuantity.Value, l.Charges = num("3"), []AllowanceCharge{{Amount: num("0.001")}, {Amount: num("0.001")}}
				})),
			want: `Lines[0].NetAmount 30.85
			Lines[1].NetAmount 0.33
			Lines[2].NetAmount 0.67
			Lines[3].NetAmount 0.34`, // 0.3333 + 0.002, rounded once
		},
		{
			name: "allowances and charges of lines, by amount and by percentage",
			invoice: lines(with(position("10", "10", s19), func(l *Line) {
				l.Allowances = []AllowanceCharge{{BaseAmount: num("100"), Percentage: num("12.345")}, {Amount: num("5")}}
				l.Charges = []AllowanceCharge{{BaseAmount: num("50"), Percentage: num("1")}, {Amount: num("0.00")}}
			})),
			want: `Lines[0].Allowances[0].Amount 12.35
			Lines[0].Allowances[1].Amount 5
			Lines[0].Charges[0].Amount 0.50
			Lines[0].Charges[1].Amount 0.00
			Lines[0].NetAmount 83.15`,
		},
		{
			name: "gross price and discount",
			invoice: lines(
				with(position("2", "", s19), func(l *Line) { l.Price.Gross, l.Price.Discount = num("10.00"), num("0.125") }),
				with(position("2", "", s19), func(l *Line) { l.Price.Gross = num("10.00") }),
				with(position("2", "9.5", s19), func(l *Line) { l.Price.Gross = num("10") }),
				with(position("2", "", s19), func(l *Line) { l.Price.Gross, l.Price.DiscountPercentage = num("9.99"), num("10") }),
				with(position("2", "", s19), func(l *Line) {
					l.Price.Gross, l.Price.DiscountPercentage, l.Price.DiscountBase = num("10"), num("10"), num("8")
				}),
				position("2", "7", s19)),
			want: `Lines[0].Price.Net 9.875
			Lines[0].NetAmount 19.75
			Lines[1].Price.Net 10.00
			Lines[1].Price.Discount 0.00
			Lines[2].Price.Discount 0.5
			Lines[2].Price.Net 9.5
			Lines[3].Price.Discount 0.9990
			Lines[3].Price.Net 8.9910
			Lines[3].NetAmount 17.98
			Lines[4].Price.Net 9.20
			Lines[5].Price.Discount
			Lines[5].Price.Gross`,
		},
		{
			name: "prices that contradict each other",
			invoice: lines(
				with(position("1", "9", s19), func(l *Line) { l.Price.Gross, l.Price.Discount = num("10"), num("2") }),
				with(position("1", "11", s19), func(l *Line) { l.Price.Gross = num("10") }),
				with(position("1", "9", s19), func(l *Line) { l.Price.Gross, l.Price.Discount = num("10"), num("0") })),
			want: `Lines[0].NetAmount 9.00
			Lines[1].NetAmount 11.00
			Lines[1].Price.Discount`,
			differences: `Lines[0].Price.Net 9 8
			Lines[1].Price.Net 11 10
			Lines[2].Price.Net 9 10`,
		},
		{
			name: "several categories, in order of first appearance",
			invoice: &Invoice{
				Lines: []Line{
					position("1", "100", vat("S", "7")), position("1", "200", s19), position("1", "50", vat("E", "")),
					position("1", "10", vat("S", "19.00")), position("1", "5", vat("O", "")), position("1", "1", vat("S", "7.0")),
				},
				Allowances: []AllowanceCharge{{Amount: num("20"), VATCategory: s19}, {Amount: num("4"), VATCategory: vat("AE", "")}},
				Charges:    []AllowanceCharge{{Amount: num("3"), VATCategory: vat("S", "7")}, {Amount: num("2"), VATCategory: vat("Z", "0.00")}},
			},
			want: `Lines[2].VATCategory.Rate 0
			Lines[4].VATCategory.Rate
			VATBreakdown[0].VATCategory.Code S
			VATBreakdown[0].VATCategory.Rate 7
			VATBreakdown[0].TaxableAmount 104.00
			VATBreakdown[0].TaxAmount 7.28
			VATBreakdown[1].VATCategory.Rate 19
			VATBreakdown[1].TaxableAmount 190.00
			VATBreakdown[1].TaxAmount 36.10
			VATBreakdown[2].VATCategory.Code E
			VATBreakdown[2].VATCategory.Rate 0
			VATBreakdown[2].TaxableAmount 50.00
			VATBreakdown[2].TaxAmount 0.00
			VATBreakdown[3].VATCategory.Code O
			VATBreakdown[3].VATCategory.Rate
			VATBreakdown[3].TaxAmount 0.00
			VATBreakdown[4].VATCategory.Code AE
			VATBreakdown[4].TaxableAmount -4.00
			VATBreakdown[5].VATCategory.Code Z
			VATBreakdown[5].VATCategory.Rate 0.00
			VATBreakdown[6].VATCategory.Code
			Totals.LineNet 366.00
			Totals.Allowances 24.00
			Totals.Charges 5.00
			Totals.WithoutVAT 347.00
			Totals.VAT 43.38
			Totals.Due 390.38`,
		},
		{
			name: "another tax than VAT is not added up with VAT",
			invoice: lines(position("1", "100", VATCategory{Code: "S", Rate: num("10"), Scheme: "GST"}), position("1", "10", vat("S", "10")),
				position("1", "1", VATCategory{Code: "S", Rate: num("10.0"), Scheme: "VAT"})),
			want: `VATBreakdown[0].VATCategory.Scheme GST
			VATBreakdown[0].TaxAmount 10.00
			VATBreakdown[1].VATCategory.Scheme
			VATBreakdown[1].TaxAmount 1.10
			Totals.VAT 11.10`,
		},
		{
			name:    "split payment is calculated like any rate",
			invoice: lines(position("1", "100", vat("B", "22"))),
			want: `VATBreakdown[0].TaxAmount 22.00
			Totals.Due 122.00`,
		},
		{
			name:    "category O has no VAT, whatever rate somebody gave it",
			invoice: lines(position("1", "100", vat("O", "19")), position("1", "1", vat("O", ""))),
			want: `VATBreakdown[0].VATCategory.Rate
			VATBreakdown[0].TaxableAmount 101.00
			VATBreakdown[0].TaxAmount 0.00
			VATBreakdown[1].TaxableAmount
			Totals.Due 101.00`,
		},
		{
			name: "VAT is rounded for each category, not for each line",
			invoice: lines(position("1", "0.03", s19), position("1", "0.03", s19), position("1", "0.03", s19),
				position("1", "-0.50", vat("S", "7"))),
			want: `VATBreakdown[0].TaxAmount 0.02
			VATBreakdown[1].TaxAmount -0.04
			Totals.VAT -0.02`,
		},
		{
			name: "a credit note, and an invoice with a line taken back",
			invoice: &Invoice{TypeCode: "381",
				Lines: []Line{position("5", "20", s19), position("-1", "20", s19)}},
			want: `Lines[0].NetAmount 100.00
			Lines[1].NetAmount -20.00
			VATBreakdown[0].TaxAmount 15.20
			Totals.Due 95.20`,
		},
		{
			name: "paid, rounding and payments collected for others",
			invoice: &Invoice{Lines: []Line{position("1", "100", s19)}, Totals: Totals{Paid: num("50"), Rounding: num("-0.01")},
				ThirdPartyPayments: []ThirdPartyPayment{{Amount: num("12.34")}, {Amount: num("0.66")}}},
			want: `Totals.Paid 50
			Totals.Rounding -0.01
			Totals.WithVAT 119.00
			Totals.Due 81.99`,
		},
		{
			name: "logistics charges of Factur-X are charges",
			invoice: &Invoice{Lines: []Line{position("1", "100", s19)},
				LogisticsCharges: []LogisticsCharge{{Amount: num("10"), VATCategory: s19}, {Amount: num("1"), VATCategory: vat("S", "7")}}},
			want: `Totals.Charges 11.00
			VATBreakdown[0].TaxableAmount 110.00
			VATBreakdown[1].TaxableAmount 1.00
			Totals.Due 131.97`,
		},
		{
			name: "what is given stays, and is reported once",
			invoice: &Invoice{
				Lines:      []Line{with(position("2", "10", s19), func(l *Line) { l.NetAmount = num("21") }), netLine("9.000", s19)},
				Allowances: []AllowanceCharge{{Amount: num("4"), BaseAmount: num("30"), Percentage: num("10"), VATCategory: s19}},
				VATBreakdown: []VATBreakdown{
					{VATCategory: vat("S", "19.0"), TaxableAmount: num("26"), TaxAmount: num("5")},
				},
				Totals: Totals{LineNet: num("30.00"), Allowances: num("4.0"), Charges: num("0"), WithoutVAT: num("25"), VAT: num("5"), WithVAT: num("31"), Due: num("31.00"), VATInAccountingCurrency: num("55")},
			},
			want: `Lines[0].NetAmount 21
			Lines[1].NetAmount 9.000
			Totals.Allowances 4.0
			Totals.Charges 0
			Totals.WithoutVAT 25
			Totals.VATInAccountingCurrency 55
			Totals.Due 31.00
			VATBreakdown[0].VATCategory.Rate 19.0
			VATBreakdown[1].VATCategory.Rate`,
			differences: `Lines[0].NetAmount 21 20.00
			Allowances[0].Amount 4 3.00
			VATBreakdown[0].TaxAmount 5 4.94
			Totals.WithoutVAT 25 26.00
			Totals.WithVAT 31 30.00`,
		},
		{
			name:    "overwriting",
			options: CalculateOptions{Overwrite: true},
			invoice: &Invoice{
				Lines: []Line{with(position("2", "10", s19), func(l *Line) { l.NetAmount = num("21") }), netLine("9", s19)},
				VATBreakdown: []VATBreakdown{
					{VATCategory: vat("E", "0"), TaxableAmount: num("7"), TaxAmount: num("0"), ExemptionReason: "none"},
					{VATCategory: s19, TaxableAmount: num("26"), TaxAmount: num("5"), ExemptionReasonCode: "kept"},
				},
				Totals: Totals{LineNet: num("30"), Charges: num("1"), Due: num("31"), VATInAccountingCurrency: num("55")},
			},
			want: `Lines[0].NetAmount 20.00
			Lines[1].NetAmount 9
			VATBreakdown[0].ExemptionReasonCode kept
			VATBreakdown[0].TaxableAmount 29.00
			VATBreakdown[0].TaxAmount 5.51
			VATBreakdown[1].VATCategory.Code
			Totals.LineNet 29.00
			Totals.Charges 0.00
			Totals.Due 34.51
			Totals.VATInAccountingCurrency 55`,
			differences: `Lines[0].NetAmount 21 20.00
			VATBreakdown[1].TaxableAmount 26 29.00
			VATBreakdown[0].TaxableAmount 7 0.00
			VATBreakdown[1].TaxAmount 5 5.51
			Totals.LineNet 30 29.00
			Totals.Charges 1 0.00
			Totals.Due 31 34.51`,
		},
		{
			name:    "overwriting leaves alone what is right, in its own form",
			options: CalculateOptions{Overwrite: true},
			invoice: &Invoice{Lines: []Line{with(position("2", "10", s19), func(l *Line) { l.NetAmount = num("20.000") })}, Totals: Totals{Due: num("23.8")}},
			want: `Lines[0].NetAmount 20.000
			Totals.Due 23.8`,
		},
		{
			name: "exemption reasons wait for their amounts",
			invoice: &Invoice{Lines: []Line{position("1", "10", s19), position("1", "5", vat("E", "0"))},
				VATBreakdown: []VATBreakdown{{VATCategory: vat("E", ""), ExemptionReason: "small trader", ExemptionReasonCode: "VATEX-EU-132"}}},
			want: `VATBreakdown[0].VATCategory.Rate 0
			VATBreakdown[0].ExemptionReason small trader
			VATBreakdown[0].ExemptionReasonCode VATEX-EU-132
			VATBreakdown[0].TaxableAmount 5.00
			VATBreakdown[0].TaxAmount 0.00
			VATBreakdown[1].VATCategory.Code S
			VATBreakdown[1].TaxAmount 1.90`,
		},
		{
			name: "two exemption reasons share a category",
			invoice: &Invoice{Lines: []Line{position("1", "10", vat("E", "0")), position("1", "5", vat("E", "0"))},
				VATBreakdown: []VATBreakdown{
					{VATCategory: vat("E", "0"), TaxableAmount: num("10"), ExemptionReason: "one"},
					{VATCategory: vat("E", "0"), ExemptionReason: "other"},
				}},
			want: `VATBreakdown[0].TaxableAmount 10
			VATBreakdown[1].TaxableAmount 5.00
			VATBreakdown[1].TaxAmount 0.00
			VATBreakdown[2].TaxableAmount`,
		},
		{
			name: "two exemption reasons that do not add up",
			invoice: &Invoice{Lines: []Line{position("1", "15", vat("E", "0"))},
				VATBreakdown: []VATBreakdown{
					{VATCategory: vat("E", "0"), TaxableAmount: num("10")}, {VATCategory: vat("E", "0"), TaxableAmount: num("4")},
				}},
			differences: `VATBreakdown[0].TaxableAmount 14 15.00`,
		},
		{
			name: "two exemption reasons without amounts",
			invoice: &Invoice{Lines: []Line{position("1", "15", vat("E", "0"))},
				VATBreakdown: []VATBreakdown{{VATCategory: vat("E", "0")}, {VATCategory: vat("E", "0")}}},
			bad: `VATBreakdown[0].TaxableAmount
			VATBreakdown[1].TaxableAmount`,
		},
		{
			name: "a breakdown to which nothing belongs",
			invoice: &Invoice{Lines: []Line{position("1", "10", s19)},
				VATBreakdown: []VATBreakdown{{VATCategory: vat("S", "7"), TaxableAmount: num("3")}, {VATCategory: vat("Z", "")}}},
			want: `VATBreakdown[0].TaxAmount 0.21
			VATBreakdown[1].TaxableAmount 0.00
			VATBreakdown[2].TaxAmount 1.90
			Totals.VAT 2.11`,
			differences: `VATBreakdown[0].TaxableAmount 3 0.00`,
		},
		{
			name:    "zero is a value",
			invoice: lines(position("0", "10", s19), with(position("1", "10", s19), func(l *Line) { l.NetAmount = num("0.00") }), position("3", "0", s19)),
			want: `Lines[0].NetAmount 0.00
			Lines[1].NetAmount 0.00
			Lines[2].NetAmount 0.00
			Totals.Due 0.00`,
			differences: `Lines[1].NetAmount 0.00 10.00`,
		},
		{
			name:    "whole amounts",
			options: CalculateOptions{Decimals: NoDecimals},
			invoice: lines(position("3", "33.5", vat("S", "10"))),
			want: `Lines[0].NetAmount 101
			VATBreakdown[0].TaxAmount 10
			Totals.Due 111`,
		},
		{
			name:    "three decimals",
			options: CalculateOptions{Decimals: 3},
			invoice: lines(position("3", "33.3335", vat("S", "5"))),
			want: `Lines[0].NetAmount 100.001
			Totals.VAT 5.000
			Totals.Due 105.001`,
		},
		{
			name: "sub-lines: the line has quantity and price of its own",
			invoice: lines(with(position("1", "30", s19), func(l *Line) {
				l.SubLines = []Line{position("2", "10", s19), position("1", "9", s19)}
			})),
			want: `Lines[0].SubLines[0].NetAmount 20.00
			Lines[0].SubLines[1].NetAmount 9.00
			Lines[0].NetAmount 30.00
			Totals.LineNet 30.00`,
			differences: `Lines[0].NetAmount 30.00 29.00`,
		},
		{
			name: "sub-lines: the line has nothing but them",
			invoice: lines(with(position("1", "", s19), func(l *Line) {
				l.SubLines = []Line{
					with(Line{VATCategory: vat("E", "")}, func(l *Line) {
						l.SubLines = []Line{position("2", "1.5", s19), netLine("4", s19)}
					}),
					position("1", "9", VATCategory{}),
				}
			})),
			want: `Lines[0].SubLines[0].SubLines[0].NetAmount 3.00
			Lines[0].SubLines[0].NetAmount 7.00
			Lines[0].SubLines[0].VATCategory.Rate 0
			Lines[0].NetAmount 16.00
			Totals.LineNet 16.00
			VATBreakdown[0].TaxableAmount 16.00
			VATBreakdown[1].TaxableAmount`,
		},
		{
			name: "sub-lines: an allowance of the line shows",
			invoice: lines(with(Line{VATCategory: s19}, func(l *Line) {
				l.SubLines, l.Allowances, l.Charges = []Line{netLine("10", s19)}, []AllowanceCharge{{Amount: num("2")}}, []AllowanceCharge{{Amount: num("0.5")}}
			})),
			want:        `Lines[0].NetAmount 8.50`,
			differences: `Lines[0].NetAmount 8.50 10.00`,
		},
		{
			name: "sub-lines: missing inputs are named where they are missing",
			invoice: lines(with(Line{VATCategory: s19}, func(l *Line) {
				l.SubLines = []Line{netLine("10", s19), position("", "1", s19)}
			})),
			bad: `Lines[0].SubLines[1].Quantity.Value`,
		},
		{
			name: "no lines: the sums are the start",
			invoice: &Invoice{Totals: Totals{LineNet: num("100"), Paid: num("9")}, Charges: []AllowanceCharge{{Amount: num("10"), VATCategory: s19}},
				VATBreakdown: []VATBreakdown{{VATCategory: s19, TaxableAmount: num("110")}}},
			want: `Totals.LineNet 100
			Totals.WithoutVAT 110.00
			VATBreakdown[0].TaxAmount 20.90
			Totals.Due 121.90`,
		},
		{
			name:        "no lines: only the last sums, as in Factur-X MINIMUM",
			invoice:     &Invoice{Totals: Totals{WithoutVAT: num("100"), VAT: num("19"), WithVAT: num("119"), Due: num("120")}},
			want:        `Totals.LineNet`,
			differences: `Totals.Due 120 119.00`,
		},
		{
			name:    "no lines and no sums",
			invoice: &Invoice{},
			bad:     `Lines[]`,
		},
		{
			name: "everything that is missing is named",
			invoice: &Invoice{
				Lines: []Line{
					position("", "1", s19), position("1", "", s19), position("", "", VATCategory{}), netLine("5", vat("S", "")), position("1", "1", s19),
					with(position("1", "1", s19), func(l *Line) { l.Allowances = []AllowanceCharge{{BaseAmount: num("1")}, {Percentage: num("0")}} }),
					with(position("1", "1", s19), func(l *Line) { l.Price.BaseQuantity.Value = num("0") }),
					with(position("1", "1", s19), func(l *Line) { l.Quantity.Unit, l.Price.BaseQuantity.Unit = "KGM", "GRM" }),
					with(netLine("1", s19), func(l *Line) { l.Quantity.Unit, l.Price.BaseQuantity = "KGM", Quantity{num("-1"), "GRM"} }),
				},
				Allowances:         []AllowanceCharge{{VATCategory: s19}},
				Charges:            []AllowanceCharge{{Amount: num("1")}},
				LogisticsCharges:   []LogisticsCharge{{VATCategory: vat("L", "")}},
				ThirdPartyPayments: []ThirdPartyPayment{{Type: "fee"}},
			},
			bad: `Lines[0].Quantity.Value
			Lines[1].Price.Net
			Lines[2].Quantity.Value
			Lines[2].Price.Net
			Lines[2].VATCategory.Code
			Lines[3].VATCategory.Rate
			Lines[5].Allowances[0].Amount
			Lines[5].Allowances[1].Amount
			Lines[6].Price.BaseQuantity.Value
			Lines[7].Price.BaseQuantity.Unit
			Allowances[0].Amount
			Charges[0].VATCategory.Code
			LogisticsCharges[0].Amount
			LogisticsCharges[0].VATCategory.Rate
			ThirdPartyPayments[0].Amount`,
		},
		{
			name: "an incomplete breakdown",
			invoice: &Invoice{Lines: []Line{position("1", "1", s19)},
				VATBreakdown: []VATBreakdown{{TaxableAmount: num("1")}, {VATCategory: vat("S", "")}}},
			bad: `VATBreakdown[0].VATCategory.Code
			VATBreakdown[1].VATCategory.Rate`,
		},
	}
}

func TestCalculate(t *testing.T) {
	for _, c := range calculations() {
		t.Run(c.name, func(t *testing.T) {
			before := values(c.invoice)
			differences, err := c.options.Calculate(c.invoice)
			var failed *CalculateError
			if err != nil && !errors.As(err, &failed) {
				t.Fatalf("%v is not a *CalculateError", err)
			}
			if failed != nil && !slices.Equal(values(c.invoice), before) {
				t.Errorf("an error, and yet the invoice changed: %q", values(c.invoice))
			}
			wantLines(t, "bad input", badPlaces(failed), c.bad)
			wantLines(t, "difference", shortForms(differences), c.differences)
			for _, want := range rows(c.want) {
				place, value, _ := strings.Cut(want, " ")
				if got := c.invoice.ValueAt(place); got != value {
					t.Errorf("%s is %q, want %q", place, got, value)
				}
			}
		})
	}
}

// TestCalculateAgain: the invoice that comes out is one that needs nothing and in
// which nothing new differs.
func TestCalculateAgain(t *testing.T) {
	for _, c := range calculations() {
		if c.bad != "" {
			continue
		}
		if _, err := c.options.Calculate(c.invoice); err != nil {
			t.Fatal(c.name, err)
		}
		first := values(c.invoice)
		differences, err := CalculateOptions{Decimals: c.options.Decimals}.Calculate(c.invoice)
		if err != nil || !slices.Equal(values(c.invoice), first) {
			t.Errorf("%s: calculated twice: %v, %q, want %q", c.name, err, values(c.invoice), first)
		}
		if c.options.Overwrite && len(differences) > 0 {
			t.Errorf("%s: differences after overwriting: %v", c.name, differences)
		}
	}
}

// TestCalculateFromInputs takes every derived amount out of random invoices, and
// finds each of them again.
func TestCalculateFromInputs(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		inv := randomInputs(r)
		if _, err := inv.Calculate(); err != nil {
			t.Fatal(err)
		}
		want := values(inv)
		for i := range inv.Lines {
			inv.Lines[i].NetAmount = Decimal{}
		}
		inv.Totals, inv.VATBreakdown = Totals{Paid: inv.Totals.Paid, Rounding: inv.Totals.Rounding}, nil
		if d, err := inv.Calculate(); err != nil || len(d) > 0 || !slices.Equal(values(inv), want) {
			t.Fatalf("%v, %v: %q, want %q", d, err, values(inv), want)
		}
		checkSums(t, inv)
	}
}

// checkSums holds the laws of EN 16931 against an invoice, with rationals, and
// without any code of calculate.go.
func checkSums(t *testing.T, inv *Invoice) {
	t.Helper()
	sum := func(signs string, all ...Decimal) string {
		total := rat(num("0"))
		for i, d := range all {
			if d.IsSet() && signs[i] == '-' {
				total.Sub(total, rat(d))
			} else if d.IsSet() {
				total.Add(total, rat(d))
			}
		}
		return total.FloatString(2)
	}
	var lines, bases, taxes []Decimal
	for _, l := range inv.Lines {
		lines = append(lines, l.NetAmount)
	}
	for _, b := range inv.VATBreakdown {
		bases, taxes = append(bases, b.TaxableAmount), append(taxes, b.TaxAmount)
		tax := productOf(rat(b.TaxableAmount), rat(b.VATCategory.Rate), rat(num("0.01")))
		if want := roundRat(tax, 2, true).FloatString(2); b.TaxAmount.String() != want {
			t.Errorf("BR-CO-17: %s %% of %s is %s, want %s", b.VATCategory.Rate, b.TaxableAmount, b.TaxAmount, want)
		}
	}
	plus := strings.Repeat("+", len(lines)+len(bases)+1)
	v := inv.Totals
	for _, c := range []struct{ rule, got, want string }{
		{"BR-CO-10", v.LineNet.String(), sum(plus, lines...)},
		{"BR-CO-13", v.WithoutVAT.String(), sum("+-+", v.LineNet, v.Allowances, v.Charges)},
		{"BR-S-08 added up", v.WithoutVAT.String(), sum(plus, bases...)},
		{"BR-CO-14", v.VAT.String(), sum(plus, taxes...)},
		{"BR-CO-15", v.WithVAT.String(), sum("++", v.WithoutVAT, v.VAT)},
		{"BR-CO-16", v.Due.String(), sum("+-+", v.WithVAT, v.Paid, v.Rounding)},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, c.got, c.want)
		}
	}
}

func randomInputs(r *rand.Rand) *Invoice {
	amount := func() Decimal { return NewDecimal(r.Int64N(200000)-50000, uint8(r.IntN(5))) }
	cents := func() Decimal { return NewDecimal(r.Int64N(20000), 2) }
	category := func() VATCategory {
		return []VATCategory{s19, vat("S", "7.00"), vat("S", "5.5"), vat("E", "0"), vat("K", "0.00")}[r.IntN(5)]
	}
	parts := func() (all []AllowanceCharge) {
		for range r.IntN(3) {
			all = append(all, AllowanceCharge{Amount: cents(), VATCategory: category()})
		}
		return all
	}
	inv := &Invoice{Allowances: parts(), Charges: parts()}
	for range 1 + r.IntN(6) {
		l := Line{Quantity: Quantity{Value: amount()}, Price: Price{Net: amount()}, VATCategory: category(), Allowances: parts(), Charges: parts()}
		if r.IntN(3) == 0 {
			l.Price.BaseQuantity.Value = NewDecimal(1+r.Int64N(300), uint8(r.IntN(3)))
		}
		inv.Lines = append(inv.Lines, l)
	}
	if r.IntN(2) == 0 {
		inv.Totals.Paid, inv.Totals.Rounding = cents(), NewDecimal(r.Int64N(100)-50, 2)
	}
	return inv
}

// TestCalculateKeepsItsHands: slices that share an array with somebody else's are
// not written beyond their end.
func TestCalculateKeepsItsHands(t *testing.T) {
	others := []VATBreakdown{{VATCategory: vat("E", "0"), TaxableAmount: num("5")}, {ExemptionReason: "somebody else's"}}
	inv := lines(position("1", "10", s19), position("1", "5", vat("E", "0")))
	inv.VATBreakdown = others[:1]
	if _, err := inv.Calculate(); err != nil || len(inv.VATBreakdown) != 2 {
		t.Fatalf("%v, %d breakdowns", err, len(inv.VATBreakdown))
	}
	if others[1].ExemptionReason != "somebody else's" {
		t.Error("the array behind VATBreakdown was overwritten")
	}
}

func TestCalculateErrorText(t *testing.T) {
	inv := lines(slices.Repeat([]Line{position("", "1", s19)}, 7)...)
	_, err := inv.Calculate()
	if s := err.Error(); !strings.Contains(s, "BT-129 Lines[4].Quantity.Value") || strings.Contains(s, "Lines[5]") || !strings.Contains(s, "2 more") {
		t.Error(s)
	}
	inv = lines(position("1", "1", s19))
	inv.Totals.LineNet = num("2")
	differences, _ := inv.Calculate()
	want := "BT-106 Totals.LineNet is 2, but the sum of BT-131 makes 1.00"
	if len(differences) != 1 || differences[0].String() != want {
		t.Errorf("%v, want %q", differences, want)
	}
}

func values(inv *Invoice) (all []string) {
	for _, v := range inv.Values() {
		all = append(all, v.Place+" "+v.Text)
	}
	return all
}

func badPlaces(e *CalculateError) (all []string) {
	if e == nil {
		return nil
	}
	for _, b := range e.Inputs {
		if b.Term == "" || b.Why == "" {
			b.Place += " without term or reason"
		}
		all = append(all, b.Place)
	}
	return all
}

func shortForms(differences []Difference) (all []string) {
	for _, d := range differences {
		if term, _ := TermAt(d.Place); d.Term != term.ID || d.Formula == "" {
			d.Place += " with another term " + d.Term
		}
		all = append(all, d.Place+" "+d.Given.String()+" "+d.Derived.String())
	}
	return all
}

func rows(s string) (all []string) {
	for row := range strings.Lines(s) {
		all = append(all, strings.TrimSpace(row))
	}
	return all
}

func wantLines(t *testing.T, what string, got []string, want string) {
	t.Helper()
	if w := rows(want); !reflect.DeepEqual(got, w) {
		t.Errorf("%s:\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(w, "\n\t"))
	}
}

// BenchmarkCalculate checks that the work was done, and lets the time per line be seen.
func BenchmarkCalculate(b *testing.B) {
	const n = 1000
	for b.Loop() {
		b.StopTimer()
		inv := lines(slices.Repeat([]Line{position("3", "33.33", s19)}, n)...)
		b.StartTimer()
		if _, err := inv.Calculate(); err != nil || inv.Totals.LineNet.String() != "99990.00" {
			b.Fatal(err, inv.Totals.LineNet)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/line")
}
