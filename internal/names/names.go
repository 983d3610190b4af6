// Package names numbers the element names of the published schemas, so that rules and
// schema tables compare numbers and not text.
package names

import (
	_ "embed"
	"strings"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Name is the number of an element name. Numbers are for one run of the program.
type Name uint16

// Other is every name that no schema has.
const Other Name = 0

// Schema lists the namespaces; an element's number of them is its place here + 1.
var Schema = &xmlmap.Schema{Namespaces: []xmlmap.Namespace{
	{Prefix: "inv", URI: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", Hidden: true},
	{Prefix: "cn", URI: "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", Hidden: true},
	{Prefix: "cac", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
	{Prefix: "cbc", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"},
	{Prefix: "ext", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"},
	{Prefix: "rsm", URI: "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"},
	{Prefix: "ram", URI: "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"},
	{Prefix: "udt", URI: "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"},
	{Prefix: "qdt", URI: "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"},
	{Prefix: "fe32", URI: "http://www.facturae.es/Facturae/2009/v3.2/Facturae", Hidden: true},
	{Prefix: "fe321", URI: "http://www.facturae.es/Facturae/2014/v3.2.1/Facturae", Hidden: true},
	{Prefix: "fe322", URI: "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml", Hidden: true},
	{Prefix: "ds", URI: "http://www.w3.org/2000/09/xmldsig#"},
	{Prefix: "sig", URI: "urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2"},
	{Prefix: "sac", URI: "urn:oasis:names:specification:ubl:schema:xsd:SignatureAggregateComponents-2"},
	{Prefix: "sbc", URI: "urn:oasis:names:specification:ubl:schema:xsd:SignatureBasicComponents-2"},
	{Prefix: "xades", URI: "http://uri.etsi.org/01903/v1.3.2#"},
	{Prefix: "xades141", URI: "http://uri.etsi.org/01903/v1.4.1#"},
	{Prefix: "fb2b", URI: "http://www.facturae.es/Facturae/Extensions/FB2B"},
	{Prefix: "fb2b11", URI: "http://www.facturae.es/Facturae/Extensions/FaceB2BExtensionv1_1"},
}}

// names.txt holds one name a line, in order: prefix:local, or local of no namespace.
//
//go:embed names.txt
var text string

var (
	shown  []string          // by number
	byText map[string]Name   // prefix:local
	byNS   []map[string]Name // by number of the namespace, then by local name
)

func init() {
	all := strings.Fields(text)
	shown = append(make([]string, 0, len(all)+1), "")
	byText = make(map[string]Name, len(all))
	byNS = make([]map[string]Name, len(Schema.Namespaces)+1)
	number := map[string]int{}
	for i, ns := range Schema.Namespaces {
		number[ns.Prefix] = i + 1
	}
	for _, name := range all {
		n := Name(len(shown))
		shown = append(shown, name)
		byText[name] = n
		prefix, local, ok := strings.Cut(name, ":")
		if !ok {
			prefix, local = "", name
		}
		ns := number[prefix]
		if byNS[ns] == nil {
			byNS[ns] = map[string]Name{}
		}
		byNS[ns][local] = n
	}
}

// Count is how many numbers there are, with Other.
func Count() int { return len(shown) }

// Of is the number of a name such as "cbc:ID". A name that no schema has is a mistake
// in the program.
func Of(name string) Name {
	n, ok := byText[name]
	if !ok {
		panic("names: no schema has " + name)
	}
	return n
}

// Find is Of for names that may be mistaken.
func Find(name string) (Name, bool) {
	n, ok := byText[name]
	return n, ok
}

// Lookup finds the name of an element by the number of its namespace.
func Lookup(ns uint8, local string) Name {
	if int(ns) >= len(byNS) {
		return Other
	}
	return byNS[ns][local]
}

// String is the name as tables write it: "cbc:ID".
func (n Name) String() string { return shown[n] }

// Show is the name as paths and messages show it: without the prefix of a root
// element's own namespace.
func (n Name) Show() string {
	s := shown[n]
	if p, local, ok := strings.Cut(s, ":"); ok && hidden(p) {
		return local
	}
	return s
}

func hidden(prefix string) bool {
	for _, ns := range Schema.Namespaces {
		if ns.Prefix == prefix {
			return ns.Hidden
		}
	}
	return false
}

// LookupURI is Lookup by the namespace itself.
func LookupURI(uri, local string) Name {
	if uri == "" {
		return Lookup(0, local)
	}
	for i, ns := range Schema.Namespaces {
		if ns.URI == uri {
			return Lookup(uint8(i+1), local)
		}
	}
	return Other
}
