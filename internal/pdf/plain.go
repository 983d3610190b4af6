package pdf

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// objectSize is how large an object other than a stream may be when it is written.
const objectSize = 1 << 20

// Plain writes the document anew in the plainest form there is: every object in place,
// one cross-reference table, no encryption, and lengths that are right. The content of
// streams stays as it is. What reads only documents like this one is out of reach of
// most that a stranger can do. Limits.Values counts all objects here.
func (d *Doc) Plain() (out []byte, err error) {
	defer guard(&err)
	p := plain{Doc: d, at: map[int]int{}}
	fmt.Fprintf(&p.b, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", either(d.Version(), "1.7"))
	last := 0
	for _, num := range d.numbers() {
		if num == 0 {
			continue
		}
		if err := p.object(num); err != nil {
			return nil, err
		}
		if last = max(last, num); p.b.Len() > int(d.limits.Size)*2 {
			return nil, fail(Limit, "the PDF is larger than the limit when written anew")
		}
	}
	p.table(last)
	return p.b.Bytes(), d.ctx.Err()
}

// numbers are those of the objects that are there, in their order.
func (d *Doc) numbers() []int {
	there := map[int]bool{}
	for num, e := range d.entries {
		there[num] = e.kind != free
	}
	for num, o := range d.edits {
		there[num] = o != nil
	}
	maps.DeleteFunc(there, func(_ int, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(there))
}

type plain struct {
	*Doc
	b  bytes.Buffer
	at map[int]int
}

// object writes one, unless it is part of how the document was packed.
func (p *plain) object(num int) error {
	o, known := p.edits[num]
	if !known {
		o, known = p.cache[num]
	}
	if !known {
		var err error
		if o, err = p.load(num); final(err) {
			return err
		}
	}
	start := p.b.Len()
	fmt.Fprintf(&p.b, "%d 0 obj\n", num)
	s, stream := o.(*Stream)
	if !stream {
		p.write(o)
		if p.b.Len()-start > objectSize {
			return fail(Limit, "an object of the PDF is larger than %d bytes", objectSize)
		}
	} else {
		if t := s.Get("Type"); t == Name("ObjStm") || t == Name("XRef") {
			p.b.Truncate(start)
			return nil
		}
		if err := p.stream(s); err != nil {
			return err
		}
	}
	p.b.WriteString("\nendobj\n")
	p.at[num] = start
	return nil
}

func (p *plain) stream(s *Stream) error {
	names, params, err := p.pipeline(s)
	if err != nil {
		return err
	}
	raw, err := p.decrypted(s, names, params)
	if err != nil {
		return err
	}
	dict := slices.DeleteFunc(slices.Clone(s.Dict), func(e Entry) bool { return e.Key == "Length" })
	p.write(append(dict, Entry{"Length", int64(len(raw))}))
	p.b.WriteString("\nstream\n")
	p.b.Write(raw)
	p.b.WriteString("\nendstream")
	return nil
}

func (p *plain) table(last int) {
	at := p.b.Len()
	fmt.Fprintf(&p.b, "xref\n0 1\n0000000000 65535 f \n")
	for _, num := range slices.Sorted(maps.Keys(p.at)) {
		fmt.Fprintf(&p.b, "%d 1\n%010d 00000 n \n", num, p.at[num])
	}
	trailer := Dict{{"Size", int64(last + 1)}}
	for _, key := range []Name{"Root", "Info", "ID"} {
		if v := p.Trailer.Get(key); v != nil {
			trailer = append(trailer, Entry{key, v})
		}
	}
	p.b.WriteString("trailer\n")
	p.write(trailer)
	fmt.Fprintf(&p.b, "\nstartxref\n%d\n%%%%EOF\n", at)
}

// write writes an object. Generations are gone: each object has but one.
func (p *plain) write(o Object) {
	b := &p.b
	switch o := o.(type) {
	case bool:
		fmt.Fprint(b, o)
	case int64:
		b.WriteString(strconv.FormatInt(o, 10))
	case float64:
		b.WriteString(strconv.FormatFloat(o, 'f', -1, 64))
	case String:
		writeString(b, o)
	case Name:
		writeName(b, o)
	case Ref:
		fmt.Fprintf(b, "%d 0 R", o.Num)
	case Array:
		b.WriteByte('[')
		for i, v := range o {
			if i > 0 {
				b.WriteByte(' ')
			}
			p.write(v)
		}
		b.WriteByte(']')
	case Dict:
		p.dict(o)
	default:
		b.WriteString("null")
	}
}

// dict writes a dictionary; of a key that is there twice, the last.
func (p *plain) dict(d Dict) {
	p.b.WriteString("<<")
	seen := make(map[Name]bool, len(d))
	for _, e := range slices.Backward(d) {
		if seen[e.Key] {
			continue
		}
		seen[e.Key] = true
		writeName(&p.b, e.Key)
		p.b.WriteByte(' ')
		p.write(e.Value)
	}
	p.b.WriteString(">>")
}

// writeString writes a string in parentheses: for pdfcpu a date in hexadecimal is none.
func writeString(b io.Writer, s String) {
	out := []byte{'('}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ' || c > '~':
			out = fmt.Appendf(out, "\\%03o", c)
		default:
			out = append(out, c)
		}
	}
	b.Write(append(out, ')'))
}

func writeName(b io.Writer, n Name) {
	out := []byte{'/'}
	for i := range len(n) {
		if c := n[i]; class[c] != regular || c == '#' || c < '!' || c > '~' {
			out = fmt.Appendf(out, "#%02X", c)
		} else {
			out = append(out, c)
		}
	}
	b.Write(out)
}
