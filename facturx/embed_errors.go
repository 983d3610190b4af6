package facturx

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// Problem is something in a PDF that PDF/A-3 does not allow.
type Problem struct {
	Clause  string `json:"clause"`           // of ISO 19005-3, as in "6.2.11.4.1"
	Page    int    `json:"page,omitempty"`   // of the PDF, from 1; 0: on none
	Object  int    `json:"object,omitempty"` // its number in the PDF; 0: none
	Message string `json:"message"`
	Mended  bool   `json:"mended"` // it is not there any more
}

func (p Problem) String() string {
	where := ""
	if p.Page > 0 {
		where += fmt.Sprintf("page %d, ", p.Page)
	}
	if p.Object > 0 {
		where += fmt.Sprintf("object %d, ", p.Object)
	}
	return fmt.Sprintf("%s (%sISO 19005-3, %s)", p.Message, where, p.Clause)
}

// Unmended are those of problems that have not been mended.
func Unmended(all []Problem) (left []Problem) {
	for _, p := range all {
		if !p.Mended {
			left = append(left, p)
		}
	}
	return left
}

// PDFAError says what keeps a PDF from becoming PDF/A-3.
type PDFAError struct {
	Problems []Problem // those too that could be mended
}

func (e *PDFAError) Error() string {
	left := Unmended(e.Problems)
	s := "the PDF cannot be made PDF/A-3"
	if len(left) > 0 {
		s += ": " + left[0].String()
	}
	if n := len(left); n > 1 {
		s += fmt.Sprintf(" and %d more", n-1)
	}
	return s
}

// EmbedCode classes errors of Embed.
type EmbedCode string

// The codes of errors of Embed.
const (
	EmbedOption    EmbedCode = "option"     // an option is wrong
	EmbedSigned    EmbedCode = "signed"     // the PDF is signed, and the options do not say what shall become of that
	EmbedEncrypted EmbedCode = "encrypted"  // it is encrypted, and the options do not allow to open it
	EmbedInside    EmbedCode = "inside"     // an invoice is inside already, and shall not be replaced
	EmbedName      EmbedCode = "name"       // a file with the name of a new one is inside already
	EmbedSeveral   EmbedCode = "several"    // the document is a batch
	EmbedNoPage    EmbedCode = "no-page"    // the PDF has no page
	EmbedAppend    EmbedCode = "not-append" // nothing can be appended to the PDF: it has to be written anew
)

// EmbedError says why an invoice does not go into a PDF.
type EmbedError struct {
	Code   EmbedCode
	Option string // field of EmbedOptions that is wrong, or that decides; "": none
	Err    error
}

func (e *EmbedError) Error() string {
	if e.Code == EmbedOption {
		return "option " + e.Option + ": " + e.Err.Error()
	}
	return e.Err.Error()
}

// Unwrap is Err.
func (e *EmbedError) Unwrap() error { return e.Err }

func embedError(code EmbedCode, option, format string, a ...any) *EmbedError {
	return &EmbedError{code, option, fmt.Errorf(format, a...)}
}

// wrapEmbed gives errors their type.
func wrapEmbed(err error) error {
	var own *EmbedError
	var claim *PDFAError
	if errors.As(err, &own) || errors.As(err, &claim) {
		return err
	}
	if pdf.IsCode(err, pdf.Unsupported) {
		return &EmbedError{EmbedAppend, "Incremental", err}
	}
	return wrap(err)
}
