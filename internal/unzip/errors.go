package unzip

import "fmt"

// Code classes what makes an archive unreadable.
type Code string

const (
	CodeNotArchive   Code = "not-archive"  // does not begin like a ZIP archive
	CodeEmpty        Code = "empty"        // an archive without entries
	CodeTruncated    Code = "truncated"    // ends too early
	CodeInput        Code = "input"        // the reader under it failed: see Err
	CodeSplit        Code = "split"        // one part of an archive in several files
	CodeEncrypted    Code = "encrypted"    // content or headers are encrypted
	CodeMethod       Code = "method"       // packed by a method that is not supported
	CodeChecksum     Code = "checksum"     // content that its CRC-32 does not fit
	CodeSize         Code = "size"         // content or packed data longer or shorter than recorded
	CodeLimit        Code = "limit"        // exceeds a limit
	CodeInconsistent Code = "inconsistent" // the directory and the entries do not agree
	CodeMalformed    Code = "malformed"    // a record or packed data that cannot be
)

// Error says what is wrong with an archive and where. Every error of this package but
// io.EOF is one.
type Error struct {
	Code    Code
	Entry   string // name of the entry, cut to 200 bytes; may be empty
	Offset  int64  // in the archive
	Message string
	Err     error // what is behind it; may be nil
}

func (e *Error) Error() string {
	if e.Entry == "" {
		return fmt.Sprintf("ZIP archive, byte %d: %s", e.Offset, e.Message)
	}
	return fmt.Sprintf("ZIP archive, byte %d, entry %q: %s", e.Offset, e.Entry, e.Message)
}

// Unwrap gives the error of the reader below or of the decompressor.
func (e *Error) Unwrap() error { return e.Err }

func errorAt(offset int64, code Code, format string, a ...any) *Error {
	return &Error{Code: code, Offset: offset, Message: fmt.Sprintf(format, a...)}
}
