package attach

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// insert plans the elements of the new files.
func (e *editing) insert(at *place, news []*addition) {
	steps := stepsOf(e.Document.Format)
	have := len(at.nodes)
	parent := at.nodes[have-1]
	parent.added += len(news)
	var all []element
	for _, a := range news {
		all = append(all, a.element(e.Document.Format))
	}
	for i := len(steps) - 1; i >= have; i-- {
		all = []element{{name: steps[i-1].child.String(), kids: all}}
	}
	l, off := parent.layout(steps[have-1])
	write := func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 64<<10)
		for _, x := range all {
			if err := l.render(b, x); err != nil {
				return err
			}
		}
		return b.Flush()
	}
	e.changes = append(e.changes, parent.opened(off, write)...)
}

// layout finds where a new child goes and how its neighbours are written.
func (x *node) layout(s step) (layout, int64) {
	l := layout{prefixes: x.prefixes, unit: "  "}
	off := x.inner
	switch behind := x.behind(s.child); {
	case behind != nil:
		off, l.blank = behind.end, behind.blank.text
	case x.first != nil:
		l.blank = x.first.text
	case x.blank.text != "":
		l.blank = x.blank.text + l.unit
	}
	if strings.TrimLeft(l.blank, xmlSpaces) != "" || len(l.blank) > mostBlank {
		l.blank = ""
	}
	if unit, ok := strings.CutPrefix(l.blank, x.blank.text); ok && unit != "" && x.blank.text != "" && !strings.ContainsAny(unit, "\r\n") {
		l.unit = unit
	}
	return l, off
}

// opened are the changes that put something into an element. One that was empty is
// opened, and a blank in its end tag, which means nothing to XML, remembers how it was:
// a tab that it was <a/>, a space that it had no children.
func (x *node) opened(off int64, write func(io.Writer) error) []change {
	switch {
	case x.empty:
		return []change{{from: x.inner - 2, to: x.inner, write: func(w io.Writer) error {
			if _, err := io.WriteString(w, ">"); err != nil {
				return err
			}
			if err := write(w); err != nil {
				return err
			}
			_, err := io.WriteString(w, "</"+x.written+"\t>")
			return err
		}}}
	case x.children == 0 && x.droppable():
		return []change{{from: off, to: off, write: write}, {from: x.end - 1, to: x.end - 1, text: " "}}
	}
	return []change{{from: off, to: off, write: write}}
}

// write makes the edited document.
func (e *editing) write(ctx context.Context, doc Opener, out io.Writer) error {
	in, err := doc()
	if err != nil {
		return err
	}
	defer in.Close()
	return splice(contextReader{ctx, in}, out, e.changes)
}

type contextReader struct {
	context.Context
	io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}
