// Package open finds out what a document is and reads it: what convert, validate and
// the command have in common.
package open

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

// JSON is the format of a document that was the JSON form of the invoice.
const JSON einvoice.Format = "json"

// Source is a document with the text that it was read from.
type Source struct {
	Document *einvoice.Document
	Data     []byte // of an XML document, unwrapped
}

// Read reads a document of any format: see convert.Open.
func Read(data []byte) (s Source, err error) {
	data, isJSON, note, err := Unwrap(data)
	if err != nil {
		return Source{}, err
	}
	if isJSON {
		inv, err := einvoice.ParseJSON(data)
		if err != nil {
			return Source{}, err
		}
		s.Document = &einvoice.Document{Invoice: *inv, Format: JSON}
	} else if s.Document, err = openXML(data); s.Document != nil {
		s.Data = data
	}
	if s.Document != nil && note != "" {
		s.Document.Notes = append([]string{note}, s.Document.Notes...)
	}
	return s, err
}

// Unwrap takes a document out of a data: URI, and tells whether it is JSON.
func Unwrap(data []byte) (inner []byte, json bool, note string, err error) {
	if isDataURI(data) {
		if data, err = unwrapDataURI(data); err != nil {
			return nil, false, "", err
		}
		note = "unwrapped from a data: URI"
	}
	if text := bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")); isJSON(text) {
		return text, true, note, nil
	}
	return data, false, note, nil
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

// Locate finds places of the model in a document that was read as of a format.
func Locate(f einvoice.Format, data []byte, places ...string) (map[string]einvoice.Location, error) {
	if IsUBL(f) {
		return ubl.Locate(data, places...)
	}
	return cii.Locate(data, places...)
}

// IsUBL tells the UBL formats from the others.
func IsUBL(f einvoice.Format) bool {
	return f == einvoice.UBLInvoice || f == einvoice.UBLCreditNote
}
