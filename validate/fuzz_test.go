package validate_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/validate"
)

// ownDocuments are those that ship with the project, and its samples in every syntax.
func ownDocuments(t testing.TB) (all [][]byte) {
	files, err := filepath.Glob("../testdata/*/*.xml")
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data)
	}
	for _, inv := range []func(string) []byte{
		func(syntax string) []byte { return build(t, syntax, sample.Invoice()) },
		func(syntax string) []byte { return build(t, syntax, sample.Peppol()) },
		func(syntax string) []byte { return build(t, syntax, sample.XRechnung()) },
	} {
		all = append(all, inv("ubl"), inv("cii"))
	}
	for _, name := range sample.FacturaeNames {
		all = append(all, sample.Facturae(name))
	}
	return all
}

// FuzzDocument: no document makes rules panic, and a stream gets the report that the
// same document gets in memory.
func FuzzDocument(f *testing.F) {
	for _, d := range ownDocuments(f) {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range []validate.Options{{}, everything} {
			r, err := validate.Document(context.Background(), data, o)
			if err != nil {
				continue // JSON that is no invoice
			}
			if r.Status == validate.Valid && r.Count(validate.Fatal) > 0 || r.Status == "" {
				t.Fatalf("%s with %d fatal findings", r.Status, r.Count(validate.Fatal))
			}
			s, err := validate.Stream(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, o)
			if r.Status == validate.Unreadable || r.Format == "json" {
				continue // a stream may find something else first, and knows neither
			}
			if err != nil || s.Status != r.Status || !reflect.DeepEqual(fired(s), fired(r)) {
				t.Fatalf("in memory %s %v, as a stream %v %+v", r.Status, fired(r), err, s)
			}
		}
	})
}

// TestConcurrently: what many documents get at once is what each gets alone.
func TestConcurrently(t *testing.T) {
	all := ownDocuments(t)
	alone := make([]*validate.Report, len(all))
	for i, d := range all {
		alone[i], _ = validate.Document(context.Background(), d, everything)
	}
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := range all {
				k := (i*(2*w+1) + w) % len(all)
				if r, _ := validate.Document(context.Background(), all[k], everything); !reflect.DeepEqual(r, alone[k]) {
					t.Errorf("document %d: %+v, alone %+v", k, r, alone[k])
				}
			}
		})
	}
	wait.Wait()
}
