package filetype

import (
	"bytes"
	"strings"
)

// textType is the type of a text, "" if head is none.
func textType(head []byte) string {
	var buf [looked / 2]byte
	b := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	if narrow, is16 := narrow16(buf[:0], b); is16 {
		b = narrow
	}
	begins := trimSpace(b)
	if mime := markup(begins); mime != "" {
		return mime
	}
	if !isText(b) {
		return ""
	}
	for _, t := range beginnings {
		if hasPrefixFold(begins, t.text) {
			return t.mime
		}
	}
	switch {
	case isJSON(begins):
		return "application/json"
	case isMail(b):
		return "message/rfc822"
	}
	return text
}

// beginnings says by its first characters, in lower case, what a text is.
var beginnings = []struct{ text, mime string }{
	{"%pdf-", "application/pdf"}, // after white space
	{`{\rtf`, "application/rtf"},
	{"%!ps", "application/postscript"},
	{"begin:vcard", "text/vcard"},
	{"begin:vcalendar", "text/calendar"},
	{"una:+", "application/edifact"},
	{"unb+uno", "application/edifact"},
	{"-----begin ", "application/x-pem-file"},
	{"@echo ", "application/x-bat"},
	{"windows registry editor", "text/x-ms-regedit"},
	{"regedit4", "text/x-ms-regedit"},
	{"[internetshortcut]", "application/x-mswinurl"},
	{"[desktop entry]", "application/x-desktop"},
}

// hasPrefixFold tells whether b begins with a text in lower case, whatever its own case.
func hasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && strings.EqualFold(string(b[:len(lower)]), lower)
}

// control is the characters that no text has, in whatever code page: all controls but
// tab, the ends of lines and pages, and escape, which switches code pages.
const control uint32 = (1<<32 - 1) &^ (1<<'\t' | 1<<'\n' | 1<<'\f' | 1<<'\r' | 1<<0x1B)

// isText tells whether b may be text. UTF-8 is not demanded: of code pages like Latin-1
// no byte from 0x80 up can be excluded.
func isText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && control&(1<<c) != 0 {
			return false
		}
	}
	return true
}

// narrow16 writes UTF-16 to out, which has room for it, as bytes: characters beyond
// ASCII as 0xFF, as it is not them that tell types apart. Without byte order mark it
// takes for UTF-16 what begins with two characters of ASCII.
func narrow16(out, b []byte) (narrow []byte, is16 bool) {
	if len(b) < 2 {
		return nil, false
	}
	low := 0 // where in a character its lower byte is
	switch {
	case b[0] == 0xFF && b[1] == 0xFE:
		b = b[2:]
	case b[0] == 0xFE && b[1] == 0xFF:
		low, b = 1, b[2:]
	case len(b) >= 4 && isASCII16(b[0], b[1], b[2], b[3]):
	case len(b) >= 4 && isASCII16(b[1], b[0], b[3], b[2]):
		low = 1
	default:
		return nil, false
	}
	for ; len(b) >= 2; b = b[2:] {
		c := b[low]
		if b[1-low] != 0 || c >= 0x80 {
			c = 0xFF
		}
		out = append(out, c)
	}
	return out, true
}

// isASCII16 tells whether two characters, given by their lower and higher bytes, are
// visible ones, or white space, of ASCII.
func isASCII16(low, high, low2, high2 byte) bool {
	ok := func(c byte) bool { return c >= ' ' && c < 0x7F || c == '\t' || c == '\n' || c == '\r' }
	return high == 0 && high2 == 0 && ok(low) && ok(low2)
}

func trimSpace(b []byte) []byte { return bytes.TrimLeft(b, " \t\r\n") }
