package attach

import (
	"bufio"
	"encoding/base64"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/filetype"
)

// URI is what a data: URI says of its content.
type URI struct {
	MIME string // "": by content, then by name, then application/octet-stream; XML is text/xml
	Name string // of the file; "": none is given
}

// WriteDataURI writes a data: URI as import calls take it, in one line and without a line
// break at the end:
//
//	data:text/xml;name=invoice.xml;base64,PD94bWwg...
//
// The content is read once, as a stream. What is returned is what the URI says.
func WriteDataURI(out io.Writer, content io.Reader, u URI) (URI, error) {
	r := bufio.NewReaderSize(content, peekSize)
	head, err := r.Peek(peekSize)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return u, err
	}
	if u.MIME == "" {
		u.MIME = typeForURI(head, u.Name)
	}
	w := bufio.NewWriterSize(out, 32<<10)
	w.WriteString("data:" + percentEncoded(u.MIME, "/+"))
	if u.Name != "" {
		w.WriteString(";name=" + percentEncoded(u.Name, ""))
	}
	w.WriteString(";base64,")
	encoder := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := io.Copy(encoder, r); err != nil {
		return u, err
	}
	if err := encoder.Close(); err != nil {
		return u, err
	}
	return u, w.Flush()
}

// typeForURI is a MIME type as import calls name it.
func typeForURI(head []byte, name string) string {
	mime, xml := filetype.Detect(head), filetype.ByMIME("text/xml")
	if named := filetype.ByName(name); filetype.ByMIME(mime) != xml && named != "" && filetype.Same(named, mime) {
		mime = named // which may be more exact
	}
	switch t := filetype.ByMIME(mime); t {
	case nil:
		return "application/octet-stream"
	case xml:
		return "text/xml"
	}
	return mime
}

// percentEncoded escapes all that is not unreserved in URIs (RFC 3986, 2.3), or kept.
func percentEncoded(s, keep string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', strings.IndexByte("-._~"+keep, c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
