package attach

import (
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
)

// plan is what Embed and Remove learn of a document before they write: where its files
// stand, and where new ones go.
type plan struct {
	slots  []*slot
	places []*place
	ranks  []map[names.Name]int // of the children at each step, by the schema
}

// slot is where a file stands.
type slot struct {
	index   int // of the file
	content *node
	holder  *node // cac:Attachment around it, or nil
	group   *node // that describes it
	link    bool
}

// place is where new files of an invoice go: as children of the last node, after the
// elements that are missing between have been made.
type place struct {
	invoice string // series and number
	number  string
	nodes   []*node
}

// node is an element in which something may change.
type node struct {
	name     names.Name
	parent   *node
	blank    blank // in front of it
	inner    int64 // behind its start tag
	end      int64
	empty    bool   // <a/>
	endTag   string // as written
	children int
	solid    bool // it has text or comments
	typeCode string

	removed int // children that go
	added   int // children that come
	gone    bool

	written  string             // its name, if new ones may come
	rank     map[names.Name]int // of its children, if new ones may come
	last     map[int]sibs       // by rank: its children so far
	first    *blank             // in front of its first child
	prefixes map[string]string  // by namespace
}

// sibs is a child that new ones go behind.
type sibs struct {
	end   int64
	blank blank
}

// step is an element on the way to where files go.
type step struct {
	path  []names.Name // of the element that has to be there, without the root element
	child names.Name   // what is new in it
}

func namesOf(all string) (path []names.Name) {
	for _, s := range strings.Fields(all) {
		path = append(path, names.Of(s))
	}
	return path
}

// steps tell for each format where files go. Those of Facturae stand in two elements that
// an invoice need not have.
var (
	ublSteps = []step{{nil, names.Of("cac:AdditionalDocumentReference")}}
	ciiSteps = []step{{namesOf("rsm:SupplyChainTradeTransaction ram:ApplicableHeaderTradeAgreement"), names.Of("ram:AdditionalReferencedDocument")}}
	feSteps  = []step{
		{namesOf("Invoices Invoice"), names.Of("AdditionalData")},
		{namesOf("Invoices Invoice AdditionalData"), names.Of("RelatedDocuments")},
		{namesOf("Invoices Invoice AdditionalData RelatedDocuments"), names.Of("Attachment")},
	}
)

func stepsOf(f einvoice.Format) []step {
	switch {
	case f == einvoice.UBLInvoice || f == einvoice.UBLCreditNote:
		return ublSteps
	case f == einvoice.CII:
		return ciiSteps
	case f == "facturae-3.2" || f == "facturae-3.2.1" || f == "facturae-3.2.2":
		return feSteps
	}
	return nil
}

// namespaces that new elements may need.
var namespaces = func() map[string]string {
	all := map[string]string{}
	for _, ns := range names.Schema.Namespaces {
		all[ns.Prefix] = ns.URI
	}
	return all
}()

// mostInvoices is how many invoices a document may hold that is to be edited.
const mostInvoices = 10_000

// enter is at a start tag.
func (p *plan) enter(s *scanner) {
	n := len(s.open) - 1
	f := &s.open[n]
	if n > 0 {
		parent := &s.open[n-1]
		if parent.children++; parent.children == 1 && parent.node != nil {
			b := f.blank
			parent.node.first = &b
		}
	}
	if s.root == 0 || n < s.root-1 || formats[s.open[s.root-1].name] != s.doc.Format {
		return
	}
	for i, step := range stepsOf(s.doc.Format) {
		if p.isAt(s, step.path) {
			p.grows(s, i, step)
		}
	}
}

// isAt tells whether the innermost element has this path.
func (p *plan) isAt(s *scanner, path []names.Name) bool {
	inner := s.open[s.root:]
	if len(inner) != len(path) {
		return false
	}
	for i := range inner {
		if inner[i].name != path[i] {
			return false
		}
	}
	return true
}

// grows is at an element in which new ones may come.
func (p *plan) grows(s *scanner, i int, step step) {
	x := p.mark(s, len(s.open)-1)
	if p.ranks == nil {
		p.ranks = make([]map[names.Name]int, len(stepsOf(s.doc.Format)))
	}
	if p.ranks[i] == nil {
		p.ranks[i] = map[names.Name]int{}
		for k, name := range schema.Sequence(append([]names.Name{s.open[s.root-1].name}, step.path...)...) {
			p.ranks[i][name] = k
		}
	}
	x.rank = p.ranks[i]
	x.written = strings.Clone(s.Element.Raw)
	for _, prefix := range []string{"cac", "cbc", "ram"} {
		if actual, ok := s.Prefix(namespaces[prefix]); ok {
			if x.prefixes == nil {
				x.prefixes = map[string]string{}
			}
			x.prefixes[prefix] = strings.Clone(actual)
		}
	}
	if i == 0 {
		if len(p.places) == mostInvoices {
			s.Fail(fail(ErrLimit, "the document holds more than %d invoices", mostInvoices))
			return
		}
		p.places = append(p.places, &place{})
	}
	if len(p.places) > 0 {
		last := p.places[len(p.places)-1]
		last.nodes = append(last.nodes, x)
	}
}

// mark makes nodes of an element and of all around it.
func (p *plan) mark(s *scanner, n int) *node {
	f := &s.open[n]
	if f.node == nil {
		x := &node{name: f.name, blank: f.blank, inner: f.inner, empty: f.empty}
		if n > 0 {
			x.parent = p.mark(s, n-1)
		}
		f.node = x
	}
	return f.node
}

// found notes where a file stands; n is the depth of the element that holds or names it.
func (p *plan) found(s *scanner, f *File, n int) {
	x := &slot{index: f.Index, content: p.mark(s, n), link: f.Kind == External}
	local := s.open[n].local()
	g := s.group(n)
	switch {
	case x.link && local != "ExternalReference" && local != "Repository":
		x.group, x.content = x.content, s.open[n].uri
		x.content.parent = x.group
		x.group.typeCode = f.TypeCode
	case g >= 0:
		x.group = p.mark(s, g)
		x.group.typeCode = f.TypeCode
		if g < n-1 {
			x.holder = p.mark(s, n-1)
		}
	}
	p.slots = append(p.slots, x)
}

// leave is at an end tag.
func (p *plan) leave(s *scanner) {
	n := len(s.open) - 1
	f := &s.open[n]
	if x := f.node; x != nil {
		x.children, x.solid = f.children, f.solid
		x.end, x.endTag = s.End, strings.Clone(s.Raw())
	}
	if len(p.places) > 0 && (f.name == nameFacturaeInvoice || n == s.root-1) {
		if last := p.places[len(p.places)-1]; last.invoice == "" {
			last.invoice, last.number = s.invoice, s.number
		}
	}
	if n == 0 || s.open[n-1].node == nil || s.open[n-1].node.rank == nil {
		return
	}
	parent := s.open[n-1].node
	if rank, ok := parent.rank[f.name]; ok {
		if parent.last == nil {
			parent.last = map[int]sibs{}
		}
		parent.last[rank] = sibs{s.End, f.blank}
	}
}

// behind finds what a new child goes behind: the last of those that may stand before it.
func (x *node) behind(child names.Name) *sibs {
	rank, ok := x.rank[child]
	if !ok {
		return nil
	}
	var best *sibs
	for k, s := range x.last {
		if k <= rank && (best == nil || s.end > best.end) {
			best = &s
		}
	}
	return best
}

// choose finds the place for an invoice: the only one, or the one of that number, with
// its series in front or without.
func (p *plan) choose(invoice string) (*place, *Error) {
	var all []string
	var found []*place
	for _, x := range p.places {
		all = append(all, cut(x.invoice))
		if invoice == x.invoice || invoice == x.number {
			found = append(found, x)
		}
	}
	switch {
	case len(p.places) == 0:
		return nil, fail(ErrNoPlace, "the document has no element in which files could stand")
	case invoice == "" && len(p.places) == 1:
		return p.places[0], nil
	case invoice == "":
		return nil, fail(ErrSeveral, "the document holds %d invoices: say which of %s", len(p.places), listed(all))
	case len(found) == 0:
		return nil, fail(ErrNotFound, "the document holds no invoice %q: it holds %s", cut(invoice), listed(all))
	case len(found) > 1:
		return nil, fail(ErrSeveral, "the document holds %d invoices %q", len(found), cut(invoice))
	}
	return found[0], nil
}

// listed shows some of many.
func listed(all []string) string {
	const most = 20
	if len(all) > most {
		return strings.Join(all[:most], ", ") + ", ..."
	}
	return strings.Join(all, ", ")
}
