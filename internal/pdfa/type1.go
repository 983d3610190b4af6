package pdfa

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
)

// type1 is a Type 1 font program (Adobe Type 1 Font Format).
type type1 struct {
	list   []string // names of the glyphs, .notdef first
	byName map[string]int
	widths []float64
	codes  map[int]string // the font's own encoding
}

func parseFloat(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}

// readType1 reads a font program; nil if it is none.
func readType1(data []byte) *type1 {
	data = withoutSegments(data)
	clear, secret, ok := bytes.Cut(data, []byte("eexec"))
	if !ok {
		return nil
	}
	f := &type1{byName: map[string]int{}, codes: map[int]string{}}
	f.encoding(clear)
	scale := 1.0
	if _, rest, ok := bytes.Cut(clear, []byte("/FontMatrix")); ok {
		if fields := strings.Fields(strings.Trim(string(rest[:min(len(rest), 80)]), " [{")); len(fields) > 0 && parseFloat(fields[0]) > 0 {
			scale = parseFloat(fields[0]) * 1000
		}
	}
	f.charStrings(decrypted(secret), scale)
	if len(f.list) == 0 {
		return nil
	}
	return f
}

// withoutSegments takes out the headers of a PFB file.
func withoutSegments(data []byte) []byte {
	if u8(data, 0) != 0x80 {
		return data
	}
	var out []byte
	for u8(data, 0) == 0x80 && (u8(data, 1) == 1 || u8(data, 1) == 2) && len(data) >= 6 {
		n := min(u8(data, 2)|u8(data, 3)<<8|u8(data, 4)<<16|u8(data, 5)<<24, len(data)-6)
		if n < 0 {
			break
		}
		out = append(out, data[6:6+n]...)
		data = data[6+n:]
	}
	return out
}

// decrypted is the encrypted part of a font (7.2), which may be in hexadecimal.
func decrypted(secret []byte) []byte {
	if len(secret) > 0 && secret[0] == '\r' && u8(secret, 1) == '\n' {
		secret = secret[1:]
	}
	if len(secret) > 0 && bytes.IndexByte([]byte(" \r\n\t"), secret[0]) >= 0 {
		secret = secret[1:]
	}
	if isHex(secret[:min(4, len(secret))]) {
		digits := bytes.Map(func(r rune) rune {
			if isHex([]byte{byte(r)}) {
				return r
			}
			return -1
		}, secret)
		out := make([]byte, len(digits)/2)
		n, _ := hex.Decode(out, digits[:len(digits)/2*2])
		secret = out[:n]
	}
	return unlock(secret, 55665, 4)
}

func isHex(b []byte) bool {
	for _, c := range b {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
			return false
		}
	}
	return true
}

// unlock decrypts, and drops the first bytes.
func unlock(secret []byte, key uint16, drop int) []byte {
	out := make([]byte, len(secret))
	for i, c := range secret {
		out[i] = c ^ byte(key>>8)
		key = (uint16(c)+key)*52845 + 22719
	}
	return out[min(max(drop, 0), len(out)):]
}

// encoding reads "dup 65 /A put".
func (f *type1) encoding(clear []byte) {
	_, rest, ok := bytes.Cut(clear, []byte("/Encoding"))
	if !ok || strings.HasPrefix(strings.TrimSpace(string(rest[:min(len(rest), 40)])), "StandardEncoding") {
		for code, name := range encodingTables()["StandardEncoding"] {
			if name != "" {
				f.codes[code] = name
			}
		}
		return
	}
	rest, _, _ = bytes.Cut(rest, []byte("readonly"))
	fields := strings.Fields(strings.ReplaceAll(string(rest[:min(len(rest), 64<<10)]), "/", " /"))
	for i := 0; i+3 < len(fields); i++ {
		if fields[i] == "dup" && strings.HasPrefix(fields[i+2], "/") {
			if code, err := strconv.Atoi(fields[i+1]); err == nil {
				f.codes[code] = fields[i+2][1:]
			}
		}
	}
}

// charStrings reads "/A 120 RD ...", and the widths in it.
func (f *type1) charStrings(private []byte, scale float64) {
	lenIV := 4
	if _, rest, ok := bytes.Cut(private, []byte("/lenIV")); ok {
		if fields := bytes.Fields(rest[:min(len(rest), 20)]); len(fields) > 0 {
			lenIV, _ = strconv.Atoi(string(fields[0]))
		}
	}
	start := bytes.Index(private, []byte("/CharStrings"))
	if start < 0 {
		return
	}
	subrs := f.subrs(private[:start], lenIV)
	rest := private[start+len("/CharStrings"):]
	for len(f.list) < maxGlyphs {
		slash := bytes.IndexByte(rest, '/')
		if slash < 0 {
			return
		}
		name, data, after, ok := binaryAfter(rest[slash+1:])
		if rest = after; !ok {
			continue
		}
		if lenIV >= 0 {
			data = unlock(data, 4330, lenIV)
		}
		w := hsbw(data, subrs)
		if _, known := f.byName[name]; !known {
			f.byName[name] = len(f.list)
		}
		f.list = append(f.list, name)
		f.widths = append(f.widths, w*scale)
	}
}

// subrs reads "dup 4 10 RD ...".
func (f *type1) subrs(private []byte, lenIV int) map[int][]byte {
	out := map[int][]byte{}
	_, rest, ok := bytes.Cut(private, []byte("/Subrs"))
	for ok && len(out) < maxGlyphs {
		_, rest, ok = bytes.Cut(rest, []byte("dup "))
		if !ok {
			break
		}
		name, data, after, is := binaryAfter(rest)
		if n, err := strconv.Atoi(name); is && err == nil {
			if lenIV >= 0 {
				data = unlock(data, 4330, lenIV)
			}
			out[n] = data
			rest = after
		}
	}
	return out
}

// binaryAfter reads "name length RD ", the bytes behind it, and what follows.
func binaryAfter(b []byte) (name string, data, rest []byte, ok bool) {
	head := b[:min(len(b), 160)]
	fields := bytes.Fields(head)
	if len(fields) < 3 {
		return "", nil, b, false
	}
	n, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return "", nil, b, false
	}
	at := bytes.Index(head, fields[0]) + len(fields[0])
	for _, f := range fields[1:3] {
		k := bytes.Index(head[at:], f)
		at += k + len(f)
	}
	data = cut(b, at+1, n)
	if data == nil {
		return "", nil, b, false
	}
	return string(fields[0]), data, b[at+1+n:], true
}

// hsbw is the width that a charstring begins with.
func hsbw(code []byte, subrs map[int][]byte) float64 {
	var stack []float64
	calls := 0
	for i := 0; i < len(code) && len(stack) < 64; {
		switch b := int(code[i]); {
		case b == 255:
			stack = append(stack, float64(int32(u32(code, i+1))))
			i += 5
		case b >= 32:
			v, n := cffNumber(code[i:])
			stack = append(stack, v)
			i += n
		case b == 13 && len(stack) >= 2: // sbx wx
			return stack[1]
		case b == 12 && u8(code, i+1) == 7 && len(stack) >= 4: // sbx sby wx wy
			return stack[2]
		case b == 12 && u8(code, i+1) == 12 && len(stack) >= 2:
			n := len(stack)
			stack = append(stack[:n-2], stack[n-2]/stack[n-1])
			i += 2
		case b == 10 && len(stack) > 0 && calls < 10:
			n := len(stack)
			sub := subrs[int(stack[n-1])]
			stack = stack[:n-1]
			code = append(append([]byte{}, sub...), code[i+1:]...)
			i = 0
			calls++
		case b == 11:
			i++
		default:
			return 0
		}
	}
	return 0
}

func (f *type1) glyphs() int { return len(f.list) }

func (f *type1) width(glyph int) (float64, bool) {
	if glyph < 0 || glyph >= len(f.widths) {
		return 0, false
	}
	return f.widths[glyph], true
}

func (f *type1) named(name string) (int, bool) {
	g, ok := f.byName[name]
	return g, ok
}
