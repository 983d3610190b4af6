package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/slips"
)

func TestFamily(t *testing.T) {
	for id, want := range map[string]string{
		"BR-01": "BR", "BR-CO-10": "BR-CO", "BR-DE-23-a": "BR-DE", "BR-FXEXT-S08b": "BR-FXEXT-S", "DE-R-005": "DE-R", "PEPPOL-EN16931-R043": "PEPPOL-EN16931-R",
		"PEPPOL-EN16931-CL001": "PEPPOL-EN16931-CL", "PEPPOL-COMMON-R056-1": "PEPPOL-COMMON-R", "FX-SCH-A-000025": "FX-SCH-A", "BT-31": "BT", "": "", "-": "", "nonsense": "nonsense",
		"HAP-6A-1": "HAP", "HAP-8": "HAP", "FE-101": "FE",
	} {
		if got := family(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func TestByNumber(t *testing.T) {
	ids := []string{"BR-CO-10", "BR-CO-9", "BR-DE-23-b", "BR-1", "BR-DE-23-a", "BR-DE-3", "BR-CO-09", "BR"}
	slices.SortStableFunc(ids, byNumber)
	if got := strings.Join(ids, " "); got != "BR BR-1 BR-CO-9 BR-CO-09 BR-CO-10 BR-DE-3 BR-DE-23-a BR-DE-23-b" {
		t.Error(got)
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"BR-01", "BR-01", 0}, {"BR-01", "BR-02", 1}, {"BR-1", "BR-01", 1}, {"", "AB", 2}, {"BR-CO-10", "BRCO10", 2}, {"BR-01", "BR-CO-01", 3}, {"A", "UBL-CR-001", 3},
	} {
		if got := slips.Distance(c.a, c.b, mostDistance); got != c.want {
			t.Errorf("%s, %s: %d", c.a, c.b, got)
		}
	}
}

func TestHint(t *testing.T) {
	for id, want := range map[string]string{
		"BR-C0-10": "did you mean BR-CO-10",
		"to-many":  "did you mean too-many?",
		"BR-S-99":  "BR-S-09",
		"BT-1000":  "BT-100",
		"qwertz":   "",
	} {
		if got := hint(id); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q", id, got)
		}
	}
	if got := hint("UBL-CR-9999"); !strings.Contains(got, "UBL-CR-") {
		t.Error(got)
	}
}

// excerptOf shows an excerpt in one string: change, line, text.
func excerptOf(lines []excerptLine) string {
	var b strings.Builder
	for _, l := range lines {
		if l.gap {
			b.WriteString("… ")
		}
		b.WriteString(l.Change + l.Text + "\n")
	}
	return b.String()
}

func TestExcerpt(t *testing.T) {
	const good = "<a xmlns=\"urn:x\"><b><c>1</c><d x=\"a > b\"><e/><f/></d></b><g>text</g></a>"
	for _, c := range []struct{ name, bad, at, want string }{
		{"value", strings.Replace(good, ">1<", ">2<", 1), "<c>", "<b>\n-  <c>1</c>\n+  <c>2</c>\n"},
		{"missing", strings.Replace(good, "<c>1</c>", "", 1), "<b>", "<b>\n-  <c>1</c>\n"},
		{"group", strings.Replace(good, "<d x=\"a > b\"><e/><f/></d>", "", 1), "<a", "<a …>\n… -    <d x=\"a > b\">…</d>\n"},
		{"added", strings.Replace(good, "<g>", "<d><e/><f/></d><g>", 1), "<d>", "+<d>\n+  <e/>\n+  <f/>\n+</d>\n"},
		{"far away", strings.Replace(good, "text", "other", 1), "<c>", "<b>\n  <c>1</c>\n… -<g>text</g>\n+<g>other</g>\n"},
		{"long", strings.Replace(good, "text", strings.Repeat("ä", 500), 1), "<g>", "-<g>text</g>\n+<g>" + strings.Repeat("ä", longestLine-3) + "…\n"},
	} {
		bad := unfold(c.bad)
		got := excerptOf(excerpt(unfold(good), bad, strings.Index(bad, c.at)))
		if got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
}

func TestUnfold(t *testing.T) {
	got := unfold("<?xml version=\"1.0\"?><a><b>\n  </b><c/>\n\n<d><e>x\ny</e></d></a>")
	if want := "<?xml version=\"1.0\"?>\n<a>\n  <b>\n  </b>\n  <c/>\n  <d>\n    <e>x\ny</e>\n  </d>\n</a>\n"; got != want {
		t.Errorf("%q", got)
	}
}
