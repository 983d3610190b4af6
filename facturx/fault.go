package facturx

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

// codes are those of the notes that the rules of the set "container" make. Rules with the
// same code speak of the same thing with other weights.
var codes = map[string]NoteCode{
	"FX-PDF-101": NoteName, "FX-PDF-102": NoteName, "FX-PDF-103": NoteName, "FX-PDF-104": NoteName, "FX-PDF-105": NoteFormat,
	"FX-PDF-106": NoteSeveral, "FX-PDF-107": NoteSeveral, "FX-PDF-108": NoteContent, "FX-PDF-109": NoteGuideline, "FX-PDF-110": NoteGuideline,
	"FX-PDF-111": NoteFileBroken,
	"FX-PDF-201": NotePlace, "FX-PDF-202": NotePlace, "FX-PDF-203": NoteRelationship, "FX-PDF-204": NoteRelationship, "FX-PDF-205": NoteRelationship,
	"FX-PDF-206": NoteType, "FX-PDF-207": NoteType, "FX-PDF-208": NoteType, "FX-PDF-209": NoteFileNames, "FX-PDF-210": NoteSize,
	"FX-PDF-211": NoteCheckSum, "FX-PDF-212": NoteType,
	"FX-PDF-301": NotePDFA, "FX-PDF-302": NotePDFA, "FX-PDF-303": NotePDFA, "FX-PDF-304": NoteEncrypted, "FX-PDF-305": NoteRepaired, "FX-PDF-306": NoteIncomplete,
	"FX-PDF-401": NoteBadXMP, "FX-PDF-402": NoteNoClaim, "FX-PDF-403": NoteClaimMissing, "FX-PDF-404": NoteExtension, "FX-PDF-405": NoteExtension,
	"FX-PDF-406": NoteClaimType, "FX-PDF-407": NoteClaimFile, "FX-PDF-408": NoteClaimVersion, "FX-PDF-409": NoteClaimLevel, "FX-PDF-410": NoteClaimLevel,
	"FX-PDF-411": NoteStandards,
	"FX-PDF-601": NoteTextNumber, "FX-PDF-602": NoteTextDate, "FX-PDF-603": NoteTextAmount, "FX-PDF-604": NoteTextUnreadable,
}

// Places in the PDF, as findings name them.
const (
	pathNames    = "/Root/Names/EmbeddedFiles"
	pathAF       = "/Root/AF"
	pathMetadata = "/Root/Metadata"
)

func arg(name, value string) validate.Arg { return validate.Arg{Name: name, Value: value} }

// fault notes that a rule of the set "container" is broken.
func (r *Report) fault(rule, path string, args ...validate.Arg) { r.add(fault(rule, path, args...)) }

// fault is the note that a rule of the set "container" is broken. The message is the rule's.
func fault(rule, path string, args ...validate.Arg) Note {
	text := rule
	if found := validate.ContainerRule(rule); found != nil {
		text = asNote(found.Message(args...))
	}
	return Note{Code: codes[rule], Message: text, Rule: rule, Path: path, args: args}
}

// asNote makes of a sentence what stands in lists: without its capital and full stop.
func asNote(s string) string {
	s = strings.TrimSuffix(s, ".")
	for _, word := range []string{"The ", "More ", "Not "} {
		if strings.HasPrefix(s, word) {
			return strings.ToLower(word) + s[len(word):]
		}
	}
	return s
}

// asFault is what a note says of a rule; false if no rule says it.
func (n *Note) asFault() (validate.Fault, bool) {
	return validate.Fault{Rule: n.Rule, Path: n.Path, Args: n.args}, n.Rule != ""
}

// specPath is where the specification of a file stands.
func (r *reading) specPath(f *File) string { return objectPath(r.found[f.Index-1].SpecObject) }

// streamPath is where its content stands.
func (r *reading) streamPath(f *File) string { return objectPath(r.found[f.Index-1].Object) }

func objectPath(n int) string {
	if n == 0 {
		return ""
	}
	return "object " + strconv.Itoa(n)
}
