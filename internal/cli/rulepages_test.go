package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/validate"
)

const (
	pagesFolder = "docs/rules"
	pagesMade   = "Made from the rules themselves (`go test ./internal/cli -run RulePages -update`).\n\n"
	largestPage = 400_000 // bytes; a larger one is not shown as a page where it is kept
)

// TestRulePages holds docs/rules against the rules.
func TestRulePages(t *testing.T) {
	t.Chdir("../..")
	stale := map[string]bool{}
	for _, file := range glob(t, pagesFolder+"/*") {
		stale[file] = true
	}
	for _, p := range rulePages(t) {
		file := pagesFolder + "/" + p.file
		delete(stale, file)
		if len(p.text) > largestPage {
			t.Errorf("%s has %d bytes", file, len(p.text))
		}
		if *update {
			if err := os.MkdirAll(filepath.FromSlash(pagesFolder), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, p.text, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%v: go test ./internal/cli -run RulePages -update", err)
		} else if diff := firstDifference(string(have), string(p.text)); diff != "" {
			t.Errorf("%s is not what the rules say (go test ./internal/cli -run RulePages -update): %s", file, diff)
		}
	}
	for file := range stale {
		if *update {
			os.Remove(file)
		} else {
			t.Errorf("%s belongs to no rule set", file)
		}
	}
}

type rulePage struct {
	file string
	text []byte
}

// rulePages are the index, and for each set a page of its rules and one of its rules of
// structure for each syntax.
func rulePages(t *testing.T) (pages []rulePage) {
	var index bytes.Buffer
	fmt.Fprint(&index, "# The rules\n\n", pagesMade)
	fmt.Fprint(&index, "`einvoice explain ID` says the same of a rule, and `einvoice rules` lists them. The ids, the logic and the severities are those of\n"+
		"the published rule sets (of Facturae: see there), the texts are ours. Where they differ on purpose: [KNOWN-DIFFERENCES](../KNOWN-DIFFERENCES.md).\n\n")
	fmt.Fprint(&index, "| rule set | version | profile | syntax | rules | fatal | warning | info | of these, structure |\n|---|---|---|---|--:|--:|--:|--:|---|\n")
	for _, s := range validate.Sets() {
		name := pageName(s)
		pages = append(pages, rulePage{name + ".md", setPage(t, s, name)})
		for _, syntax := range syntaxes {
			rules := structural(s, syntax)
			link := "none"
			if rules != nil {
				file := name + "-structure-" + syntax + ".md"
				pages = append(pages, rulePage{file, structurePage(s, syntax, rules)})
				link = fmt.Sprintf("[%d](%s)", len(rules), file)
			}
			if counts := countIn(s, syntax); counts != nil {
				fmt.Fprintf(&index, "| [%s](%s.md) | %s | %s | %s | %d | %d | %d | %d | %s |\n", s.Name, name, s.Version, s.Profile, inCapitals(syntax),
					counts[validate.Fatal]+counts[validate.Warning]+counts[validate.Info], counts[validate.Fatal], counts[validate.Warning], counts[validate.Info], link)
			}
		}
	}
	fmt.Fprint(&index, "\n## Findings from no rule set\n\nThose of schemas, of reading the document, of the choice of rules, and of rules that are published without an id.\n\n| from | id | severity | what it says |\n|---|---|---|---|\n")
	for _, o := range validate.Others() {
		fmt.Fprintf(&index, "| %s | %s | %s | %s |\n", o.From, o.Rule.ID, o.Rule.Severity, joined(o.Rule.Text, o.Rule.Help))
	}
	return append(pages, rulePage{"README.md", index.Bytes()})
}

// pageName is the name of a set's page, without its version for the newest one.
func pageName(s *validate.Set) string {
	name := s.Name
	for _, other := range validate.Sets() {
		if other.Name == s.Name {
			if other.Version != s.Version {
				name += "-" + s.Version
			}
			break
		}
	}
	if s.Profile != "" {
		name += "-" + strings.TrimPrefix(s.Profile, "factur-x-")
	}
	return name
}

// countIn counts the rules for a syntax by severity; nil if there are none.
func countIn(s *validate.Set, syntax string) (counts map[validate.Severity]int) {
	for i := range s.All() {
		if r := &s.All()[i]; r.In(syntax) {
			if counts == nil {
				counts = map[validate.Severity]int{}
			}
			counts[r.SeverityIn(syntax)]++
		}
	}
	return counts
}

func structural(s *validate.Set, syntax string) (rules []*validate.Rule) {
	for i := range s.All() {
		if r := &s.All()[i]; len(r.Paths) > 0 && r.In(syntax) {
			rules = append(rules, r)
		}
	}
	return rules
}

// setPage is the page of a set's rules, other than those of structure.
func setPage(t *testing.T, s *validate.Set, name string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", inSet{RuleSet: s.ID(), Profile: s.Profile}.name())
	fmt.Fprint(&b, pagesMade)
	if s.Facturae {
		fmt.Fprint(&b, aboutFacturae)
	} else {
		fmt.Fprint(&b, "Words in ‹› are filled in with values by a finding. `…` stands for `/Invoice` (or `/CreditNote`) in UBL and for\n",
			"`/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction` in CII. The examples show how a valid invoice was changed, and what\nthe rule says to that.\n")
	}
	for _, syntax := range syntaxes {
		if rules := structural(s, syntax); rules != nil {
			fmt.Fprintf(&b, "\n%d rules of structure in %s have [a page of their own](%s-structure-%s.md).\n", len(rules), inCapitals(syntax), name, syntax)
		}
	}
	families, rules := byFamily(s)
	fmt.Fprint(&b, "\n")
	for _, f := range families {
		title := heading(f)
		fmt.Fprintf(&b, "* [%s](#%s): %s\n", title, anchor(title), plural(len(rules[f]), "rule"))
	}
	for _, f := range families {
		fmt.Fprintf(&b, "\n## %s\n", heading(f))
		for _, r := range rules[f] {
			ruleSection(t, &b, validate.Found{Set: s, Rule: r})
		}
	}
	return b.Bytes()
}

// aboutFacturae introduces the page of a set that is not published as one.
const aboutFacturae = `For documents of versions 3.2, 3.2.1 and 3.2.2. Words in ‹› are filled in with values by a finding. The examples show how a valid
document was changed, and what the rule says to that.

**HAP-…** are the checks that registers of Spanish authorities make (Orden HAP/1650/2015, Annex II; in force since October 2015), by
their numbers there. They have no tolerance, and add up in euros only. **FE-…** are what the format's documentation says of its fields;
the numbers are ours. Nobody refuses invoices for most of that, so it is fatal only where a document contradicts itself.

What needs more than the document is not judged:

| check of the order | what of it is | what is not |
|---|---|---|
| 1 | the schema; extensions that are not known (HAP-1) | extensions against schemas of their own |
| 2 | which policy the signature names (HAP-2-1, HAP-2-2) | the signature itself |
| 3b | the same invoice twice in a batch (HAP-3B) | one that the register has already |
| 4a | the schema | |
| 4c | | whether a copy's original is in the register |
| 5b, 5e | form and control character, country (HAP-5B, HAP-5E) | whether the number was ever given out |
| 7 | days that do not exist (HAP-7), issue after the signature (FE-903) | the day of registration |
| 8 | the three roles are there (HAP-8), codes have their form (FE-212) | whether the directory has the three together |

The invoices of a batch are checked one by one: one of them is held in memory at a time, with the head of the document.
`

// byFamily lists the families in the order of the set, and their rules by number.
func byFamily(s *validate.Set) (families []string, rules map[string][]*validate.Rule) {
	rules = map[string][]*validate.Rule{}
	for i := range s.Rules() {
		f := family(s.Rules()[i].ID)
		if rules[f] == nil {
			families = append(families, f)
		}
		rules[f] = append(rules[f], &s.Rules()[i])
	}
	for _, of := range rules {
		slices.SortStableFunc(of, func(a, b *validate.Rule) int { return byNumber(a.ID, b.ID) })
	}
	return families, rules
}

// titles say what the rules of a family are about.
var titles = map[string]string{
	"BR": "what has to be there", "BR-CO": "conditions and sums", "BR-DEC": "decimals", "BR-CL": "code lists",
	"BR-S": "VAT at the standard rate", "BR-Z": "VAT at the rate zero", "BR-E": "exempt from VAT", "BR-AE": "reverse charge", "BR-IC": "intra-community supply",
	"BR-G": "export", "BR-O": "not subject to VAT", "BR-AF": "IGIC, the tax of the Canary Islands", "BR-AG": "IPSI, the tax of Ceuta and Melilla", "BR-B": "split payment",
	"PEPPOL-EN16931-R": "Peppol", "PEPPOL-EN16931-P": "Peppol: document types", "PEPPOL-EN16931-CL": "Peppol: code lists", "PEPPOL-EN16931-F": "Peppol: formats",
	"PEPPOL-COMMON-R": "identifiers and their check digits",
	"DE-R":            "Germany", "DK-R": "Denmark", "GR-R": "Greece", "GR-S": "Greece", "IS-R": "Iceland", "IT-R": "Italy", "NL-R": "the Netherlands", "NO-R": "Norway", "SE-R": "Sweden",
	"BR-DE": "XRechnung", "BR-DEX": "the extension of XRechnung", "BR-DE-CVD": "clean vehicles", "BR-DE-TMP": "XRechnung, for the time being", "BR-TMP": "for the time being",
	"HAP": "what registers check", "FE": "what the documentation says",
	"BR-FXEXT": "Factur-X EXTENDED", "BR-FXEXT-CO": "Factur-X EXTENDED: conditions and sums",
}

func heading(family string) string {
	if title := titles[family]; title != "" {
		return family + ": " + title
	}
	return family
}

// anchor is what a heading is linked by.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == ':' || r == ',':
			return -1
		}
		return r
	}, strings.ToLower(heading))
}

func ruleSection(t *testing.T, b *bytes.Buffer, f validate.Found) {
	x, err := explain([]validate.Found{f})
	if err != nil {
		t.Errorf("%s %s: %v", f.Set.ID(), f.Rule.ID, err)
		return
	}
	fmt.Fprintf(b, "\n### %s\n%s. %s\n", x.Rule, x.RuleSets[0].weights(), joined(f.Rule.Text, f.Rule.Help))
	if x.Never != "" {
		fmt.Fprintf(b, "\n%s\n", markdown(never(x.Never)))
	}
	b.WriteString("\n")
	for i := range x.Terms {
		termItem(b, &x.Terms[i], f.Rule)
	}
	for _, e := range x.Examples {
		fmt.Fprintf(b, "\n%s, %d:%d: %s\n```diff\n", inCapitals(e.Syntax), e.Line, e.Column, markdown(e.Message))
		for _, l := range e.Excerpt {
			if l.gap {
				fmt.Fprint(b, "  …\n")
			}
			fmt.Fprintf(b, "%1s %s\n", l.Change, l.Text)
		}
		fmt.Fprint(b, "```\n")
	}
}

// termItem is a term and its places in the syntaxes of the rule. Those that differ in a
// condition only are one.
func termItem(b *bytes.Buffer, t *explainedTerm, r *validate.Rule) {
	fmt.Fprintf(b, "* %s %s", t.ID, t.Name)
	for _, syntax := range syntaxes {
		var paths []string
		t.each(func(in string, m mapped) {
			if p := short(m.Path); in == syntax && r.In(syntax) && !slices.Contains(paths, p) {
				paths = append(paths, p)
			}
		})
		for i, p := range paths {
			lead := ", "
			if i == 0 {
				lead = "; " + inCapitals(syntax) + " "
			}
			fmt.Fprintf(b, "%s`%s`", lead, p)
		}
	}
	b.WriteString("\n")
}

var shorten = strings.NewReplacer("/Invoice/", "…/", "/CreditNote/", "…/", "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/", "…/")

func short(path string) string { return shorten.Replace(path) }

// structurePage is the page of a set's rules of structure in a syntax: a table.
func structurePage(s *validate.Set, syntax string, rules []*validate.Rule) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s: structure in %s\n\n", inSet{RuleSet: s.ID(), Profile: s.Profile}.name(), inCapitals(syntax))
	fmt.Fprint(&b, pagesMade, "What may stand where, and how often; conditions stand in []. Words in ‹› are filled in with values by a finding. `/` is the root\n",
		"element, in UBL that of invoices and of credit notes, and `…` stands for `/rsm:SupplyChainTradeTransaction` in CII; other paths are\nmeant anywhere. `einvoice explain ID` shows how a valid invoice is changed to break a rule.\n\n",
		"| rule | severity | what it says | places |\n|---|---|---|---|\n")
	sorted := slices.Clone(rules)
	slices.SortStableFunc(sorted, func(a, b *validate.Rule) int { return byNumber(a.ID, b.ID) })
	for _, r := range sorted {
		text := joined(r.Text, "")
		if r.Never != "" {
			text += " " + markdown(never(r.Never))
		}
		var paths []string
		for _, p := range shortPlaces(r.Paths) {
			paths = append(paths, "`"+strings.ReplaceAll(p, "|", "\\|")+"`")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, r.SeverityIn(syntax), text, strings.Join(paths, "<br>"))
	}
	return b.Bytes()
}

var documentRoot = regexp.MustCompile(`^(Invoice|CreditNote|rsm:CrossIndustryInvoice)/`)

// shortPlaces are paths of structure with / for the root. Where invoices and credit notes
// have the same place, it stands once.
func shortPlaces(paths []string) (places []string) {
	for _, p := range paths {
		rest := documentRoot.ReplaceAllString(p, "/")
		switch {
		case strings.HasPrefix(p, "rsm:"):
			p = strings.Replace(rest, "/rsm:SupplyChainTradeTransaction/", "…/", 1)
		case rest != p && slices.Contains(paths, "Invoice"+rest) && slices.Contains(paths, "CreditNote"+rest):
			p = rest
		case rest != p:
			p = "/" + p
		}
		if !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	return places
}

// joined is a text and its help, with gaps that do not look like tags.
func joined(text, help string) string {
	return strings.TrimSpace(strings.NewReplacer("{", "‹", "}", "›").Replace(markdown(text)) + " " + markdown(help))
}

var markdownEscapes = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", `\<`, ">", `\>`, "`", "\\`", "[", `\[`, "]", `\]`, "\n", " ")

func markdown(s string) string { return markdownEscapes.Replace(s) }

// TestEveryRuleIsExplained: each rule has an example in every syntax that it can fire
// in, with a message that is filled in and an excerpt that one can read.
func TestEveryRuleIsExplained(t *testing.T) {
	examples := 0
	for _, s := range validate.Sets() {
		for i := range s.All() {
			f := validate.Found{Set: s, Rule: &s.All()[i]}
			if len(f.Rule.Paths) > 0 && i%20 != 0 {
				continue // their scripts have a test in package validate; here some are enough
			}
			for _, syntax := range syntaxes {
				e, err := breakIn(f, syntax)
				switch {
				case err != nil:
					t.Errorf("%s %s in %s: %v", s.ID(), f.Rule.ID, syntax, err)
				case e == nil:
					if f.Rule.In(syntax) && neverIn(f.Rule, syntax) == "" && f.Rule.NoBreak == "" && len(f.Rule.Paths) == 0 {
						t.Errorf("%s %s in %s: no example", s.ID(), f.Rule.ID, syntax)
					}
				default:
					examples++
					checkExample(t, s.ID()+" "+f.Rule.ID, e)
				}
			}
		}
	}
	if examples < 500 {
		t.Errorf("only %d examples", examples)
	}
}

func checkExample(t *testing.T, name string, e *breaking) {
	changes, at := 0, false
	for _, l := range e.Excerpt {
		if l.Change != "" {
			changes++
		}
		at = at || l.Line == e.Line
		if len([]rune(l.Text)) > longestLine+1 || strings.Contains(l.Text, "\n") {
			t.Errorf("%s in %s: a long line: %s", name, e.Syntax, l.Text)
		}
	}
	if changes == 0 || !at || len(e.Excerpt) > longestExcerpt || strings.ContainsAny(e.Message, "{}") || e.Column == 0 {
		t.Errorf("%s in %s: %+v", name, e.Syntax, e)
	}
}

// TestTermsOfRulesHavePlaces: no explanation speaks of a term without a place in the
// syntaxes of the rule.
func TestTermsOfRulesHavePlaces(t *testing.T) {
	with := map[string]bool{}
	for _, f := range []einvoice.Format{einvoice.UBLInvoice, einvoice.UBLCreditNote, einvoice.CII} {
		for _, b := range convert.Bindings(f) {
			if term, ok := einvoice.TermAt(b.Place); ok {
				with[term.ID] = true
			}
		}
	}
	for _, s := range validate.Sets() {
		for i := range s.Rules() {
			for _, id := range s.Rules()[i].Terms {
				if !with[id] {
					t.Errorf("%s: %s has no place", s.Rules()[i].ID, id)
				}
			}
		}
	}
}
