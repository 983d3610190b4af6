package ber

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
)

// judge is a second reader of wrappers, as plain as can be: it holds everything and
// recurses. ok only if b is one whole wrapper and nothing else.
func judge(b []byte) (content []byte, wrapper Wrapper, ok bool) {
	v, rest, ok := parse(b, 0)
	if !ok || len(rest) > 0 {
		return nil, None, false
	}
	if content, ok = v.octets(0); ok {
		return content, OctetString, true
	}
	if v.tag != 0x30 || len(v.parts) != 2 {
		return nil, None, false
	}
	typ, box := v.parts[0], v.parts[1]
	if typ.tag != 6 || string(typ.body) != "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01" || box.tag != 0xA0 || len(box.parts) != 1 {
		return nil, None, false
	}
	content, ok = box.parts[0].octets(0)
	return content, CMSData, ok
}

type value struct {
	tag   byte
	body  []byte
	parts []value
}

func (v value) octets(depth int) ([]byte, bool) {
	switch {
	case v.tag == 4:
		return v.body, true
	case v.tag != 0x24 || depth == 32:
		return nil, false
	}
	out := []byte{}
	for _, p := range v.parts {
		o, ok := p.octets(depth + 1)
		if !ok {
			return nil, false
		}
		out = append(out, o...)
	}
	return out, true
}

// parse cuts the first value off b.
func parse(b []byte, depth int) (v value, rest []byte, ok bool) {
	if len(b) < 2 || depth > 40 {
		return v, nil, false
	}
	v.tag = b[0]
	constructed := v.tag&0x20 != 0
	n, b := int64(b[1]), b[2:]
	if n == 0x80 {
		return v.parseOpen(b, depth)
	}
	if n > 0x80 {
		size := int(n - 0x80)
		if size > 8 || size > len(b) {
			return v, nil, false
		}
		n = int64(binary.BigEndian.Uint64(append(make([]byte, 8-size), b[:size]...)))
		b = b[size:]
	}
	if n < 0 || n > int64(len(b)) {
		return v, nil, false
	}
	v.body, rest = b[:n], b[n:]
	for inside := v.body; constructed && len(inside) > 0; {
		var p value
		if p, inside, ok = parse(inside, depth+1); !ok {
			return v, nil, false
		}
		v.parts = append(v.parts, p)
	}
	return v, rest, true
}

func (v value) parseOpen(b []byte, depth int) (value, []byte, bool) {
	if v.tag&0x20 == 0 {
		return v, nil, false
	}
	for !bytes.HasPrefix(b, []byte{0, 0}) {
		p, rest, ok := parse(b, depth+1)
		if !ok {
			return v, nil, false
		}
		v.parts, b = append(v.parts, p), rest
	}
	return v, b[2:], true
}

// maker makes wrappers at random.
type maker struct {
	*rand.Rand
	content []byte // of what has been made
}

// definite writes a length, in extra bytes more than it needs.
func definite(n, extra int) []byte {
	if n < 0x80 && extra == 0 {
		return []byte{byte(n)}
	}
	b := binary.BigEndian.AppendUint64(nil, uint64(n))
	for len(b) > 1 && b[0] == 0 {
		b = b[1:]
	}
	b = append(make([]byte, min(extra, 8-len(b))), b...)
	return append([]byte{0x80 | byte(len(b))}, b...)
}

// put wraps a body, in any form.
func (m *maker) put(tag byte, body []byte) []byte {
	if tag&0x20 != 0 && m.IntN(2) == 0 {
		return append(append([]byte{tag, 0x80}, body...), 0, 0)
	}
	extra := 0
	if m.IntN(4) == 0 {
		extra = m.IntN(8)
	}
	return append(append([]byte{tag}, definite(len(body), extra)...), body...)
}

// octetString makes one with at most depth levels.
func (m *maker) octetString(depth int) []byte {
	if depth == 0 || m.IntN(3) == 0 {
		body := make([]byte, m.IntN([]int{1, 4, 200, 5000}[m.IntN(4)]))
		for i := range body {
			if m.IntN(2) == 0 { // zeros could be taken for end-of-contents
				body[i] = byte(m.Uint32())
			}
		}
		m.content = append(m.content, body...)
		return m.put(4, body)
	}
	var body []byte
	for range m.IntN(4) {
		body = append(body, m.octetString(depth-1)...)
	}
	return m.put(0x24, body)
}

func (m *maker) wrapper() ([]byte, Wrapper) {
	m.content = nil
	v := m.octetString(m.IntN(8))
	if m.IntN(2) == 0 {
		return v, OctetString
	}
	typ := append([]byte{6}, definite(9, m.IntN(2))...)
	return m.put(0x30, append(append(typ, idData...), m.put(0xA0, v)...)), CMSData
}
