package pdf

import (
	"fmt"
	"io"
	"slices"
)

// File is a file in a document: a file specification (7.11.3) with an embedded stream.
type File struct {
	Name         string   // of UF, F, Unix, DOS or Mac, in this order
	Key          string   // in the tree of embedded files
	Relationship string   // AFRelationship
	MIME         string   // Subtype
	Description  string   // Desc
	Created      string   // ISO 8601
	Modified     string   // ISO 8601
	Size         int64    // as the document says, or -1
	CheckSum     string   // MD5, 16 bytes, as the document says, or ""
	Places       []string // where it is referred to: see Files
	Object       int      // number of the stream
	Spec         Dict     // the file specification, the first of several
	SpecObject   int      // its number, 0 if it has none of its own
	stream       *Stream
}

// The places of files that belong to no page; those of pages have their number.
const (
	InNames   = "names"   // the name tree EmbeddedFiles of the document
	InCatalog = "catalog" // associated with the document (/AF of the catalog)
)

// walk collects files.
type walk struct {
	*Doc
	specs []*Spec
	byRef map[int]*Spec
	names []NameEntry
	files []*File
	byObj map[int]*File
	seen  map[int]bool // objects that have been looked at
	notes []string
	err   error
}

// Files lists the files in a document, each stream once, with the places that refer to
// it: the name tree of embedded files, then what is associated (14.13) with the document,
// its pages, their annotations, forms and images, marked content, and its structure, and
// file attachment annotations. notes say what could not be looked through. The error is a
// limit, or what the context says; the files found before are there beside it.
func (d *Doc) Files() (files []*File, notes []string, err error) {
	w := d.walk()
	return w.files, w.notes, w.err
}

func (d *Doc) walk() (w *walk) {
	w = &walk{Doc: d, byObj: map[int]*File{}, byRef: map[int]*Spec{}, seen: map[int]bool{}}
	defer func() {
		if p := recover(); p != nil {
			w.err = fail(Damaged, "the PDF is damaged: %v", p)
		}
	}()
	catalog := d.Catalog()
	w.tree(d.Dict(catalog.Get("Names")).Get("EmbeddedFiles"), 0)
	w.associated(catalog, InCatalog)
	w.pages(catalog.Get("Pages"))
	w.structure(d.Dict(catalog.Get("StructTreeRoot")).Get("K"), 0)
	if d.values <= 0 || d.nodes <= 0 {
		w.note("the PDF is larger than what is looked through: there may be more files")
	}
	if w.err == nil {
		w.err = d.ctx.Err()
	}
	return w
}

func (w *walk) note(s string) {
	if !slices.Contains(w.notes, s) {
		w.notes = append(w.notes, s)
	}
}

// visit tells whether to look at a node of a tree: once, and not without end.
func (w *walk) visit(o Object, depth int) bool {
	if w.nodes--; w.nodes < 0 || w.err != nil || depth > nesting {
		return false
	}
	if r, ok := o.(Ref); ok {
		if w.seen[r.Num] {
			return false
		}
		w.seen[r.Num] = true
	}
	return true
}

// tree walks a name tree (7.9.6). Its limits mean nothing here.
func (w *walk) tree(o Object, depth int) {
	if o == nil {
		return
	}
	if r, ok := o.(Ref); ok && w.seen[r.Num] {
		w.note("the tree of embedded files goes round in a circle")
		return
	}
	if !w.visit(o, depth) {
		return
	}
	node := w.Dict(o)
	names := w.Array(node.Get("Names"))
	for i := 0; i+1 < len(names); i += 2 {
		spec := w.add(names[i+1], w.Text(names[i]), InNames)
		w.names = append(w.names, NameEntry{String(w.Bytes(names[i])), names[i+1], spec})
	}
	for _, kid := range w.Array(node.Get("Kids")) {
		w.tree(kid, depth+1)
	}
}

// associated adds the files in /AF: an array, or, against the standard, one alone.
func (w *walk) associated(dict Dict, place string) {
	switch af := w.Resolve(dict.Get("AF")).(type) {
	case Array:
		for _, o := range af {
			w.associate(o, place)
		}
	case Dict:
		w.associate(dict.Get("AF"), place)
	}
}

// pages walks the page tree (7.7.3) without recursion, in the order of pages.
func (w *walk) pages(root Object) {
	type node struct {
		o     Object
		depth int
	}
	number := 0
	for next := []node{{root, 0}}; len(next) > 0; {
		n := next[len(next)-1]
		next = next[:len(next)-1]
		if !w.visit(n.o, n.depth) || w.ctx.Err() != nil {
			continue
		}
		page := w.Dict(n.o)
		if kids := w.Array(page.Get("Kids")); kids != nil {
			for _, k := range slices.Backward(kids) {
				if len(next) < w.limits.Nodes {
					next = append(next, node{k, n.depth + 1})
				}
			}
		} else if page != nil {
			number++
			w.page(page, fmt.Sprintf("page %d", number))
		}
		w.resources(page.Get("Resources"), fmt.Sprintf("page %d", max(number, 1)), 0)
	}
}

func (w *walk) page(page Dict, place string) {
	w.associated(page, place)
	for _, o := range w.Array(page.Get("Annots")) {
		if !w.visit(o, 0) {
			continue
		}
		a := w.Dict(o)
		w.associated(a, "annotation on "+place)
		if fs := a.Get("FS"); fs != nil && w.Name(a.Get("Subtype")) == "FileAttachment" {
			spec := w.add(fs, "", "annotation on "+place)
			if ref, is := o.(Ref); is && spec != nil {
				spec.Holder = ref
			}
		}
	}
}

// resources looks at the forms, images and marked content of a page.
func (w *walk) resources(o Object, place string, depth int) {
	if o == nil || !w.visit(o, depth) {
		return
	}
	r := w.Dict(o)
	for _, x := range w.Dict(r.Get("XObject")) {
		if !w.visit(x.Value, depth) {
			continue
		}
		object := w.Dict(x.Value)
		w.associated(object, place)
		if depth < hops {
			w.resources(object.Get("Resources"), place, depth+1)
		}
	}
	for _, p := range w.Dict(r.Get("Properties")) {
		if w.visit(p.Value, depth) {
			w.properties(w.Dict(p.Value), place)
		}
	}
}

// properties are those of marked content: files stand in /MCAF (14.13.5), or in /AF.
func (w *walk) properties(p Dict, place string) {
	w.associated(p, place)
	for _, o := range w.Array(p.Get("MCAF")) {
		w.associate(o, place)
	}
}

// structure walks the structure tree (14.7.2).
func (w *walk) structure(o Object, depth int) {
	if a := w.Array(o); a != nil {
		if !w.visit(o, depth) {
			return
		}
		for _, k := range a {
			if _, number := k.(int64); !number {
				w.structure(k, depth+1)
			}
		}
		return
	}
	if o == nil || !w.visit(o, depth) {
		return
	}
	e := w.Dict(o)
	w.associated(e, "structure")
	if k := e.Get("K"); k != nil && w.Name(e.Get("Type")) != "MCR" && w.Name(e.Get("Type")) != "OBJR" {
		w.structure(k, depth+1)
	}
}

func (w *walk) associate(o Object, place string) {
	if spec := w.add(o, "", place); spec != nil {
		spec.Associated = true
	}
}

// add takes in a file specification; it is nil if no file is in it.
func (w *walk) add(o Object, key, place string) *Spec {
	if w.err != nil {
		return nil
	}
	spec := w.Dict(o)
	stream := w.embedded(w.Dict(spec.Get("EF")))
	if stream == nil {
		if spec != nil && spec.Get("EF") != nil {
			w.note(fmt.Sprintf("the file %q has no content", w.fileName(spec)))
		}
		return nil // one elsewhere
	}
	f := w.byObj[stream.Ref.Num]
	if f == nil {
		if len(w.files) >= w.limits.Files {
			w.err = fail(Limit, "the PDF holds more than %d files", w.limits.Files)
			return nil
		}
		f = w.describe(stream)
		f.Name, f.Spec = w.fileName(spec), spec
		if r, ok := o.(Ref); ok {
			f.SpecObject = r.Num
		}
		w.byObj[stream.Ref.Num] = f
		w.files = append(w.files, f)
	}
	f.Relationship = either(f.Relationship, string(w.Name(spec.Get("AFRelationship"))))
	f.Description = either(f.Description, w.Text(spec.Get("Desc")))
	f.Name = either(f.Name, w.fileName(spec))
	f.Key = either(f.Key, key)
	if !slices.Contains(f.Places, place) && len(f.Places) < 100 {
		f.Places = append(f.Places, place)
	}
	return w.spec(o, spec, f, place)
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// platforms are the keys of file names and streams, the best first (7.11.3).
var platforms = []Name{"UF", "F", "Unix", "DOS", "Mac"}

func (w *walk) fileName(spec Dict) string {
	for _, key := range platforms {
		if s := w.Text(spec.Get(key)); s != "" {
			return s
		}
	}
	return ""
}

func (w *walk) embedded(ef Dict) *Stream {
	for _, key := range platforms {
		if s := w.Stream(ef.Get(key)); s != nil {
			s.file = true
			return s
		}
	}
	return nil
}

// describe reads what the stream says of itself (7.11.4).
func (w *walk) describe(s *Stream) *File {
	params := w.Dict(s.Get("Params"))
	f := &File{MIME: string(w.Name(s.Get("Subtype"))), Size: w.number(params, "Size", -1), Object: s.Ref.Num, stream: s}
	f.Created, f.Modified = Date(w.Text(params.Get("CreationDate"))), Date(w.Text(params.Get("ModDate")))
	if sum := w.Bytes(params.Get("CheckSum")); len(sum) == 16 {
		f.CheckSum = sum
	}
	return f
}

// Content is what is in a file: see Reader.
func (d *Doc) Content(f *File, limit int64) (io.Reader, error) { return d.Reader(f.stream, limit) }
