package validate

import (
	_ "embed" // the table
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/structure"
	"github.com/einvoice-go/einvoice/internal/tree"
)

// What the profiles of Factur-X 1.09.2 allow.

//go:embed facturx_structure.txt
var facturXStructureTable string

// The profiles of the table.
const (
	facturXMinimum  = "MINIMUM"
	facturXBasicWL  = "BASICWL"
	facturXBasic    = "BASIC"
	facturXEN16931  = "EN16931"
	facturXExtended = "EXTENDED"
)

// facturXUnnamed is the id of findings whose rule the published Schematron gives none.
const facturXUnnamed = "FX-SCH-A"

var facturXStructures = map[string]func() *structure.Machine{
	facturXMinimum:  facturXMachine(facturXMinimum),
	facturXBasicWL:  facturXMachine(facturXBasicWL),
	facturXBasic:    facturXMachine(facturXBasic),
	facturXEN16931:  facturXMachine(facturXEN16931),
	facturXExtended: facturXMachine(facturXExtended),
}

func facturXMachine(profile string) func() *structure.Machine {
	return sync.OnceValue(func() *structure.Machine { return machine(facturXStructureTable, profile) })
}

// facturXStructure is the structure of a profile; nil if there is no such profile.
func facturXStructure(profile string) *structure.Machine {
	if m := facturXStructures[profile]; m != nil {
		return m()
	}
	return nil
}

// lineVAT holds the VAT totals of the lines of an EXTENDED invoice against the
// currencies of the document, which come after the lines.
type lineVAT struct {
	none     bool            // one has no currency
	used     map[string]bool // currencies, and whether a line has two totals in one
	overflow bool            // more currencies than an invoice can have
}

var (
	lineTotals   = path("ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation")
	headerTotals = path("rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement")

	taxTotalAmount = names.Of("ram:TaxTotalAmount")
	invoiceCode    = names.Of("ram:InvoiceCurrencyCode")
	taxCode        = names.Of("ram:TaxCurrencyCode")

	facturXCurrencies = codes.Get("currencies@facturx-1.09.2")
)

// lineVATRules are the published rules that it knows.
var lineVATRules = []Rule{
	lineVATRule("FX-SCH-A-000387", "A line has more than one VAT amount in {value}, the currency of the invoice.", twoAmounts("EUR")),
	lineVATRule("FX-SCH-A-000388", "A line has more than one VAT amount in {value}, the currency of VAT.",
		"set "+ciiSettlement+"/ram:TaxCurrencyCode = SEK\n"+twoAmounts("SEK")),
	lineVATRule("FX-SCH-A-001142", "A line has a VAT amount in {value}: no code of ISO 4217.",
		"set "+ciiSettlement+"/ram:InvoiceCurrencyCode = ZZZ\n"+twoAmounts("ZZZ")),
	lineVATRule("FX-SCH-A-001143", "A line has a VAT amount in {value}, the currency of VAT: no code of ISO 4217.",
		"set "+ciiSettlement+"/ram:TaxCurrencyCode = ZZZ\n"+twoAmounts("ZZZ")),
}

func lineVATRule(id, text, script string) Rule {
	return Rule{ID: id, Severity: Fatal, Text: text, Paths: []string{lineTotalsPath + "/ram:TaxTotalAmount"}, BreakCII: script, structural: cii}
}

const lineTotalsPath = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation"

// twoAmounts gives the first line two VAT amounts in a currency.
func twoAmounts(currency string) string {
	amount := "add " + lineTotalsPath + ` <ram:TaxTotalAmount currencyID="` + currency + `">1.00</ram:TaxTotalAmount>`
	return amount + "\n" + amount
}

// line takes a line.
func (v *lineVAT) line(n tree.Node) {
	lineTotals.Each(n, func(sum tree.Node) bool {
		count := map[string]int{}
		for a := sum.Child(taxTotalAmount); a.Exists(); a = a.NextNamed(taxTotalAmount) {
			currency, ok := a.Attr("currencyID")
			v.none = v.none || !ok
			if ok {
				count[currency]++
			}
		}
		for _, currency := range sortedKeys(count) {
			v.use(currency, count[currency] > 1)
		}
		return true
	})
}

// use notes that a line has a total in a currency. An invoice has two currencies at most.
func (v *lineVAT) use(currency string, twice bool) {
	before, known := v.used[currency]
	switch {
	case known && (before || !twice):
	case !known && len(v.used) >= 16:
		v.overflow = true
	case v.used == nil:
		v.used = map[string]bool{strings.Clone(currency): twice}
	default:
		v.used[strings.Clone(currency)] = twice
	}
}

// rest compares, when the whole document has been seen.
func (v *lineVAT) rest(root tree.Node, report func(*structure.Finding)) {
	settlement := headerTotals.First(root)
	foreign := v.none || v.overflow
	for _, currency := range sortedKeys(v.used) {
		fails := func(id string) {
			k := slices.IndexFunc(lineVATRules, func(r Rule) bool { return r.ID == id })
			report(&structure.Finding{Rule: id, Fatal: true, Node: settlement, Text: lineVATRules[k].Text, Args: []structure.Arg{{Name: "value", Value: quote(currency)}}})
		}
		of := func(name names.Name) bool {
			code := settlement.Child(name)
			return code.Exists() && code.Value() == currency
		}
		invoice, tax := of(invoiceCode), of(taxCode)
		foreign = foreign || !invoice && !tax
		if invoice && v.used[currency] {
			fails("FX-SCH-A-000387")
		}
		if tax && v.used[currency] {
			fails("FX-SCH-A-000388")
		}
		if currency != "" && !facturXCurrencies.Has(currency) {
			if invoice {
				fails("FX-SCH-A-001142")
			} else if tax {
				fails("FX-SCH-A-001143")
			}
		}
	}
	if foreign {
		report(&structure.Finding{Rule: facturXUnnamed, Fatal: true, Node: settlement, Text: "A line has a VAT amount in a currency that is neither the invoice's nor that of VAT."})
	}
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
