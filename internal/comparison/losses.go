package comparison

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/open"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// loss is a loss with what makes it equal to one of another document. Its own value is
// shortened, and says nothing of elements that hold others.
type loss struct {
	einvoice.Loss
	at      string // where it stands, elements of one name counted
	content string
}

// lossesOf lists what carries information. What has a place in the text is compared by
// that and by all that is in it, what has none by its description.
func lossesOf(s open.Source) (all []loss, err error) {
	wanted := map[int64]*found{}
	for _, l := range s.Document.Losses {
		if l.Kind.Material() {
			all = append(all, loss{Loss: l, at: l.Path + " " + l.Place, content: fmt.Sprint(l.Value, " ", l.Count)})
			if l.Line > 0 {
				wanted[l.Offset] = nil
			}
		}
	}
	if len(wanted) == 0 || s.Data == nil {
		return all, nil
	}
	text, _, err := xmlmap.Decode(s.Data)
	if err != nil {
		return nil, err
	}
	c := &collector{wanted: wanted}
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	if !r.Start() {
		return nil, r.Err()
	}
	if err := r.Walk(c); err != nil {
		return nil, err
	}
	for i := range all {
		if f := wanted[all[i].Offset]; f != nil && all[i].Line > 0 {
			all[i].at = f.at + " " + all[i].Path
			all[i].content += " " + f.content
		}
	}
	return all, nil
}

// found is what stands at an offset.
type found struct{ at, content string }

// collector digests the elements and attributes at the wanted offsets: name, attributes
// in the order of their names, text without white space around it, what is inside.
type collector struct {
	wanted map[int64]*found
	stack  []level
}

type level struct {
	off    int64
	at     string
	body   []byte // so far
	counts map[string]int
}

func (c *collector) Open(e *xmlmap.Element) {
	prefix, _, qualified := strings.Cut(e.Raw, ":")
	if !qualified {
		prefix = ""
	}
	name := "{" + e.Namespace(prefix) + "}" + e.Local
	around, nth := "", 1
	if n := len(c.stack); n > 0 {
		parent := &c.stack[n-1]
		if parent.counts == nil {
			parent.counts = map[string]int{}
		}
		parent.counts[name]++
		around, nth = parent.at, parent.counts[name]
	}
	at := fmt.Sprintf("%s/%s[%d]", around, e.Local, nth)
	c.stack = append(c.stack, level{off: e.Off, at: at, body: put(nil, name)})
	attributes := make([]string, 0, len(e.Attrs))
	for _, a := range e.Attrs {
		attributes = append(attributes, "{"+a.Space+"}"+a.Local+"="+a.Value)
		if _, ok := c.wanted[a.Off]; ok {
			c.wanted[a.Off] = &found{at + "/@" + a.Local, a.Value}
		}
	}
	slices.Sort(attributes)
	top := &c.stack[len(c.stack)-1]
	top.body = binary.AppendUvarint(top.body, uint64(len(attributes)))
	for _, a := range attributes {
		top.body = put(top.body, a)
	}
}

func (c *collector) Close(text string, _ int64) {
	top := c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	sum := sha256.Sum256(put(top.body, strings.TrimSpace(text)))
	digest := string(sum[:])
	if _, ok := c.wanted[top.off]; ok {
		c.wanted[top.off] = &found{top.at, digest}
	}
	if n := len(c.stack); n > 0 {
		c.stack[n-1].body = put(c.stack[n-1].body, digest)
	}
}

func (c *collector) Stray(text string, _ int64) {
	top := &c.stack[len(c.stack)-1]
	top.body = put(top.body, strings.TrimSpace(text))
}

// put appends a text with its length, so that no two lists of texts look alike.
func put(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// beyond compares losses. Of two formats none can be equal.
func beyond(a, b []loss, sameFormat bool, ignore []string) (all []Beyond) {
	partner := map[string][]int{}
	for i, l := range b {
		partner[l.at] = append(partner[l.at], i)
	}
	taken := make([]bool, len(b))
	for i := range a {
		x := &a[i]
		if skip(x, ignore) {
			continue
		}
		d := Beyond{Path: x.Path, Term: x.Term, A: x.Value, InA: true, LineA: x.Line, ColumnA: x.Column}
		if k := partner[x.at]; sameFormat && len(k) > 0 {
			y := &b[k[0]]
			partner[x.at], taken[k[0]] = k[1:], true
			if x.content == y.content {
				continue
			}
			d.B, d.InB, d.LineB, d.ColumnB = y.Value, true, y.Line, y.Column
		}
		d.Path = where(x.Path, x.Place)
		all = append(all, d)
	}
	for i := range b {
		if y := &b[i]; !taken[i] && !skip(y, ignore) {
			all = append(all, Beyond{Path: where(y.Path, y.Place), Term: y.Term, B: y.Value, InB: true, LineB: y.Line, ColumnB: y.Column})
		}
	}
	return all
}

func where(path, place string) string {
	if path == "" {
		return place
	}
	return path
}

// skip passes over losses that belong to a term that may differ.
func skip(l *loss, ignore []string) bool {
	return len(ignore) > 0 && (l.Term != "" && named(l.Term, ignore) || about(l.Place, ignore))
}
