package validate_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
)

var corners = strings.NewReplacer(
	"$A", "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement",
	"$D", "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery",
	"$S", "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement",
	"$T", "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation",
	"$L", "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem",
	"$N", "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
	"$P", "ram:SpecifiedTradeSettlementPaymentMeans",
	";", "\n")

// ownRules are the families that the table of corners is about.
var ownRules = regexp.MustCompile(`^BR-(\d+|CO-\d+|DEC-\d+)$`)

// TestCorners holds the rules against official verdicts on what documents rarely have:
// zones in dates, halves of cents, zeros below zero, categories that hide others.
func TestCorners(t *testing.T) {
	table, err := os.ReadFile("testdata/en16931-corners.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases, fires := 0, 0
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		if len(f) != 4 {
			t.Fatalf("%q has %d fields", line, len(f))
		}
		xml, err := sample.Edit(build(t, f[0], sample.Invoice()), corners.Replace(f[2]))
		if err != nil {
			t.Fatal(f[1], err)
		}
		r := check(t, xml, "en16931")
		got := slices.DeleteFunc(fired(r), func(id string) bool { return !ownRules.MatchString(id) })
		if want := strings.Fields(f[3]); !slices.Equal(got, want) {
			t.Errorf("%s, %s: fired %v, officially %v:%s", f[0], f[1], got, want, messages(r))
		}
		if cases++; len(got) > 0 {
			fires++
		}
	}
	if cases < 150 || fires < 50 || fires == cases {
		t.Errorf("%d cases, in %d a rule fires", cases, fires)
	}
}
