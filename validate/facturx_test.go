package validate_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// TestFacturXProfiles: the set runs that is for the profile that a document claims, in whatever spelling.
func TestFacturXProfiles(t *testing.T) {
	for _, c := range []struct{ syntax, specification, ran, why string }{
		{"cii", "urn:factur-x.eu:1p0:minimum", "facturx@1.09.2", ""},
		{"cii", "urn:zugferd.de:2p0:basicwl", "facturx@1.09.2", ""},
		{"cii", "urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic", "facturx@1.09.2", ""},
		{"cii", "urn:cen.eu:en16931:2017", "facturx@1.09.2", ""},
		{"cii", "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "", "names none of the profiles"},
		{"cii", "", "", "is missing, which names none of the profiles"},
		{"ubl", "urn:factur-x.eu:1p0:minimum", "", "no rules for ubl-invoice"},
	} {
		inv := sample.Invoice()
		inv.Process.Specification = c.specification
		r := check(t, build(t, c.syntax, inv), "facturx")
		if got := strings.Join(r.RuleSets, " "); got != c.ran {
			t.Errorf("%s: %q ran", c.specification, got)
		}
		if c.why != "" && (len(r.NotRun) != 1 || !strings.Contains(r.NotRun[0].Why, c.why) || r.Status != validate.Invalid) {
			t.Errorf("%s: not run: %v", c.specification, r.NotRun)
		}
	}
}

// TestFacturXStructureRuns: MINIMUM has no address of the buyer, and wants one number of the invoice.
func TestFacturXStructureRuns(t *testing.T) {
	xml, err := sample.Edit(build(t, "cii", sample.InProfile("minimum")), "add rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/ram:BuyerTradeParty <ram:PostalTradeAddress/>\ntwice rsm:ExchangedDocument/ram:ID")
	if err != nil {
		t.Fatal(err)
	}
	if got := fired(check(t, xml, "facturx")); !slices.Equal(got, []string{unnamed, "FX-SCH-A-000019"}) {
		t.Errorf("fired %v", got)
	}
}

// TestLineGroups: lines that belong to others, in any order, in memory and as a stream.
func TestLineGroups(t *testing.T) {
	line := func(id, parent, status, amount string) einvoice.Line {
		l := einvoice.Line{ID: id, ParentID: parent, StatusReasonCode: status}
		if amount != "" {
			l.NetAmount = einvoice.MustDecimal(amount)
		}
		return l
	}
	for _, c := range []struct {
		name  string
		lines []einvoice.Line
		want  string // rule and line
	}{
		{"group of two", []einvoice.Line{line("G", "", "GROUP", "3"), line("1", "G", "DETAIL", "1"), line("2", "G", "DETAIL", "2"), line("3", "G", "INFORMATION", "9")}, ""},
		{"parent comes later", []einvoice.Line{line("1", "G", "DETAIL", "1"), line("G", "", "GROUP", "1")}, ""},
		{"group without amount", []einvoice.Line{line("G", "", "GROUP", ""), line("1", "G", "DETAIL", "1")}, ""},
		{"group in group", []einvoice.Line{line("G", "", "GROUP", "1"), line("H", "G", "GROUP", "1"), line("1", "H", "DETAIL", "1")}, ""},
		{"wrong sum", []einvoice.Line{line("1", "G", "DETAIL", "1"), line("G", "", "GROUP", "2")}, `BR-FXEXT-08 [2] The net amount of group "G" (BT-131) is 2; the lines that belong to it make 1.00.`},
		{"no parent", []einvoice.Line{line("1", "G", "DETAIL", "1"), line("2", "G", "DETAIL", "1")}, `BR-FXEXT-11 [1] Line "1" belongs to line "G" (BT-X-304), but no line has this identifier (BT-126).`},
		{"inner group without amount", []einvoice.Line{line("G", "", "GROUP", ""), line("K", "", "GROUP", "0"), line("H", "K", "GROUP", "")}, `BR-FXEXT-12 [2] Group "K" has a net amount (BT-131), but not all groups that belong to it have one.`},
	} {
		inv := sample.InProfile("extended")
		inv.Lines = c.lines
		xml := build(t, "cii", inv)
		whole := check(t, xml, "facturx")
		stream, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(xml)), nil }, validate.Options{Rules: []string{"facturx"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []*validate.Report{whole, stream} {
			got := ""
			for _, f := range r.Findings {
				of, _, _ := strings.Cut(strings.TrimPrefix(f.Path, "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"), "/")
				if slices.Contains([]string{"BR-FXEXT-08", "BR-FXEXT-11", "BR-FXEXT-12"}, f.Rule) && !strings.HasPrefix(got, "BR-FXEXT-12") && (got == "" || f.Rule == "BR-FXEXT-12") {
					got = fmt.Sprintf("%s %s %s", f.Rule, of, f.Message)
				}
			}
			if got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		if a, b := messages(whole), messages(stream); a != b {
			t.Errorf("%s: in memory %s\nas a stream %s", c.name, a, b)
		}
	}
}
