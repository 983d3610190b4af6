package pdfa

import (
	"fmt"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// state is what of the graphics state (8.4) matters here.
type state struct {
	fill, stroke         paint
	font                 *face
	mode                 int64 // of text rendering
	fillOver, strokeOver bool  // overprint
	overMode             bool  // 1, the other one
	colourless           bool  // colours count for nothing: a glyph or tile gets its own from outside
}

// paint is what is painted with.
type paint struct {
	uses    uses
	pattern string // the resource, if it is a pattern
}

func newState() state { return state{fill: paint{uses: gray}, stroke: paint{uses: gray}} }

// key is a text for states that make no difference to what they draw.
func (s *state) key() string {
	font := ""
	if s.font != nil {
		font = s.font.key
	}
	return fmt.Sprint(s.fill.uses, s.stroke.uses, s.mode, s.fillOver, s.strokeOver, s.overMode, s.colourless, " ", font)
}

// maxSaved is how many states are kept; more of them are counted.
const maxSaved = 1000

// run is the work on one content stream.
type run struct {
	*scope
	state
	saved   []state
	depth   int // of q
	deepest int
	deep    int  // of forms
	done    uses // colours that were reported
}

// content checks what draws a page, a form, a pattern or a glyph.
func (m *mender) content(s *scope, data []byte, st state, deep int) {
	r := &run{scope: s, state: st, deep: deep}
	n := 0
	err := pdf.Operators(data, func(op string, operands []pdf.Object) bool {
		if n++; n%4096 == 0 {
			m.alive()
		}
		r.operator(op, operands)
		return true
	})
	if err != nil {
		m.report("6.2.2", s.owner.object(), false, "content ends within an operand; save the document in another program")
	}
	if r.deepest > 28 {
		m.report("6.1.13", s.owner.object(), false, "content saves the graphics state %d times in itself (q); 28 are allowed", r.deepest)
	}
}

// operators are those of ISO 32000-1, annex A, and what to do with those that matter.
var operators map[string]func(r *run, o []pdf.Object)

func init() {
	operators = map[string]func(r *run, o []pdf.Object){
		"q": (*run).save, "Q": (*run).restore,
		"gs": func(r *run, o []pdf.Object) { r.named(o, "ExtGState", r.extGState) },
		"ri": func(r *run, o []pdf.Object) { r.m.intentName(r.owner, nil, nameAt(o, 0)) },
		"Do": func(r *run, o []pdf.Object) { r.named(o, "XObject", r.xobject) },
		"sh": func(r *run, o []pdf.Object) { r.named(o, "Shading", func(n *node) { r.use(r.m.shading(n)) }) },
		"EI": (*run).inlineImage,

		"f": fills, "F": fills, "f*": fills, "S": strokes, "s": strokes,
		"B": both, "B*": both, "b": both, "b*": both,

		"g": sets(gray, false), "G": sets(gray, true),
		"rg": sets(rgb, false), "RG": sets(rgb, true),
		"k": sets(cmyk, false), "K": sets(cmyk, true),
		"cs":  func(r *run, o []pdf.Object) { r.set(r.space(nameAt(o, 0)), false) },
		"CS":  func(r *run, o []pdf.Object) { r.set(r.space(nameAt(o, 0)), true) },
		"scn": func(r *run, o []pdf.Object) { r.fill.pattern = string(nameAt(o, len(o)-1)) },
		"SCN": func(r *run, o []pdf.Object) { r.stroke.pattern = string(nameAt(o, len(o)-1)) },

		"d1": func(r *run, _ []pdf.Object) { r.colourless = true },
		"Tf": func(r *run, o []pdf.Object) { r.named(o, "Font", func(n *node) { r.font = r.m.font(n) }) },
		"Tr": func(r *run, o []pdf.Object) { r.mode = intAt(o, 0) & 7 },
		"Tj": shows, "'": shows, `"`: shows, "TJ": shows,
	}
	for _, op := range []string{"w", "J", "j", "M", "d", "i", "cm", "m", "l", "c", "v", "y", "h", "re", "n", "W", "W*",
		"BT", "ET", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*", "d0", "sc", "SC",
		"MP", "DP", "BMC", "BDC", "EMC", "BX", "EX"} {
		operators[op] = func(*run, []pdf.Object) {}
	}
}

func (r *run) operator(op string, operands []pdf.Object) {
	for _, o := range operands {
		r.m.limits(o, r.owner, 0)
	}
	do, ok := operators[op]
	if !ok {
		r.m.report("6.2.2", r.owner.object(), false, "content has an operator that there is not: %q; save the document in another program", op)
		return
	}
	do(r, operands)
}

func (r *run) save([]pdf.Object) {
	if r.depth++; r.depth <= maxSaved {
		r.saved = append(r.saved, r.state)
	}
	r.deepest = max(r.deepest, r.depth)
}

func (r *run) restore([]pdf.Object) {
	if r.depth == 0 {
		return
	}
	if r.depth--; r.depth < maxSaved {
		r.state = r.saved[r.depth]
		r.saved = r.saved[:r.depth]
	}
}

func nameAt(o []pdf.Object, i int) pdf.Name {
	if i < 0 || i >= len(o) {
		return ""
	}
	n, _ := o[i].(pdf.Name)
	return n
}

func intAt(o []pdf.Object, i int) int64 {
	if i >= len(o) {
		return 0
	}
	n, _ := o[i].(int64)
	return n
}

func sets(u uses, stroke bool) func(*run, []pdf.Object) {
	return func(r *run, _ []pdf.Object) { r.set(u, stroke) }
}

// set sets the colour space. One that is set counts as used, whether anything is painted
// in it or not: so the working group for ISO 19005 resolved.
func (r *run) set(u uses, stroke bool) {
	r.use(u)
	if stroke {
		r.stroke = paint{uses: u}
	} else {
		r.fill = paint{uses: u}
	}
}

// named does something with the resource that an operand names.
func (r *run) named(o []pdf.Object, kind pdf.Name, do func(*node)) {
	name := nameAt(o, 0)
	if name == "" {
		return
	}
	if n := r.look(kind, name); n.there() {
		do(n)
	} else {
		r.m.report("6.2.2", r.owner.object(), false, "content names a resource that there is not: %s %s", string(kind), string(name))
	}
}

func fills(r *run, _ []pdf.Object)   { r.paints(r.fill, r.fillOver) }
func strokes(r *run, _ []pdf.Object) { r.paints(r.stroke, r.strokeOver) }
func both(r *run, _ []pdf.Object) {
	fills(r, nil)
	strokes(r, nil)
}

// paints notes that something is painted.
func (r *run) paints(p paint, over bool) {
	if p.pattern != "" {
		if n := r.look("Pattern", pdf.Name(p.pattern)); n.there() {
			r.pattern(n)
		}
	}
	if p.uses&iccCMYK != 0 && over && r.overMode {
		r.m.report("6.2.4.2", r.owner.object(), false, "a colour in an ICC-based CMYK space overprints with mode 1")
	}
	r.use(p.uses)
}

// use notes that colour spaces are used.
func (r *run) use(u uses) {
	if u &^= r.done; u != 0 && !r.colourless {
		r.done |= u
		r.m.device(u, r.scope)
	}
}

// shows is text being shown.
func shows(r *run, o []pdf.Object) {
	if r.font == nil {
		return
	}
	if !r.font.type3 {
		if mode := r.mode & 3; mode == 0 || mode == 2 {
			fills(r, nil)
		}
		if mode := r.mode & 3; mode == 1 || mode == 2 {
			strokes(r, nil)
		}
	} else {
		fills(r, nil)
	}
	for _, op := range o {
		switch op := op.(type) {
		case pdf.String:
			r.m.show(r, string(op))
		case pdf.Array:
			for _, e := range op {
				if s, ok := e.(pdf.String); ok {
					r.m.show(r, string(s))
				}
			}
		}
	}
}

// space is what the operand of cs stands for.
func (r *run) space(name pdf.Name) uses {
	if u, ok := deviceNames[name]; ok {
		return u
	}
	if name == "Pattern" || name == "" {
		return 0
	}
	n := r.look("ColorSpace", name)
	if !n.there() {
		r.m.report("6.2.2", r.owner.object(), false, "content names a resource that there is not: ColorSpace %s", string(name))
		return 0
	}
	return r.m.space(n, 0)
}
