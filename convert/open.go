package convert

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/ubl"
)

// MaxSize is the size of document that Open and Convert take.
const MaxSize = ubl.MaxSize

// FormatJSON is the format of a document that was the JSON form of the invoice.
const FormatJSON einvoice.Format = "json"

// Open reads a document of any format: UBL, CII, ZUGFeRD 1.0, or the JSON form of the
// invoice; in any encoding of package ubl; alone, in a StandardBusinessDocument, or as
// a data: URI. What it unwrapped is in Document.Notes. The format goes by the root
// element and its namespace.
//
// The errors are *einvoice.SyntaxError and *einvoice.JSONError without, and
// *einvoice.ValueError with a usable Document.
func Open(data []byte) (*einvoice.Document, error) {
	s, err := open(data)
	return s.doc, err
}

// source is a document with the text that it was read from.
type source struct {
	doc  *einvoice.Document
	data []byte
}

func open(data []byte) (s source, err error) {
	note := ""
	if isDataURI(data) {
		if data, err = unwrapDataURI(data); err != nil {
			return source{}, err
		}
		note = "unwrapped from a data: URI"
	}
	if text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")); isJSON(text) {
		inv, err := einvoice.ParseJSON(text)
		if err != nil {
			return source{}, err
		}
		s.doc = &einvoice.Document{Invoice: *inv, Format: FormatJSON}
	} else if s.doc, err = openXML(data); s.doc != nil {
		s.data = data
	}
	if s.doc != nil && note != "" {
		s.doc.Notes = append([]string{note}, s.doc.Notes...)
	}
	return s, err
}

// openXML tries the likelier syntax first; which that is only matters for speed.
func openXML(data []byte) (*einvoice.Document, error) {
	first, second := ubl.Parse, cii.Parse
	if likelyCII(data) {
		first, second = second, first
	}
	doc, err := first(data)
	if !isOther(err) {
		return doc, err
	}
	doc, err2 := second(data)
	if !isOther(err2) {
		return doc, err2
	}
	return nil, neither(err, err2)
}

// neither is the error of the syntax whose root element it is in another namespace, or
// one that names both.
func neither(a, b error) error {
	for _, err := range []error{a, b} {
		var e *einvoice.SyntaxError
		if errors.As(err, &e) && (e.Code != einvoice.ErrWrongRoot || strings.Contains(e.Message, "not in that of")) {
			return err
		}
	}
	var e *einvoice.SyntaxError
	errors.As(a, &e)
	both := *e
	name, _, _ := strings.Cut(e.Message, ", not")
	both.Message = name + ", neither a UBL Invoice or CreditNote nor a CII CrossIndustryInvoice"
	return &both
}

func likelyCII(data []byte) bool {
	return bytes.Contains(data[:min(len(data), 4096)], []byte("CrossIndustry"))
}

// isOther tells that a document is well-formed so far and of another syntax.
func isOther(err error) bool {
	var e *einvoice.SyntaxError
	return errors.As(err, &e) && (e.Code == einvoice.ErrWrongRoot || e.Code == einvoice.ErrNoInvoice)
}

// isJSON: XML begins with "<", or with a byte order mark.
func isJSON(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

const dataScheme = "data:"

func isDataURI(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) >= len(dataScheme) && strings.EqualFold(string(data[:len(dataScheme)]), dataScheme)
}

// unwrapDataURI decodes a URI of RFC 2397: data:[type][;name=value]...[;base64],content.
func unwrapDataURI(data []byte) ([]byte, error) {
	data = bytes.TrimSpace(data)
	comma := bytes.IndexByte(data, ',')
	if comma < 0 {
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "a data: URI without a comma before its content"}
	}
	head, content := string(data[:comma]), data[comma+1:]
	if i := strings.LastIndexByte(head, ';'); i < 0 || !strings.EqualFold(strings.TrimSpace(head[i+1:]), "base64") {
		text, err := url.PathUnescape(string(content))
		if err != nil {
			return nil, &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "the content of the data: URI: " + err.Error()}
		}
		return []byte(text), nil
	}
	raw, err := einvoice.BinaryBase64(string(content)).Bytes()
	if err != nil {
		var corrupt base64.CorruptInputError
		if errors.As(err, &corrupt) {
			return nil, &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "the content of the data: URI is not base64: " + err.Error()}
		}
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrMalformed, Message: "the content of the data: URI: " + err.Error()}
	}
	return raw, nil
}

// locate gives losses of writing their place in the source.
func (s source) locate(losses []einvoice.Loss) {
	find := ubl.Locate
	switch {
	case s.data == nil || len(losses) == 0:
		return
	case familyOf(s.doc.Format) != UBL:
		find = cii.Locate
	}
	places := make([]string, len(losses))
	for i, l := range losses {
		places[i] = l.Place
	}
	found, err := find(s.data, places...)
	if err != nil {
		return // it was read before: the losses stand without positions
	}
	for i := range losses {
		l := &losses[i]
		if at := found[l.Place]; at.Line > 0 {
			l.Path, l.Offset, l.Line, l.Column = at.Path, at.Offset, at.Line, at.Column
		}
	}
}
