package sample

import (
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/tree"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Edit changes an XML document of ours, to break what an invoice in memory cannot
// express. The script has one command a line; paths are those of tree.Path, from the root element's children on,
// or from the first element of a name anywhere: //cac:Party/cbc:Name. A command changes the first element that its
// path leads to:
//
//	make PATH              makes the elements of the path that are missing; text for the last one may follow: = text
//	clear PATH             removes all elements that the path leads to, if there are any
//	set PATH = text        replaces the content
//	drop PATH              removes the element
//	add PATH <xml/>        puts xml in it, at its end
//	first PATH <xml/>      puts xml in it, at its start
//	before PATH <xml/>     puts xml before it
//	after PATH <xml/>      puts xml after it
//	twice PATH             repeats the element
//	attr PATH name = text  gives it an attribute, or changes it
//	noattr PATH name       takes an attribute from it
func Edit(doc []byte, script string) ([]byte, error) {
	text := string(doc)
	for _, line := range strings.Split(script, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		var err error
		if text, err = edit(text, line); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
	}
	return []byte(text), nil
}

func edit(text, line string) (string, error) {
	verb, rest, _ := strings.Cut(line, " ")
	at, rest, _ := strings.Cut(rest, " ")
	arg := strings.TrimSpace(rest)
	t, err := parse(text)
	if err != nil {
		return "", err
	}
	found := find(t, at)
	switch {
	case verb == "make":
		return complete(text, t, at, strings.TrimSpace(strings.TrimPrefix(arg, "=")))
	case verb == "clear":
		for _, n := range slices.Backward(found) {
			e := spanOf(text, n)
			text = text[:e.start] + text[e.end:]
		}
		return text, nil
	case len(found) == 0:
		return "", fmt.Errorf("the document has no %s", at)
	}
	e := spanOf(text, found[0])
	if strings.HasPrefix(arg, "<") {
		arg = declare(text, arg)
	}
	splice := func(from, to int, with string) (string, error) { return text[:from] + with + text[to:], nil }
	switch verb {
	case "drop":
		return splice(e.start, e.end, "")
	case "twice":
		return splice(e.end, e.end, text[e.start:e.end])
	case "before":
		return splice(e.start, e.start, arg)
	case "after":
		return splice(e.end, e.end, arg)
	case "add", "first", "set":
		if e.empty { // <a/>
			text = text[:e.inner-2] + ">" + "</" + e.name + ">" + text[e.end:]
			return edit(text, line)
		}
		switch verb {
		case "add":
			return splice(e.close, e.close, arg)
		case "first":
			return splice(e.inner, e.inner, arg)
		}
		return splice(e.inner, e.close, strings.TrimSpace(strings.TrimPrefix(arg, "=")))
	case "attr":
		name, value, _ := strings.Cut(arg, "=")
		return splice(e.start, e.inner, withAttr(text[e.start:e.inner], strings.TrimSpace(name), strings.TrimSpace(value), true))
	case "noattr":
		return splice(e.start, e.inner, withAttr(text[e.start:e.inner], arg, "", false))
	}
	return "", fmt.Errorf("no such command: %s", verb)
}

// span is where an element stands.
type span struct {
	name         string
	start, inner int // of its start tag, and of what comes behind
	close, end   int // of its end tag, and of what comes behind
	empty        bool
}

func spanOf(text string, n tree.Node) (e span) {
	e.start = int(n.Offset())
	e.name = text[e.start+1 : e.start+1+strings.IndexAny(text[e.start+1:], " \t\r\n/>")]
	e.inner = e.start + strings.IndexByte(text[e.start:], '>') + 1
	if text[e.inner-2] == '/' {
		e.close, e.end, e.empty = e.inner, e.inner, true
		return e
	}
	depth := 1
	for i := e.inner; ; {
		i += strings.IndexByte(text[i:], '<')
		tag := text[i : i+strings.IndexByte(text[i:], '>')+1]
		switch name := strings.Trim(strings.Fields(strings.Trim(tag, "<>"))[0], "/"); {
		case name != e.name:
		case tag[1] == '/':
			depth--
		case !strings.HasSuffix(tag, "/>"):
			depth++
		}
		if depth == 0 {
			e.close, e.end = i, i+len(tag)
			return e
		}
		i += len(tag)
	}
}

// withAttr is a start tag with an attribute given, changed or taken away.
func withAttr(tag, name, value string, give bool) string {
	if i := strings.Index(tag, " "+name+"="); i >= 0 {
		quote := tag[i+len(name)+2 : i+len(name)+3]
		from := i + len(name) + 3
		to := from + strings.Index(tag[from:], quote) + 1
		tag = tag[:i] + tag[to:]
	}
	if !give {
		return tag
	}
	end := len(strings.TrimRight(tag, "/>"))
	return tag[:end] + " " + name + `="` + value + `"` + tag[end:]
}

// complete makes what a path lacks, at the end of the innermost element that is there.
func complete(text string, t *tree.Tree, at, content string) (string, error) {
	steps := strings.Split(strings.TrimPrefix(at, "//"), "/")
	inner := escaper.Replace(content)
	for k := len(steps); k > 0; k-- {
		prefix := strings.Join(steps[:k], "/")
		if strings.HasPrefix(at, "//") {
			prefix = "//" + prefix
		}
		if len(find(t, prefix)) > 0 {
			if k == len(steps) {
				return text, nil
			}
			return edit(text, "add "+prefix+" "+inner)
		}
		if name := steps[k-1]; inner == "" {
			inner = "<" + name + "/>"
		} else {
			inner = "<" + name + ">" + inner + "</" + name + ">"
		}
	}
	return edit(text, "add . "+inner)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;")

// declare gives XML the namespaces that the document does not declare.
func declare(text, xml string) string {
	for _, ns := range names.Schema.Namespaces {
		if !ns.Hidden && strings.Contains(xml, "<"+ns.Prefix+":") && !strings.Contains(text, "xmlns:"+ns.Prefix+"=") {
			end := strings.IndexAny(xml, " />")
			xml = xml[:end] + ` xmlns:` + ns.Prefix + `="` + ns.URI + `"` + xml[end:]
		}
	}
	return xml
}

func parse(text string) (*tree.Tree, error) {
	r := xmlmap.NewReader(text, names.Schema, xmlmap.Limits{})
	var b builder
	if !r.Start() {
		return nil, r.Err()
	}
	if err := r.Walk(&b); err != nil {
		return nil, err
	}
	return b.Tree(), nil
}

// find lists the elements that a path leads to, "." being the root.
func find(t *tree.Tree, at string) (all []tree.Node) {
	name, rest, deeper := strings.Cut(strings.TrimPrefix(at, "//"), "/")
	if !strings.HasPrefix(at, "//") {
		p := tree.ParsePath(at)
		return p.All(t.Root())
	}
	p := tree.ParsePath(".")
	if deeper {
		p = tree.ParsePath(rest)
	}
	for n := t.First(names.Of(name)); n.Exists(); n = n.Same() {
		all = append(all, p.All(n)...)
	}
	return all
}

type builder struct{ tree.Builder }

func (b *builder) Open(e *xmlmap.Element)     { b.Builder.Open(names.Lookup(e.NS, e.Local), e) }
func (b *builder) Close(text string, _ int64) { b.Builder.Close(text) }
func (b *builder) Stray(string, int64)        {}
