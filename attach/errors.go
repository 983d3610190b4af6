package attach

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice"
)

// ErrorCode classes errors.
type ErrorCode string

// The codes of errors.
const (
	ErrBase64      ErrorCode = "base64"      // the content is not base64
	ErrASN1        ErrorCode = "asn1"        // the BER or DER wrapper of the content is broken
	ErrArchive     ErrorCode = "archive"     // the ZIP archive is broken
	ErrEncrypted   ErrorCode = "encrypted"   // the ZIP archive is encrypted
	ErrGzip        ErrorCode = "gzip"        // the GZIP file is broken
	ErrEncoding    ErrorCode = "encoding"    // an encoding that does not exist
	ErrCompression ErrorCode = "compression" // a compression that does not exist, or a method that is not supported
	ErrTruncated   ErrorCode = "truncated"   // the content ends too early
	ErrElements    ErrorCode = "elements"    // there are elements where the content should be
	ErrDamaged     ErrorCode = "damaged"     // the document does not give the content
	ErrLimit       ErrorCode = "limit"       // larger, or more, than the options or a policy allow
	ErrNoPlace     ErrorCode = "no-place"    // the document has no place for the file
	ErrSigned      ErrorCode = "signed"      // the document is signed
	ErrExists      ErrorCode = "exists"      // a file of this name is there
	ErrNotFound    ErrorCode = "not-found"   // no file is so called
	ErrSeveral     ErrorCode = "several"     // more than one invoice, and none was named
	ErrFormat      ErrorCode = "format"      // the document's format has no such kind of file
	ErrInput       ErrorCode = "input"       // the file to be embedded cannot be read
	ErrUnsupported ErrorCode = "unsupported" // nothing can be embedded in documents of this format
	ErrText        ErrorCode = "text"        // a text that XML cannot hold
	ErrDataURI     ErrorCode = "data-uri"    // a malformed data: URI
)

// Error says what is wrong with a file, and where it stands.
type Error struct {
	Code     ErrorCode         `json:"code"`
	Index    int               `json:"index,omitempty"` // of the file
	Name     string            `json:"name,omitempty"`
	Position einvoice.Position `json:"position,omitzero"` // in the document; zero: nowhere
	Message  string            `json:"message"`
	Err      error             `json:"-"` // behind it, or nil
}

func (e *Error) Error() string {
	s := e.Message
	if e.Name != "" {
		s = e.Name + ": " + s
	}
	if e.Position.Line > 0 {
		s = fmt.Sprintf("%d:%d: %s", e.Position.Line, e.Position.Column, s)
	}
	return s
}

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

func fail(code ErrorCode, format string, a ...any) *Error {
	err := fmt.Errorf(format, a...)
	return &Error{Code: code, Message: err.Error(), Err: errors.Unwrap(err)}
}
