package einvoice

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Binary is the content of an embedded file. It may hold bytes, or base64 text as
// it stands in a document (which then stays where it is until somebody asks), or
// a way to open a file that is streamed in when the document is written. The zero
// Binary is absent.
type Binary struct {
	raw  []byte
	text string // base64, white space allowed
	open func() (io.ReadCloser, error)
}

// ErrBase64: the content is not base64.
var ErrBase64 = errors.New("not base64")

// BinaryBytes holds b, which must not be changed afterwards. An empty slice is
// present and empty.
func BinaryBytes(b []byte) Binary {
	if b == nil {
		b = []byte{}
	}
	return Binary{raw: b}
}

// BinaryBase64 holds base64 text. It is checked when it is decoded.
func BinaryBase64(text string) Binary { return Binary{text: text} }

// BinaryFrom holds a way to open the content, called each time it is needed.
func BinaryFrom(open func() (io.ReadCloser, error)) Binary { return Binary{open: open} }

// IsSet tells whether there is any content, even of length 0.
func (b Binary) IsSet() bool { return b.raw != nil || b.text != "" || b.open != nil }

// IsZero is !IsSet; encoding/json asks for it.
func (b Binary) IsZero() bool { return !b.IsSet() }

// Open reads the decoded content. A malformed base64 text shows as ErrBase64 from Read.
func (b Binary) Open() (io.ReadCloser, error) {
	switch {
	case b.raw != nil:
		return io.NopCloser(bytes.NewReader(b.raw)), nil
	case b.open != nil:
		return b.open()
	}
	return io.NopCloser(&decoder{base64.NewDecoder(base64.StdEncoding, untilPadding(b.text))}), nil
}

// Bytes is the decoded content in one piece.
func (b Binary) Bytes() ([]byte, error) {
	if b.raw != nil {
		return bytes.Clone(b.raw), nil
	}
	r, err := b.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// WriteBase64 writes the content as base64: text that came from a document as it
// came, everything else in one line.
func (b Binary) WriteBase64(w io.Writer) error {
	if b.raw == nil && b.open == nil {
		_, err := io.WriteString(w, b.text)
		return err
	}
	r, err := b.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	enc := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := io.Copy(enc, r); err != nil {
		return err
	}
	return enc.Close()
}

// Base64 is the content as base64 text.
func (b Binary) Base64() (string, error) {
	if b.raw == nil && b.open == nil {
		return b.text, nil
	}
	var s strings.Builder
	err := b.WriteBase64(&s)
	return s.String(), err
}

// MarshalText writes base64.
func (b Binary) MarshalText() ([]byte, error) {
	s, err := b.Base64()
	return []byte(s), err
}

// UnmarshalText takes base64.
func (b *Binary) UnmarshalText(text []byte) error {
	*b = BinaryBase64(string(text))
	return nil
}

// Equal compares the decoded contents.
func (b Binary) Equal(c Binary) bool {
	if b.IsSet() != c.IsSet() {
		return false
	}
	if b.text != "" && b.text == c.text {
		return true
	}
	x, err1 := b.Bytes()
	y, err2 := c.Bytes()
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// decoder names malformed base64 as ErrBase64.
type decoder struct{ r io.Reader }

func (d *decoder) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	var corrupt base64.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: %w", ErrBase64, err)
	}
	return n, err
}

// untilPadding reads base64 text without its white space, and ends in an error where
// something follows the padding. The standard library's decoder alone finds that
// only if both stand in the same piece that it happens to decode.
func untilPadding(text string) io.Reader {
	i := strings.IndexByte(text, '=')
	if i < 0 {
		return &noSpace{s: text}
	}
	for k, padding := i, 0; k < len(text); k++ {
		switch c := text[k]; {
		case c == '=' && padding < 2:
			padding++
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			return &noSpace{s: text[:i], end: base64.CorruptInputError(k)}
		}
	}
	return &noSpace{s: text}
}

// noSpace reads a string without its XML white space.
type noSpace struct {
	s   string
	end error // instead of io.EOF
}

func (r *noSpace) Read(p []byte) (n int, err error) {
	for n < len(p) && r.s != "" {
		part := r.s[:min(len(r.s), len(p)-n)] // no more than fits: the rest is looked at later
		i := strings.IndexAny(part, " \t\r\n")
		if i == 0 {
			r.s = r.s[1:]
			continue
		}
		if i < 0 {
			i = len(part)
		}
		n, r.s = n+copy(p[n:], part[:i]), r.s[i:]
	}
	if n == 0 && r.s == "" && len(p) > 0 {
		return 0, cmp.Or(r.end, io.EOF)
	}
	return n, nil
}
