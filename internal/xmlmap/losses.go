package xmlmap

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// losses collects what a document holds beyond the table.
type losses struct {
	list   []einvoice.Loss
	quiet  bool            // inside something that is lost as a whole, or looking ahead
	placed int             // so many have their lines and columns
	byPath map[lossKey]int // once the list is long: index of the entry that counts
	known  knownPath
}

type lossKey struct {
	kind       einvoice.LossKind
	path, step string
}

// knownPath is the last path that was put together, and of what.
type knownPath struct {
	stack []elem
	path  string
}

// frame is a group being read: it makes the place of what is read inside.
type frame struct {
	meta  *meta
	index int  // within a repeated group, or -1
	via   bool // places inside are relative to a scratch value
}

func (r *Reader) push(m *meta, index int) { r.places = append(r.places, frame{meta: m, index: index}) }
func (r *Reader) unpush()                 { r.places = r.places[:len(r.places)-1] }

// place is where the current group stands in the value, relative to the innermost
// scratch value, and whether there is one.
func (r *Reader) place(leaf *meta) (place string, relative bool) {
	from := len(r.places)
	for from > 0 && !r.places[from-1].via {
		from--
	}
	var b strings.Builder
	for _, f := range r.places[from:] {
		appendStep(&b, f.meta.name())
		if f.index >= 0 {
			b.WriteString("[" + strconv.Itoa(f.index) + "]")
		}
	}
	if leaf != nil {
		appendStep(&b, leaf.name())
	}
	return b.String(), from > 0
}

func appendStep(b *strings.Builder, step string) {
	if step != "" && b.Len() > 0 {
		b.WriteByte('.')
	}
	b.WriteString(step)
}

// path of the current element, in the schema's own prefixes.
func (r *Reader) path() string {
	if k := &r.known; k.path == "" || !slices.Equal(k.stack, r.stack) {
		var b strings.Builder
		for i := range r.stack {
			b.WriteByte('/')
			b.WriteString(r.show(&r.stack[i]))
		}
		k.path = b.String()
		k.stack = append(k.stack[:0], r.stack...)
	}
	return r.known.path
}

func (r *Reader) show(e *elem) string {
	if e.ns == nsNone || e.ns >= nsXML {
		return e.raw
	}
	n := &r.schema.Namespaces[e.ns-1]
	if n.Hidden {
		return e.local()
	}
	return n.Prefix + ":" + e.local()
}

// lose records a loss below the current element; step may be "".
func (r *Reader) lose(kind einvoice.LossKind, off int, step, value, why string) {
	r.loseAt(kind, off, step, value, why, nil)
}

// loseAt records a loss at the place of leaf, if that is not nil.
func (r *Reader) loseAt(kind einvoice.LossKind, off int, step, value, why string, leaf *meta) {
	if r.quiet || r.err != nil {
		return
	}
	path := r.path()
	if len(r.list) >= r.limits.Losses {
		r.countLoss(off, lossKey{kind, path, step}, why)
		return
	}
	if step != "" {
		path += "/" + step
	}
	if value = shorten(value); r.parts != nil {
		value = strings.Clone(value) // or it would keep its whole part of the document in memory
	}
	l := einvoice.Loss{Kind: kind, Path: path, Value: value, Why: why, Offset: r.base + int64(off)}
	if leaf != nil {
		var relative bool
		if l.Place, relative = r.place(leaf); !relative {
			t, _ := einvoice.TermAt(l.Place)
			l.Term = t.ID
		}
	}
	r.list = append(r.list, l)
}

// placeLosses gives the losses found in the text at hand their lines and columns, in
// one pass over it.
func (r *Reader) placeLosses() {
	fresh := r.list[r.placed:]
	r.placed = len(r.list)
	if len(fresh) == 0 {
		return
	}
	order := make([]int, len(fresh))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(fresh[a].Offset, fresh[b].Offset) })
	at, line, column := 0, r.baseLine+1, r.baseCol+1
	for _, i := range order {
		l := &fresh[i]
		to := int(l.Offset - r.base)
		if to < at || to > len(r.src) {
			continue // of a part that is gone
		}
		between := r.src[at:to]
		if n := strings.Count(between, "\n"); n > 0 {
			line += n
			between, column = between[strings.LastIndexByte(between, '\n')+1:], 1
		}
		column += utf8.RuneCountInString(between)
		at, l.Line, l.Column = to, line, column
	}
}

// loseFolded records a part that a fold left.
func (r *Reader) loseFolded(start int, step string, left Left) {
	n := len(r.list)
	kind := left.Kind
	if kind == "" {
		kind = einvoice.LossRepeated
	}
	r.lose(kind, start, step, left.Value, left.Why)
	if len(r.list) > n {
		t, _ := einvoice.TermAt(left.Place)
		r.list[n].Place, r.list[n].Term = left.Place, t.ID
	}
}

// countLoss keeps the list bounded: further losses are counted by path.
func (r *Reader) countLoss(off int, key lossKey, why string) {
	if r.byPath == nil {
		r.byPath = map[lossKey]int{}
	}
	i, ok := r.byPath[key]
	if !ok {
		if len(r.byPath) >= r.limits.Paths {
			r.fail(off, einvoice.ErrLimit, "after %d losses, more than %d different paths hold what an invoice does not know", r.limits.Losses, r.limits.Paths)
			return
		}
		path := key.path
		if key.step != "" {
			path += "/" + key.step
			key.step = path[len(path)-len(key.step):] // not a part of the document, which would stay in memory
		}
		i = len(r.list)
		r.byPath[key] = i
		r.list = append(r.list, einvoice.Loss{Kind: key.kind, Path: path, Why: why, Offset: r.base + int64(off)})
	}
	r.list[i].Count++
}

// shorten keeps a value readable in a report.
func shorten(s string) string {
	const most = 80
	s = trim(s)
	if len(s) <= most {
		return s
	}
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}

// loseElement consumes the current element and records it as lost.
func (r *Reader) loseElement(why string) { r.loseElementAs(einvoice.LossUnbound, why) }

func (r *Reader) loseElementAs(kind einvoice.LossKind, why string) {
	start, from, base := r.start, r.pos, r.base
	step := r.show(&r.stack[len(r.stack)-1])
	r.skip()
	value := ""
	if r.base == base && r.pos > from && !r.quiet {
		inner := r.src[from:r.pos]
		if i := strings.IndexByte(inner, '<'); i >= 0 && strings.HasPrefix(inner[i:], "</") {
			value = r.unescape(inner[:i], from, false)
		}
		r.lose(kind, start, step, value, why)
		return
	}
	r.lose(kind, start-int(r.base-base), step, value, why)
}

// loseEmptyAttr records an attribute without content.
func (r *Reader) loseEmptyAttr(a *attr, m *meta) {
	r.loseAttr(a, m, einvoice.LossEmpty, "", "", "an attribute without content, which counts as absent")
}

// loseAttr records an attribute that the row m binds, at the place of its own.
func (r *Reader) loseAttr(a *attr, m *meta, kind einvoice.LossKind, steps, value, why string) {
	n := len(r.list)
	r.lose(kind, a.off, steps+"@"+a.name, value, why)
	if len(r.list) == n || m == nil {
		return
	}
	place, relative := r.place(m)
	for _, known := range m.attrs {
		if known.name == a.name && !strings.HasPrefix(known.place, "=") {
			l := &r.list[n]
			l.Place = known.binding(Binding{Place: place}).Place
			if !relative {
				t, _ := einvoice.TermAt(l.Place)
				l.Term = t.ID
			}
		}
	}
}

// loseAttrs records the attributes of the current element that nobody took.
func (r *Reader) loseAttrs() {
	for i := range r.attrs {
		a := &r.attrs[i]
		v := r.attrValue(a)
		kind, why := einvoice.LossUnbound, "no term of the invoice holds this attribute"
		if a.colon > 0 && r.uri(a.name[:a.colon-1]) == "http://www.w3.org/2001/XMLSchema-instance" {
			kind, why = einvoice.LossDeclared, "a hint for schema validators, not part of the invoice"
		}
		r.lose(kind, a.off, "@"+a.name, v, why)
	}
	r.attrs = r.attrs[:0]
}
