package structure

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/tree"
)

// Finding is where a document is not as a table wants it. Rule is "" if the table gives
// no id.
type Finding struct {
	Rule  string
	Fatal bool
	Node  tree.Node // the element that is wrong, or the one that lacks something
	Text  string
	Args  []Arg
}

// Arg is a value for a gap of a finding's text.
type Arg struct{ Name, Value string }

// Walk goes through a document with a machine. The lines of an invoice may come one by
// one, before the rest of it: what is counted over the whole document is counted over all
// of them. A walk is for one document and one goroutine; Begin makes it one for another
// document, without asking for memory again.
type Walk struct {
	m        *Machine
	report   func(*Finding)
	frames   []frame // from the root to the element at hand
	kept     []frame // those around the lines
	counters []int32
	document []int32
	values   []string // checkSame
	memos    []memo   // of conditions
	found    Finding
}

// frame is an element around the one at hand.
type frame struct {
	context int32 // -1: it is none
	state   uint16
	taken   bool // kept, and the walk has come by
	base    int  // of its counters
}

// Walk begins a walk through a document. What it reports is valid during the call.
func (m *Machine) Walk(report func(*Finding)) *Walk {
	w := new(Walk)
	w.Begin(m, report)
	return w
}

// Begin forgets the document so far, if any, and begins a walk through another.
func (w *Walk) Begin(m *Machine, report func(*Finding)) {
	w.Forget()
	w.m, w.report = m, report
	w.document = zeros(w.document, m.slots)
	w.values = zeros(w.values, m.same)
	w.memos = zeros(w.memos, m.guards)
}

// Forget lets go of the document.
func (w *Walk) Forget() {
	clear(w.values)
	clear(w.memos)
	w.frames, w.kept, w.counters = w.frames[:0], w.kept[:0], w.counters[:0]
	w.m, w.report, w.found = nil, nil, Finding{}
}

// zeros are n zeros, in the place of others if that is large enough.
func zeros[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Line takes a part of the document: an element with the ones around it, which are as
// empty as in any other part.
func (w *Walk) Line(n tree.Node) {
	clear(w.memos) // they are of another tree, even if it is in the same place
	w.around(n.Parent())
	w.frames = append(w.frames[:0], w.kept...)
	state := uint16(outside)
	if k := len(w.kept); k > 0 {
		state = w.kept[k-1].state
	}
	w.visit(n, w.m.next(state, n.Name()))
}

// around keeps the elements around a part.
func (w *Walk) around(n tree.Node) int {
	if !n.Exists() {
		return 0
	}
	depth := w.around(n.Parent())
	if depth == len(w.kept) {
		state := uint16(outside)
		if depth > 0 {
			state = w.kept[depth-1].state
		}
		w.kept = append(w.kept, w.frame(n, w.m.next(state, n.Name())))
	}
	return depth + 1
}

// Rest takes the document without the parts that came before. It comes last.
func (w *Walk) Rest(root tree.Node) {
	if !root.Exists() {
		return
	}
	clear(w.memos)
	w.frames = w.frames[:0]
	w.visit(root, w.m.next(outside, root.Name()))
	w.needs(root)
}

// frame finds an element's context.
func (w *Walk) frame(n tree.Node, state uint16) frame {
	f := frame{context: -1, state: state, base: len(w.counters)}
	for i := range w.m.accepts[state].contexts {
		if c := &w.m.accepts[state].contexts[i]; w.hold(c.guards, n) {
			f.context = c.context
			for range w.m.contexts[f.context].slots {
				w.counters = append(w.counters, 0)
			}
			break
		}
	}
	return f
}

// visit checks an element and all within it.
func (w *Walk) visit(n tree.Node, state uint16) {
	depth := len(w.frames)
	for _, i := range w.m.accepts[state].checks {
		c := &w.m.checks[i]
		if c.context == document || w.frames[depth-c.length].context == c.context {
			w.check(i, n, depth-c.length)
		}
	}
	w.attributes(n)
	counters := len(w.counters)
	if depth < len(w.kept) && w.kept[depth].state == state && !w.kept[depth].taken {
		w.kept[depth].taken = true
		w.frames = append(w.frames, w.kept[depth])
	} else {
		w.frames = append(w.frames, w.frame(n, state))
	}
	context := w.frames[depth].context
	if context >= 0 {
		for _, i := range w.m.contexts[context].own {
			w.check(i, n, depth)
		}
	}
	for c := n.FirstChild(); c.Exists(); c = c.Next() {
		w.visit(c, w.m.next(state, c.Name()))
	}
	if context >= 0 {
		w.lacks(n, &w.frames[depth])
	}
	w.frames, w.counters = w.frames[:depth], w.counters[:counters]
}

// attributes looks at the attributes that are checked wherever they stand.
func (w *Walk) attributes(n tree.Node) {
	if len(w.m.anywhere) == 0 {
		return
	}
	attrs := n.Attrs()
	for k := range attrs {
		if attrs[k].Space != "" {
			continue
		}
		for _, i := range w.m.anywhere[attrs[k].Local] {
			w.check(i, n, 0)
		}
	}
}

// check runs a check on an element. Its context is at the depth given.
func (w *Walk) check(i int32, n tree.Node, depth int) {
	c := &w.m.checks[i]
	value, there := "", true
	if c.attr != "" {
		value, there = n.Attr(c.attr)
	}
	if there == (c.kind == checkNeededAttribute) || !w.hold(c.guards, n) {
		return
	}
	switch c.kind {
	case checkCount, checkNeeds, checkGives:
		w.count(c, n, depth)
		return
	case checkList, checkDate, checkCents, checkSame:
		if c.attr == "" {
			value = n.Value()
		}
		if c.kind == checkSame {
			w.same(c, n, value)
			return
		}
		if c.accepts(value) {
			return
		}
	}
	w.fail(c, n, Arg{"value", quote(value)})
}

// accepts tells whether a value is as it should be.
func (c *check) accepts(value string) bool {
	switch c.kind {
	case checkList:
		return value == "" || c.list.Has(value)
	case checkDate:
		return isDate102(value)
	}
	_, decimals, _ := strings.Cut(value, ".")
	return utf8.RuneCountInString(decimals) <= 2
}

// isDate102 tells whether a text is a date in format 102, YYYYMMDD, with any day up to
// 31 in any month.
func isDate102(s string) bool {
	s = strings.Trim(s, " \t\r\n")
	if len(s) != 8 || strings.Trim(s, "0123456789") != "" {
		return false
	}
	month, day := s[4:6], s[6:8]
	return "01" <= month && month <= "12" && "01" <= day && day <= "31"
}

func (w *Walk) count(c *check, n tree.Node, depth int) {
	counters := w.document
	if c.context != document {
		counters = w.counters[w.frames[depth].base:]
	}
	counter := &counters[c.slot]
	if *counter > c.max {
		return // said already
	}
	*counter++
	if c.kind == checkCount && *counter > c.max {
		w.fail(c, n, Arg{"limit", strconv.Itoa(int(c.max))})
	}
}

// same holds a value against the first one.
func (w *Walk) same(c *check, n tree.Node, value string) {
	if c.trimmed {
		value = tree.Normalize(value)
	}
	first := &w.values[c.slot]
	switch {
	case *first == "":
		*first = "=" + value // a copy, and never empty
	case (*first)[1:] != value:
		w.fail(c, n, Arg{"value", quote(value)}, Arg{"other", quote((*first)[1:])})
	}
}

// lacks looks for what an element must have, and has not.
func (w *Walk) lacks(n tree.Node, f *frame) {
	for _, i := range w.m.contexts[f.context].least {
		if c := &w.m.checks[i]; w.counters[f.base+c.slot] < c.min {
			w.fail(c, n, Arg{"missing", c.path.show()})
		}
	}
}

// needs looks for what must be somewhere in the document.
func (w *Walk) needs(root tree.Node) {
	for i := range w.m.checks {
		c := &w.m.checks[i]
		if c.kind == checkNeeds && w.document[c.slot] > 0 && w.document[w.m.checks[i-1].slot] == 0 {
			w.fail(c, root, Arg{"missing", w.m.checks[i-1].path.show()})
		}
	}
}

func (w *Walk) fail(c *check, n tree.Node, args ...Arg) {
	w.found = Finding{Rule: c.id, Fatal: c.fatal, Node: n}
	w.found.Text, _ = w.m.message(c, len(args) > 0 && args[0].Name == "missing")
	w.found.Args = append(args, Arg{"element", n.Show()})
	if c.attr != "" {
		w.found.Args = append(w.found.Args, Arg{"attribute", c.attr})
	}
	if c.list != nil {
		w.found.Args = append(w.found.Args, Arg{"list", c.list.Name()})
	}
	w.report(&w.found)
}

// fault is a kind of finding, as its reader is to understand it.
type fault uint8

const (
	faultBanned fault = iota
	faultMissing
	faultBannedAttribute
	faultMissingAttribute
	faultRepeated
	faultRepeatedAttribute
	faultCode
	faultAttributeCode
	faultDate
	faultCents
	faultOther
	faultNeeds
)

// messages are a text and a help of each kind. Where it stands is known from the place;
// {set} is whose table it is.
var messages = [...]struct{ text, help string }{
	faultBanned:            {"{set} has no use for {element} here: leave it out.", "What the receiver has to know goes into a term that {set} has for it, or into a note."},
	faultMissing:           {"{element} lacks {missing}.", "Add the element, once, with its value."},
	faultBannedAttribute:   {"{element} must not have the attribute {attribute}: leave it out.", "{set} settles what the attribute would tell."},
	faultMissingAttribute:  {"{element} lacks the attribute {attribute}.", "Give the element this attribute."},
	faultRepeated:          {"{element} stands more often here than is allowed: at most {limit}.", "Keep as many as are allowed, and leave out the others or join their contents."},
	faultRepeatedAttribute: {"{element} with the attribute {attribute} stands more often here than is allowed: at most {limit}.", "Keep as many elements with this attribute as are allowed."},
	faultCode:              {"{element} is {value}: no code of {list}.", "Use a code of the list, in the case that it has there and without white space around it."},
	faultAttributeCode:     {"{attribute} of {element} is {value}: no code of {list}.", "Use a code of the list, in the case that it has there and without white space around it."},
	faultDate:              {"{element} is {value}: no date of the form YYYYMMDD.", "Write year, month and day as eight digits, as in 20260131."},
	faultCents:             {"{element} is {value}: more than two decimals.", "Round the amount to two decimals; unit prices alone may have more."},
	faultOther:             {"{element} is {value} here and {other} elsewhere.", "Give the element the same value wherever it stands."},
	faultNeeds:             {"{attribute} is used, but there is no {missing} in the document.", "Add what is missing, or leave the attribute out."},
}

// fault is what a check finds: that something is missing, or the contrary.
func (c *check) fault(missing bool) fault {
	attribute := fault(0)
	if c.attr != "" {
		attribute = 1
	}
	switch c.kind {
	case checkNeeds:
		return faultNeeds
	case checkBanned:
		return faultBanned + attribute*(faultBannedAttribute-faultBanned)
	case checkBannedAttribute:
		return faultBannedAttribute
	case checkNeededAttribute:
		return faultMissingAttribute
	case checkCount:
		if missing {
			return faultMissing
		}
		return faultRepeated + attribute
	case checkList:
		return faultCode + attribute
	case checkDate:
		return faultDate
	case checkCents:
		return faultCents
	}
	return faultOther
}

// message is the text of a finding, and how to mend it.
func (m *Machine) message(c *check, missing bool) (text, help string) {
	x := &messages[c.fault(missing)]
	return strings.ReplaceAll(x.text, "{set}", m.title), strings.ReplaceAll(x.help, "{set}", m.title)
}

func quote(s string) string { return `"` + s + `"` }
