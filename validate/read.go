package validate

import (
	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/schema"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// root is a root element of documents that there is a schema for, and rules.
type root struct {
	name   names.Name
	format einvoice.Format
	syntax string
	outer  names.Name // the element whose children the lines are
	line   names.Name
	deep   bool // which is a child of the root
}

var roots = []root{
	{names.Of("inv:Invoice"), einvoice.UBLInvoice, ubl, names.Of("inv:Invoice"), names.Of("cac:InvoiceLine"), false},
	{names.Of("cn:CreditNote"), einvoice.UBLCreditNote, ubl, names.Of("cn:CreditNote"), names.Of("cac:CreditNoteLine"), false},
	{names.Of("rsm:CrossIndustryInvoice"), einvoice.CII, cii, names.Of("rsm:SupplyChainTradeTransaction"), names.Of("ram:IncludedSupplyChainTradeLineItem"), true},
	facturaeRoot("fe32:Facturae", "facturae-3.2"),
	facturaeRoot("fe321:Facturae", "facturae-3.2.1"),
	facturaeRoot("fe322:Facturae", "facturae-3.2.2"),
}

// facturaeRoot: the lines are the invoices of a batch, each in a tree of its own, so that
// what an invoice is held in memory with is the head of the document.
func facturaeRoot(name string, format einvoice.Format) root {
	return root{names.Of(name), format, fe, names.Of("Invoices"), names.Of("Invoice"), true}
}

// schemaID is the name of the schema as a rule set.
func (r *root) schemaID() string { return "schema:" + schema.For(r.name).ID() }

// rootAt is the root that the reader's current element is, nil if it is none.
func rootAt(r *xmlmap.Reader) *root {
	uri, local := r.Root()
	name := names.LookupURI(uri, local)
	for i := range roots {
		if roots[i].name == name {
			return &roots[i]
		}
	}
	return nil
}

// startAt goes to the root element, out of its envelope if it has one; nil if there is
// none that rules are written for.
func startAt(r *xmlmap.Reader) (found *root, note string) {
	if !r.Start() {
		return nil, ""
	}
	if _, local := r.Root(); local == "StandardBusinessDocument" {
		r.Deeper()
		if !r.Envelope(func() bool { return rootAt(r) != nil }) {
			return nil, ""
		}
		note = "unwrapped from a StandardBusinessDocument"
	}
	if found = rootAt(r); found != nil && found.deep {
		r.Deeper()
	}
	return found, note
}

// loader builds the trees of a document while it is read, and holds it against its
// schema.
type loader struct {
	root    *root
	head    *tree.Builder
	lines   *tree.Builder
	begin   func()            // called before the first line
	done    func()            // called after each line, which is forgotten then; nil: lines are kept
	schema  *schema.Validator // nil: not asked for
	checked func(*root) *schema.Validator
	deep    int  // of the current element within its line, from 1; 0 outside
	nth     int  // lines begun so far
	fresh   bool // the tree of lines has what is around them
	late    bool // elements stand behind lines
	lean    bool // of the head, only what is around lines is kept
	skip    int  // of the current element within one that is not kept, from 1
	reader  *xmlmap.Reader
	size    [2]int // about the bytes that the head takes, and the line at hand or the lines
}

// mostMemory is what the trees of a document may take each: a few million elements.
const mostMemory = 512 << 20

// take adds an element to a tree's size.
func (l *loader) take(b *tree.Builder, name names.Name, e *xmlmap.Element) {
	const element, unknown, attribute = 64, 64, 80
	k, what := 0, "what stands outside of the lines"
	if b == l.lines {
		k, what = 1, "a line"
	}
	l.size[k] += element + attribute*len(e.Attrs)
	if name == names.Other {
		l.size[k] += unknown
	}
	if b.Copies {
		for i := range e.Attrs {
			l.size[k] += len(e.Attrs[i].Value)
		}
	}
	if l.size[k] > mostMemory {
		_ = l.reader.Refuse(einvoice.ErrLimit, what+" has more elements, attributes or text than is held in memory")
		return
	}
	b.Open(name, e)
}

func (l *loader) Open(e *xmlmap.Element) {
	name := names.Lookup(e.NS, e.Local)
	switch {
	case l.deep > 0:
		l.deep++
		l.take(l.lines, name, e)
	case l.skip > 0:
		l.skip++
	case name == l.root.line && name != names.Other && l.isOuter():
		l.deep = 1
		if l.nth++; l.nth == 1 && l.begin != nil {
			l.begin()
		}
		if !l.fresh {
			l.lines.Begin(l.head)
			l.fresh = true
			l.size[1] = 0
		}
		l.take(l.lines, name, e)
	case l.lean && !l.leads(name):
		l.skip = 1
	default:
		l.take(l.head, name, e)
		l.late = l.nth > 0
	}
	if l.schema != nil {
		l.schema.Open(name, e)
	}
}

// isOuter tells whether the element that is open is the one around the lines.
func (l *loader) isOuter() bool {
	n := l.head.Current()
	if !l.root.deep {
		return n.Exists() && !n.Parent().Exists()
	}
	return n.Name() == l.root.outer && n.Parent().Exists() && !n.Parent().Parent().Exists()
}

// leads tells whether lines may be in the element that begins.
func (l *loader) leads(name names.Name) bool {
	n := l.head.Current()
	return !n.Exists() || l.root.deep && name == l.root.outer && !n.Parent().Exists()
}

func (l *loader) Close(text string, off int64) {
	if l.schema != nil {
		l.schema.Close(text, off)
	}
	if l.skip > 0 {
		l.skip--
		return
	}
	if l.deep == 0 {
		if l.head.Copies {
			l.size[0] += len(text)
		}
		l.head.Close(text)
		return
	}
	l.lines.Close(text)
	if l.deep--; l.deep == 0 && l.done != nil {
		l.done()
		l.fresh = false
	}
}

func (l *loader) Stray(text string, off int64) {
	if l.schema != nil {
		l.schema.Stray(text, off)
	}
}

// path is that of the element that is open.
func (l *loader) path() string {
	if l.deep == 0 {
		return pathOf(l.head.Current(), 0, 0)
	}
	return pathOf(l.lines.Current(), l.deep-1, l.nth)
}

// load reads a document into trees, to its end.
func (v *validation) load(r *xmlmap.Reader, l *loader) (found bool, err error) {
	root, note := startAt(r)
	if root == nil {
		return false, r.Err()
	}
	l.reader, l.root, v.root, v.format = r, root, root, root.format
	v.note(note)
	if l.checked != nil {
		l.schema = l.checked(root)
	}
	if err := r.Walk(l); err != nil {
		return true, err
	}
	r.Finish()
	return true, r.Err()
}

// loadWhole reads a document that is held in memory.
func (v *validation) loadWhole(text string) (found bool, err error) {
	v.head.Reset()
	v.lines.Reset()
	l := &loader{head: &v.head, lines: &v.lines}
	return v.loadChecked(xmlmap.NewReader(text, names.Schema, xmlmap.Limits{}), l)
}

// readings reads a document from its start, as often as it is called.
type readings func(func(*xmlmap.Reader) error) error

// inTurn reads a document of any length and runs the rules on its lines, one by one. The
// lines of UBL come last, when the rest is known: one reading will do. If something
// stands behind them, as it does in CII, they are read once more for the rules.
func (v *validation) inTurn(read readings, inParts bool) (found bool, err error) {
	l := &loader{head: &v.head, lines: &v.lines, done: func() {}}
	v.head.Reset()
	v.lines.Reset()
	v.head.Copies = inParts
	begun := false
	l.begin = func() {
		if begun = !v.root.deep; begun {
			v.begin()
			l.done = v.allLines
		}
	}
	err = read(func(r *xmlmap.Reader) (err error) {
		found, err = v.loadChecked(r, l)
		return err
	})
	if !found || err != nil || begun && !l.late {
		return found, err
	}
	v.forget()
	v.begin()
	if l.nth == 0 {
		return true, nil
	}
	return true, read(v.eachLine)
}

// forget takes back what rules have found: they ran too early.
func (v *validation) forget() {
	v.facts, v.seen, v.findings, v.plans, v.walks, v.ran, v.notRun, v.levels = Facts{}, nil, nil, nil, nil, nil, nil, nil
}

// eachLine reads the document again and checks its lines.
func (v *validation) eachLine(r *xmlmap.Reader) error {
	notes := v.notes
	var again tree.Builder
	_, err := v.load(r, &loader{head: &again, lines: &v.lines, done: v.allLines, lean: true})
	v.notes = notes
	return err
}
