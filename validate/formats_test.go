package validate_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// TestFormats checks documents of every format, whole and as a stream; what ran in part
// is said.
func TestFormats(t *testing.T) {
	json, err := sample.Invoice().AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]einvoice.Format{
		"../testdata/invoices/peppol.xml":      einvoice.UBLInvoice,
		"../testdata/invoices/credit-note.xml": einvoice.UBLCreditNote,
		"../testdata/cii/en16931.xml":          einvoice.CII,
		"../testdata/quirks/zugferd-1.xml":     einvoice.ZUGFeRD1,
		"json":                                 "json",
	} {
		data := json
		if name != "json" {
			if data, err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		}
		r, err := validate.Document(context.Background(), data, validate.Options{})
		if err != nil || r.Format != want || r.Status == validate.Unreadable {
			t.Errorf("%s: %v %+v", name, err, r)
			continue
		}
		inPart := false
		for _, n := range r.NotRun {
			inPart = inPart || strings.Contains(n.Why, "published for UBL")
		}
		if cross := want == einvoice.CII || want == einvoice.ZUGFeRD1; inPart != cross {
			t.Errorf("%s: not run: %v", name, r.NotRun)
		}
		if name == "json" {
			continue
		}
		s, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, validate.Options{})
		if err != nil || s.Format != want || s.Status != r.Status || len(s.Findings) != len(r.Findings) {
			t.Errorf("%s: as a stream %v %+v", name, err, s)
		}
	}
}
