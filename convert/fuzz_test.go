package convert_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
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
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := convert.Open(data)
		var syntax *einvoice.SyntaxError
		var values *einvoice.ValueError
		var json *einvoice.JSONError
		switch {
		case errors.As(err, &values):
			return // is not converted
		case errors.As(err, &syntax), errors.As(err, &json):
			if doc != nil {
				t.Errorf("a document beside %v", err)
			}
			return
		case err != nil:
			t.Fatalf("an error of another kind: %v", err)
		}
		for _, to := range convert.Targets() {
			r := follow(t, string(to), data, doc, to)
			if r != nil && to != convert.JSON {
				follow(t, string(to)+" and back", r.Output, nil, map[convert.Target]convert.Target{convert.UBL: convert.CII, convert.CII: convert.UBL}[to])
			}
		}
	})
}
