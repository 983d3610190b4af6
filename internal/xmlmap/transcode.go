package xmlmap

import (
	"bytes"
	"encoding/binary"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Transcode reads a document as UTF-8 without byte order mark, as NewStream does, and
// makes a writer that takes it back to the encoding that it came in: what goes through
// unchanged has the same bytes. What that encoding lacks becomes a character reference.
func Transcode(in io.Reader, out io.Writer) (text io.Reader, encoded io.WriteCloser, err error) {
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, nil, err
	}
	s, err := sniff(head[:n])
	if err != nil {
		return nil, nil, err
	}
	if _, err := out.Write(head[:s.bom]); err != nil {
		return nil, nil, err
	}
	in = io.MultiReader(bytes.NewReader(head[s.bom:n]), in)
	if s.dec == nil {
		return in, nopCloser{out}, nil
	}
	return transform.NewReader(in, s.dec), transform.NewWriter(out, s.encoder()), nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// encoder undoes what the decoder does.
func (s sniffed) encoder() transform.Transformer {
	if d, ok := s.dec.(utf16Decoder); ok {
		order := unicode.LittleEndian
		if d.order == binary.ByteOrder(binary.BigEndian) {
			order = unicode.BigEndian
		}
		return unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder()
	}
	return references{set: s.set}
}

// references writes characters in a set of single bytes, or ASCII, and character
// references for those that the set lacks.
type references struct {
	transform.NopResetter
	set *charmap.Charmap
}

func (x references) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		c, size := utf8.DecodeRune(src[nSrc:])
		var one [1]byte
		text := one[:]
		if b, ok := x.encode(c); ok {
			one[0] = b
		} else {
			text = append(strconv.AppendInt([]byte("&#"), int64(c), 10), ';')
		}
		if nDst+len(text) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], text)
		nSrc += size
	}
	return nDst, nSrc, nil
}

func (x references) encode(c rune) (byte, bool) {
	switch {
	case c < utf8.RuneSelf:
		return byte(c), true
	case x.set == nil:
		return 0, false
	case c < 0xA0 && x.set.DecodeByte(byte(c)) == utf8.RuneError:
		return byte(c), true
	}
	return x.set.EncodeRune(c)
}

// single decodes a set of single bytes. The bytes 0x80 to 0x9F to which it gives no
// character are control characters of that number, as ISO 8859 and the encodings of the
// web have it, so that nothing is lost; x/text has U+FFFD for them.
type single struct {
	transform.NopResetter
	set *charmap.Charmap
}

func (x single) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for ; nSrc < len(src); nSrc++ {
		b := src[nSrc]
		c := rune(b)
		if b >= utf8.RuneSelf {
			if d := x.set.DecodeByte(b); d != utf8.RuneError {
				c = d
			}
		}
		if nDst+utf8.RuneLen(c) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], c)
	}
	return nDst, nSrc, nil
}
