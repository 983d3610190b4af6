package validate

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// text fills in a rule's text, in one pass: values are never looked at again. It
// returns the values that it needed too, so that the text can be put in other words.
func (c *Check) text(text string, given []Arg, n Node) (string, []Arg) {
	var b strings.Builder
	args := given
	for i := range args {
		args[i].Value = kept(args[i].Value)
	}
	for rest := text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		value, ok := find(args, name)
		if !ok {
			value = kept(c.value(name, n))
			args = append(args, Arg{name, value})
		}
		b.WriteString(value)
		rest = tail
	}
	return b.String(), args
}

// wording is the text that a finding of a rule gets, where the options have another one.
func (v *validation) wording(rule *Rule, text string) string {
	if v.texts == nil {
		return text
	}
	if rule.Text != text { // one of several that the rule has
		other := *rule
		other.Text = text
		rule = &other
	}
	if own := v.texts(rule); own != "" {
		return own
	}
	return text
}

func find(args []Arg, name string) (string, bool) {
	for _, a := range args {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// kept is a value as it stays with a finding: readable, and without the document around it.
func kept(s string) string { return strings.Clone(shorten(s)) }

// shorten keeps values readable in a message.
func shorten(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// value is what stands for a gap that the test gave no value for.
func (c *Check) value(name string, n Node) string {
	v := ""
	switch name {
	case "value":
		v = n.Norm()
	case "element":
		return n.Show()
	case "nth":
		if n == c.line { // the tree may hold no other
			return strconv.Itoa(c.nth + 1)
		}
		index, _ := n.Index()
		return strconv.Itoa(index)
	case "line":
		if c.syntax == fe {
			return itemName(n)
		}
		return c.lineName()
	default:
		v = c.term(name, n)
	}
	return shown(v)
}

// lineName is the line at hand as its reader knows it.
func (c *Check) lineName() string {
	id := c.line.Child(cbcID)
	if c.syntax == cii {
		id = c.line.Child(ramAssociatedDocumentLineDocument).Child(ramLineID)
	}
	if s := id.Norm(); s != "" {
		return strconv.Quote(s)
	}
	return "no. " + strconv.Itoa(c.nth+1)
}

// place is where a term stands in the model, cut off at the group whose number is not
// known.
func (c *Check) place(term string) string {
	var index []int
	if c.line.Exists() {
		index = []int{c.nth}
	}
	p := einvoice.PlaceOf(term, index...)
	if i := strings.Index(p, "[]"); i >= 0 {
		p = p[:i]
		if k := strings.LastIndexByte(p, '.'); k >= 0 {
			return p[:k]
		}
		return ""
	}
	return p
}

// pathOf is the XPath of an element.
func (c *Check) pathOf(n Node) string {
	if c.line.Exists() {
		for depth, x := 0, n; x.Exists(); depth, x = depth+1, x.Parent() {
			if x == c.line {
				return pathOf(n, depth, c.nth+1)
			}
		}
	}
	return pathOf(n, 0, 0)
}

// longestPath is the length in bytes that a path is cut off at, at its start. Names can be so
// long, and elements so deep in one another, that the paths of all findings would be many
// times as long as the document.
const longestPath = 1000

// pathOf is the XPath of an element that has its line so many levels around it; nth is
// the number of that line, 0 if it is in none.
func pathOf(n Node, depth, nth int) string {
	var steps []string // from the inside out
	length := 0
	for ; n.Exists() && length <= longestPath; n, depth = n.Parent(), depth-1 {
		step := "/" + n.Show()
		if depth == 0 && nth > 0 {
			step += "[" + strconv.Itoa(nth) + "]"
		} else if index, several := n.Index(); several {
			step += "[" + strconv.Itoa(index) + "]"
		}
		steps = append(steps, step)
		length += len(step)
	}
	if n.Exists() {
		steps = append(steps, "…")
	}
	slices.Reverse(steps)
	return strings.Join(steps, "")
}
