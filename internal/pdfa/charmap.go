package pdfa

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// codeMap leads from codes in text to characters of a font (CMap, 9.7.5).
type codeMap struct {
	identity bool
	unknown  bool // one of the predefined ones, which are not here
	spaces   []codeSpace
	ranges   []codeRange
	sorted   bool
	wmode    int
	uses     string // the name of one that this is built on
	largest  int    // CID
}

// codeSpace says how many bytes codes have that begin with some.
type codeSpace struct{ bytes, low, high int }

// codeRange are codes in a row.
type codeRange struct{ bytes, low, high, cid int }

// collection is whose characters a predefined CMap leads to.
type collection struct {
	ordering   string
	supplement int64
}

// predefined are the CMaps that need not be embedded (ISO 32000-1, table 118), by the
// collection of their characters; Identity apart.
var predefined = func() map[pdf.Name]collection {
	out := map[pdf.Name]collection{}
	for _, c := range []struct {
		ordering   string
		supplement int64
		names      string
	}{
		{"GB1", 0, "GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V"},
		{"GB1", 2, "GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V"},
		{"GB1", 4, "GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V"},
		{"CNS1", 0, "B5pc-H B5pc-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V"},
		{"CNS1", 3, "HKscs-B5-H HKscs-B5-V UniCNS-UCS2-H UniCNS-UCS2-V"},
		{"CNS1", 4, "UniCNS-UTF16-H UniCNS-UTF16-V"},
		{"Japan1", 1, "83pv-RKSJ-H 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H EUC-V H V"},
		{"Japan1", 2, "90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V Ext-RKSJ-H Ext-RKSJ-V"},
		{"Japan1", 4, "UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V"},
		{"Japan1", 5, "UniJIS-UTF16-H UniJIS-UTF16-V"},
		{"Korea1", 0, "KSC-EUC-H KSC-EUC-V KSCpc-EUC-H"},
		{"Korea1", 1, "KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V UniKS-UCS2-H UniKS-UCS2-V"},
		{"Korea1", 2, "UniKS-UTF16-H UniKS-UTF16-V"},
	} {
		for _, name := range strings.Fields(c.names) {
			out[pdf.Name(name)] = collection{c.ordering, c.supplement}
		}
	}
	return out
}()

// maxRanges is how many ranges a CMap may have.
const maxRanges = 200_000

// maxOverlap is how many ranges that begin before a code are looked at.
const maxOverlap = 256

// readCodeMap reads the content of an embedded CMap.
func readCodeMap(data []byte) *codeMap {
	c := &codeMap{}
	var operands []string
	for len(data) > 0 && len(c.ranges) < maxRanges {
		var token string
		token, data = cmapToken(data)
		switch token {
		case "":
		case "usecmap":
			if n := len(operands); n > 0 {
				c.uses = strings.TrimPrefix(operands[n-1], "/")
			}
		case "def":
			if n := len(operands); n >= 2 && operands[n-2] == "/WMode" {
				c.wmode = int(parseFloat(operands[n-1]))
			}
		case "endcodespacerange":
			for i := 0; i+1 < len(operands); i += 2 {
				n, low := hexCode(operands[i])
				_, high := hexCode(operands[i+1])
				c.spaces = append(c.spaces, codeSpace{n, low, high})
			}
		case "endcidrange":
			for i := 0; i+2 < len(operands); i += 3 {
				n, low := hexCode(operands[i])
				_, high := hexCode(operands[i+1])
				c.add(codeRange{n, low, high, int(parseFloat(operands[i+2]))})
			}
		case "endcidchar":
			for i := 0; i+1 < len(operands); i += 2 {
				n, low := hexCode(operands[i])
				c.add(codeRange{n, low, low, int(parseFloat(operands[i+1]))})
			}
		default:
			if strings.HasPrefix(token, "begin") {
				operands = operands[:0]
			} else {
				operands = append(operands, token)
				if len(operands) > 4*maxRanges {
					return c
				}
			}
			continue
		}
		operands = operands[:0]
	}
	return c
}

func (c *codeMap) add(r codeRange) {
	c.ranges = append(c.ranges, r)
	c.largest = max(c.largest, r.cid+max(r.high-r.low, 0))
}

// cmapToken is the next word, name or string in angle brackets.
func cmapToken(data []byte) (token string, rest []byte) {
	data = bytes.TrimLeft(data, " \t\r\n\f\x00")
	if len(data) == 0 {
		return "", nil
	}
	switch data[0] {
	case '%':
		i := bytes.IndexAny(data, "\r\n")
		if i < 0 {
			return "", nil
		}
		return "", data[i:]
	case '<':
		if i := bytes.IndexByte(data, '>'); i > 0 && u8(data, 1) != '<' {
			return string(data[:i]), data[i+1:]
		}
		return "", data[1:]
	case '(':
		if i := bytes.IndexByte(data, ')'); i > 0 {
			return string(data[:i]), data[i+1:]
		}
		return "", data[1:]
	case '>', '[', ']', '{', '}', ')':
		return "", data[1:]
	}
	i := bytes.IndexAny(data[1:], " \t\r\n\f\x00<>[](){}/%")
	if i < 0 {
		return string(data), nil
	}
	return string(data[:i+1]), data[i+1:]
}

// hexCode is the value of "<0A1B" and its length in bytes.
func hexCode(token string) (n, value int) {
	for _, c := range strings.TrimPrefix(token, "<") {
		switch {
		case c >= '0' && c <= '9':
			value = value<<4 | int(c-'0')
		case c >= 'a' && c <= 'f':
			value = value<<4 | int(c-'a'+10)
		case c >= 'A' && c <= 'F':
			value = value<<4 | int(c-'A'+10)
		default:
			continue
		}
		n++
	}
	return (n + 1) / 2, value & 0x7FFFFFFF
}

// next takes a code from text.
func (c *codeMap) next(s string) (code, length int) {
	if c.identity || len(c.spaces) == 0 {
		if len(s) < 2 {
			return int(s[0]), 1
		}
		return int(s[0])<<8 | int(s[1]), 2
	}
	value := 0
	for n := 1; n <= 4 && n <= len(s); n++ {
		value = value<<8 | int(s[n-1])
		for _, sp := range c.spaces {
			if sp.bytes == n && sp.holds(value) {
				return value, n
			}
		}
	}
	return int(s[0]), max(min(c.shortest(), len(s)), 1)
}

// holds compares byte by byte (9.7.6.2).
func (s codeSpace) holds(code int) bool {
	for shift := 0; shift < 8*s.bytes; shift += 8 {
		b := code >> shift & 0xFF
		if b < s.low>>shift&0xFF || b > s.high>>shift&0xFF {
			return false
		}
	}
	return true
}

func (c *codeMap) shortest() int {
	n := 4
	for _, s := range c.spaces {
		n = min(n, s.bytes)
	}
	return n
}

// cid is the character of a code; 0, which is .notdef, if there is none.
func (c *codeMap) cid(code, length int) int {
	if c.identity {
		return code
	}
	if !c.sorted {
		sort.SliceStable(c.ranges, func(i, j int) bool { return c.ranges[i].low < c.ranges[j].low })
		c.sorted = true
	}
	i := sort.Search(len(c.ranges), func(i int) bool { return c.ranges[i].low > code })
	for _, r := range slices.Backward(c.ranges[max(i-maxOverlap, 0):i]) {
		if r.bytes == length && code <= r.high {
			return r.cid + code - r.low
		}
	}
	return 0
}
