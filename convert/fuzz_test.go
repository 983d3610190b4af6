package convert_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/facturae"
)

// FuzzConvert holds the law of conversion for any bytes: what is opened is converted to
// every target, and where the result says something else, that is a loss or a note.
func FuzzConvert(f *testing.F) {
	for _, folder := range []string{"invoices", "cii", "quirks"} {
		files, err := filepath.Glob("../testdata/" + folder + "/*.xml")
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(data) < 40<<10 {
				f.Add(data)
			}
		}
	}
	for _, v := range []string{"3.2", "3.2.1", "3.2.2"} {
		f.Add([]byte(facturaeDocument(f, v)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := convert.Open(data)
		var syntax *einvoice.SyntaxError
		var values *einvoice.ValueError
		var json *einvoice.JSONError
		switch {
		case errors.As(err, &values):
			return // is not converted
		case errors.As(err, &syntax), errors.As(err, &json), errors.As(err, new(*convert.BatchError)):
			if doc != nil {
				t.Errorf("a document beside %v", err)
			}
			return
		case err != nil:
			t.Fatalf("an error of another kind: %v", err)
		}
		inFacturae(t, data)
		if strings.HasPrefix(string(doc.Format), "facturae") {
			return // the law of its conversion is package facturae's
		}
		for _, to := range []convert.Target{convert.UBL, convert.CII, convert.JSON} {
			r := follow(t, string(to), data, doc, to)
			if r != nil && to != convert.JSON {
				follow(t, string(to)+" and back", r.Output, nil, map[convert.Target]convert.Target{convert.UBL: convert.CII, convert.CII: convert.UBL}[to])
			}
		}
	})
}

// inFacturae: what becomes a document in Facturae can be opened again; what does not, for
// reasons that are named.
func inFacturae(t *testing.T, data []byte) {
	r, err := convert.Convert(data, convert.Options{To: convert.Facturae})
	switch {
	case errors.As(err, new(*facturae.MissingError)), errors.As(err, new(*facturae.MisfitError)), errors.As(err, new(*einvoice.BuildError)):
		if r.Output != nil {
			t.Errorf("an output beside %v", err)
		}
	case err != nil:
		t.Errorf("an error of another kind: %v", err)
	default:
		if again, err := convert.OpenAll(r.Output); err != nil || len(again) == 0 {
			t.Errorf("open what was built: %v", err)
		}
	}
}
