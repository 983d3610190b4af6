package filetype

import "bytes"

// isJSON tells whether an object or array begins. "{" and "[" begin other things too, such
// as notes and the sections of settings, so that what follows up to the end of the first
// name or value is looked at.
func isJSON(b []byte) bool {
	depth := 0
	for len(b) > 0 && b[0] == '[' {
		depth++
		b = trimSpace(b[1:])
	}
	if len(b) == 0 {
		return false
	}
	var after []byte
	ok := false
	switch {
	case b[0] == '{':
		b = trimSpace(b[1:])
		if len(b) == 0 || b[0] != '}' {
			after, ok = skipString(b)
			return ok && (len(after) == 0 || after[0] == ':')
		}
		after, ok = trimSpace(b[1:]), true
	case depth == 0:
		return false
	case b[0] == ']':
		after, ok = b, true
	case b[0] == '"':
		after, ok = skipString(b)
	default:
		after, ok = skipScalar(b)
	}
	return ok && goesOn(after, depth)
}

// goesOn tells whether after the first value in so many arrays stands what may: the ends
// of arrays, and another value unless it was the last end.
func goesOn(after []byte, depth int) bool {
	for depth > 0 && len(after) > 0 && after[0] == ']' {
		depth--
		after = trimSpace(after[1:])
	}
	return len(after) == 0 || depth > 0 && after[0] == ','
}

// skipScalar passes a number or a literal of JSON, and white space.
func skipScalar(b []byte) (after []byte, ok bool) {
	n := bytes.IndexAny(b, ",] \t\r\n")
	if n <= 0 {
		return nil, false
	}
	switch string(b[:n]) {
	case "true", "false", "null":
	default:
		if len(bytes.Trim(b[:n], "0123456789+-.eE")) > 0 {
			return nil, false
		}
	}
	return trimSpace(b[n:]), true
}

// skipString passes a JSON string and white space.
func skipString(b []byte) (after []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return nil, false
	}
	for i := 1; i < len(b); i++ {
		switch {
		case b[i] == '\\':
			i++
		case b[i] == '"':
			return trimSpace(b[i+1:]), true
		case b[i] < ' ':
			return nil, false
		}
	}
	return nil, true // it goes on
}
