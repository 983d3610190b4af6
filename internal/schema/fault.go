package schema

import (
	"strings"
	"unicode/utf8"
)

// Code is the kind of a fault.
type Code uint8

// The kinds of faults.
const (
	_                 Code = iota
	WrongRoot              // the document begins with another element
	UnknownElement         // an element that no schema here has
	UnexpectedElement      // an element that does not belong into its parent
	WrongNamespace         // an element that belongs there under another namespace
	MissingElement         // an element that has to stand before this one
	MissingAtEnd           // an element that has to stand in this one
	TooMany                // an element stands once more than it may
	OneTooMany             // an element in a wildcard that has its element
	OutOfOrder             // an element stands after one that it has to precede
	Excluded               // an element stands beside one that takes its place
	ElementsInText         // an element in one that holds text only
	ElementsInEmpty        // an element in one that holds nothing
	TextNotAllowed         // text in an element that holds elements, or nothing
	UndeclaredElement      // an element in a wildcard that wants declared ones
	BadValue               // not of the data type
	BadLength              // not of the one length that is allowed
	TooLong                // longer than allowed
	TooShort               // shorter than allowed
	BadForm                // does not match a pattern
	NotAmong               // none of a few values
	NotInList              // not in a code list
	FixedValue             // an attribute has another value than the only one allowed
	MissingAttribute       // an attribute that has to be there
	UnknownAttribute       // an attribute that the element does not have
	DuplicateID            // two attributes or elements of type xs:ID have one value
	NilNotAllowed          // xsi:nil on an element that must not be nil
	BadType                // xsi:type does not name a type, or not one that the element can have
)

// texts are the messages, with gaps for the arguments; "subject" is the element, or
// the attribute of it.
var texts = [...]string{
	WrongRoot:         "the document begins with {element}, not with {expected}",
	UnknownElement:    "{element} in {parent} is not known",
	UnexpectedElement: "{element} is not allowed in {parent}",
	WrongNamespace:    "{element} in {parent} has another namespace than {expected}",
	MissingElement:    "{expected} expected before {element}",
	MissingAtEnd:      "{expected} is missing in {element}",
	TooMany:           "{element} stands twice; only one is allowed",
	OneTooMany:        "{element} is one element too many in {parent}",
	OutOfOrder:        "{element} has to stand before {expected}",
	Excluded:          "{element} is not allowed beside {expected}",
	ElementsInText:    "{element} is not allowed in {parent}, which holds text only",
	ElementsInEmpty:   "{element} is not allowed in {parent}, which has to be empty",
	TextNotAllowed:    "{element} holds the text {value}, and no text is allowed there",
	UndeclaredElement: "{element} in {parent} is not declared in a schema",
	BadValue:          "{subject} is {value}: not {expected}",
	BadLength:         "{subject} is {value}: not {expected} characters long",
	TooLong:           "{subject} is {value}: longer than {expected} characters",
	TooShort:          "{subject} is {value}: shorter than {expected} characters",
	BadForm:           "{subject} is {value}: not of the form {expected}",
	NotAmong:          "{subject} is {value}: expected one of {expected}",
	NotInList:         "{subject} is {value}: not one of the {expected} codes that are allowed",
	FixedValue:        "{subject} is {value}: only {expected} is allowed",
	MissingAttribute:  "attribute {attribute} is missing in {element}",
	UnknownAttribute:  "attribute {attribute} is not allowed in {element}",
	DuplicateID:       "{subject} is {value}, which is the identifier of another element",
	NilNotAllowed:     "{element} cannot be declared empty (xsi:nil)",
	BadType:           "{element} cannot have the type {value} (xsi:type)",
}

// Fault is one place where a document is not as the schema has it.
type Fault struct {
	Off  int64 // in the document
	Code Code
	Args
}

// Args are the values that a fault is about; which ones depends on its code.
type Args struct {
	Element   string // as the tables write it, or if no schema has it, as the document does
	Parent    string // the element it stands in
	Attribute string
	Value     string // what stands there, cut if it is long
	Expected  string // what is allowed
}

// Codes are all kinds of faults.
func Codes() (all []Code) {
	for c := WrongRoot; int(c) < len(texts); c++ {
		all = append(all, c)
	}
	return all
}

// Text is the message of such faults, with gaps for the arguments.
func (c Code) Text() string {
	if int(c) >= len(texts) {
		return ""
	}
	return texts[c]
}

// Message says what is wrong, in one line.
func (f Fault) Message() string { return f.Fill(f.Code.Text()) }

// Fill fills in the gaps of a text, as the message in other words.
func (f Fault) Fill(text string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		var gap string
		gap, text, _ = strings.Cut(rest, "}")
		b.WriteString(f.gap(gap))
	}
}

func (f *Fault) gap(name string) string {
	switch name {
	case "element":
		return f.Element
	case "parent":
		return f.Parent
	case "attribute":
		return f.Attribute
	case "expected":
		return f.Expected
	case "value":
		if f.Value == "" {
			return "empty"
		}
		return `"` + f.Value + `"`
	}
	if f.Attribute != "" { // the subject
		return "attribute " + f.Attribute + " of " + f.Element
	}
	return f.Element
}

const maxValue = 60 // bytes of a value in a message

// cut shortens a value, and puts it on one line.
func cut(s string) string {
	s = trim(s)
	if len(s) > maxValue {
		n := maxValue
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n] + "…"
	}
	if strings.ContainsAny(s, "\t\n\r") {
		return collapsed(s)
	}
	return strings.Clone(s) // not the whole document
}

// ids are the codes for machines: they never change.
var ids = [...]string{
	WrongRoot: "wrong-root", UnknownElement: "unknown-element", UnexpectedElement: "unexpected-element", WrongNamespace: "wrong-namespace",
	MissingElement: "missing-element", MissingAtEnd: "missing-element", TooMany: "too-many", OneTooMany: "too-many", OutOfOrder: "out-of-order", Excluded: "excluded-element",
	ElementsInText: "elements-in-text", ElementsInEmpty: "elements-in-empty", TextNotAllowed: "text-not-allowed", UndeclaredElement: "undeclared-element",
	BadValue: "bad-value", BadLength: "bad-length", TooLong: "too-long", TooShort: "too-short", BadForm: "bad-form", NotAmong: "not-among", NotInList: "not-in-list",
	FixedValue: "fixed-value", MissingAttribute: "missing-attribute", UnknownAttribute: "unknown-attribute", DuplicateID: "duplicate-id", NilNotAllowed: "nil-not-allowed", BadType: "bad-type",
}

// String is the code's name, such as "missing-element".
func (c Code) String() string {
	if int(c) >= len(ids) {
		return ""
	}
	return ids[c]
}
