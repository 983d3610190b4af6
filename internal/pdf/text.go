package pdf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text is what a text string says (7.9.2.2): in UTF-16 or, since PDF 2.0, UTF-8 with a
// byte order mark, or else in PDFDocEncoding. UTF-16 with its low byte first, which is
// against the standard, and UTF-8 without mark, which some programs write, are read as
// what they are. Language codes in it are left out, and so is what follows a NUL.
func Text(s string) string {
	switch {
	case strings.HasPrefix(s, "\xFE\xFF"):
		s = fromUTF16(s[2:], 0)
	case strings.HasPrefix(s, "\xFF\xFE"):
		s = fromUTF16(s[2:], 1)
	case strings.HasPrefix(s, "\xEF\xBB\xBF"):
		s = strings.ToValidUTF8(s[3:], "\uFFFD")
	case isASCII(s) || utf8.ValidString(s):
	default:
		s = fromPDFDoc(s)
	}
	s, _, _ = strings.Cut(s, "\x00")
	return s
}

// TextString is a text as a string: see Text.
func TextString(s string) String {
	if isASCII(s) && !strings.Contains(s, "\x7F") {
		return String(s)
	}
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return String(out)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] < ' ' {
			return false
		}
	}
	return true
}

// fromUTF16 decodes pairs of bytes, of which the high one comes first unless swap is 1.
func fromUTF16(s string, swap int) string {
	units := make([]uint16, 0, len(s)/2)
	skipping := false
	for i := 0; i+1 < len(s); i += 2 {
		u := uint16(s[i+swap])<<8 | uint16(s[i+1-swap])
		const escape = 0x1B // around a language code
		if u == escape {
			skipping = !skipping
			continue
		}
		if !skipping {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}

// fromPDFDoc decodes PDFDocEncoding (annex D.2).
func fromPDFDoc(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x18 && c < 0x20:
			b.WriteRune(pdfDocLow[c-0x18])
		case c >= 0x80 && c <= 0xA0:
			b.WriteRune(pdfDocHigh[c-0x80])
		default:
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

var (
	pdfDocLow  = []rune("\u02D8\u02C7\u02C6\u02D9\u02DD\u02DB\u02DA\u02DC")
	pdfDocHigh = []rune("\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203A\u2212\u2030\u201E\u201C\u201D\u2018\u2019\u201A\u2122\uFB01\uFB02\u0141\u0152\u0160\u0178\u017D\u0131\u0142\u0153\u0161\u017E\uFFFD\u20AC")
)

// Date is a date of PDF (7.9.4), D:20260121093000+01'00', in the form of ISO 8601; "" if
// it is none. What it leaves out is left out.
func Date(s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s), "D:")
	digits := 0
	for digits < len(s) && digits < 14 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits < 4 || digits%2 != 0 {
		return ""
	}
	out := s[:4]
	for i, before := range []string{"-", "-", "T", ":", ":"} {
		if at := 4 + 2*i; at+2 <= digits {
			out += before + s[at:at+2]
		}
	}
	switch {
	case digits < 10:
		return out
	case digits == 10:
		out += ":00"
	}
	return out + zone(s[digits:])
}

// zone is "Z", "+01:00", or "" where it is not said.
func zone(s string) string {
	if s == "" || !strings.Contains("Z+-", s[:1]) {
		return ""
	}
	number := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s[1:])
	if s[0] == 'Z' || len(number) < 2 {
		return "Z"
	}
	return s[:1] + number[:2] + ":" + (number[2:] + "00")[:2]
}
