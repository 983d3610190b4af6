package pdfwrite

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Relationship says what an attached file is to the document (ISO 19005-3, annex E).
type Relationship string

// The relationships.
const (
	Source      Relationship = "Source"      // the document was made from it
	Data        Relationship = "Data"        // data behind what is shown
	Alternative Relationship = "Alternative" // the same in another form
	Supplement  Relationship = "Supplement"  // goes with it
	Unspecified Relationship = "Unspecified"
)

// Attachment is a file in the document.
type Attachment struct {
	Name         string // file name, no path
	MIME         string
	Relationship Relationship
	Description  string
	Data         []byte
	ModTime      time.Time // absent: that of the document
}

// AttachmentError says why a file cannot be attached.
type AttachmentError struct{ Name, Why string }

func (e *AttachmentError) Error() string { return fmt.Sprintf("attachment %q: %s", e.Name, e.Why) }

// Attach adds a file. An error is an *AttachmentError.
func (d *Document) Attach(a Attachment) error {
	if err := a.Check(); err != nil {
		return err
	}
	taken := slices.ContainsFunc(d.attachments, func(b Attachment) bool { return b.Name == a.Name })
	if taken {
		return &AttachmentError{a.Name, "the name is taken by another attachment"}
	}
	d.attachments = append(d.attachments, a)
	return nil
}

// Check tells why a file cannot be attached, whatever else is. An error is an
// *AttachmentError.
func (a *Attachment) Check() error {
	known := []Relationship{Source, Data, Alternative, Supplement, Unspecified}
	switch {
	case a.Name == "" || len(a.Name) > 255 || strings.ContainsAny(a.Name, "/\\\x00") || clean(a.Name) != a.Name:
		return &AttachmentError{a.Name, "not a file name of 1 to 255 bytes without path"}
	case !strings.Contains(a.MIME, "/") || len(a.MIME) > 127:
		return &AttachmentError{a.Name, "needs a media type such as text/xml"}
	case !slices.Contains(known, a.Relationship):
		return &AttachmentError{a.Name, "needs one of the relationships Source, Data, Alternative, Supplement, Unspecified"}
	}
	return nil
}

// embedFiles writes the files and returns what the catalog says of them: /AF
// (ISO 19005-3, 6.8) and the tree of names (ISO 32000-1, 7.11.4).
func (d *Document) embedFiles() string {
	if len(d.attachments) == 0 {
		return ""
	}
	type entry struct {
		key  string
		spec int
	}
	var files []int
	var names []entry
	for _, a := range d.attachments {
		spec := d.embedFile(a)
		files = append(files, spec)
		names = append(names, entry{text(a.Name), spec})
	}
	slices.SortFunc(names, func(a, b entry) int { return bytes.Compare(keyOf(a.key), keyOf(b.key)) })
	var b strings.Builder
	for _, n := range names {
		fmt.Fprintf(&b, "%s %d 0 R ", n.key, n.spec)
	}
	return fmt.Sprintf("/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>", references(files), b.String())
}

// keyOf orders names as their bytes: those of UTF-16, which start with FE, come last.
func keyOf(written string) []byte {
	if strings.HasPrefix(written, "<") {
		return append([]byte{0xFE}, written...)
	}
	return []byte(strings.NewReplacer("\\\\", "\\", "\\(", "(", "\\)", ")").Replace(written[1 : len(written)-1]))
}

func (d *Document) embedFile(a Attachment) int {
	modified := a.ModTime
	if modified.IsZero() {
		modified = d.info.Modified
	}
	sum := md5.Sum(a.Data)
	params := fmt.Sprintf("/Size %d/CheckSum<%X>", len(a.Data), sum)
	if !modified.IsZero() {
		params += "/ModDate" + date(modified)
	}
	file := d.stream(fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<<%s>>", name(a.MIME), params), a.Data)
	description := ""
	if a.Description != "" {
		description = "/Desc" + text(clean(a.Description))
	}
	return d.add("<</Type/Filespec/F%s/UF%s/AFRelationship/%s%s/EF<</F %d 0 R/UF %d 0 R>>>>",
		text(ASCIIName(a.Name)), text(a.Name), a.Relationship, description, file, file)
}

// ASCIIName is a file name for readers that know no /UF.
func ASCIIName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '_'
		}
		return r
	}, s)
}
