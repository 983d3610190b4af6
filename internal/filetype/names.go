package filetype

import (
	"hash/fnv"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// maxName is how long a name may get, in bytes of UTF-8. File systems take 255, of which
// this leaves some to programs that add to a name.
const maxName = 200

// room is kept for a number in brackets.
const room = len(" (123456789)")

// Names makes the names of extracted files safe, and each of them a different one. Its
// zero value is ready. It is not safe for concurrent use, and remembers every name by a
// few bytes: in a very rare case a name gets a number that it would not need.
type Names struct {
	used map[uint64]struct{} // hashes of folded names
	next map[string]int      // the number to try next, by what it is added to, folded
}

// Safe is a name for a file on any system's disk that is as near as can be to the one
// that somebody else gave it. It is never empty, has at most 200 bytes, and differs, on
// disks that ignore case too, from all that were handed out before: the second
// "a.pdf" is "a (2).pdf".
//
// Of a path the last element counts. What cannot be seen is left out, what some system
// does not allow becomes "_", a name of a device like "CON" gets one in front, and no
// name begins or ends with a dot or blank. A name of which nothing is left is
// fallbackStem with the extension ext; a name without extension gets ext too, unless it
// is "". One that has another extension keeps it.
func (n *Names) Safe(name, fallbackStem, ext string) string {
	name = safe(name, fallbackStem, ext)
	if n.take(name) {
		return name
	}
	stem, ext := splitExtension(name)
	stem = strings.TrimRight(cut(stem, maxName-room-len(ext)), " ")
	group := fold(stem) + "/" + fold(ext)
	for i := max(n.next[group], 2); ; i++ {
		numbered := stem + " (" + strconv.Itoa(i) + ")" + ext
		if n.take(numbered) {
			if n.next == nil {
				n.next = map[string]int{}
			}
			n.next[group] = i + 1
			return numbered
		}
	}
}

// take notes a name, if it is free.
func (n *Names) take(name string) bool {
	h := fnv.New64a()
	h.Write([]byte(fold(name)))
	key := h.Sum64()
	if _, taken := n.used[key]; taken {
		return false
	}
	if n.used == nil {
		n.used = map[uint64]struct{}{}
	}
	n.used[key] = struct{}{}
	return true
}

// fold makes names equal that some file system may take for one: NTFS compares capital
// letters, APFS folded ones of either form that a letter with an accent has. With
// compatibility decomposition this is the full case folding of Unicode, and a little more:
// a number too many does no harm, a file written over another does.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return strings.ReplaceAll(strings.ToLower(strings.ToUpper(norm.NFKD.String(s))), "ß", "ss")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// safe is a name that is safe by itself.
func safe(name, fallbackStem, ext string) string {
	ext = cleanExtension(ext)
	_, s := lastElement(name)
	if s == "" {
		s = clean(strings.NewReplacer("/", "_", `\`, "_").Replace(fallbackStem))
		if s == "" {
			s = "file"
		}
		s += ext
	} else if _, own := splitExtension(s); own == "" {
		s += ext
	}
	if s = shorten(s); isDevice(s) {
		s = shorten("_" + s)
	}
	return s
}

// lastElement is the last element of a path of which something is left when it is
// cleaned, as it is and cleaned.
func lastElement(path string) (raw, cleaned string) {
	for path != "" {
		i := strings.LastIndexAny(path, `/\`)
		if s := clean(path[i+1:]); s != "" {
			return path[i+1:], s
		}
		path = path[:max(i, 0)]
	}
	return "", ""
}

// longestExtension is the longest end of a name that is taken for an extension.
const longestExtension = 10

// splitExtension parts a name before the dot of its extension, which is of letters and
// digits with at least one letter: neither the year in "invoice.2026" is one nor the
// rest of the sentence in "Dr. Miller".
func splitExtension(name string) (stem, ext string) {
	i := strings.LastIndexByte(name, '.')
	if i <= 0 || !isExtension(name[i+1:]) {
		return name, ""
	}
	return name[:i], name[i:]
}

func isExtension(s string) bool {
	letters := 0
	for i := range len(s) {
		switch c := s[i] | 0x20; {
		case 'a' <= c && c <= 'z':
			letters++
		case s[i] < '0' || s[i] > '9':
			return false
		}
	}
	return letters > 0 && len(s) <= longestExtension
}

// cleanExtension is an extension with its dot, "" if it is none.
func cleanExtension(ext string) string {
	ext = strings.ToLower(strings.TrimPrefix(ext, "."))
	if !isExtension(ext) {
		return ""
	}
	return "." + ext
}

// shorten cuts the stem of a name that is too long. What is cut must not leave an
// extension that was none: "exe" of "execution-of-contract".
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	stem, ext := splitExtension(name)
	if ext != "" {
		short := cut(stem, maxName-len(ext))
		_, was := splitExtension(stem)
		if _, is := splitExtension(short); is != was {
			short = cut(stem, maxName-len(ext)-1) + "_"
		}
		return short + ext
	}
	name = strings.TrimRight(cut(name, maxName-1), " .")
	if _, ext = splitExtension(name); ext != "" {
		name += "_"
	}
	return name
}

// cut is at most the first n bytes of s, in whole characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
