package pdftext

import "github.com/einvoice-go/einvoice/internal/pdf"

// type1 reads the encoding in the head of a Type 1 font: StandardEncoding, or an array
// that is filled by "dup code /name put".
func (r *reader) type1(data []byte) (*encoding, error) {
	if len(data) > 6 && data[0] == 0x80 { // segments of a file for Windows
		data = data[6:]
	}
	var (
		err    error
		e      *encoding
		code   int64
		name   pdf.Name
		inside bool
	)
	_ = pdf.Tokens(data, func(o pdf.Object, word string) bool {
		if err = r.step(2); err != nil {
			return false
		}
		switch v := o.(type) {
		case pdf.Name:
			if v == "Encoding" && !inside {
				inside = true
			}
			name = v
		case int64:
			code = v
		}
		switch {
		case word == "eexec":
			return false
		case !inside:
		case word == "StandardEncoding":
			e = encodings()["StandardEncoding"]
			return false
		case word == "put" && code >= 0 && code < 256:
			if e == nil {
				e = new(encoding)
			}
			e[code] = glyphText(string(name))
		case (word == "def" || word == "readonly") && e != nil:
			return false
		}
		return true
	})
	return e, err
}

// cffReader reads a font in the Compact Font Format (Adobe Technical Note 5176). What
// stands outside of the data reads as 0.
type cffReader []byte

func (b cffReader) number(at, size int) (n int) {
	for i := range size {
		n <<= 8
		if at >= 0 && at+i < len(b) {
			n |= int(b[at+i])
		}
	}
	return n
}

// index gives an entry of an INDEX, and where the INDEX ends.
func (b cffReader) index(at, i int) (entry []byte, end, count int) {
	count = b.number(at, 2)
	if count == 0 {
		return nil, at + 2, 0
	}
	size := b.number(at+2, 1)
	if size < 1 || size > 4 {
		return nil, len(b), 0
	}
	data := at + 3 + (count+1)*size - 1
	offset := func(i int) int { return data + b.number(at+3+i*size, size) }
	end = offset(count)
	if i >= 0 && i < count {
		if from, to := offset(i), offset(i+1); from >= 0 && from <= to && to <= len(b) {
			entry = b[from:to]
		}
	}
	return entry, end, count
}

// Operators of a top DICT.
const (
	cffCharset     = 15
	cffEncoding    = 16
	cffCharStrings = 17
	cffROS         = 12<<8 | 30
)

// cffDict is the operators of a DICT with the last operand of each.
func cffDict(data cffReader) map[int]int {
	d := map[int]int{}
	value := 0
	for i := 0; i < len(data) && len(d) < 64; {
		switch c := int(data[i]); {
		case c == 12:
			d[12<<8|data.number(i+1, 1)] = value
			i += 2
		case c <= 21:
			d[c] = value
			i++
		case c == 28:
			value, i = data.number(i+1, 2), i+3
		case c == 29:
			value, i = data.number(i+1, 4), i+5
		case c == 30: // a real number
			for i++; i < len(data) && data[i]&15 != 15 && data[i]>>4 != 15; i++ {
			}
			i++
		case c >= 32 && c <= 246:
			value, i = c-139, i+1
		case c >= 247 && c <= 250:
			value, i = (c-247)*256+data.number(i+1, 1)+108, i+2
		case c >= 251 && c <= 254:
			value, i = -(c-251)*256-data.number(i+1, 1)-108, i+2
		default:
			i++
		}
	}
	return d
}

// cff is the encoding of a font whose glyphs have names; nil if they have none.
func (r *reader) cff(data []byte) (*encoding, error) {
	b := cffReader(data)
	_, tops, _ := b.index(b.number(2, 1), -1)
	top, strings, _ := b.index(tops, 0)
	d := cffDict(top)
	if _, cid := d[cffROS]; cid || top == nil {
		return nil, nil
	}
	_, _, glyphs := b.index(d[cffCharStrings], -1)
	if err := r.step(glyphs); err != nil {
		return nil, err
	}
	names := b.charset(d[cffCharset], glyphs)
	text := func(gid int) string {
		if gid >= len(names) {
			return ""
		}
		return b.name(names[gid], strings)
	}
	switch at := d[cffEncoding]; at {
	case 0:
		return encodings()["StandardEncoding"], nil
	case 1:
		return nil, nil // that for experts
	default:
		return b.encoding(at, text), nil
	}
}

// charset is the SIDs of the glyphs.
func (b cffReader) charset(at, glyphs int) []int {
	sids := make([]int, 1, min(glyphs, 0xFFFF)+1)
	if at <= 2 { // ISOAdobe; the other two are for experts
		for i := 1; i < min(glyphs, 229); i++ {
			sids = append(sids, i)
		}
		return sids
	}
	format := b.number(at, 1)
	for at++; len(sids) < glyphs && at < len(b); {
		first, more := b.number(at, 2), 0
		at += 2
		if format > 0 {
			more = b.number(at, format)
			at += format
		}
		if format > 2 {
			break
		}
		for i := 0; i <= more && len(sids) < glyphs; i++ {
			sids = append(sids, first+i)
		}
	}
	return sids
}

// name is the text of a SID.
func (b cffReader) name(sid, strings int) string {
	if sid < len(cffStandard) {
		return string(cffStandard[sid])
	}
	s, _, _ := b.index(strings, sid-391)
	return glyphText(string(s))
}

func (b cffReader) encoding(at int, text func(gid int) string) *encoding {
	e := new(encoding)
	format, count, gid := b.number(at, 1), b.number(at+1, 1), 1
	at += 2
	for range count {
		first, more := b.number(at, 1), 0
		at++
		if format&0x7F == 1 {
			more = b.number(at, 1)
			at++
		}
		for i := 0; i <= more; i++ {
			e[(first+i)&0xFF] = text(gid)
			gid++
		}
	}
	return e
}
