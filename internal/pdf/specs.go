package pdf

import "slices"

// Spec is a file specification in a document that has an embedded file (7.11.3).
type Spec struct {
	Ref        Ref  // zero if it stands in what refers to it
	Dict       Dict // as it stands in the document
	File       *File
	Places     []string // see Files
	Associated bool     // an /AF has it
	Holder     Ref      // the annotation that it is attached with, if that has a number
}

// NameEntry is an entry of a name tree (7.9.6).
type NameEntry struct {
	Key   String
	Value Object
	Spec  *Spec // nil: it has no file
}

// Specs lists the file specifications with embedded files, each once, in the order and with
// the limits of Files; and the entries of the name tree EmbeddedFiles, those too that have
// no file.
func (d *Doc) Specs() ([]*Spec, []NameEntry, error) {
	w := d.walk()
	return w.specs, w.names, w.err
}

// Embedded is the stream of a file.
func (f *File) Embedded() *Stream { return f.stream }

func (w *walk) spec(o Object, dict Dict, f *File, place string) *Spec {
	ref := w.end(o)
	s := w.byRef[ref.Num]
	if s == nil || ref.Num == 0 {
		s = &Spec{Ref: ref, Dict: dict, File: f}
		w.byRef[ref.Num] = s
		w.specs = append(w.specs, s)
	}
	if !slices.Contains(s.Places, place) && len(s.Places) < 100 {
		s.Places = append(s.Places, place)
	}
	return s
}

// end is the last one of references that lead to one another.
func (d *Doc) end(o Object) (ref Ref) {
	for range hops {
		next, is := o.(Ref)
		if !is {
			break
		}
		ref, o = next, d.object(next.Num)
	}
	return ref
}
