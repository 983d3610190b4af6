package facturx

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// ErrorCode classes errors.
type ErrorCode string

// The codes of errors.
const (
	ErrNotPDF        ErrorCode = "not-pdf"        // the document is no PDF
	ErrDamaged       ErrorCode = "damaged"        // it, or the invoice in it, cannot be read
	ErrEncrypted     ErrorCode = "encrypted"      // it needs a password
	ErrNoAttachments ErrorCode = "no-attachments" // no file is inside
	ErrNoInvoice     ErrorCode = "no-invoice"     // files are inside: no invoice is among them
	ErrOrder         ErrorCode = "order"          // Order-X: it is an order, and no invoice
	ErrLimit         ErrorCode = "limit"          // larger than Options allow
	ErrTimeout       ErrorCode = "timeout"        // the context ended
)

// Error says why a PDF gives no invoice.
type Error struct {
	Code    ErrorCode
	Message string
	Files   []string // the names of the files inside, where there is no invoice among them
	Report  *Report  // what is known all the same, or nil
	Err     error    // behind it, or nil
}

func (e *Error) Error() string { return e.Message }

// Unwrap is Err.
func (e *Error) Unwrap() error { return e.Err }

// wrap gives an error of package pdf, or of a context, its code.
func wrap(err error) error {
	var own *Error
	var inner *pdf.Error
	switch {
	case err == nil, errors.As(err, &own):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &Error{Code: ErrTimeout, Message: "reading the PDF was given up: " + err.Error(), Err: err}
	case errors.As(err, &inner):
		code := map[pdf.Code]ErrorCode{pdf.NotPDF: ErrNotPDF, pdf.Encrypted: ErrEncrypted, pdf.Limit: ErrLimit}[inner.Code]
		if code == "" {
			code = ErrDamaged
		}
		return &Error{Code: code, Message: inner.Message, Err: err}
	}
	return &Error{Code: ErrDamaged, Message: "the PDF is damaged: " + err.Error(), Err: err}
}

// missing is the error of a PDF without an invoice.
func missing(r *Report) *Error {
	e := &Error{Report: r}
	order := ""
	for _, f := range r.Files {
		e.Files = append(e.Files, f.Name)
		if f.Format == Order && order == "" {
			order = f.Name
		}
	}
	switch {
	case len(r.Files) == 0 && r.Repaired:
		e.Code, e.Message = ErrDamaged, "the PDF is damaged, and in what is left of it there is no file"
	case len(r.Files) == 0:
		e.Code, e.Message = ErrNoAttachments, "the PDF holds no file, and so no invoice: it is no hybrid (Factur-X, ZUGFeRD)"
	case order != "":
		e.Code, e.Message = ErrOrder, fmt.Sprintf("the PDF holds an order (Order-X) in %s, and no invoice", order)
	default:
		const shown = 10
		names := strings.Join(e.Files[:min(len(e.Files), shown)], ", ")
		if more := len(e.Files) - shown; more > 0 {
			names += fmt.Sprintf(" and %d more", more)
		}
		e.Code, e.Message = ErrNoInvoice, "the PDF holds no invoice: there is "+names
	}
	return e
}
