package attach

import (
	"context"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Remove copies a document without the files for which match is true. The reference that
// describes a file goes with it, unless it says more than that there is a file: an
// object's identifier, a contract; with KeepReference it stays in any case, as for
// channels that carry no files. All other bytes are those of doc, and those around
// a file that Embed put in are again what they were before.
//
// Nothing is written when no file matches (ErrNotFound), or when something stands against it.
func Remove(ctx context.Context, doc Opener, out io.Writer, match func(*File) bool, o EditOptions) (*Edit, error) {
	if c, err := o.editor(doc); c != nil || err != nil {
		return edit(ctx, c, err, doc, out, nil, match, o)
	}
	e, err := survey(ctx, doc, o)
	if err != nil {
		return nil, err
	}
	if o.Invoice != "" {
		at, bad := e.plan.choose(o.Invoice)
		if bad != nil {
			return nil, bad
		}
		e.invoice = at.invoice
	}
	var matched []*File
	for _, f := range e.files {
		if (o.Invoice == "" || f.Invoice == e.invoice) && match(f) {
			matched = append(matched, f)
		}
	}
	if err := e.take(matched, o.KeepReference); err != nil {
		return nil, err
	}
	if len(e.Removed) == 0 {
		return nil, fail(ErrNotFound, "no file of the document matches")
	}
	if err := e.check(o); err != nil {
		return nil, err
	}
	e.drop(o.KeepReference)
	return &e.Edit, e.write(ctx, doc, out)
}

// take marks files to be removed.
func (e *editing) take(files []*File, keep bool) error {
	left := map[int]int{} // files that stay, of those that stand in one place
	for _, f := range e.files {
		left[f.Index]++
	}
	for _, f := range files {
		left[f.Index]--
	}
	slots := map[int]*slot{}
	for _, s := range e.plan.slots {
		slots[s.index] = s
	}
	for _, f := range files {
		if f.Entry > 0 && left[f.Index] > 0 {
			return f.place(fail(ErrSeveral, "it stands in an archive with other files, of which none can be removed alone"))
		}
		if bad := slots[f.Index].canGo(keep); bad != nil {
			return f.place(bad)
		}
		e.Removed = append(e.Removed, f)
	}
	return nil
}

// canGo refuses what cannot be removed.
func (s *slot) canGo(keep bool) *Error {
	if s.link && (keep || s.content.name == nameRepository) {
		return fail(ErrUnsupported, "a reference to a file elsewhere is all that there is of it")
	}
	return nil
}

var (
	nameRepository       = names.Of("Repository")
	nameRelatedDocuments = names.Of("RelatedDocuments")
	nameAdditionalData   = names.Of("AdditionalData")
	nameFacturaeFile     = names.Of("Attachment")
	carriers             = map[names.Name]bool{ublSteps[0].child: true, ciiSteps[0].child: true, nameFacturaeFile: true}
)

// carrier tells the elements that only say that there is a file, where the schema lets them
// go: not in an extension. Type code 130 is the identifier of the invoiced object, and 50
// of a tender or project.
func (x *node) carrier() bool {
	return x != nil && carriers[x.name] && x.parent != nil && x.parent.rank != nil && x.typeCode != "130" && x.typeCode != "50"
}

// droppable tells the elements that are there for the files in them only.
func (x *node) droppable() bool {
	return x.name == nameRelatedDocuments || x.name == nameAdditionalData
}

// drop plans the changes for the files that go.
func (e *editing) drop(keep bool) {
	gone := map[int]bool{}
	for _, f := range e.Removed {
		gone[f.Index] = true
	}
	needed := map[*node]bool{} // what holds a file that stays
	for _, s := range e.plan.slots {
		if gone[s.index] {
			continue
		}
		for x := s.content; x != nil && !needed[x]; x = x.parent {
			needed[x] = true
		}
	}
	for _, s := range e.plan.slots {
		if gone[s.index] {
			e.remove(e.widest(s, keep, needed))
		}
	}
}

// widest is the element that goes with a file: the largest that is there for it alone.
func (e *editing) widest(s *slot, keep bool, needed map[*node]bool) *node {
	switch {
	case s.group.carrier() && !needed[s.group] && !keep:
		return s.group
	case s.group != nil && s.group.name == nameFacturaeFile && !needed[s.group]: // its content is mandatory
		e.Notes = append(e.Notes, Note{NoteWhole, "Facturae has no reference without content: it was removed as a whole"})
		return s.group
	case s.holder != nil && s.holder.children-s.holder.removed == 1 && !needed[s.holder]:
		return s.holder
	}
	return s.content
}

// remove plans that an element goes with the white space in front of it, and what is
// only there for it.
func (e *editing) remove(x *node) {
	if x.gone {
		return
	}
	x.gone = true
	p := x.parent
	if p != nil {
		p.removed++
		bare := p.children+p.added == p.removed
		blanks := strings.TrimLeft(strings.TrimSuffix(p.endTag, ">"), "</")
		switch was := blanks[len(strings.TrimRight(blanks, xmlSpaces)):]; {
		case bare && !p.solid && strings.HasSuffix(was, "\t"):
			e.changes = append(e.changes, change{from: p.inner - 1, to: p.end, text: "/>"})
			return
		case bare && p.droppable() && strings.HasSuffix(was, " "):
			e.changes = append(e.changes, change{from: p.end - 2, to: p.end - 1})
		case bare && p.droppable() && (!p.solid || p.name == nameRelatedDocuments): // which wants children, and not comments
			e.remove(p)
			return
		}
	}
	e.changes = append(e.changes, change{from: x.blank.start, to: x.end})
}
