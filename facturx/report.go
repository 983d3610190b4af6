package facturx

import (
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/validate"
)

// Report is what is known of a PDF.
type Report struct {
	Version    string  `json:"version"`            // of PDF, by header and catalog, as in "1.7"
	Pages      int64   `json:"pages"`              // as the document says
	Producer   string  `json:"producer,omitempty"` // the program that made it
	Encrypted  bool    `json:"encrypted"`          // with an empty user password
	Signatures int     `json:"signatures"`         // signed form fields
	Repaired   bool    `json:"repaired"`           // it was damaged, and has been read all the same
	PDFA       *PDFA   `json:"pdfa,omitempty"`     // what it claims of PDF/A; nil: nothing
	Claims     []Claim `json:"claims,omitempty"`   // of its metadata (XMP), about the invoice inside
	Files      []*File `json:"files"`
	Invoice    *Facts  `json:"invoice,omitempty"` // nil: there is none inside
	Notes      []Note  `json:"notes,omitempty"`   // what is odd, or contradicts itself
}

// PDFA is the claim to be PDF/A (ISO 19005-3, 6.6.4). Nobody has checked it.
type PDFA struct {
	Part        string `json:"part"`                  // 1 to 4
	Conformance string `json:"conformance,omitempty"` // A, B, U, E or F
}

func (p *PDFA) String() string { return "PDF/A-" + p.Part + lower(p.Conformance) }

// Claim is what the metadata say of the invoice, in the schema of one standard.
type Claim struct {
	Namespace string `json:"namespace"`
	Type      string `json:"documentType,omitempty"`
	File      string `json:"documentFileName,omitempty"`
	Version   string `json:"version,omitempty"`
	Level     string `json:"conformanceLevel,omitempty"`
}

// File is a file inside a PDF.
type File struct {
	Index        int             `json:"index"`              // from 1
	Name         string          `json:"name"`               // safe on any disk, and unique in the document
	Filename     string          `json:"filename,omitempty"` // as the document gives it
	Relationship string          `json:"relationship,omitempty"`
	MIME         string          `json:"mime,omitempty"` // as the document claims
	Type         string          `json:"type,omitempty"` // MIME type by content, "" if the content does not tell
	Description  string          `json:"description,omitempty"`
	Created      string          `json:"created,omitempty"`  // ISO 8601
	Modified     string          `json:"modified,omitempty"` // ISO 8601
	Places       []string        `json:"places"`             // names (the tree of embedded files), catalog (/AF), page 3, annotation on page 3, structure
	Format       einvoice.Format `json:"format,omitempty"`   // of an invoice or order, by the root element
	Size         int64           `json:"size"`               // bytes that could be decoded
	SHA256       string          `json:"sha256,omitempty"`   // of them, if that are all
	Err          *Error          `json:"-"`                  // why not all could be decoded
	Error        string          `json:"error,omitempty"`    // the same

	root string // element of XML content
}

// Facts are those of the invoice.
type Facts struct {
	File          int             `json:"file"` // File.Index
	Name          string          `json:"name"` // File.Name
	Format        einvoice.Format `json:"format,omitempty"`
	Specification string          `json:"specification,omitempty"` // BT-24, the guideline that it follows
	Profile       string          `json:"profile,omitempty"`       // that the guideline names, as in "EN 16931"
}

// Note says what is odd.
type Note struct {
	Code    NoteCode `json:"code"`
	Message string   `json:"message"`
	Rule    string   `json:"rule,omitempty"` // of the rule set "container" of package validate, if one says so
	Path    string   `json:"path,omitempty"` // to the place in the PDF, as in "/Root/AF" or "object 12"

	args []validate.Arg // the values in the text of the rule
}

func (n Note) String() string { return n.Message }

// NoteCode classes notes.
type NoteCode string

// The codes of notes.
const (
	NoteRepaired     NoteCode = "repaired"        // the PDF was damaged
	NoteIncomplete   NoteCode = "incomplete"      // not all of it could be looked through
	NoteFileBroken   NoteCode = "file-broken"     // a file cannot be decoded
	NoteSize         NoteCode = "size"            // a file is not as long as the PDF says
	NoteCheckSum     NoteCode = "checksum"        // the MD5 that the PDF gives of a file is not its own
	NoteType         NoteCode = "type"            // a file is not of the type that the PDF says
	NoteSeveral      NoteCode = "several"         // more than one file can be the invoice
	NoteName         NoteCode = "name"            // no standard gives an invoice this name, or a standard gives it to another format
	NoteContent      NoteCode = "content"         // a file with the name of an invoice that is none
	NoteRelationship NoteCode = "relationship"    // AFRelationship is missing, or another than the profile wants
	NotePlace        NoteCode = "place"           // not in the tree of embedded files, or not in /AF of the document
	NoteXML          NoteCode = "xml"             // the invoice cannot be read
	NoteGuideline    NoteCode = "guideline"       // the invoice names no guideline that is known
	NotePDFA         NoteCode = "pdfa"            // no claim to be PDF/A-3 or PDF/A-4f
	NoteNoClaim      NoteCode = "xmp-missing"     // the metadata do not mention the invoice
	NoteBadXMP       NoteCode = "xmp-unreadable"  // the metadata are no XML
	NoteClaimFile    NoteCode = "xmp-file"        // DocumentFileName is not the name of the invoice
	NoteClaimType    NoteCode = "xmp-type"        // DocumentType is not INVOICE
	NoteClaimLevel   NoteCode = "xmp-level"       // ConformanceLevel is not the profile that the invoice follows
	NoteClaimVersion NoteCode = "xmp-version"     // Version is not one of the standard's
	NoteStandards    NoteCode = "xmp-generations" // the claim is in the schema of another standard than the XML
	NoteClaimMissing NoteCode = "xmp-incomplete"  // one of the four properties is missing
	NoteExtension    NoteCode = "xmp-extension"   // the schema of the claim is not described, or not in full
	NoteEncrypted    NoteCode = "encrypted"       // the PDF is encrypted, with an empty password
	NoteFileNames    NoteCode = "file-names"      // the file specification of the invoice lacks F or UF
	NoteFormat       NoteCode = "format"          // the invoice is in a format that no standard puts into PDFs

	// What the pages show.
	NoteTextNumber     NoteCode = "text-number"     // the number of the invoice is not in the text of the pages
	NoteTextDate       NoteCode = "text-date"       // its issue date is not
	NoteTextAmount     NoteCode = "text-amount"     // the amount to pay is not
	NoteTextUnreadable NoteCode = "text-unreadable" // these were sought, but the pages have no text, or one that cannot be read
)

// mostNotes bounds notes on files, of which there may be many.
const mostNotes = 1000

func (r *Report) note(code NoteCode, format string, a ...any) {
	r.add(Note{Code: code, Message: fmt.Sprintf(format, a...)})
}

func (r *Report) add(n Note) {
	same := func(m Note) bool { return m.Code == n.Code && m.Message == n.Message && m.Path == n.Path }
	if len(r.Notes) < mostNotes && !slices.ContainsFunc(r.Notes, same) {
		r.Notes = append(r.Notes, n)
	}
}
