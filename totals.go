package einvoice

import "strings"

// AllowanceCharge is BG-20 or BG-21 on the document, BG-27 or BG-28 on a line.
// Lines have no VAT category here: theirs is BG-30.
type AllowanceCharge struct {
	Amount      Decimal     `json:"amount,omitzero"`      // BT-92, BT-99, BT-136, BT-141: without VAT
	BaseAmount  Decimal     `json:"baseAmount,omitzero"`  // BT-93, BT-100, BT-137, BT-142
	Percentage  Decimal     `json:"percentage,omitzero"`  // BT-94, BT-101, BT-138, BT-143: 10 is ten percent
	VATCategory VATCategory `json:"vatCategory,omitzero"` // BT-95/96, BT-102/103
	Reason      string      `json:"reason,omitempty"`     // BT-97, BT-104, BT-139, BT-144
	ReasonCode  string      `json:"reasonCode,omitempty"` // BT-98, BT-105, BT-140, BT-145: UNTDID 5189 or 7161
}

// NoTaxScheme in VATCategory.Scheme: the document names no tax at all.
const NoTaxScheme = "-"

// VATCategory says how something is taxed.
type VATCategory struct {
	Code string  `json:"code,omitempty"` // BT-95, BT-102, BT-118, BT-151: UNTDID 5305: S, Z, E, AE, K, G, O, L, M, B
	Rate Decimal `json:"rate,omitzero"`  // BT-96, BT-103, BT-119, BT-152: percent
	// Scheme is the tax, if it is another one than VAT, such as GST in Australia. The
	// rules of EN 16931 pass over such categories.
	Scheme string `json:"scheme,omitempty"`
}

// IsVAT tells whether the tax is VAT.
func (c *VATCategory) IsVAT() bool { return c.Scheme == "" || strings.EqualFold(c.Scheme, "VAT") }

// LogisticsCharge is a charge for transport and handling (Factur-X EXTENDED).
type LogisticsCharge struct {
	Description string      `json:"description,omitempty"`
	Amount      Decimal     `json:"amount,omitzero"`
	VATCategory VATCategory `json:"vatCategory,omitzero"`
}

// Totals is BG-22. All amounts are in Currency (BT-5) but VATInAccountingCurrency.
type Totals struct {
	LineNet                 Decimal `json:"lineNet,omitzero"`                 // BT-106: sum of BT-131
	Allowances              Decimal `json:"allowances,omitzero"`              // BT-107: sum of BT-92
	Charges                 Decimal `json:"charges,omitzero"`                 // BT-108: sum of BT-99
	WithoutVAT              Decimal `json:"withoutVAT,omitzero"`              // BT-109: BT-106 - BT-107 + BT-108
	VAT                     Decimal `json:"vat,omitzero"`                     // BT-110: sum of BT-117
	VATInAccountingCurrency Decimal `json:"vatInAccountingCurrency,omitzero"` // BT-111: BT-110 in VATCurrency (BT-6)
	WithVAT                 Decimal `json:"withVAT,omitzero"`                 // BT-112: BT-109 + BT-110
	Paid                    Decimal `json:"paid,omitzero"`                    // BT-113: paid in advance
	Rounding                Decimal `json:"rounding,omitzero"`                // BT-114: added to round the amount due
	Due                     Decimal `json:"due,omitzero"`                     // BT-115: BT-112 - BT-113 + BT-114
}

// VATBreakdown is BG-23, one for each combination of category and rate.
type VATBreakdown struct {
	TaxableAmount       Decimal     `json:"taxableAmount,omitzero"`        // BT-116
	TaxAmount           Decimal     `json:"taxAmount,omitzero"`            // BT-117
	VATCategory         VATCategory `json:"vatCategory,omitzero"`          // BT-118, BT-119
	ExemptionReason     string      `json:"exemptionReason,omitempty"`     // BT-120
	ExemptionReasonCode string      `json:"exemptionReasonCode,omitempty"` // BT-121: VATEX list
	LineBasis           Decimal     `json:"lineBasis,omitzero"`            // BT-X-262: share of the lines in BT-116
	AllowanceBasis      Decimal     `json:"allowanceBasis,omitzero"`       // BT-X-263: share of allowances and charges
}

// CurrencyExchange tells the rate at which BT-111 was computed (Factur-X EXTENDED).
type CurrencyExchange struct {
	Source string  `json:"source,omitempty"` // currency converted from
	Target string  `json:"target,omitempty"` // currency converted to
	Rate   Decimal `json:"rate,omitzero"`    // units of Target for one unit of Source
	Date   Date    `json:"date,omitzero"`
}
