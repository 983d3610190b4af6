package validate

import (
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// Lines of EXTENDED may belong to others (BT-X-304), and say by a code (BT-X-8) what they are: a DETAIL that counts, a
// GROUP of others, or INFORMATION.
func extendedLines() []Rule {
	return []Rule{
		{ID: "BR-FXEXT-06", Severity: Fatal, Terms: t("BT-X-304", "BT-X-8"),
			Text:  "Line {line} belongs to line {BT-X-304} (BT-X-304), but does not say as what (BT-X-8).",
			Help:  "Give the code DETAIL, GROUP or INFORMATION.",
			CII:   when(ciiLines, filled("ram:AssociatedDocumentLineDocument/ram:ParentLineID"), given("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode")),
			Break: func(inv *einvoice.Invoice) { inv.Lines[1].ParentID = "1" }},
		{ID: "BR-FXEXT-08", Severity: Fatal, Terms: t("BT-131", "BT-X-304", "BT-X-8"),
			Text:  "The net amount of group {line} (BT-131) is {given}; the lines that belong to it make {sum}.",
			CII:   each("/*", groupsAddUp),
			Break: func(inv *einvoice.Invoice) { inv.Lines = append(inv.Lines, groupLine("3", "", "5.00")) }},
		{ID: "BR-FXEXT-11", Severity: Fatal, Terms: t("BT-X-304", "BT-126"),
			Text:  "Line {line} belongs to line {parent} (BT-X-304), but no line has this identifier (BT-126).",
			CII:   each("/*", parentsExist),
			Break: func(inv *einvoice.Invoice) { inv.Lines[1].ParentID, inv.Lines[1].StatusReasonCode = "9", "DETAIL" }},
		{ID: "BR-FXEXT-12", Severity: Fatal, Terms: t("BT-131", "BT-X-304", "BT-X-8"),
			Text: "Group {line} has a net amount (BT-131), but not all groups that belong to it have one.",
			CII:  each("/*", groupsComplete),
			Break: func(inv *einvoice.Invoice) {
				inv.Lines = append(inv.Lines, groupLine("3", "", "0.00"), groupLine("4", "3", ""))
			}, Also: t("BR-FXEXT-08")},
	}
}

func groupLine(id, parent, amount string) einvoice.Line {
	l := einvoice.Line{ID: id, ParentID: parent, StatusReasonCode: "GROUP", Item: einvoice.Item{Name: "Furniture"}, VATCategory: einvoice.VATCategory{Code: "S", Rate: units(19)}}
	if amount != "" {
		l.NetAmount = einvoice.MustDecimal(amount)
	}
	return l
}

// lineTree is what is known of lines that belong to others. Lines are known by hashes of their identifiers, as there
// may be more of them than memory has room for.
type lineTree struct {
	ids      []uint64
	children map[uint64]*children // of lines, by what these are called
	groups   []group
	under    map[uint64]amountCount // groups within a group, by the identifier to the letter
	over     bool                   // there were more than the limits below
}

// The limits of what is kept: 8 MB of identifiers, some 10 MB of groups.
const (
	mostLineIDs = 1 << 20
	mostGroups  = 1 << 16
)

// children are the lines that belong to one.
type children struct {
	parent string // what they call it
	line   string // the first of them, and where it is
	at     spot
	double float64 // what those make that are a DETAIL or a GROUP
	exact  einvoice.Decimal
}

// group is a line that is a group and has a net amount.
type group struct {
	line         string
	at           spot
	id, letter   uint64
	given        string
	double       float64
	filled, some bool // there is an amount, and an identifier
}

// amountCount counts groups, and the net amounts that they have.
type amountCount struct{ groups, amounts int }

var (
	lineID     = path("ram:AssociatedDocumentLineDocument/ram:LineID")
	lineParent = path("ram:AssociatedDocumentLineDocument/ram:ParentLineID")
	isGroup    = says("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode", "GROUP")
	isDetail   = says("ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode", "DETAIL")

	lineSeed = maphash.MakeSeed()
)

func hashOf(s string) uint64 { return maphash.String(lineSeed, s) }

// add adds the line at hand.
func (t *lineTree) add(c *Check, line Node) {
	id, parent := lineID.First(line), lineParent.First(line)
	if len(t.ids) < mostLineIDs {
		t.ids = append(t.ids, hashOf(id.Norm()))
	} else {
		t.over = true
	}
	grouped := isGroup(c, line)
	t.addChild(c, line, parent, grouped || isDetail(c, line))
	if !grouped {
		return
	}
	t.addUnder(line, parent)
	if amount := ciiLineNet.First(line); amount.Exists() {
		if len(t.groups) == mostGroups {
			t.over = true
			return
		}
		t.groups = append(t.groups, group{line: c.lineName(), at: c.spotOf(line), id: hashOf(id.Norm()), letter: hashOf(id.Text()),
			given: strings.Clone(amount.Norm()), double: double(amount), filled: !blank(amount.Text()), some: id.Exists()})
	}
}

// addChild adds a line to those that belong to the same one. Those that belong to none count as one more.
func (t *lineTree) addChild(c *Check, line, parent Node, counts bool) {
	key := hashOf(parent.Norm())
	of := t.children[key]
	switch {
	case of != nil:
	case len(t.children) >= mostGroups:
		t.over = true
		return
	default:
		of = &children{parent: quote(shorten(parent.Norm())), line: c.lineName(), at: c.spotOf(line)}
		if t.children == nil {
			t.children = map[uint64]*children{}
		}
		t.children[key] = of
	}
	if counts {
		amount := ciiLineNet.First(line)
		of.double += double(amount)
		of.exact = of.exact.Add(amount.Decimal())
	}
}

// addUnder notes a group that belongs to another line.
func (t *lineTree) addUnder(line, parent Node) {
	if !parent.Exists() {
		return
	}
	key := hashOf(parent.Text())
	n, known := t.under[key]
	if !known && len(t.under) >= mostGroups {
		t.over = true
		return
	}
	if t.under == nil {
		t.under = map[uint64]amountCount{}
	}
	n.groups++
	n.amounts += ciiLineNet.Count(line)
	t.under[key] = n
}

// parentsExist is BR-FXEXT-11. Of the lines that belong to the same missing one the first is named.
func parentsExist(c *Check, _ Node) {
	t := &c.extended.tree
	if t.over {
		c.v.notRun = append(c.v.notRun, NotRun{c.set.ID(), fmt.Sprintf("in part: BR-FXEXT-08, -11 and -12 did not look at all lines: there are more than %d, or more than %d groups", mostLineIDs, mostGroups)})
	}
	if len(t.children) == 0 || len(t.ids) == mostLineIDs {
		return
	}
	slices.Sort(t.ids)
	none := hashOf("")
	var missing []*children
	for key, of := range t.children {
		if _, ok := slices.BinarySearch(t.ids, key); !ok && key != none {
			missing = append(missing, of)
		}
	}
	slices.SortFunc(missing, func(a, b *children) int { return int(a.at.offset - b.at.offset) })
	for _, of := range missing {
		c.Arg("line", of.line).Arg("parent", of.parent).failThere(of.at)
	}
}

// groupsAddUp is BR-FXEXT-08.
func groupsAddUp(c *Check, _ Node) {
	t := &c.extended.tree
	for _, g := range t.groups {
		of := t.children[g.id]
		if of == nil && t.over {
			continue
		}
		if of == nil {
			of = new(children)
		}
		want := roundDouble(of.double*100) / 100
		if g.filled && (math.IsNaN(want) || !sameDouble(g.double, want)) {
			c.Arg("line", g.line).Arg("given", g.given).Arg("sum", cents(zero.Add(of.exact)).String()).failThere(g.at)
		}
	}
}

// groupsComplete is BR-FXEXT-12.
func groupsComplete(c *Check, _ Node) {
	t := &c.extended.tree
	for _, g := range t.groups {
		if n := t.under[g.letter]; !g.some || n.groups != n.amounts {
			c.Arg("line", g.line).failThere(g.at)
		}
	}
}
