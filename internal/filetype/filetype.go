// Package filetype tells what a file is by its first bytes and by its name, whether that
// agrees with what is said of it, and how a file that others named may be called on a
// disk. The names of types are those of IANA's registry of media types, or, for what is
// not registered, those in use.
//
//	seen := filetype.Detect(head) // of the first 4096 bytes
//	if !filetype.Same(attachment.MIMECode, seen) { … } // it is not what it claims to be
//	var names filetype.Names
//	path := names.Safe(attachment.Filename, "attachment", "pdf")
//
// First bytes are a hint, not a proof: a file can be made to be of two types at once.
package filetype

import "strings"

// Type is a kind of file. Those that ByMIME hands out are not to be changed.
type Type struct {
	MIME       string
	Extensions []string // in lower case, without dot; the first is the preferred, if there is any
	Aliases    []string // other names in use
	Within     []string // the types that every file of this type is of too: an ODT is a ZIP
	SeenAs     []string // what Detect may take a good file of this type for besides
	Executable bool     // a program or script: opening it may run it

	sure bool // Detect knows every file of this type, as this or as what it is within
}

var (
	byMIME      = map[string]*Type{} // and by alias
	byExtension = map[string]*Type{}
)

func init() {
	for _, r := range rows {
		t := &Type{
			MIME: r.mime, Extensions: strings.Fields(r.extensions), Aliases: strings.Fields(r.aliases),
			Within: strings.Fields(r.within), SeenAs: strings.Fields(r.seenAs),
			Executable: r.flags&runs != 0, sure: r.flags&sure != 0,
		}
		for _, name := range append([]string{t.MIME}, t.Aliases...) {
			byMIME[name] = t
		}
		for _, e := range t.Extensions {
			byExtension[e] = t
		}
	}
}

// ByMIME finds a type by its name or an alias, whatever the case and parameters like
// "; charset=utf-8". It is nil for a type not in the list.
func ByMIME(mime string) *Type { return byMIME[plain(mime)] }

// plain takes parameters, blanks and case from a name.
func plain(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(mime))
}

// ByName is the type that the end of a file name stands for, "" if it is not known. It
// takes the last of Extensions: what a system would go by.
func ByName(name string) (mime string) {
	all := Extensions(name)
	if len(all) == 0 {
		return ""
	}
	if t := byExtension[all[len(all)-1]]; t != nil {
		return t.MIME
	}
	return ""
}
