package xmldsig

import (
	"fmt"

	"github.com/einvoice-go/einvoice"
)

// Code classes what is wrong with a signature.
type Code string

// The codes.
const (
	ErrStructure   Code = "structure"       // not built as XML Signature wants it
	ErrUnsupported Code = "not-supported"   // a method that is not known here: nothing was checked, and nothing passes
	ErrLimit       Code = "limit"           // more references, transforms or bytes to digest than are allowed
	ErrReference   Code = "reference"       // leads to no element of the document
	ErrDigest      Code = "digest"          // what is referred to is not what was signed
	ErrValue       Code = "signature-value" // the signature value does not fit the signed information and the key
	ErrKey         Code = "key"             // the key cannot be used with the method
)

// Error is something wrong with a signature, and where.
type Error struct {
	Code     Code
	Message  string
	Position einvoice.Position // of the element at fault; zero if there is none
}

func (e *Error) Error() string {
	if e.Position.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("%d:%d: %s", e.Position.Line, e.Position.Column, e.Message)
}

func faultAt(at Element, code Code, format string, a ...any) *Error {
	return &Error{code, fmt.Sprintf(format, a...), at.Position()}
}

func unsupported(what string) *Error {
	return &Error{Code: ErrUnsupported, Message: what + " is not supported"}
}
