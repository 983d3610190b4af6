package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// context is a template of a compiled Schematron: the elements that it speaks of, and
// what is tested there. Within a pattern the first context that matches an element is
// the only one to see it.
type context struct {
	pattern string
	path    string
	lets    map[string]string
	tests   []test
}

type test struct {
	report bool // fires when true; otherwise when false
	id     string
	flag   string
	xpath  string
}

const (
	xslt = "http://www.w3.org/1999/XSL/Transform"
	svrl = "http://purl.oclc.org/dsdl/svrl"
)

// readSchematron lists the contexts that test anything, in the order of their priority.
func readSchematron(file string) (contexts []context, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := reader{d: xml.NewDecoder(f)}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r.contexts, nil
}

type reader struct {
	d        *xml.Decoder
	contexts []context
	within   bool   // a context
	field    string // of the test at hand, that text belongs to
}

func (r *reader) read() error {
	for {
		token, err := r.d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.open(t)
		case xml.EndElement:
			r.field = ""
			if t.Name.Space == xslt && t.Name.Local == "template" && r.within {
				r.within = false
				if c := r.context(); len(c.tests) == 0 {
					r.contexts = r.contexts[:len(r.contexts)-1]
				}
			}
		case xml.CharData:
			r.text(string(t))
		}
	}
}

func (r *reader) context() *context { return &r.contexts[len(r.contexts)-1] }

func (r *reader) open(e xml.StartElement) {
	get := func(name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return strings.Join(strings.Fields(a.Value), " ")
			}
		}
		return ""
	}
	switch {
	case e.Name.Space == xslt && e.Name.Local == "template":
		r.within = get("match") != ""
		if r.within {
			r.contexts = append(r.contexts, context{pattern: get("mode"), path: get("match"), lets: map[string]string{}})
		}
	case !r.within:
	case e.Name.Space == xslt && e.Name.Local == "variable":
		r.context().lets[get("name")] = get("select")
	case e.Name.Space == svrl && (e.Name.Local == "failed-assert" || e.Name.Local == "successful-report"):
		c := r.context()
		c.tests = append(c.tests, test{report: e.Name.Local == "successful-report", xpath: get("test"), id: get("id"), flag: get("flag")})
	case e.Name.Space == xslt && e.Name.Local == "attribute":
		r.field = get("name")
	}
}

func (r *reader) text(s string) {
	if !r.within || len(r.context().tests) == 0 {
		return
	}
	t := &r.context().tests[len(r.context().tests)-1]
	switch r.field {
	case "id":
		t.id = s
	case "flag":
		t.flag = s
	}
}
