package attach

import (
	"bufio"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/filetype"
)

// Form is how a file was sent.
type Form string

// The forms of a Body.
const (
	Raw     Form = "raw"
	Base64  Form = "base64"
	DataURI Form = "data-uri"
)

// Body is what is known of a file that came as the body of a request.
type Body struct {
	Form     Form
	Filename string // that a data: URI gives
	MIME     string // likewise
	Charset  string // likewise
	Type     string // by content, "" if that does not tell
	Notes    []Note // complete when the content has been read
}

// OpenBody reads a file as people upload it: its bytes, their base64, or a data: URI.
// What begins like a file of a known type is that file; base64 is taken off if what comes
// out of it does. Text that only looks like base64 stays as it is. Reading ends in an
// *Error where the base64 is broken.
func OpenBody(in io.Reader) (io.Reader, *Body) {
	r := bufio.NewReaderSize(in, peekSize)
	head, _ := r.Peek(peekSize)
	b, f := &Body{Form: Raw}, &File{}
	content := io.Reader(r)
	text := strings.TrimLeft(string(head), xmlSpaces)
	if i := strings.IndexByte(text, ','); i > 0 && hasPrefixFold(text, "data:") && hasSuffixFold(text[:i], ";base64") {
		b.Form = DataURI
		f.fromDataURI(text[:i])
		b.Filename, b.MIME, b.Charset = f.Filename, f.MIME, charsetOf(text[:i])
		r.Discard(len(head) - len(text) + i + 1)
	} else if encodesFile([]byte(text[:min(len(text), lookAhead)])) {
		b.Form = Base64
	}
	if b.Form != Raw {
		content = &base64Reader{src: &readerSource{r: r}, uri: b.Form == DataURI, note: func(code NoteCode, message string) {
			b.Notes = append(b.Notes, Note{code, message})
		}}
	}
	inner := bufio.NewReaderSize(content, peekSize)
	head, _ = inner.Peek(peekSize)
	b.Type = filetype.Detect(head)
	return inner, b
}
