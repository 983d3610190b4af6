package einvoice_test

//lint:file-ignore SA4006 the lines of the README stand one below another, each with its err

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/check"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/report"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

// The functions below hold the code of README.md and docs/API.md, so that the compiler has
// read it: TestDocumentedCode. Those that can be run without keys are run by TestDocumented.

func documentedOpen(data []byte) error {
	doc, err := convert.Open(data)
	if err != nil {
		return err
	}
	fmt.Println(doc.Format, doc.Invoice.Number, doc.Invoice.Totals.Due)
	for _, loss := range doc.Losses { // what the model does not hold
		fmt.Println(loss)
	}
	return nil
}

func documentedValidate(ctx context.Context, data []byte, out io.Writer) error {
	verdict, err := validate.Document(ctx, data, validate.Options{})
	if err != nil {
		return err
	}
	w, err := report.New("sarif", out, report.Options{})
	if err != nil {
		return err
	}
	return errors.Join(w.Add(verdict), w.Close())
}

func documentedBuild(inv *einvoice.Invoice) ([]byte, error) {
	if _, err := inv.Calculate(); err != nil { // sums, where they are absent
		return nil, err
	}
	xml, losses, err := ubl.Build(inv)
	for _, loss := range losses { // what UBL has no place for
		fmt.Println(loss)
	}
	return xml, err
}

func documentedProfile(inv *einvoice.Invoice) ([]byte, []einvoice.Loss, error) {
	return cii.BuildOptions{Profile: cii.Basic}.Build(inv)
}

func documentedConvert(data []byte) ([]byte, error) {
	result, err := convert.Convert(data, convert.Options{To: convert.CII, Profile: "xrechnung", Strict: true})
	var lost *convert.LossError
	if errors.As(err, &lost) {
		return nil, fmt.Errorf("%d values have no place in XRechnung: %w", len(lost.Losses), err)
	}
	if err != nil {
		return nil, err
	}
	return result.Output, nil
}

func documentedDiff(a, b *einvoice.Document) {
	for _, change := range einvoice.Diff(&a.Invoice, &b.Invoice) {
		fmt.Println(change.Term, change.PlaceB, change.A, change.B)
	}
}

func documentedFacturX(ctx context.Context, pdf []byte, doc *einvoice.Document) error {
	invoice, err := facturx.Extract(ctx, pdf, facturx.Options{})
	if err != nil {
		return err
	}
	fmt.Println(invoice.Name, len(invoice.XML), invoice.Report.Notes)

	made, err := facturx.Embed(ctx, pdf, doc, facturx.EmbedOptions{Time: time.Now()})
	var cannot *facturx.PDFAError
	if errors.As(err, &cannot) {
		return fmt.Errorf("%d things keep the PDF from being PDF/A-3: %w", len(cannot.Problems), err)
	}
	if err != nil {
		return err
	}
	fmt.Println(made.Claim, len(made.Problems), made.Losses)

	created, err := facturx.Create(doc, facturx.CreateOptions{Language: "de", Time: time.Now()})
	if err != nil {
		return err
	}
	return os.WriteFile("invoice.pdf", created.PDF, 0o666)
}

func documentedAttach(ctx context.Context, data []byte, out io.Writer) error {
	files, _, err := attach.List(ctx, bytes.NewReader(data), attach.Options{})
	if err != nil {
		return err
	}
	for _, f := range files {
		fmt.Println(f.Name, f.Type, f.Size, f.Notes)
	}
	more := attach.New{Name: "hours.csv", Content: attach.Bytes([]byte("day,hours\n1,8\n"))}
	_, err = attach.Embed(ctx, attach.Bytes(data), out, []attach.New{more}, attach.EditOptions{})
	return err
}

func documentedFacturae(ctx context.Context, data []byte, id facturae.Identity) ([]byte, error) {
	doc, err := facturae.Parse(data)
	if err != nil {
		return nil, err
	}
	fmt.Println(doc.Version, len(doc.Facturae.Invoices))
	signed, err := facturae.Sign(data, facturae.SignOptions{Identity: id, Time: time.Now()})
	if err != nil {
		return nil, err
	}
	v, err := facturae.Verify(signed, facturae.VerifyOptions{})
	if err != nil {
		return nil, err
	}
	fmt.Println(v.Integrity.Verdict, v.Profile.Verdict, v.Trust.Verdict)
	return signed, nil
}

func documentedStream(ctx context.Context, name string) error {
	open := func() (io.ReadCloser, error) { return os.Open(name) }
	verdict, err := validate.Stream(ctx, open, validate.Options{})
	if err != nil {
		return err
	}
	in, err := open()
	if err != nil {
		return err
	}
	defer in.Close()
	doc, err := ubl.Stream(ctx, in, func(line *einvoice.Line) error {
		return nil // 100,000 lines need no more memory than ten
	})
	if err != nil {
		return err
	}
	fmt.Println(verdict.Status, doc.Invoice.Number)
	return nil
}

func documentedErrors(err error) {
	var syntax *einvoice.SyntaxError
	var values *einvoice.ValueError
	switch {
	case errors.As(err, &syntax): // no document of this kind, or a damaged one
		fmt.Println(syntax.Code, syntax.Line, syntax.Column, syntax.Message)
	case errors.As(err, &values): // the document is there, but for these values
		fmt.Println(values.Losses)
	}
}

// documentedREADME is the short tour of the library.
func documentedREADME(ctx context.Context, data, pdf []byte, inv *einvoice.Invoice) error {
	doc, err := convert.Open(data)                                   // any format: doc.Invoice, doc.Losses
	verdict, err := validate.Document(ctx, data, validate.Options{}) // verdict.Findings, with places
	verdict, err = facturx.Validate(ctx, pdf, facturx.Options{}, validate.Options{})
	xml, losses, err := ubl.Build(inv) // the document, and what it cannot hold
	result, err := convert.Convert(data, convert.Options{To: convert.CII, Profile: "xrechnung"})
	invoice, err := facturx.Extract(ctx, pdf, facturx.Options{})           // invoice.XML, invoice.Report
	hybrid, err := facturx.EmbedXML(ctx, pdf, xml, facturx.EmbedOptions{}) // hybrid.PDF, hybrid.Claim
	files, _, err := attach.List(ctx, bytes.NewReader(data), attach.Options{})
	ready, err := check.Document(ctx, data, check.Options{Policies: []attach.Policy{attach.B2Brouter()}}) // ready.Ready: import it

	_, _, _, _, _, _, _, _, _ = doc, verdict, xml, losses, result, invoice, hybrid, files, ready
	return err
}

func TestDocumented(t *testing.T) {
	data, err := os.ReadFile("testdata/invoices/attachments.xml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := convert.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("in.xml", data, 0o666); err != nil {
		t.Fatal(err)
	}
	xml, err := documentedBuild(&doc.Invoice)
	if err != nil || len(xml) == 0 {
		t.Error(err)
	}
	if xml, losses, err := documentedProfile(&doc.Invoice); err != nil || len(xml) == 0 || len(losses) == 0 {
		t.Error(losses, err)
	}
	if out, err := documentedConvert(data); err == nil && len(out) == 0 {
		t.Error("nothing was converted")
	}
	created, err := facturx.Create(doc, facturx.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	documentedDiff(doc, doc)
	documentedErrors(documentedOpen([]byte("<html/>")))
	for name, err := range map[string]error{
		"open": documentedOpen(data), "validate": documentedValidate(t.Context(), data, io.Discard),
		"facturx": documentedFacturX(t.Context(), created.PDF, doc), "attach": documentedAttach(t.Context(), data, io.Discard),
		"stream": documentedStream(t.Context(), "in.xml"), "readme": documentedREADME(t.Context(), data, created.PDF, &doc.Invoice),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := documentedFacturae(t.Context(), data, facturae.Identity{}); err == nil {
		t.Error("UBL is Facturae")
	}
}
