package ber

import "fmt"

// Code classes what is wrong with a wrapper.
type Code string

// What may be wrong.
const (
	Truncated Code = "truncated"       // the input ends inside a value
	BadLength Code = "length"          // a length that is reserved, does not fit 63 bits, or is not allowed there
	BadTag    Code = "tag"             // a value of a kind that does not belong there
	Overrun   Code = "overrun"         // a value is longer than the one it is in
	NotEnded  Code = "end-of-contents" // a value of indefinite length does not end before the one it is in
	Missing   Code = "missing"         // a value ends before what belongs into it
	NotData   Code = "not-data"        // a ContentInfo of a type other than data
	TooDeep   Code = "depth"           // strings in strings in strings, more than 32 deep
	Trailing  Code = "trailing"        // bytes after the end
)

// Error is a fault of a wrapper.
type Error struct {
	Code    Code
	Offset  int64 // in bytes from the start of the input: of the value that is wrong, or where it should be
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("ASN.1 at byte %d: %s", e.Offset, e.Message) }

func fault(code Code, offset int64, format string, a ...any) error {
	return &Error{Code: code, Offset: offset, Message: fmt.Sprintf(format, a...)}
}
