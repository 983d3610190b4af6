package facturx

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdfa"
)

// mend makes the PDF one that can claim to be PDF/A-3, or tells why it cannot be.
func (e *embedding) mend() error {
	found, err := pdfa.Mend(e.ctx, e.doc)
	if err != nil {
		return wrap(err)
	}
	for _, p := range found {
		e.Problems = append(e.Problems, Problem(p))
	}
	e.Problems = append(e.Problems, e.kept()...)
	left := Unmended(e.Problems)
	if len(left) == 0 {
		e.part, e.level = 3, e.keptLevel()
		return nil
	}
	if !e.o.NoClaim {
		return &PDFAError{Problems: e.Problems}
	}
	e.doc.Undo()
	for i := range e.Problems {
		e.Problems[i].Mended = false
	}
	return nil
}

// kept are problems with what stays as it is.
func (e *embedding) kept() (all []Problem) {
	problem := func(clause, format string, a ...any) {
		all = append(all, Problem{Clause: clause, Message: fmt.Sprintf(format, a...)})
	}
	if !e.o.Incremental {
		if e.Signatures > 0 {
			problem("6.4.3", "signatures of the document do not cover it any more when it is written anew: take them out first, or append to the PDF")
		}
		return all
	}
	if e.PDFA == nil {
		problem("6.1", "the PDF does not claim to be PDF/A, and what is appended to does not become it: write it anew")
	}
	if !hasBinaryMark(e.data) {
		problem("6.1.2", "the first line of the PDF is not followed by a comment of bytes that are no text: write it anew")
	}
	if v := e.doc.Header; len(v) != 3 || v[:2] != "1." || v > "1.7" {
		problem("6.1.2", "the PDF begins as version %s, and PDF/A-3 is at most 1.7: write it anew", v)
	}
	return all
}

// hasBinaryMark tells whether a document begins as PDF/A does: behind the first line there
// is a comment with four bytes that are no ASCII (ISO 19005-3, 6.1.2).
func hasBinaryMark(data []byte) bool {
	rest := data[min(len(data), len("%PDF-1.7")):]
	for _, end := range []string{"\r\n%", "\n%", "\r%"} {
		if comment, ok := bytes.CutPrefix(rest, []byte(end)); ok {
			return len(comment) >= 4 && !slices.ContainsFunc(comment[:4], func(c byte) bool { return c < 0x80 })
		}
	}
	return false
}

// keptLevel is B, or a higher level that the PDF claims itself: nothing that is done here
// takes from its structure or from the meaning of its characters.
func (e *embedding) keptLevel() string {
	c := e.PDFA
	if c == nil || c.Part != "1" && c.Part != "2" && c.Part != "3" {
		return "B"
	}
	switch level := lower(c.Conformance); {
	case level == "u" && c.Part != "1":
	case level == "a":
		catalog := e.doc.Catalog()
		marked := e.doc.Resolve(e.doc.Dict(catalog.Get("MarkInfo")).Get("Marked"))
		if marked != true || e.doc.Dict(catalog.Get("StructTreeRoot")) == nil {
			e.say("the PDF claims the level a of PDF/A and tells no structure: the hybrid claims the level b")
			return "B"
		}
	default:
		return "B"
	}
	e.say("the claim of the level %s is the PDF's own, and nobody has checked it", lower(c.Conformance))
	if lower(c.Conformance) == "u" {
		return "U"
	}
	return "A"
}
