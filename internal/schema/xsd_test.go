package schema

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
)

// TestFindXSD looks for the published files by their names.
func TestFindXSD(t *testing.T) {
	dir := t.TempDir()
	deep := filepath.Join(dir, "os-UBL-2.1", "xsd", "maindoc")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(deep, "UBL-Invoice-2.1.xsd")
	if err := os.WriteFile(want, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := findXSD(dir, names.Of("inv:Invoice")); got != want || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	for _, root := range []names.Name{names.Of("cn:CreditNote"), names.Of("cbc:ID"), names.Other} {
		if _, err := findXSD(dir, root); !errors.Is(err, ErrNoXSD) {
			t.Errorf("%s: %v", root, err)
		}
	}
	if _, err := findXSD(filepath.Join(dir, "none"), names.Of("inv:Invoice")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
