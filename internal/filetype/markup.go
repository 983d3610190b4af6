package filetype

import "bytes"

// markup is the type of what begins with "<": of XML and HTML it looks for the root
// element. "" if it is neither, or nothing but comments can be seen.
func markup(b []byte) string {
	if hasPrefixFold(b, "<?php") || hasPrefixFold(b, "<?=") {
		return "application/x-php"
	}
	declared, unknown := hasPrefixFold(b, "<?xml") && len(b) > 5 && isSpace(b[5]), ""
	if declared {
		unknown = xml
	}
	for len(b) > 0 && b[0] == '<' {
		n := 0
		switch {
		case hasPrefixFold(b, "<?"):
			n = through(b, "?>")
		case hasPrefixFold(b, "<!--"):
			n = through(b, "-->")
		case hasPrefixFold(b, "<!doctype"):
			if mime := rootType(doctypeName(b), declared, true); mime != "" && mime != xml {
				return mime
			}
			n = doctypeEnd(b)
		default:
			name, whole := elementName(b)
			if mime := rootType(name, declared, whole); mime != "" {
				return mime
			}
			return unknown
		}
		if n == 0 {
			return unknown
		}
		b = trimSpace(b[n:])
	}
	return unknown
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// through is the length of b up to and with a mark, 0 if it is not there.
func through(b []byte, mark string) int {
	i := bytes.Index(b, []byte(mark))
	if i < 0 {
		return 0
	}
	return i + len(mark)
}

// doctypeName is the name in a document type declaration.
func doctypeName(b []byte) []byte {
	name := trimSpace(b[len("<!doctype"):])
	if end := bytes.IndexAny(name, " \t\r\n>["); end >= 0 {
		return name[:end]
	}
	return name
}

// doctypeEnd is the length of a document type declaration with the one inside of it.
func doctypeEnd(b []byte) int {
	end, open := bytes.IndexByte(b, '>')+1, bytes.IndexByte(b, '[')
	if open < 0 || open > end {
		return end
	}
	closed := bytes.Index(b, []byte("]>"))
	if closed < 0 {
		return 0
	}
	return closed + len("]>")
}

// elementName is the name after "<", if what follows it can follow a name.
func elementName(b []byte) (name []byte, whole bool) {
	end := 1
	for end < len(b) && isNameByte(b[end]) {
		end++
	}
	if end == 1 || b[1] == '-' || b[1] == '.' || '0' <= b[1] && b[1] <= '9' {
		return nil, false
	}
	return b[1:end], end == len(b) || isSpace(b[end]) || b[end] == '>' || b[end] == '/'
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80 || c == '_' || c == ':' || c == '-' || c == '.'
}

// roots is the elements by which HTML is known that says nothing else of itself. Names
// that XML documents may have too, like table and p, are left out: see Type.SeenAs.
var roots = []string{"html", "head", "body", "script", "iframe", "meta"}

// rootType is the type of a document by the name of its root, "" if it is none.
func rootType(name []byte, declared, whole bool) string {
	if len(name) == 0 || !whole {
		return ""
	}
	if !declared {
		for _, r := range roots {
			if len(r) == len(name) && hasPrefixFold(name, r) {
				return html
			}
		}
	}
	switch string(name[bytes.LastIndexByte(name, ':')+1:]) {
	case "svg":
		return "image/svg+xml"
	case "html":
		return "application/xhtml+xml"
	}
	return xml
}
