package filetype

import (
	"slices"
	"strings"
)

// Same tells whether a file that is said to be of type claimed may be what Detect saw.
// Besides equal types, under any of their names, it holds that:
//   - no claim, and "some bytes" (application/octet-stream), are true of everything;
//   - what is claimed may be a kind of what was seen, of which the first bytes show no
//     more: an XLSX seen as a ZIP, a CSV seen as text, an XLS seen as a compound file;
//   - what is claimed may be a kind that others than it resembles: see Type.SeenAs;
//   - what was seen may be a kind of what is claimed, which is then vague and not
//     wrong: an SVG called XML. A program or script is excepted: to call it text or a
//     ZIP hides what matters of it;
//   - of a claim that is not in the list not much is known: it may be a kind of ZIP,
//     XML, text and the like, but is no PDF;
//   - of a file that Detect does not know ("") a claim is doubted only if Detect would
//     know every file of that type.
func Same(claimed, seen string) bool {
	claimed, seen = canonical(claimed), canonical(seen)
	if claimed == "" || claimed == octets || claimed == seen {
		return true
	}
	if seen == "" {
		return !known(claimed)
	}
	if isKind(claimed, seen) || slices.Contains(seenAs(claimed), seen) {
		return true
	}
	t := byMIME[seen]
	return t != nil && !t.Executable && isKind(seen, claimed)
}

// canonical is the name that the list has for a type, or a plain form of the one given.
func canonical(mime string) string {
	mime = plain(mime)
	if t := byMIME[mime]; t != nil {
		return t.MIME
	}
	return mime
}

// isKind tells whether every file of type a is of type b too.
func isKind(a, b string) bool {
	for _, w := range within(a) {
		if w == b || isKind(w, b) {
			return true
		}
	}
	return false
}

// known tells whether Detect knows every file of a type.
func known(mime string) bool {
	if t := byMIME[mime]; t != nil && t.sure {
		return true
	}
	return slices.ContainsFunc(within(mime), known)
}

// families says by its name what a type that is not in the list is within.
var families = []struct {
	prefix, suffix string
	within         []string
}{
	{"", "+xml", []string{xml}}, // RFC 6839 and RFC 8460
	{"", "+json", []string{"application/json"}},
	{"", "+zip", []string{zip}},
	{"", "+gzip", []string{gz}},
	{"text/", "", []string{text}},
}

func within(mime string) []string {
	if t := byMIME[mime]; t != nil {
		return t.Within
	}
	for _, f := range families {
		if strings.HasPrefix(mime, f.prefix) && strings.HasSuffix(mime, f.suffix) {
			return f.within
		}
	}
	return nil
}

// anything is what a type that is not in the list may be seen as.
var anything = []string{zip, xml, text, ole, gz, "application/json"}

func seenAs(mime string) []string {
	if t := byMIME[mime]; t != nil {
		return t.SeenAs
	}
	return anything
}
