package xmlmap

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// load drops what was read and reads more; false at the end of the document and at an
// error.
func (t *Tokens) load() bool {
	fresh, plain, err := t.fill()
	if fresh < 0 {
		return false
	}
	return t.adopt(fresh, plain, err)
}

// loadText is load where text goes on that nobody needs as a string. If the text is not as
// simple as that it is adopted.
func (t *Tokens) loadText() bool {
	r := t.r
	if len(r.stack) == 0 || t.inside != "" {
		return false
	}
	fresh, plain, err := t.fill()
	if fresh < 0 {
		return false
	}
	text := t.buf[:t.whole]
	if i := bytes.IndexByte(text, '<'); i >= 0 {
		text = text[:i]
	} else { // which may go on to "]]>"
		for range 2 {
			text = bytes.TrimSuffix(text, []byte("]"))
		}
	}
	if len(text) == 0 || !plain || !t.ascii || err != nil || bytes.IndexByte(text, '&') >= 0 {
		t.adopt(fresh, plain, err)
		return false
	}
	t.Kind, t.Text, t.Bytes, t.Empty, t.cdata = TextToken, "", text, false, false
	t.Off, t.held, t.line, t.col = r.base, len(text), r.baseLine, r.baseCol
	r.base += int64(len(text))
	t.End = r.base
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		r.baseLine += n
		r.baseCol = len(text) - bytes.LastIndexByte(text, '\n') - 1
	} else {
		r.baseCol += len(text)
	}
	r.src, r.pos, t.tag = string(t.buf[len(text):t.whole]), 0, -1
	return true
}

// fill drops what was read and reads more into the buffer. fresh is where that begins, -1
// if there is no more; plain tells that it is ASCII.
func (t *Tokens) fill() (fresh int, plain bool, err error) {
	r := t.r
	if t.eof || r.err != nil {
		return -1, false, nil
	}
	if err := t.ctx.Err(); err != nil {
		r.stop(err)
		return -1, false, nil
	}
	t.retire()
	n := len(t.buf)
	t.buf = append(t.buf, make([]byte, t.part)...)
	k, err := io.ReadFull(t.in, t.buf[n:])
	t.buf = t.buf[:n+k]
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		t.eof, err = true, nil
	}
	fresh = t.whole
	t.whole = len(t.buf)
	plain = allASCII(t.buf[fresh:])
	if !plain {
		t.whole -= cutChar(t.buf, t.eof)
	}
	t.ascii = plain && (t.ascii || fresh == 0)
	return fresh, plain, err
}

// adopt gives the scanner what was read.
func (t *Tokens) adopt(fresh int, plain bool, err error) bool {
	r := t.r
	r.src, t.tag = string(t.buf[:t.whole]), -1
	if !plain {
		t.check(fresh)
	}
	switch {
	case err == nil:
	case isDecodingError(err):
		r.err = decodingError(err, r.src, r.position(len(r.src)))
	default:
		r.stop(err)
	}
	return r.err == nil && (t.whole > fresh || !t.eof)
}

// check looks for what is no character in what is new.
func (t *Tokens) check(from int) {
	r := t.r
	if off := badText(r.src[from:]); off >= 0 && !(t.eof && cutShort(r.src, from+off)) {
		r.err = textError(r.src, from+off, r.position(from+off))
	}
}

// retire drops what was read.
func (t *Tokens) retire() {
	r := t.r
	if t.inside != "" {
		t.unended()
	}
	if t.held > 0 {
		t.buf = append(t.buf[:0], t.buf[t.held:]...)
		t.whole -= t.held
		t.held = 0
	}
	done := r.src[:r.pos]
	r.base += int64(r.pos)
	if n := strings.Count(done, "\n"); n > 0 {
		r.baseLine += n
		r.baseCol = 0
		done = done[strings.LastIndexByte(done, '\n')+1:]
	}
	if t.ascii {
		r.baseCol += len(done)
	} else {
		r.baseCol += utf8.RuneCountInString(done)
	}
	t.buf = append(t.buf[:0], t.buf[r.pos:]...)
	t.whole -= r.pos
	r.src, r.pos, t.tag = r.src[r.pos:], 0, -1
}

// allASCII looks at eight bytes at a time.
func allASCII(b []byte) bool {
	for ; len(b) >= 32; b = b[32:] {
		if (binary.LittleEndian.Uint64(b)|binary.LittleEndian.Uint64(b[8:])|binary.LittleEndian.Uint64(b[16:])|binary.LittleEndian.Uint64(b[24:]))&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// cutChar is how many bytes at the end are the beginning of a character, of which the
// rest is still to come.
func cutChar(b []byte, eof bool) int {
	if eof {
		return 0
	}
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return n
			}
			break
		}
	}
	return 0
}

// ahead makes sure that there are n bytes to look at, if the document has them.
func (t *Tokens) ahead(n int) {
	for len(t.r.src)-t.r.pos < n && t.load() {
	}
}
