package xmlmap

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// Wanted is the set of places to locate. Locate fills it in.
type Wanted map[string]einvoice.Location

// ErrFound ends reading once every wanted place has been met.
var ErrFound = errors.New("all places found")

// Trace makes the reader fill in w while it reads. Places that the document does
// not hold get the location of the nearest group around them.
func (r *Reader) Trace(w Wanted) {
	r.trace = &tracer{missing: len(w), found: w, near: map[string]int{}, wanted: map[string][]string{}}
	for place := range w {
		full := place
		r.trace.wanted[place] = append(r.trace.wanted[place], full)
		for place != "" { // every group around it will do, the innermost best
			place = outer(place)
			r.trace.wanted[place] = append(r.trace.wanted[place], full)
		}
	}
}

// outer is the place of the group around a place.
func outer(place string) string {
	if i := strings.LastIndexByte(place, '.'); i >= 0 {
		return place[:i]
	}
	return ""
}

// tracer follows a reader through the document; a reader that traces nothing has none.
type tracer struct {
	found   Wanted
	wanted  map[string][]string // place -> the places it is good for
	near    map[string]int      // length of the place that answers for a wanted one, so far
	missing int                 // places that have not been met themselves yet
	levels  []level
	held    *[]event
	from    einvoice.Position // where positions are counted from: the last one
}

type level struct {
	counts map[string]int
	step   string
	nth    int
	many   bool
}

type event struct {
	place string
	path  string
	off   int
}

// open follows a start tag; the element is not on the reader's stack yet.
func (t *tracer) open(r *Reader, e *elem) {
	depth := len(r.stack)
	if depth > len(t.levels) { // inside something that was entered before tracing
		t.levels = append(t.levels, make([]level, depth-len(t.levels))...)
	}
	t.levels = t.levels[:depth]
	step := r.show(e)
	nth := 1
	if depth > 0 {
		parent := &t.levels[depth-1]
		if parent.counts == nil {
			parent.counts = map[string]int{}
		}
		parent.counts[step]++
		nth = parent.counts[step]
	}
	t.levels = append(t.levels, level{step: step, nth: nth})
}

func (t *tracer) leaf(r *Reader, m *meta, at here) {
	place, relative := r.place(m)
	t.met(r, place, relative, at, "", at.start)
}

// attribute is leaf for an attribute that the row of a value has taken.
func (t *tracer) attribute(r *Reader, m *meta, at here, a *attr) {
	place, relative := r.place(m)
	for _, known := range m.attrs {
		if known.name == a.name && !strings.HasPrefix(known.place, "=") {
			t.met(r, known.binding(Binding{Place: place}).Place, relative, at, "/@"+a.name, a.off)
		}
	}
}

// met notes the place of an element, or of its attribute given by its step.
func (t *tracer) met(r *Reader, place string, relative bool, at here, step string, off int) {
	depth := len(r.stack)
	if !relative && t.wanted[place] == nil {
		return
	}
	// A leaf has been popped off the reader's stack by now, a group has not; the
	// tracer's levels hold both still.
	if depth < len(t.levels) && t.levels[depth].step == r.show(&at.elem) {
		depth++
	}
	var b strings.Builder
	for i := range t.levels[:min(depth, len(t.levels))] {
		l := &t.levels[i]
		b.WriteString("/" + l.step)
		if l.nth > 1 || l.many {
			b.WriteString("[" + strconv.Itoa(l.nth) + "]")
		}
	}
	e := event{place, b.String() + step, off}
	if relative {
		if t.held != nil {
			*t.held = append(*t.held, e)
		}
		return
	}
	t.note(r, e)
}

// repeats marks the current element as one of several, whose number is worth
// showing even when it is 1.
func (t *tracer) repeats(r *Reader) {
	if n := len(r.stack); t != nil && n <= len(t.levels) {
		t.levels[n-1].many = true
	}
}

// passOver makes the reader trace nothing within an element of a list that nobody asks
// for, and returns the tracer to go on with.
func (t *tracer) passOver(r *Reader) *tracer {
	if t != nil {
		if place, relative := r.place(nil); !relative && t.wanted[place] == nil {
			r.trace = nil
		}
	}
	return t
}

func (t *tracer) note(r *Reader, e event) {
	wanted := t.wanted[e.place]
	delete(t.wanted, e.place) // the first one counts
	for _, full := range wanted {
		if near, ok := t.near[full]; ok && near >= len(e.place) {
			continue
		}
		t.near[full] = len(e.place)
		t.found[full] = einvoice.Location{Position: t.position(r, e.off), Path: e.path, Excerpt: excerpt(r.src, e.off), Exact: e.place == full}
		if e.place == full {
			t.missing--
		}
	}
	if t.missing == 0 {
		r.stop(ErrFound)
	}
}

// excerpt is einvoice.Excerpt that does not look for the ends of a line far away: some
// documents are one long line.
func excerpt(text string, off int) string {
	const far = 512
	from := max(0, off-far)
	return einvoice.Excerpt(text[from:min(len(text), off+far)], off-from)
}

// position counts on from the last position, so that many places in a large document
// do not each count from its start.
func (t *tracer) position(r *Reader, off int) einvoice.Position {
	p, from := &t.from, int(t.from.Offset-r.base)
	if p.Line == 0 || from < 0 || from > off {
		*p = r.position(off)
		return *p
	}
	between := r.src[from:off]
	if i := strings.LastIndexByte(between, '\n'); i >= 0 {
		p.Line += strings.Count(between, "\n")
		p.Column = 1
		between = between[i+1:]
	}
	p.Column += utf8.RuneCountInString(between)
	p.Offset += int64(off - from)
	return *p
}

// hold starts to collect the events of a scratch value.
func (t *tracer) hold() *[]event {
	if t == nil {
		return nil
	}
	before := t.held
	t.held = new([]event)
	return before
}

// release turns what was collected into events of the model.
func (t *tracer) release(r *Reader, before *[]event, home func(string) string) {
	if t == nil {
		return
	}
	mine := *t.held
	t.held = before
	for _, e := range mine {
		if e.place = home(e.place); e.place != "" {
			t.note(r, e)
		}
	}
}
