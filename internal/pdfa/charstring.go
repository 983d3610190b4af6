package pdfa

// width interprets the beginning of a glyph's description, where its width may stand
// (Adobe Technical Note 5177, 3.1).
func (f *cff) width(glyph int) (float64, bool) {
	if glyph < 0 || glyph >= len(f.charStrings) {
		return 0, false
	}
	fd := 0
	if glyph < len(f.fd) {
		fd = int(f.fd[glyph])
	}
	if fd >= len(f.private) {
		return 0, false
	}
	p := &f.private[fd]
	w := &widthReader{global: f.global, local: p.local, left: 10_000}
	w.run(f.charStrings[glyph], 0)
	if w.found {
		return (p.nominal + w.width) * f.scale, true
	}
	return p.usual * f.scale, true
}

// widthReader interprets a Type 2 charstring until it is known whether it has a width.
type widthReader struct {
	global, local [][]byte
	stack         []float64
	left          int // steps
	width         float64
	found, done   bool
}

func (w *widthReader) run(code []byte, deep int) {
	for i := 0; i < len(code) && !w.done; {
		if w.left--; w.left < 0 || deep > 10 {
			w.done = true
			return
		}
		b := int(code[i])
		switch {
		case b == 255:
			w.push(float64(int32(u32(code, i+1))) / 65536)
			i += 5
			continue
		case b == 28 || b >= 32:
			v, n := cffNumber(code[i:])
			w.push(v)
			i += n
			continue
		}
		i++
		w.operator(b, deep)
		if b == 11 {
			return
		}
	}
}

func (w *widthReader) push(v float64) {
	if len(w.stack) < 513 {
		w.stack = append(w.stack, v)
	}
}

func (w *widthReader) operator(op, deep int) {
	n := len(w.stack)
	switch op {
	case 10, 29:
		subs := w.local
		if op == 29 {
			subs = w.global
		}
		if n == 0 {
			w.done = true
			return
		}
		k := int(w.stack[n-1]) + bias(len(subs))
		w.stack = w.stack[:n-1]
		if k >= 0 && k < len(subs) {
			w.run(subs[k], deep+1)
		}
	case 11: // return
	case 1, 3, 18, 23, 19, 20: // stems and masks have pairs
		w.end(n%2 == 1)
	case 21: // rmoveto
		w.end(n > 2)
	case 4, 22: // vmoveto, hmoveto
		w.end(n > 1)
	case 14: // endchar, with an accented character too
		w.end(n == 1 || n == 5)
	default:
		w.end(false)
	}
}

func (w *widthReader) end(has bool) {
	w.done = true
	if has && len(w.stack) > 0 {
		w.found, w.width = true, w.stack[0]
	}
}

func bias(n int) int {
	switch {
	case n < 1240:
		return 107
	case n < 33900:
		return 1131
	}
	return 32768
}
