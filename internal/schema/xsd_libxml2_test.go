//go:build libxml2

package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/names"
)

// TestExternal runs a schema of our own that goes by a published name.
func TestExternal(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "UBL-Invoice-2.1.xsd"), []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x" elementFormDefault="qualified">
<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="d" type="xs:date"/></xs:sequence></xs:complexType></xs:element></xs:schema>`), 0o600); err != nil {
		t.Fatal(err)
	}
	root := names.Of("inv:Invoice")
	if faults, err := External(dir, root, []byte(`<r xmlns="urn:x"><d>2026-01-31</d></r>`)); err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
	faults, err := External(dir, root, []byte(`<r xmlns="urn:x"><d>2026-13-31</d></r>`))
	if err != nil || len(faults) == 0 || !strings.Contains(faults[0].Message, "2026-13-31") {
		t.Errorf("%v, %v", faults, err)
	}
	if _, err := External(dir, root, []byte(`<r`)); err == nil {
		t.Error("half a document")
	}
	if err := os.WriteFile(filepath.Join(dir, "UBL-Invoice-2.1.xsd"), []byte(`<x`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := External(dir, root, []byte(`<r/>`)); err == nil {
		t.Error("half a schema")
	}
}
