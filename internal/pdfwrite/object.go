package pdfwrite

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// reserve takes the next object number.
func (d *Document) reserve() int {
	d.objects = append(d.objects, nil)
	return len(d.objects)
}

func (d *Document) set(number int, format string, args ...any) {
	d.objects[number-1] = fmt.Appendf(nil, format, args...)
}

func (d *Document) add(format string, args ...any) int {
	n := d.reserve()
	d.set(n, format, args...)
	return n
}

// stream adds a stream, compressed; entries are those of its dictionary beside
// Filter and Length.
func (d *Document) stream(entries string, data []byte) int {
	return d.rawStream(entries+"/Filter/FlateDecode", d.deflate.compress(data))
}

func (d *Document) rawStream(entries string, data []byte) int {
	n := d.reserve()
	b := make([]byte, 0, len(entries)+len(data)+64)
	b = fmt.Appendf(b, "<<%s/Length %d>>\nstream\n", entries, len(data))
	b = append(b, data...)
	d.objects[n-1] = append(b, "\nendstream"...)
	return n
}

// deflater keeps the tables of a compressor, which are large.
type deflater struct {
	w   *zlib.Writer
	buf bytes.Buffer
}

func (c *deflater) compress(data []byte) []byte {
	c.buf.Reset()
	if c.w == nil {
		c.w = zlib.NewWriter(&c.buf)
	} else {
		c.w.Reset(&c.buf)
	}
	// Writing to a buffer does not fail.
	_, _ = c.w.Write(data)
	_ = c.w.Close()
	return c.buf.Bytes()
}

// file puts header, objects, cross-reference table and trailer together. The
// identifier is a digest of everything before it (ISO 32000-1, 14.4).
func (d *Document) file(catalog, info int) []byte {
	var b bytes.Buffer
	size := 1024
	for _, o := range d.objects {
		size += len(o) + 48
	}
	b.Grow(size)
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") // ISO 19005-3, 6.1.2
	offsets := make([]int, len(d.objects))
	for i, o := range d.objects {
		offsets[i] = b.Len()
		b.WriteString(strconv.Itoa(i + 1))
		b.WriteString(" 0 obj\n")
		b.Write(o)
		b.WriteString("\nendobj\n")
	}
	start := b.Len()
	digest := sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	id := hex.EncodeToString(digest[:16])
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, catalog, info, id, id, start)
	return b.Bytes()
}

// text is a text string (ISO 32000-1, 7.9.2.2): ASCII as it is, else UTF-16.
func text(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		ascii = ascii && s[i] >= ' ' && s[i] < 0x7F
	}
	if ascii {
		return "(" + strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)").Replace(s) + ")"
	}
	return "<FEFF" + utf16Hex([]rune(s)...) + ">"
}

func utf16Hex(chars ...rune) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, u := range utf16.Encode(chars) {
		b.Write([]byte{digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15]})
	}
	return b.String()
}

// name is a name object without its slash (7.3.5).
func name(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte("#()<>[]{}/%", c) >= 0 {
			fmt.Fprintf(&b, "#%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Date is a date (7.9.4).
func Date(t time.Time) string {
	zone := strings.Replace(t.Format("-07:00"), ":", "'", 1)
	return "D:" + t.Format("20060102150405") + zone + "'"
}

// date is a date string.
func date(t time.Time) string { return "(" + Date(t) + ")" }

// appendNumber writes a length in points.
func appendNumber(b []byte, u Unit) []byte {
	if u < 0 {
		b = append(b, '-')
		u = -u
	}
	b = strconv.AppendInt(b, int64(u/1000), 10)
	rest := u % 1000
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for divisor := Unit(100); rest > 0; divisor /= 10 {
		b = append(b, byte('0'+rest/divisor))
		rest %= divisor
	}
	return b
}

// references lists objects.
func references(numbers []int) string {
	var b strings.Builder
	for i, n := range numbers {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d 0 R", n)
	}
	return b.String()
}
