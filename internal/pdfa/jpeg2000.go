package pdfa

import "encoding/binary"

// jpeg2000 checks a picture in JPEG 2000 (6.2.8.3): its channels, its depth, and its
// colour space if the image has none of its own.
func (m *mender) jpeg2000(n *node) {
	names := m.filterNames(n)
	data, err := m.upTo(n, names, len(names)-1)
	if err != nil {
		m.report("6.2.8.3", n.object(), false, "a JPEG 2000 picture cannot be read: %v", err)
		return
	}
	p := &picture{}
	p.boxes(data, 0)
	own := n.get("ColorSpace").there()
	for _, c := range []struct {
		bad  bool
		what string
	}{
		{p.channels != 0 && p.channels != 1 && p.channels != 3 && p.channels != 4, "has a number of colour channels that is not 1, 3 or 4"},
		{p.depths, "has components of different depth"},
		{p.bits > 38, "has more than 38 bits a component"},
		{!own && p.spaces > 1 && p.exact != 1, "has several colour spaces"},
		{!own && p.spaces > 0 && p.method > 3, "has a colour space of a kind that is not allowed"},
		{!own && p.enumerated == 19, "is in the colour space CIEJab"},
	} {
		if c.bad {
			m.report("6.2.8.3", n.object(), false, "a JPEG 2000 picture %s; convert it", c.what)
		}
	}
}

// picture is what the boxes of a JP2 file say (ISO/IEC 15444-1, annex I).
type picture struct {
	channels, bits     int
	depths             bool
	spaces, exact      int
	method, enumerated int
}

func (p *picture) boxes(data []byte, deep int) {
	for len(data) >= 8 && deep < 4 {
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		kind := string(data[4:8])
		switch {
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		case size == 0:
			size = uint64(len(data))
		}
		if size < head || size > uint64(len(data)) {
			return
		}
		p.box(kind, data[head:size], deep)
		data = data[size:]
	}
}

func (p *picture) box(kind string, body []byte, deep int) {
	switch {
	case kind == "jp2h":
		p.boxes(body, deep+1)
	case kind == "ihdr" && len(body) >= 14:
		p.channels = int(binary.BigEndian.Uint16(body[8:]))
		if body[10] != 0xFF {
			p.bits = int(body[10]&0x7F) + 1
		}
	case kind == "bpcc":
		p.depths = true
	case kind == "cdef" && len(body) >= 2:
		p.opacity(body)
	case kind == "colr" && len(body) >= 3:
		p.colours(body)
	}
}

// opacity takes the channels off that are no colours.
func (p *picture) opacity(body []byte) {
	n := int(binary.BigEndian.Uint16(body))
	for i := range min(n, (len(body)-2)/6) {
		if binary.BigEndian.Uint16(body[2+6*i+2:]) != 0 {
			p.channels--
		}
	}
}

func (p *picture) colours(body []byte) {
	p.spaces++
	if body[2] == 1 { // the approximation is exact
		p.exact++
	}
	if p.spaces > 1 && body[2] != 1 {
		return
	}
	p.method, p.enumerated = int(body[0]), 0
	if body[0] == 1 && len(body) >= 7 {
		p.enumerated = int(binary.BigEndian.Uint32(body[3:]))
	}
}
