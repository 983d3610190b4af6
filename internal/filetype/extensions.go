package filetype

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ByExtension finds a type by the extension of its files, without dot and in lower
// case; nil if it is not in the list.
func ByExtension(ext string) *Type { return byExtension[ext] }

// Extensions is all that stands behind dots in a file name, as a policy that blocks some
// of them wants it: in lower case, without the blanks and dots that Windows drops at the
// end, and with nothing hidden in it. The last is, in general, the one that a system goes
// by: "invoice.exe.pdf" is none to be afraid of, but gives "exe" and "pdf".
//
// Counted are the extensions of NTFS streams too, "a.pdf:b.exe", and both readings of
// names with characters that cut a text short, or turn it round on the screen: what looks
// like "invoice.exe.pdf" may be "invoice.exe", an override, and "fdp.". Letters of other
// shapes, such as full-width ones, count as what they stand for.
func Extensions(name string) []string {
	name, _ = lastElement(name)
	name = norm.NFKC.String(strings.ToValidUTF8(name, "_"))
	all := appendExtensions(nil, name, func(c rune) bool { return isStream(c) || isTrick(c) })
	if strings.ContainsFunc(name, isTrick) {
		all = appendExtensions(all, name, isStream) // they end with what a system goes by
	}
	return lastOfEach(all)
}

// isStream parts the name of a file from that of a stream in it. NFKC may make slashes of
// other characters.
func isStream(c rune) bool { return strings.ContainsRune(`:/\`, c) }

// isTrick tells whether some programs take a name to end at a character, or show what
// follows it elsewhere.
func isTrick(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Bidi_Control) }

// appendExtensions appends the extensions of every part of a name.
func appendExtensions(all []string, name string, parts func(rune) bool) []string {
	for part := range strings.FieldsFuncSeq(name, parts) {
		_, rest, more := strings.Cut(part, ".")
		for more {
			var ext string
			ext, rest, more = strings.Cut(rest, ".")
			if ext = strings.Trim(strings.Map(visible, ext), " "); ext != "" {
				all = append(all, fold(ext))
			}
		}
	}
	return all
}

// visible drops what cannot be seen, and makes all blanks one.
func visible(c rune) rune {
	switch {
	case isBlank(c):
		return ' '
	case isInvisible(c):
		return -1
	}
	return c
}

// lastOfEach drops all but the last of equal ones.
func lastOfEach(all []string) []string {
	seen := make(map[string]bool, len(all))
	var kept []string
	for _, s := range slices.Backward(all) {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	slices.Reverse(kept)
	return kept
}
