package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/published"
)

const small = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">
<xs:element name="Root" type="RootType"/><xs:element name="Away" type="AwayType"/>
<xs:complexType name="RootType"><xs:annotation><xs:documentation>text</xs:documentation></xs:annotation>
 <xs:sequence><xs:element name="A" type="xs:date"/><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="B" type="Code"/><xs:element name="C"><xs:complexType><xs:simpleContent><xs:extension base="Coded"><xs:attribute name="z" type="xs:token" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:choice></xs:sequence>
 <xs:attribute name="x" type="xs:ID"/></xs:complexType>
<xs:complexType name="AwayType"/>
<xs:complexType name="Coded"><xs:simpleContent><xs:extension base="Code"><xs:attribute name="y" type="xs:string" fixed="1 2"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:simpleType name="Code"><xs:restriction base="xs:token"><xs:maxLength value="3"/><xs:enumeration value="b"/><xs:enumeration value="a c"/></xs:restriction></xs:simpleType>
</xs:schema>`

const smallTable = `# Written by internal/schema/generate. Notation: see the package comment.
namespace t urn:t
root t:Root
element t:Root
local t:A=xs:date t:B=t:Code t:C=t:RootType/C
simple t:Code xs:token maxLength=3 enum "a c" b
text t:Coded<t:Code t:Code @y?=xs:string fixed "1 2"
content t:RootType t:A ( t:B | t:C )* @x?=xs:ID
text t:RootType/C<t:Coded t:Code @y?=xs:string fixed "1 2" @z=xs:token
`

func generate(t *testing.T, xsd string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.xsd")
	if err := os.WriteFile(path, []byte(xsd), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := fromXSD(xsdTable{name: "small", roots: []string{"t:Root"}, files: []string{path}, prefixes: map[string]string{"urn:t": "t"}})
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	m.write(&b)
	return b.String(), nil
}

// TestNotation writes a schema of our own; what no root leads to is left out.
func TestNotation(t *testing.T) {
	got, err := generate(t, small)
	if err != nil || got != smallTable {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestUnknown: what the tables cannot say is refused, and not left out.
func TestUnknown(t *testing.T) {
	for _, x := range [][2]string{
		{`maxOccurs="unbounded"`, `maxOccurs="3"`},
		{`<xs:choice minOccurs="0" maxOccurs="unbounded">`, `<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:group ref="g"/>`},
		{`<xs:sequence>`, `<xs:all>`},
		{`</xs:sequence>`, `</xs:sequence><xs:attributeGroup ref="g"/>`},
		{`name="A" type="xs:date"`, `name="A" type="xs:date" nillable="true"`},
		{`name="A" type="xs:date"`, `name="A" type="xs:date" default="x"`},
		{`name="A" type="xs:date"`, `name="A" type="u:date"`},
		{`type="xs:ID"`, `type="xs:ID" use="prohibited"`},
		{`<xs:maxLength value="3"/>`, `<xs:maxInclusive value="3"/>`},
		{`<xs:restriction base="xs:token">`, `<xs:union memberTypes="xs:token">`},
		{`targetNamespace="urn:t"`, `targetNamespace="urn:u"`},
		{`elementFormDefault="qualified"`, ``},
		{`<xs:simpleType name="Code">`, `<xs:notation name="n"/><xs:simpleType name="Code">`},
	} {
		changed := strings.Replace(small, x[0], x[1], 1)
		if x[1] == `<xs:all>` {
			changed = strings.Replace(changed, "</xs:sequence>", "</xs:all>", 1)
		}
		if strings.HasPrefix(x[1], `<xs:union`) {
			changed = strings.Replace(changed, "</xs:restriction>", "</xs:union>", 1)
		}
		if changed == small {
			t.Fatalf("%s is not there", x[0])
		}
		if got, err := generate(t, changed); err == nil {
			t.Errorf("%s is taken:\n%s", x[1], got)
		}
	}
}

// TestTablesAreCurrent writes the tables of the published XSDs again. EINVOICE_XSD
// names a folder with them, and EINVOICE_FACTURAE one with the trees.
func TestTablesAreCurrent(t *testing.T) {
	dir, trees := published.Folder(t, published.XSDs), published.Folder(t, published.Trees)
	var models []*model
	for _, table := range tables(folder(t, dir, "UBL-Invoice-2.1.xsd", 1), folder(t, dir, "CrossIndustryInvoice_100pD16B.xsd", 3)) {
		m, err := fromXSD(table)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	for _, version := range []string{"3.2", "3.2.1", "3.2.2"} {
		m, err := fromTree(trees, version)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	for _, m := range models {
		var b bytes.Buffer
		m.write(&b)
		have, err := os.ReadFile(filepath.Join("..", m.name+".txt"))
		if err != nil || !bytes.Equal(have, b.Bytes()) {
			t.Errorf("%s.txt is not what the generator writes (%v)", m.name, err)
		}
	}
}

// folder is so many above that of a file.
func folder(t *testing.T, dir, name string, up int) (found string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == name && found == "" {
			found = filepath.Join(filepath.Dir(path), strings.Repeat("../", up))
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("%s is not in %s: %v", name, dir, err)
	}
	return found
}
