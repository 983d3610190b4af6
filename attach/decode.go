package attach

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"

	"github.com/einvoice-go/einvoice/internal/ber"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// note adds a note once.
func (f *File) note(code NoteCode, message string) {
	for _, n := range f.Notes {
		if n.Code == code && n.Message == message {
			return
		}
	}
	f.Notes = append(f.Notes, Note{code, message})
}

// decode takes a content out of its encoding, which in UBL and CII is base64.
func (w *walker) decode(f *File, c *content) (io.Reader, *Error) {
	switch strings.ToUpper(f.Encoding) {
	case "", "BASE64":
		return w.unwrapText(f, c), nil
	case "BER", "DER":
		return w.unwrapASN1(f, w.unwrapText(f, c)), nil
	case "NONE":
		return w.plainText(f, c), nil
	}
	return nil, fail(ErrEncoding, "%q is no encoding: BASE64, BER, DER and NONE are", f.Encoding)
}

// unwrapText decodes base64, and what people wrap round it.
func (w *walker) unwrapText(f *File, c *content) io.Reader {
	c.scanner.Unchecked = true
	in := &base64Reader{src: c, note: f.note}
	start := c.peek(lookAhead)
	text := strings.TrimLeft(start, xmlSpaces)
	c.discard(len(start) - len(text))
	switch {
	case hasPrefixFold(text, "data:"):
		head, _, ok := strings.Cut(text, ",")
		if !ok || !hasSuffixFold(strings.TrimRight(head, xmlSpaces), ";base64") {
			return failing{c.at(0, fail(ErrBase64, "a data: URI that is not base64"))}
		}
		c.discard(len(head) + 1)
		f.fromDataURI(head)
		in.uri = true
	case strings.HasPrefix(text, "b'"), strings.HasPrefix(text, `b"`):
		in.quote = text[1]
		c.discard(2)
		f.note(NotePythonBytes, "base64 as Python prints bytes: "+text[:2]+"..."+text[1:2])
	}
	if w.Raw {
		return in
	}
	return w.twice(f, in)
}

const (
	xmlSpaces = " \t\r\n"
	lookAhead = 1024
)

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// fromDataURI takes what a URI tells of its content where the document tells nothing.
func (f *File) fromDataURI(head string) {
	f.note(NoteDataURI, "the content begins like a data: URI")
	mime, rest, _ := strings.Cut(head[len("data:"):], ";")
	if f.MIME == "" {
		f.MIME = strings.TrimSpace(mime)
	}
	for _, p := range strings.Split(rest, ";") {
		if name, value, _ := strings.Cut(p, "="); f.Filename == "" && (strings.EqualFold(name, "name") || strings.EqualFold(name, "filename")) {
			f.Filename = percentDecoded(value)
		}
	}
}

// twice takes off a second base64: the content is text that decodes to a file of a known
// type, though no text was announced.
func (w *walker) twice(f *File, in io.Reader) io.Reader {
	r := bufio.NewReaderSize(in, peekSize)
	head, _ := r.Peek(lookAhead)
	if f.isText() || !encodesFile(head) {
		return r
	}
	f.note(NoteTwice, "base64 of base64: both were decoded")
	inner := &base64Reader{src: &readerSource{r: r, file: f}, note: f.note}
	if i := bytes.IndexByte(head, ','); bytes.HasPrefix(head, []byte("data:")) && i > 0 {
		f.fromDataURI(string(head[:i]))
		inner.uri = true
		r.Discard(i + 1)
	}
	return inner
}

// isText tells files that may well hold nothing but base64.
func (f *File) isText() bool {
	claim := filetype.ByMIME(f.MIME)
	if claim == nil {
		claim = filetype.ByMIME(filetype.ByName(lastOf(f.Filename, mostName)))
	}
	return claim != nil && (claim.MIME == "text/plain" || claim.MIME == "text/csv" || claim.MIME == "message/rfc822")
}

// encodesFile tells whether text is the beginning of the base64 of a file, as told by
// that file's first bytes.
func encodesFile(head []byte) bool {
	if bytes.HasPrefix(head, []byte("data:")) {
		i := bytes.IndexByte(head, ',')
		return i > 0 && bytes.HasSuffix(head[:i], []byte(";base64"))
	}
	const least = 16 // characters: less decodes to anything
	if len(bytes.TrimSpace(head)) < least {
		return false
	}
	var first [lookAhead]byte
	r := &base64Reader{src: &readerSource{r: bytes.NewReader(head)}, note: func(NoteCode, string) {}}
	n := 0
	for {
		k, err := r.Read(first[n:])
		n += k
		var e *Error
		if errors.As(err, &e) && e.Code == ErrBase64 {
			return false
		}
		if err != nil || k == 0 {
			break
		}
	}
	mime := filetype.Detect(first[:n])
	return mime != "" && !strings.HasPrefix(mime, "text/")
}

// readerSource gives the text of a reader.
type readerSource struct {
	r    io.Reader
	file *File
	buf  [4096]byte
	text *textPosition // where it is read from, if errors say where they are
}

func (s *readerSource) next() ([]byte, error) {
	if s.text != nil {
		s.text.pass()
	}
	n, err := s.r.Read(s.buf[:])
	for n == 0 && err == nil {
		n, err = s.r.Read(s.buf[:])
	}
	if s.text != nil {
		s.text.piece = s.buf[:n]
	}
	if n > 0 || err == io.EOF {
		return s.buf[:n], nil
	}
	return nil, err
}

func (s *readerSource) at(i int, e *Error) error {
	if s.text != nil {
		e.Position = s.text.at(i)
	}
	if s.file != nil {
		e.Message = "in the second base64: " + e.Message
		return s.file.place(e)
	}
	return e
}

// unwrapASN1 takes a content out of its BER or DER wrapper, if it has one.
func (w *walker) unwrapASN1(f *File, in io.Reader) io.Reader {
	r, how := ber.Unwrap(bufio.NewReaderSize(in, peekSize))
	called := strings.ToUpper(f.Encoding)
	switch {
	case how.Wrapper == ber.None && how.Other != "":
		f.note(NoteWrapped, "called "+called+", and is "+how.Other+": taken as it is")
	case how.Wrapper == ber.None:
		f.note(NoteMislabelled, "called "+called+", but it is only base64")
	case called == "DER" && !how.DER:
		f.note(NoteWrapped, "called DER, but it is BER")
	}
	return typed{r, func(err error) *Error {
		var e *ber.Error
		if !errors.As(err, &e) {
			return nil
		}
		code := ErrASN1
		if e.Code == ber.Truncated {
			code = ErrTruncated
		}
		return &Error{Code: code, Message: e.Error(), Err: err}
	}}
}

// typed turns the errors of a package below into ours.
type typed struct {
	io.Reader
	of func(error) *Error
}

func (t typed) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err != nil && err != io.EOF {
		if e := t.of(err); e != nil {
			err = e
		}
	}
	return n, err
}

// plainText is the content of encoding NONE. Only text can stand so in XML; what looks
// like base64 is decoded.
func (w *walker) plainText(f *File, c *content) io.Reader {
	start := strings.TrimLeft(c.peek(lookAhead), xmlSpaces)
	if encodesFile([]byte(start)) {
		f.note(NoteNone, "called NONE, but it is base64")
		return w.unwrapText(f, c)
	}
	return &textReader{src: c}
}

// textReader reads text as it is.
type textReader struct {
	src  source
	text []byte
}

func (t *textReader) Read(p []byte) (int, error) {
	for len(t.text) == 0 && len(p) > 0 {
		text, err := t.src.next()
		if err != nil {
			return 0, err
		}
		if len(text) == 0 {
			return 0, io.EOF
		}
		t.text = text
	}
	n := copy(p, t.text)
	t.text = t.text[n:]
	return n, nil
}

// unpack takes a content out of its compression and hands over what it holds.
func (w *walker) unpack(f *File, in io.Reader) error {
	called := strings.ToUpper(f.Compression)
	if w.Raw || called == "" || called == "NONE" {
		return w.deliver(f, nil, in)
	}
	r := bufio.NewReaderSize(in, peekSize)
	magic, _ := r.Peek(2)
	switch {
	case called == "ZIP" && string(magic) == "PK":
		return w.unzip(f, r)
	case called == "GZIP" && string(magic) == "\x1f\x8b":
		return w.deliver(f, nil, w.gunzip(f, r))
	case called == "ZIP" || called == "GZIP":
		f.note(NoteMislabelled, "called "+called+", but it is not packed so")
		return w.deliver(f, nil, r)
	}
	return w.deliver(f, nil, failing{f.place(fail(ErrCompression, "%q is no compression: ZIP, GZIP and NONE are", f.Compression))})
}

func (w *walker) gunzip(f *File, in io.Reader) io.Reader {
	of := func(err error) *Error {
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return &Error{Code: ErrTruncated, Message: "the GZIP file ends too early", Err: err}
		case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
			return &Error{Code: ErrGzip, Message: "the GZIP file is broken: " + err.Error(), Err: err}
		}
		return flateError(err)
	}
	r, err := gzip.NewReader(in)
	if err != nil {
		if e := of(err); e != nil {
			return failing{f.place(e)}
		}
		return failing{err}
	}
	if f.Filename == "" {
		f.Filename = r.Name
	}
	return typed{r, of}
}
