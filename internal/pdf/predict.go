package pdf

import (
	"bufio"
	"io"
)

// rowSize is how long a row of predicted data may be.
const rowSize = 1 << 20

// predicted undoes a predictor (7.4.4.4): TIFF's for whole bytes, and all of PNG.
func (d *Doc) predicted(in io.Reader, params Dict) (io.Reader, error) {
	kind := d.number(params, "Predictor", 1)
	if kind == 1 {
		return in, nil
	}
	colors, bits, columns := d.number(params, "Colors", 1), d.number(params, "BitsPerComponent", 8), d.number(params, "Columns", 1)
	if colors < 1 || colors > 64 || bits < 1 || bits > 16 || columns < 1 || columns > rowSize*8 || colors*bits*columns > rowSize*8 {
		return nil, fail(Damaged, "a stream of the PDF is damaged: its predictor has rows of %d columns with %d colors", columns, colors)
	}
	p := &predictor{in: bufio.NewReader(in), png: kind >= 10, pixel: int(max(1, colors*bits/8)), row: make([]byte, (colors*bits*columns+7)/8)}
	if kind == 2 && bits != 8 || kind != 2 && kind < 10 || kind > 15 {
		return nil, fail(Unsupported, "the predictor %d with %d bits is not read", kind, bits)
	}
	p.above = make([]byte, len(p.row))
	return p, nil
}

func (d *Doc) number(dict Dict, key Name, usual int64) int64 {
	if n, ok := d.Int(dict.Get(key)); ok {
		return n
	}
	return usual
}

type predictor struct {
	in         *bufio.Reader
	png        bool
	pixel      int // bytes of a pixel
	row, above []byte
	out        []byte // of row, to be handed over
}

func (p *predictor) Read(b []byte) (int, error) {
	if len(p.out) == 0 {
		if err := p.next(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.out)
	p.out = p.out[n:]
	return n, nil
}

// next reads a row; the last may be short.
func (p *predictor) next() error {
	p.row, p.above = p.above, p.row
	var filter byte = 1 // TIFF's is PNG's "Sub" in every row
	if p.png {
		var err error
		if filter, err = p.in.ReadByte(); err != nil {
			return err
		}
	}
	n, err := io.ReadFull(p.in, p.row)
	if n == 0 {
		return err
	}
	if err != nil && err != io.ErrUnexpectedEOF {
		return err
	}
	p.out = p.row[:n]
	p.undo(filter)
	return nil
}

// undo is PNG's filters 0 to 4; others do nothing.
func (p *predictor) undo(filter byte) {
	for i := range p.out {
		var left, above, corner byte
		if i >= p.pixel {
			left = p.row[i-p.pixel]
		}
		if p.png {
			above = p.above[i]
			if i >= p.pixel {
				corner = p.above[i-p.pixel]
			}
		}
		switch filter {
		case 1:
			p.row[i] += left
		case 2:
			p.row[i] += above
		case 3:
			p.row[i] += byte((int(left) + int(above)) / 2)
		case 4:
			p.row[i] += paeth(int(left), int(above), int(corner))
		}
	}
}

// paeth is the neighbour that is nearest to left + above - corner.
func paeth(left, above, corner int) byte {
	p := left + above - corner
	a, b, c := abs(p-left), abs(p-above), abs(p-corner)
	switch {
	case a <= b && a <= c:
		return byte(left)
	case b <= c:
		return byte(above)
	}
	return byte(corner)
}

func abs(n int) int { return max(n, -n) }
