package ber

import (
	"encoding/hex"
	"strings"
)

// bytesOf reads hexadecimal digits in groups; what stands in quotes is text, and
// "xx*n" the byte xx n times.
func bytesOf(s string) []byte {
	var out []byte
	for _, f := range strings.Fields(s) {
		if text, ok := strings.CutPrefix(f, "'"); ok {
			out = append(out, strings.TrimSuffix(text, "'")...)
			continue
		}
		digits, times, repeated := strings.Cut(f, "*")
		b, err := hex.DecodeString(digits)
		if err != nil {
			panic(err)
		}
		n := 1
		if repeated {
			n = 0
			for _, c := range times {
				n = n*10 + int(c-'0')
			}
		}
		for range n {
			out = append(out, b...)
		}
	}
	return out
}

const oid = " 06 09 2A864886F70D010701 "

// wrapped is what is taken for a wrapper, and what is in it.
var wrapped = []struct {
	name, in, content string
	wrapper           Wrapper
	der               bool
}{
	{"DER", "04 03 'abc'", "'abc'", OctetString, true},
	{"DER, empty", "04 00", "", OctetString, true},
	{"DER, length of two bytes", "04 81 80 61*128", "61*128", OctetString, true},
	{"DER, longer than the look", "04 82 0400 61*1024", "61*1024", OctetString, true},
	{"DER, just the look", "04 82 01FC 61*508", "61*508", OctetString, true},
	{"length longer than need be", "04 81 03 'abc'", "'abc'", OctetString, false},
	{"length of eight bytes", "04 88 0000000000000003 'abc'", "'abc'", OctetString, false},
	{"length with a zero in front", "04 82 0080 61*128", "61*128", OctetString, false},
	{"constructed", "24 05 04 03 'abc'", "'abc'", OctetString, false},
	{"constructed of none", "24 00", "", OctetString, false},
	{"constructed of two", "24 07 04 01 'a' 04 02 'bc'", "'abc'", OctetString, false},
	{"constructed of empty ones", "24 09 04 00 04 01 'a' 24 00 04 00", "'a'", OctetString, false},
	{"indefinite", "24 80 04 03 'abc' 0000", "'abc'", OctetString, false},
	{"indefinite, empty", "24 80 0000", "", OctetString, false},
	{"indefinite of two", "24 80 04 01 'a' 04 02 'bc' 0000", "'abc'", OctetString, false},
	{"zeros are content too", "24 80 04 02 0000 0000", "0000", OctetString, false},
	{"definite in indefinite", "24 80 24 05 04 03 'abc' 04 01 'd' 0000", "'abcd'", OctetString, false},
	{"indefinite in definite", "24 0C 24 80 04 03 'abc' 0000 04 01 'd'", "'abcd'", OctetString, false},
	{"long segments", "24 80 04 82 1000 61*4096 04 82 1000 62*4096 04 01 63 0000", "61*4096 62*4096 63", OctetString, false},
	{"32 deep, definite", deep(32), "'x'", OctetString, false},
	{"32 deep, indefinite", "2480*32 04 01 'x' 0000*32", "'x'", OctetString, false},
	{"an OCTET STRING in it is content", "04 05 04 03 'abc'", "04 03 'abc'", OctetString, true},
	{"many empty ones first", "24 80 0400*600 04 01 'a' 0000", "'a'", OctetString, false},
	{"empty ones alone", "24 80 2400*600 0000", "", OctetString, false},

	{"CMS, DER", "30 12" + oid + "A0 05 04 03 'abc'", "'abc'", CMSData, true},
	{"CMS, empty", "30 0F" + oid + "A0 02 04 00", "", CMSData, true},
	{"CMS, long", "30 82 0213" + oid + "A0 82 0204 04 82 0200 61*512", "61*512", CMSData, true},
	{"CMS, indefinite", "30 80" + oid + "A0 80 24 80 04 03 'abc' 0000 0000 0000", "'abc'", CMSData, false},
	{"CMS, indefinite round a primitive", "30 80" + oid + "A0 80 04 03 'abc' 0000 0000", "'abc'", CMSData, false},
	{"CMS, definite round indefinite", "30 1A" + oid + "A0 0D 24 80 04 03 'abc' 04 02 'de' 0000", "'abcde'", CMSData, false},
	{"CMS, long length of the type", "30 13 06 81 09 2A864886F70D010701 A0 05 04 03 'abc'", "'abc'", CMSData, false},
	{"CMS, constructed", "30 14" + oid + "A0 07 24 05 04 03 'abc'", "'abc'", CMSData, false},
	{"CMS, 32 deep", "30 80" + oid + "A0 80 2480*32 04 01 'x' 0000*34", "'x'", CMSData, false},
}

// deep nests definite strings: depth of them round one of a byte.
func deep(depth int) string {
	v := []byte{4, 1, 'x'}
	for range depth {
		v = append(append([]byte{0x24}, definite(len(v), 0)...), v...)
	}
	return hex.EncodeToString(v)
}

// unwrapped is what must come out as it went in.
var unwrapped = []struct{ name, in, other string }{
	{"nothing", "", ""},
	{"one byte", "04", ""},
	{"a PDF", "'%PDF-1.7' 0A 25E2E3CFD3", ""},
	{"text with dollars", "'$' 20 '100'", ""},
	{"text with dollars, long", "'$' 20 '100,' 20 61*600", ""},
	{"CSV", "'0;1;2' 0A", ""},
	{"CSV, long", "'0;1;2' 0A '0;1;2;3' 0A*600", ""},
	{"XML", "'<?xml' 20 'version=\"1.0\"?><a/>'", ""},
	{"ZIP", "'PK' 0304 1400 0000 0800", ""},
	{"PNG", "89 'PNG' 0D0A1A0A", ""},
	{"gzip", "1F8B0800 00*8", ""},
	{"LZ4", "04224D18 6440 A7 61*700", ""},
	{"zeros", "00*600", ""},
	{"a string with too few bytes", "04 0A 'abc'", ""},
	{"a string with bytes after it", "04 02 'abc'", ""},
	{"a string with bytes after it, long", "04 22 61*600", ""},
	{"a string with bytes after it, far in", "04 82 01F0 61*496 62*600", ""},
	{"other tag inside, seen", "24 80 04 03 'abc' 05 00 0000 61*600", ""},
	{"segment longer than its parent, seen", "24 05 04 04 'abcd'", ""},
	{"header longer than its parent", "24 03 04 01 61 04 01 61 00*600", ""},
	{"header cut by its parent", "24 01 04 01 61 00*600", ""},
	{"primitive of indefinite length", "04 80 04 01 61 0000", ""},
	{"no end-of-contents", "24 80 04 01 61", ""},
	{"half an end-of-contents", "24 80 04 01 61 00", ""},
	{"end-of-contents in a definite value", "24 05 04 01 61 0000", ""},
	{"end-of-contents of another form", "24 80 04 01 61 00 81 00", ""},
	{"indefinite without end in definite", "24 07 24 80 04 03 'abc'", ""},
	{"end-of-contents cut by its parent", "24 07 24 80 04 02 'ab' 00 00", ""},
	{"length of nine bytes", "04 89 000000000000000003 'abc'", ""},
	{"length of 64 bits", "04 88 8000000000000000 61*600", ""},
	{"reserved length", "04 FF 61*600", ""},
	{"33 deep", deep(33), ""},
	{"33 deep, indefinite", "2480*33 04 01 'x' 0000*33", ""},
	{"33 deep, and no end", "2480*600", ""},
	{"a high tag", "3F 04 03 'abc'", ""},
	{"a BIT STRING", "03 04 00 'abc'", ""},

	{"a SEQUENCE of other things", "30 06 02 01 01 02 01 02", ""},
	{"CMS signed-data, DER", "30 82 0400 06 09 2A864886F70D010702 A0 82 03F1 61*1009", "CMS signed-data"},
	{"CMS signed-data, BER", "30 80 06 09 2A864886F70D010702 A0 80 30 80 61*1009", "CMS signed-data"},
	{"CMS enveloped-data", "30 80 06 09 2A864886F70D010703 A0 80 30 80 61*1009", "CMS enveloped-data"},
	{"CMS compressed-data", "30 80 06 0B 2A864886F70D0109100109 A0 80 30 80 61*9", "CMS compressed-data"},
	{"CMS without content", "30 0B" + oid, "CMS data without an OCTET STRING"},
	{"CMS with other content", "30 11" + oid + "A0 04 0C 02 'ab'", "CMS data without an OCTET STRING"},
	{"CMS with [1]", "30 11" + oid + "A1 04 04 02 'ab'", "CMS data without an OCTET STRING"},
	{"CMS with an [0] that ends at once", "30 80" + oid + "A0 80 0000 0000", "CMS data without an OCTET STRING"},
	{"an algorithm identifier", "30 0B 06 09 608648016503040201", "a SEQUENCE of type 2.16.840.1.101.3.4.2.1"},
	{"a short type", "30 04 06 02 2A03", "a SEQUENCE of type 1.2.3"},
	{"a malformed type", "30 04 06 02 2A83", ""},
	{"a type with zeros in front", "30 05 06 03 2A8003", ""},
	{"an empty type", "30 02 06 00", ""},
	{"a type too long", "30 31 06 2F 2A*47", ""},
	{"a type with an arc too large", "30 0E 06 0C 2A FF*10 7F", ""},
}

// broken is what is found wrong when it is read.
var broken = []struct {
	name, in, content string
	code              Code
	offset            int64
}{
	{"truncated", "04 82 0400 61*1000", "61*1000", Truncated, 1004},
	{"truncated in a header", "24 80 04 82 0400 61*1024 04 82", "61*1024", Truncated, 1032},
	{"truncated after a segment", "24 80 04 82 0400 61*1024", "61*1024", Truncated, 1030},
	{"truncated before its length", "24 80 04 82 0400 61*1024 04", "61*1024", Truncated, 1031},
	{"truncated in end-of-contents", "24 80 04 82 0400 61*1024 00", "61*1024", Truncated, 1031},
	{"bytes after the end", "04 82 0400 61*1025", "61*1024", Trailing, 1028},
	{"bytes after end-of-contents", "24 80 04 82 0400 61*1024 0000 00", "61*1024", Trailing, 1032},
	{"no end-of-contents", "24 82 0406 24 80 04 82 0400 61*1024", "61*1024", NotEnded, 1034},
	{"end-of-contents cut", "24 82 0407 24 80 04 82 0400 61*1024 0000", "61*1024", Overrun, 1034},
	{"segment too long", "24 82 0407 04 82 0400 61*1024 04 02 6161", "61*1024", Overrun, 1032},
	{"header too long", "24 82 0406 04 82 0400 61*1024 04 81 01 61", "61*1024", Overrun, 1032},
	{"header too long, indefinite", "24 82 0405 04 82 0400 61*1024 24 80 0000", "61*1024", Overrun, 1032},
	{"nested too long", "24 80 24 82 0408 04 82 0400 61*1024 24 03 04 01 61 0000", "61*1024", Overrun, 1034},
	{"other tag", "24 80 04 82 0400 61*1024 05 00 0000", "61*1024", BadTag, 1030},
	{"end-of-contents in a definite value", "24 82 0406 04 82 0400 61*1024 0000", "61*1024", BadTag, 1032},
	{"end-of-contents of another form", "24 80 04 82 0400 61*1024 00 81 00", "61*1024", BadLength, 1030},
	{"length of nine bytes", "24 80 04 82 0400 61*1024 04 89 00*9 0000", "61*1024", BadLength, 1030},
	{"length of 64 bits", "24 80 04 82 0400 61*1024 04 88 FF*8 0000", "61*1024", BadLength, 1030},
	{"length of nearly 63 bits", "24 80 04 82 0400 61*1024 04 88 7F FF*7 0000", "61*1024", Overrun, 1030},
	{"primitive of indefinite length", "24 80 04 82 0400 61*1024 04 80 0000", "61*1024", BadLength, 1030},
	{"too deep", "24 80 04 82 0400 61*1024 2480*32 0000*33", "61*1024", TooDeep, 1092},
	{"too deep, endless", "24 80 04 82 0400 61*1024 2480*100000", "61*1024", TooDeep, 1092},
	{"too deep, but not at first", "24 80 2400*300 2480*600", "", TooDeep, 664},

	{"CMS, truncated", "30 12" + oid + "A0 05 04 03 'ab'", "'ab'", Truncated, 19},
	{"CMS, end-of-contents missing", "30 80" + oid + "A0 80 24 80 04 03 'abc' 0000 0000", "'abc'", Truncated, 26},
	{"CMS, two strings", "30 80" + oid + "A0 80 04 01 61 04 01 62 0000 0000", "61", BadTag, 18},
	{"CMS, more than the content", "30 80" + oid + "A0 80 04 01 61 0000 05 00 0000", "61", BadTag, 20},
	{"CMS, longer than its content", "30 14" + oid + "A0 05 04 03 'abc' 0500", "'abc'", BadTag, 20},
	{"CMS, bytes after the end", "30 12" + oid + "A0 05 04 03 'abc' 0A", "'abc'", Trailing, 20},
}
