package codes

import (
	_ "embed" // the data
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed data/sources.txt
var sources string

//go:embed data/untdid.txt
var untdid string

//go:embed data/iso.txt
var iso string

//go:embed data/europe.txt
var europe string

//go:embed data/unece.txt
var unece string

//go:embed data/other.txt
var other string

//go:embed data/descriptions.txt
var descriptions string

// embedded is the index of the lists: their ids, names and places in the data, not their codes.
var embedded = sync.OnceValue(func() *catalog {
	c, err := index([]part{
		{file: "sources.txt", text: sources},
		{file: "untdid.txt", text: untdid},
		{file: "iso.txt", text: iso},
		{file: "europe.txt", text: europe},
		{file: "unece.txt", text: unece},
		{file: "other.txt", text: other},
	}, part{file: "descriptions.txt", text: descriptions})
	if err != nil {
		panic("codes: " + err.Error()) // a test keeps this from happening
	}
	return c
})

// A FormatError is a mistake in the data.
type FormatError struct {
	File    string
	Line    int
	Problem string
}

func (e *FormatError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem) }

// A part is a piece of a file: text that begins after the given number of lines.
type part struct {
	file   string
	before int
	text   string
}

// each calls f with the lines of p that are neither empty nor comments, up to the first error.
func (p part) each(f func(number int, line string) error) error {
	number := p.before
	for line := range strings.Lines(p.text) {
		number++
		line = strings.TrimRight(line, " \r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if err := f(number, line); err != nil {
			return err
		}
	}
	return nil
}

func (p part) fault(line int, format string, args ...any) error {
	return &FormatError{File: p.file, Line: line, Problem: fmt.Sprintf(format, args...)}
}

// A catalog is what the files say, but for the codes.
type catalog struct {
	byID         map[string]*List
	sources      map[string]string
	descriptions func() map[string]map[string]string
}

func index(files []part, described part) (*catalog, error) {
	c := &catalog{byID: map[string]*List{}, sources: map[string]string{}}
	c.descriptions = sync.OnceValue(func() map[string]map[string]string {
		texts, err := describe(described)
		if err != nil {
			panic("codes: " + err.Error())
		}
		return texts
	})
	for _, file := range files {
		if err := c.file(file); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// file notes the lists of a file. It looks at the lines with codes only to see that they stand in a list.
func (c *catalog) file(file part) error {
	x := indexer{catalog: c, file: file, rest: file.text}
	for x.rest != "" {
		line, after, _ := strings.Cut(x.rest, "\n")
		x.number, x.after = x.number+1, after
		if line = strings.TrimRight(line, " \r"); line != "" && line[0] != '#' {
			if err := x.line(line); err != nil {
				return err
			}
		}
		x.rest = after
	}
	return x.complete()
}

// An indexer goes through a file.
type indexer struct {
	*catalog
	file   part
	number int    // of the line
	rest   string // the line and what is behind it
	after  string // what is behind it
	list   *List  // the last one
}

func (x *indexer) fault(format string, args ...any) error {
	return x.file.fault(x.number, format, args...)
}

func (x *indexer) line(line string) error {
	if line[0] == '\t' {
		return x.codes()
	}
	word, value, _ := strings.Cut(line, " ")
	switch l := x.list; {
	case line == "empty" && l != nil && !l.empty:
		l.empty = true
	case value == "":
		return x.fault("%q has no meaning here", line)
	case word == "source":
		return x.source(value)
	case word == "list":
		if err := x.complete(); err != nil {
			return err
		}
		return x.begin(value)
	case word == "name" && l != nil && l.name == "":
		l.name, l.body = value, part{x.file.file, x.number, x.after}
	default:
		return x.fault("%q has no meaning here", word)
	}
	return nil
}

// codes is a line with codes.
func (x *indexer) codes() error {
	switch l := x.list; {
	case l == nil:
		return x.fault("codes stand before the first list")
	case l.base != nil:
		return x.fault("%s is a difference and has codes of its own", l.id)
	case l.name == "":
		return x.fault("%s has codes before its name", l.id)
	}
	return nil
}

// source is "VERSION TEXT".
func (x *indexer) source(value string) error {
	version, text, _ := strings.Cut(value, " ")
	if text == "" || x.sources[version] != "" {
		return x.fault("the source of %s has no text or stands here twice", version)
	}
	x.sources[version] = text
	return nil
}

// begin is a new list: "ID", or "ID = BASE -CODE +CODE".
func (x *indexer) begin(value string) error {
	id, difference, derived := strings.Cut(value, " = ")
	name, version, _ := strings.Cut(id, "@")
	switch {
	case name == "" || version == "" || strings.ContainsAny(id, " \t"):
		return x.fault("%q is no id, which is name@version", id)
	case x.byID[id] != nil:
		return x.fault("there are two lists %s", id)
	case x.sources[version] == "":
		return x.fault("no source is given for %s", version)
	}
	l := &List{id: id, source: x.sources[version], descriptions: x.descriptions}
	if derived {
		base, changes, _ := strings.Cut(difference, " ")
		if l.base = x.byID[base]; l.base == nil {
			return x.fault("the base %q of %s does not stand before it", base, id)
		}
		l.name, l.changes, l.body = l.base.name, changes, part{x.file.file, x.number, x.after}
	}
	x.byID[id], x.list = l, l
	return nil
}

// complete ends the last list where the next begins, or the file.
func (x *indexer) complete() error {
	l := x.list
	if l == nil {
		return nil
	}
	if l.name == "" {
		return x.fault("%s has no name", l.id)
	}
	l.body.text = l.body.text[:len(l.body.text)-len(x.rest)]
	return nil
}

// parse reads the codes of a list.
func (l *List) parse() error {
	if err := l.read(); err != nil {
		return err
	}
	if len(l.order) == 0 {
		return l.body.fault(l.body.before, "%s has no codes", l.id)
	}
	l.text = " " + strings.Join(l.order, " ") + " "
	if l.empty {
		l.codes[""] = struct{}{}
		l.text += " " // two blanks side by side are what lets an empty value pass
	}
	return nil
}

func (l *List) read() error {
	l.codes = map[string]struct{}{}
	if l.base != nil {
		return l.derive()
	}
	return l.body.each(func(number int, line string) error {
		if line[0] != '\t' {
			return nil // the index has understood it
		}
		for code := range strings.FieldsSeq(line) {
			if err := l.add(number, code); err != nil {
				return err
			}
		}
		return nil
	})
}

// derive takes the codes of the base but for those with a minus, then those with a plus.
func (l *List) derive() error {
	if err := l.base.parsed(); err != nil {
		return err
	}
	var minus, plus []string
	for change := range strings.FieldsSeq(l.changes) {
		code := change[1:]
		has := slices.Contains(l.base.order, code)
		switch {
		case change[0] == '-' && has && !slices.Contains(minus, code):
			minus = append(minus, code)
		case change[0] == '+' && !has && code != "":
			plus = append(plus, code)
		default:
			return l.body.fault(l.body.before, "%s: %s changes nothing in %s", l.id, change, l.base.id)
		}
	}
	kept := slices.DeleteFunc(slices.Clone(l.base.order), func(code string) bool { return slices.Contains(minus, code) })
	for _, code := range append(kept, plus...) {
		if err := l.add(l.body.before, code); err != nil {
			return err
		}
	}
	return nil
}

func (l *List) add(number int, code string) error {
	if _, twice := l.codes[code]; twice {
		return l.body.fault(number, "%s has %s twice", l.id, code)
	}
	l.codes[code] = struct{}{}
	l.order = append(l.order, code)
	return nil
}

// describe reads what the codes mean: by the name of the list, by code.
func describe(file part) (map[string]map[string]string, error) {
	texts := map[string]map[string]string{}
	var current map[string]string
	return texts, file.each(func(number int, line string) error {
		if name, ok := strings.CutPrefix(line, "describe "); ok {
			if texts[name] != nil {
				return file.fault(number, "%s is described twice", name)
			}
			current = map[string]string{}
			texts[name] = current
			return nil
		}
		code, text, _ := strings.Cut(strings.TrimPrefix(line, "\t"), " ")
		switch {
		case line[0] != '\t' || current == nil:
			return file.fault(number, "a line of a code and its meaning is expected below \"describe NAME\"")
		case text == "":
			return file.fault(number, "%s has no meaning", code)
		case current[code] != "":
			return file.fault(number, "%s has two meanings", code)
		}
		current[code] = text
		return nil
	})
}
