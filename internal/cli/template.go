package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// template is how outputs are called: text, and in braces what stands for something.
type template struct {
	text  string
	parts []templatePart
}

type templatePart struct {
	text  string
	field *templateField // nil for text
}

// templateField is what may stand in braces.
type templateField struct {
	name, about string
	value       func(naming) string
	inside      func(*einvoice.Invoice) string // if it stands in the invoice
}

// naming is what the name of an output is made of.
type naming struct {
	in      input
	ext     string            // of the output, without dot
	nth     int               // of the invoices of the document, from 1; 0 if there is one
	invoice *einvoice.Invoice // if the template needs it
}

var templateFields = []templateField{
	{name: "name", about: "name of the document without folder and extension", value: func(n naming) string { return stem(n.in) }},
	{name: "ext", about: "extension of the output", value: func(n naming) string { return n.ext }},
	{name: "dir", about: "folder below the argument, or in the archive", value: nil},
	{name: "n", about: "number of the invoice in its document, from 1", value: func(n naming) string { return strconv.Itoa(max(n.nth, 1)) }},
	{name: "number", about: "BT-1", inside: func(i *einvoice.Invoice) string { return i.Number }},
	{name: "seller", about: "BT-27", inside: func(i *einvoice.Invoice) string { return i.Seller.Name }},
	{name: "buyer", about: "BT-44", inside: func(i *einvoice.Invoice) string { return i.Buyer.Name }},
	{name: "date", about: "BT-2", inside: func(i *einvoice.Invoice) string { return i.IssueDate.String() }},
}

// templateHelp lists the fields.
func templateHelp() string {
	var all []string
	for _, f := range templateFields {
		all = append(all, "{"+f.name+"} "+f.about)
	}
	return strings.Join(all, ", ")
}

func parseTemplate(text string) (*template, error) {
	t := &template{text: text}
	for rest := text; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		if before != "" {
			t.parts = append(t.parts, templatePart{text: before})
		}
		if !found {
			break
		}
		name, after, found := strings.Cut(after, "}")
		if !found {
			return nil, usagef("--name %s: a { has no }", text)
		}
		field := fieldCalled(name)
		if field == nil {
			return nil, usagef("--name %s: there is no {%s}; there are %s", text, name, templateHelp())
		}
		t.parts = append(t.parts, templatePart{field: field})
		rest = after
	}
	for _, element := range strings.Split(filepath.ToSlash(text), "/") {
		if element == "." || element == ".." {
			return nil, usagef("--name %s: outputs stay in the folder of -o: no element may be %s", text, element)
		}
	}
	if text == "" || strings.HasSuffix(filepath.ToSlash(text), "/") || filepath.IsAbs(text) {
		return nil, usagef("--name %q: the name of a file is missing, or there is a folder in front that -o names", text)
	}
	return t, nil
}

func fieldCalled(name string) *templateField {
	for i := range templateFields {
		if templateFields[i].name == name {
			return &templateFields[i]
		}
	}
	return nil
}

// has tells whether one of some fields is in a template.
func (t *template) has(names ...string) bool {
	for _, p := range t.parts {
		for _, name := range names {
			if p.field != nil && p.field.name == name {
				return true
			}
		}
	}
	return false
}

// inside tells whether names depend on what stands in the invoices.
func (t *template) inside() bool {
	for _, p := range t.parts {
		if p.field != nil && p.field.inside != nil {
			return true
		}
	}
	return false
}

// errName: a name cannot be made.
var errName = errors.New("the output has no name")

// name is the path of an output below the folder of all outputs, with the system's
// separators. Every element of it is safe as a file name.
func (t *template) name(n naming) (string, error) {
	var b strings.Builder
	for _, p := range t.parts {
		switch {
		case p.field == nil:
			b.WriteString(filepath.ToSlash(p.text))
		case p.field.name == "dir":
			b.WriteString(safeDir(n.in.dir))
		case p.field.inside != nil:
			v := p.field.inside(n.invoice)
			if strings.TrimSpace(v) == "" {
				return "", fmt.Errorf("%w: {%s} (%s) is absent in the invoice", errName, p.field.name, p.field.about)
			}
			b.WriteString(element(v))
		default:
			b.WriteString(element(p.field.value(n)))
		}
	}
	var elements []string
	for _, e := range strings.Split(b.String(), "/") {
		if e != "" { // an empty {dir}
			elements = append(elements, safeName(e))
		}
	}
	if len(elements) == 0 {
		return "", fmt.Errorf("%w: %s gives nothing", errName, t.text)
	}
	name := filepath.Join(elements...)
	if n.nth > 0 && !t.has("n", "number") { // each invoice has its own
		ext := filepath.Ext(name)
		name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n.nth, ext)
	}
	return name, nil
}

// element is a value as a part of the name of a file: it makes no folders.
func element(s string) string { return strings.NewReplacer("/", "_", `\`, "_").Replace(s) }

// safeDir is a folder whose elements are names of folders: none leads up.
func safeDir(dir string) string {
	var all []string
	for _, e := range strings.FieldsFunc(dir, func(r rune) bool { return r == '/' || r == '\\' }) {
		if e != "." && e != ".." {
			all = append(all, safeName(e))
		}
	}
	return strings.Join(all, "/")
}

// safeName is a name that every system takes.
func safeName(s string) string {
	var one filetype.Names
	return one.Safe(element(s), "invoice", "")
}

// stem is the name of a document without folder and extension.
func stem(in input) string {
	if in.name == "-" {
		return "stdin"
	}
	base := filepath.Base(in.name)
	if in.name != in.path { // in an archive, or in a URI
		base = baseName(strings.TrimPrefix(in.name, uriName))
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// invoiceOf reads what a template needs to know of a document, which is one of its
// invoices, from 0.
func invoiceOf(data []byte, nth int) (*einvoice.Invoice, error) {
	docs, err := convert.OpenAll(data)
	if err != nil {
		return nil, err
	}
	if nth >= len(docs) {
		return nil, fmt.Errorf("%w: the document has no invoice %d", errName, nth+1)
	}
	return &docs[nth].Invoice, nil
}
