package schema_test

import (
	"bytes"
	"encoding/xml"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
	"github.com/einvoice-go/einvoice/ubl"
)

// elem is an element of a document that is to be changed.
type elem struct {
	name  string
	attrs [][2]string
	text  string // before the children; as written
	elems []*elem
}

// grow builds the tree of a document.
type grow struct {
	open []*elem
	root *elem
}

func (g *grow) Open(e *xmlmap.Element) {
	x := &elem{name: e.Raw}
	for _, a := range e.Attrs {
		x.attrs = append(x.attrs, [2]string{a.Raw, escape(a.Value)})
	}
	if len(g.open) == 0 {
		g.root = x
	} else {
		top := g.open[len(g.open)-1]
		top.elems = append(top.elems, x)
	}
	g.open = append(g.open, x)
}

func (g *grow) Close(text string, _ int64) {
	if top := g.open[len(g.open)-1]; text != "" {
		top.text = escape(text)
	}
	g.open = g.open[:len(g.open)-1]
}

func (g *grow) Stray(text string, _ int64) { g.open[len(g.open)-1].text += escape(text) }

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}

func (x *elem) write(b *strings.Builder) {
	b.WriteString("<" + x.name)
	for _, a := range x.attrs {
		b.WriteString(" " + a[0] + `="` + a[1] + `"`)
	}
	b.WriteString(">" + x.text)
	for _, c := range x.elems {
		c.write(b)
	}
	b.WriteString("</" + x.name + ">\n")
}

func (x *elem) all(to []*elem) []*elem {
	to = append(to, x)
	for _, c := range x.elems {
		to = c.all(to)
	}
	return to
}

func (x *elem) clone() *elem {
	c := *x
	c.attrs = append([][2]string(nil), x.attrs...)
	c.elems = nil
	for _, e := range x.elems {
		c.elems = append(c.elems, e.clone())
	}
	return &c
}

// specimen is a document of ours, with the names of its schema.
type specimen struct {
	root   string // as schema.For wants it
	decls  string // namespace declarations
	tree   *elem
	others []string // names of elements
}

const signed = `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:sig="urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2" xmlns:sac="urn:oasis:names:specification:ubl:schema:xsd:SignatureAggregateComponents-2" xmlns:sbc="urn:oasis:names:specification:ubl:schema:xsd:SignatureBasicComponents-2" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:own="urn:own"><ext:UBLExtension><cbc:ID>1</cbc:ID><ext:ExtensionContent><sig:UBLDocumentSignatures><sac:SignatureInformation><cbc:ID>s1</cbc:ID><sbc:ReferencedSignatureID>x</sbc:ReferencedSignatureID><ds:Signature Id="sig"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="urn:c14n"/><ds:SignatureMethod Algorithm="urn:rsa"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="urn:t"><ds:XPath>x</ds:XPath></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="urn:sha"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AAA=</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>12</ds:X509SerialNumber></ds:X509IssuerSerial><ds:X509Certificate>AA==</ds:X509Certificate></ds:X509Data><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo><ds:Object><xades:QualifyingProperties Target="#sig"><xades:SignedProperties Id="p"><xades:SignedSignatureProperties><xades:SigningTime>2026-01-02T03:04:05Z</xades:SigningTime><xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="urn:sha"/><ds:DigestValue>AAAA</ds:DigestValue></xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>12</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate><xades:SignaturePolicyIdentifier><xades:SignaturePolicyImplied/></xades:SignaturePolicyIdentifier><xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole>x<own:role><cbc:ID>1</cbc:ID></own:role></xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole></xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature></sac:SignatureInformation></sig:UBLDocumentSignatures></ext:ExtensionContent></ext:UBLExtension><ext:UBLExtension><ext:ExtensionContent><own:data x="1">text<cbc:Amount currencyID="EUR">1</cbc:Amount></own:data></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`

// specimens are the project's samples in UBL and CII.
func specimens(t testing.TB) (all []*specimen) {
	t.Helper()
	extension := &grow{}
	if err := walk([]byte(signed), extension); err != nil {
		t.Fatal(err)
	}
	for i, v := range sample.Variants() {
		doc, _, err := ubl.Build(v.Invoice)
		if err != nil {
			t.Fatal(err)
		}
		s := newSpecimen(t, doc)
		if i%4 == 0 {
			s.tree.elems = append([]*elem{extension.root.clone()}, s.tree.elems...)
		}
		all = append(all, s)
		if doc, _, err = cii.Build(v.Invoice); err != nil {
			t.Fatal(err)
		}
		all = append(all, newSpecimen(t, doc))
	}
	return all
}

var specimenKinds = map[string]struct {
	name     string
	prefixes []string
}{
	"Invoice":                  {"inv:Invoice", []string{"cac", "cbc", "ext", "sig", "sac", "sbc", "ds", "xades"}},
	"CreditNote":               {"cn:CreditNote", []string{"cac", "cbc", "ext", "ds", "xades"}},
	"rsm:CrossIndustryInvoice": {"rsm:CrossIndustryInvoice", []string{"ram", "rsm", "udt", "qdt"}},
}

func newSpecimen(t testing.TB, doc []byte) *specimen {
	t.Helper()
	g := &grow{}
	if err := walk(doc, g); err != nil {
		t.Fatal(err)
	}
	kind, ok := specimenKinds[g.root.name]
	if !ok {
		t.Fatal(g.root.name)
	}
	s := &specimen{root: kind.name, tree: g.root, others: []string{"own:x", "x", "ram:ID", "cbc:ID"}}
	s.decls = ` xmlns:own="urn:own" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"`
	if g.root.name != "rsm:CrossIndustryInvoice" {
		s.decls += ` xmlns="` + uri(s.root[:strings.IndexByte(s.root, ':')]) + `"`
	}
	for _, ns := range names.Schema.Namespaces {
		s.decls += ` xmlns:` + ns.Prefix + `="` + ns.URI + `"`
	}
	for n := names.Name(1); int(n) < names.Count(); n++ {
		for _, p := range kind.prefixes {
			if strings.HasPrefix(n.String(), p+":") {
				s.others = append(s.others, n.String())
			}
		}
	}
	return s
}

func uri(prefix string) string {
	for _, ns := range names.Schema.Namespaces {
		if ns.Prefix == prefix {
			return ns.URI
		}
	}
	return ""
}

func (s *specimen) document(tree *elem) []byte {
	var b strings.Builder
	tree.write(&b)
	text := b.String()
	return []byte(strings.Replace(text, "<"+tree.name, "<"+tree.name+s.decls, 1))
}

var oddValues = []string{
	"", " ", "\n", "0", "-0.00", "+5", "1e5", "1,00", ".5", "5.", "+.", "NaN", "99999999999999999999999999", "2026-02-28", "2026-02-30", "2024-02-29",
	"2100-02-29", "2026-02-28Z", "2026-02-28+14:00", "2026-02-28+14:01", "-2026-02-28", "0000-01-01", "12026-01-01", "02026-01-01", " 2026-02-28 ",
	"2026-02-28T10:00:00", "2026-02-28T24:00:00", "2026-02-28T24:00:01Z", "10:00:00", "10:00:00.5Z", "24:00:00", "25:00:00", "10:00", "10:00:60",
	"true", "false", "1", "TRUE", " 0 ", "x", "EUR", "a b", "a  b", "&#9;x", "AAAA", "AAA=", "AAB=", "AA==", "AB==", "A===", "AAA", "A A A A", "AA=A", "=",
	"en", "en-GB", "toolonglang", "e1", "é", "urn:x", "urn:", "urn:#a", "a[b]", "http://[::1]/x", "x:[y]", "a?[b]#[c]", "a:b/c", "1a:b", "http://x y/", "http://", "//", ":a", "/a:b", "http://x/%zz", "http://x/%20", "a#b#c", "#", "x:y", "1a", "6", " 6 ", "5", "UN/ECE 5305", "<own:y/>", "<!-- c -->",
}

var oddAttributes = []string{
	"currencyID", "schemeID", "listID", "unitCode", "mimeCode", "filename", "languageID", "format", "x", "xml:lang", "own:a", "xsi:nil", "xsi:type", "xsi:schemaLocation", "xsi:x", "Id", "Algorithm", "uri", "listAgencyID", "name",
}

// mutate changes a copy of the document in one place, or in two.
func (s *specimen) mutate(rnd *rand.Rand) []byte {
	tree := s.tree.clone()
	for range 1 + rnd.IntN(2)*rnd.IntN(2) {
		s.change(rnd, tree)
	}
	return s.document(tree)
}

func pick[T any](rnd *rand.Rand, of []T) T { return of[rnd.IntN(len(of))] }

func (s *specimen) change(rnd *rand.Rand, tree *elem) {
	all := tree.all(nil)
	x := pick(rnd, all)
	var parents []*elem
	for _, e := range all {
		if len(e.elems) > 0 {
			parents = append(parents, e)
		}
	}
	p := pick(rnd, parents)
	i := rnd.IntN(len(p.elems))
	switch rnd.IntN(13) {
	case 0:
		p.elems = append(p.elems[:i:i], p.elems[i+1:]...)
	case 1:
		p.elems = append(p.elems[:i:i], append([]*elem{p.elems[i].clone()}, p.elems[i:]...)...)
	case 2:
		k := rnd.IntN(len(p.elems))
		p.elems[i], p.elems[k] = p.elems[k], p.elems[i]
	case 3:
		p.elems[i].name = pick(rnd, s.others)
	case 4: // an element of another place
		p.elems = append(p.elems[:i:i], append([]*elem{pick(rnd, all).clone()}, p.elems[i:]...)...)
	case 5: // a new element
		p.elems = append(p.elems[:i:i], append([]*elem{{name: pick(rnd, s.others), text: pick(rnd, oddValues)}}, p.elems[i:]...)...)
	case 6:
		x.elems = append(x.elems, &elem{name: pick(rnd, s.others)})
	case 7:
		if len(x.attrs) > 0 {
			k := rnd.IntN(len(x.attrs))
			x.attrs = append(x.attrs[:k:k], x.attrs[k+1:]...)
		}
	case 8:
		if len(x.attrs) > 0 {
			x.attrs[rnd.IntN(len(x.attrs))][1] = attributeValue(rnd)
		}
	case 9, 10:
		name := pick(rnd, oddAttributes)
		for _, a := range x.attrs {
			if a[0] == name {
				return
			}
		}
		value := attributeValue(rnd)
		if name == "xsi:type" {
			value = pick(rnd, []string{"xs:string", "xs:date", "cbc:IDType", "udt:IDType", "cac:PartyType", "xs:anyType", "nope", "", "own:x", strings.ReplaceAll(x.name, "cbc:", "cbc:") + "Type"})
		}
		x.attrs = append(x.attrs, [2]string{name, value})
	default:
		x.text = pick(rnd, oddValues)
	}
}

func attributeValue(rnd *rand.Rand) string {
	return strings.NewReplacer("<", "&lt;", `"`, "&quot;").Replace(pick(rnd, oddValues))
}
