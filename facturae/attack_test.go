package facturae_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/xmldsig"
)

// crafted is a signature that somebody makes who has a key and no good intentions, or
// other habits than ours: all digests and the signature value are right.
type crafted struct {
	root       string   // attributes of the root
	before     string   // in front of the signature
	refs       []string // attributes of each reference, and behind "|" its transforms
	keyInfo    string   // behind X509Data
	objects    string   // ds:Object elements beside that of the properties
	properties string   // instead of the signed properties
	after      string   // behind the signature
	method     string   // canonicalization of SignedInfo
}

const (
	enveloped       = `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>`
	documentRef     = `URI=""|` + enveloped
	propertiesRef   = `URI="#P" Type="http://uri.etsi.org/01903#SignedProperties"`
	keyRef          = `URI="#K"`
	transformedBy   = `<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="%s"/></ds:Transforms>`
	emptyDigest     = "AAAA"
	sha256Method    = `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>`
	ecdsaWithSHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
)

var honest = []string{documentRef, propertiesRef, keyRef}

// build makes the document, digests and all.
func (c crafted) build(t *testing.T) string {
	t.Helper()
	id := identity(t, "p256")
	if c.method == "" {
		c.method = xmldsig.C14N
	}
	if c.properties == "" {
		c.properties = `<xades:SignedProperties Id="P">` + properties(t, id) + `</xades:SignedProperties>`
	}
	var refs strings.Builder
	for i, r := range c.refs {
		attributes, transforms, _ := strings.Cut(r, "|")
		fmt.Fprintf(&refs, `<ds:Reference %s>%s%s<ds:DigestValue>{%d}</ds:DigestValue></ds:Reference>`, attributes, transforms, sha256Method, i)
	}
	doc := strings.NewReplacer("<fe:Facturae", "<fe:Facturae"+c.root, "</fe:Facturae>", c.before+
		`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="S"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="`+c.method+`"/><ds:SignatureMethod Algorithm="`+ecdsaWithSHA256+`"/>`+
		refs.String()+`</ds:SignedInfo><ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo Id="K"><ds:X509Data><ds:X509Certificate>`+
		base64.StdEncoding.EncodeToString(id.Certificate.Raw)+`</ds:X509Certificate></ds:X509Data>`+c.keyInfo+`</ds:KeyInfo>`+
		`<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#S">`+c.properties+`</xades:QualifyingProperties></ds:Object>`+c.objects+
		`</ds:Signature>`+c.after+`</fe:Facturae>`).Replace(unsigned)
	for i := range c.refs {
		doc = strings.Replace(doc, fmt.Sprintf("{%d}", i), digestOf(t, doc, i), 1)
	}
	d := treeOf(t, doc)
	how := map[string]xmldsig.Canonicalization{
		xmldsig.C14N: {}, xmldsig.C14N + "#WithComments": {Comments: true}, "http://www.w3.org/2006/12/xml-c14n11": {V11: true},
		"http://www.w3.org/2001/10/xml-exc-c14n#": {Exclusive: true}, "http://www.w3.org/2001/10/xml-exc-c14n#WithComments": {Exclusive: true, Comments: true},
	}[c.method]
	digest, err := d.Digest(crypto.SHA256, how, xmldsig.Subset{Apex: theSignature(d).Child(xmldsig.Namespace, "SignedInfo")})
	if err != nil {
		t.Fatal(err)
	}
	value, err := xmldsig.Sign(id.Key, crypto.SHA256, digest)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(doc, "{value}", base64.StdEncoding.EncodeToString(value), 1)
}

func treeOf(t *testing.T, doc string) *xmldsig.Document {
	t.Helper()
	d, err := xmldsig.Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// theSignature is the one with the Id S.
func theSignature(d *xmldsig.Document) xmldsig.Element {
	for e := range d.All(xmldsig.Namespace, "Signature") {
		if id, _ := e.Attr("Id"); id == "S" {
			return e
		}
	}
	return xmldsig.Element{}
}

// digestOf is the digest of the i-th reference, as far as there is something.
func digestOf(t *testing.T, doc string, i int) string {
	t.Helper()
	d := treeOf(t, doc)
	n := 0
	for e := range theSignature(d).Child(xmldsig.Namespace, "SignedInfo").Children() {
		if e.Local() != "Reference" {
			continue
		}
		if n++; n <= i {
			continue
		}
		var what xmldsig.Subset
		if uri, _ := e.Attr("URI"); uri != "" {
			what.Apex, _ = d.ByID(strings.TrimPrefix(uri, "#"))
			if what.Apex.IsZero() {
				return emptyDigest
			}
		}
		how := xmldsig.Canonicalization{}
		for tr := range e.Child(xmldsig.Namespace, "Transforms").Children() {
			uri, _ := tr.Attr("Algorithm")
			how.Exclusive = how.Exclusive || strings.Contains(uri, "exc-c14n")
			if uri == xmldsig.Enveloped {
				what.Without = theSignature(d)
			}
		}
		digest, err := d.Digest(crypto.SHA256, how, what)
		if err != nil {
			t.Fatal(err)
		}
		return base64.StdEncoding.EncodeToString(digest)
	}
	return emptyDigest
}

var propertiesContent = regexp.MustCompile(`(?s)<xades:SignedProperties [^>]*>(.*)<xades:SignedDataObjectProperties>`)

// properties are those that Sign writes.
func properties(t *testing.T, id facturae.Identity) string {
	t.Helper()
	signed := sign(t, unsigned, facturae.SignOptions{Identity: id, Time: signedAt})
	return propertiesContent.FindStringSubmatch(signed)[1]
}

// TestVerifyOthers: what others do differently, and rightly, is good.
func TestVerifyOthers(t *testing.T) {
	for name, c := range map[string]crafted{
		"as we do":                   {refs: honest},
		"no URI":                     {refs: []string{`Id="D"|` + enveloped, propertiesRef, keyRef}},
		"Id of the root":             {root: ` Id="R"`, refs: []string{`URI="#R"|` + enveloped, propertiesRef, keyRef}},
		"another order":              {refs: []string{keyRef, propertiesRef, documentRef}},
		"canonicalized by hand":      {refs: []string{`URI=""|` + fmt.Sprintf(transformedBy, xmldsig.C14N), propertiesRef, keyRef}},
		"1.1":                        {refs: []string{`URI=""|` + fmt.Sprintf(transformedBy, "http://www.w3.org/2006/12/xml-c14n11"), propertiesRef, keyRef}, method: "http://www.w3.org/2006/12/xml-c14n11"},
		"exclusive":                  {refs: []string{`URI=""|` + fmt.Sprintf(transformedBy, "http://www.w3.org/2001/10/xml-exc-c14n#"), propertiesRef, keyRef}, method: "http://www.w3.org/2001/10/xml-exc-c14n#"},
		"exclusive with comments":    {refs: honest, method: "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"},
		"with comments":              {refs: honest, method: xmldsig.C14N + "#WithComments", before: "<!-- x -->"},
		"another object signed too":  {refs: append([]string{`URI="#O"`}, honest...), objects: `<ds:Object Id="O">x</ds:Object>`},
		"xml:lang, and more to take": {root: ` xml:lang="es" xmlns="" xmlns:other="urn:x"`, refs: honest},
	} {
		if v := verify(t, c.build(t), facturae.VerifyOptions{Roots: roots(t)}); !v.Good() {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// TestVerifyAttacks: every digest and the signature value are right, and yet it is not
// the document that was signed, or nobody could know.
func TestVerifyAttacks(t *testing.T) {
	decoy := `<x:SignedProperties xmlns:x="urn:x" Id="Q"/>`
	var many []string
	for range 101 {
		many = append(many, documentRef)
	}
	for name, c := range map[string]struct {
		crafted
		code facturae.FindingCode
	}{
		"a copy is signed, and not the document":             {crafted{refs: []string{`URI="#C"`, propertiesRef, keyRef}, objects: `<ds:Object Id="C">` + unsigned[strings.Index(unsigned, "<fe:"):] + `</ds:Object>`}, facturae.FindingNotCovered},
		"only the invoices are signed":                       {crafted{before: `<Extensions Id="E"/>`, refs: []string{`URI="#E"`, propertiesRef, keyRef}}, facturae.FindingNotCovered},
		"the properties are not signed":                      {crafted{refs: []string{documentRef, keyRef}}, facturae.FindingNotCovered},
		"the certificate is not signed":                      {crafted{refs: []string{documentRef, propertiesRef}, properties: `<xades:SignedProperties Id="P"/>`}, facturae.FindingNotCovered},
		"other properties are signed":                        {crafted{before: decoy, refs: []string{documentRef, `URI="#Q" Type="http://uri.etsi.org/01903#SignedProperties"`, keyRef}}, facturae.FindingOtherElement},
		"other properties are signed, without type":          {crafted{before: decoy, refs: []string{documentRef, `URI="#Q"`, keyRef}}, facturae.FindingNotCovered},
		"the type leads to the key":                          {crafted{refs: []string{documentRef, propertiesRef, `URI="#K" Type="http://uri.etsi.org/01903#SignedProperties"`}}, facturae.FindingOtherElement},
		"the Id of the properties stands twice, first there": {crafted{before: `<x Id="P"/>`, refs: honest}, facturae.FindingRepeatedID},
		"the Id of the properties stands twice, then there":  {crafted{after: `<x Id="P"/>`, refs: honest}, facturae.FindingRepeatedID},
		"an Id that nobody refers to stands twice":           {crafted{before: `<x Id="X"/><x Id="X"/>`, refs: honest}, facturae.FindingRepeatedID},
		"two sets of properties":                             {crafted{refs: honest, objects: `<ds:Object><x:QualifyingProperties xmlns:x="http://uri.etsi.org/01903/v1.3.2#" Target="#S"/></ds:Object>`}, facturae.FindingStructure},
		"two signed properties":                              {crafted{refs: honest, properties: `<xades:SignedProperties Id="P"/><xades:SignedProperties/>`}, facturae.FindingStructure},
		"a key that is not the certificate's":                {crafted{refs: honest, keyInfo: `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`}, facturae.FindingKey},
		"a filter":                                           {crafted{refs: []string{`URI=""|` + fmt.Sprintf(transformedBy, "http://www.w3.org/TR/1999/REC-xpath-19991116"), propertiesRef, keyRef}}, facturae.FindingUnsupported},
		"XSLT":                                               {crafted{refs: []string{`URI=""|` + fmt.Sprintf(transformedBy, "http://www.w3.org/TR/1999/REC-xslt-19991116"), propertiesRef, keyRef}}, facturae.FindingUnsupported},
		"a transform behind the canonicalization":            {crafted{refs: []string{`URI=""|` + strings.Replace(fmt.Sprintf(transformedBy, xmldsig.C14N), "</ds:Transforms>", `<ds:Transform Algorithm="`+xmldsig.Enveloped+`"/></ds:Transforms>`, 1), propertiesRef, keyRef}}, facturae.FindingUnsupported},
		"an enveloped signature elsewhere":                   {crafted{refs: []string{documentRef, propertiesRef, `URI="#K"|` + enveloped}}, facturae.FindingUnsupported},
		"a file":                                             {crafted{refs: append([]string{`URI="file:///etc/hostname"`}, honest...)}, facturae.FindingUnsupported},
		"an address":                                         {crafted{refs: append([]string{`URI="http://localhost/"`}, honest...)}, facturae.FindingUnsupported},
		"an XPointer":                                        {crafted{refs: append([]string{`URI="#xpointer(id('P'))"`}, honest...)}, facturae.FindingUnsupported},
		"nowhere":                                            {crafted{refs: append([]string{`URI="#nowhere"`}, honest...)}, facturae.FindingReference},
		"more references than anybody needs":                 {crafted{refs: many}, facturae.FindingLimit},
		"the document over and over":                         {crafted{before: strings.Repeat("<x/>", 1<<16), refs: append(many[:60:60], propertiesRef, keyRef)}, facturae.FindingLimit},
		"content in the signature that nobody signed":        {crafted{refs: honest, objects: `<ds:Object><Attachment/></ds:Object>`}, facturae.FindingNotCovered},
		"no reference":                                       {crafted{}, facturae.FindingStructure},
		"a canonicalization that nobody knows":               {crafted{refs: honest, method: "urn:x"}, facturae.FindingUnsupported},
	} {
		v := verify(t, c.build(t), facturae.VerifyOptions{Roots: roots(t)})
		if v.Integrity.Verdict != facturae.Bad || !has(v.Integrity.Findings, c.code) || v.Good() {
			t.Errorf("%s: %+v, not %q", name, v.Integrity, c.code)
		}
	}
}

// TestVerifyWrapping moves what was signed, and puts something else where it was.
func TestVerifyWrapping(t *testing.T) {
	signed := sign(t, strings.Replace(unsigned, "<fe:Facturae ", `<fe:Facturae Id="R" `, 1), options(t, "p256"))
	start, end := strings.Index(signed, "<fe:"), strings.LastIndex(signed, "\n")
	original, signature := signed[start:end], signatureElement.FindString(signed)
	forged := strings.Replace(unsigned, "121.00", "999999.00", 1)
	for name, c := range map[string]struct {
		doc  string
		code facturae.FindingCode
	}{
		"the original in extensions, the signature in it":      {strings.Replace(forged, "</Invoices>", "</Invoices><Extensions>"+original+"</Extensions>", 1), facturae.FindingPlace},
		"the original in extensions, the signature moved":      {strings.Replace(forged, "</Invoices>", "</Invoices><Extensions>"+strings.Replace(original, signature, "", 1)+"</Extensions>"+signature, 1), facturae.FindingDigest},
		"the original in the signature":                        {strings.Replace(forged, "</fe:", strings.Replace(signature, "</ds:Signature>", "<ds:Object>"+strings.Replace(original, signature, "", 1)+"</ds:Object></ds:Signature>", 1)+"</fe:", 1), facturae.FindingDigest},
		"the signature of another document":                    {strings.Replace(forged, "</fe:", signature+"</fe:", 1), facturae.FindingDigest},
		"the signature one level down":                         {strings.Replace(signed, signature, "<Extensions>"+signature+"</Extensions>", 1), facturae.FindingPlace},
		"two SignedInfo":                                       {strings.Replace(signed, "</ds:SignedInfo>", `</ds:SignedInfo><ds:SignedInfo/>`, 1), facturae.FindingStructure},
		"the signed properties taken out":                      {regexp.MustCompile(`(?s)<ds:Object>.*</ds:Object>`).ReplaceAllString(signed, ""), facturae.FindingReference},
		"KeyInfo taken out":                                    {regexp.MustCompile(`(?s)<ds:KeyInfo.*</ds:KeyInfo>`).ReplaceAllString(signed, ""), facturae.FindingReference},
		"content put into the signature":                       {strings.Replace(signed, "<ds:Object>", "<ds:Object><Attachment/>", 1), facturae.FindingNotCovered},
		"a certificate more":                                   {strings.Replace(signed, "</ds:X509Data>", "<ds:X509Certificate>"+base64.StdEncoding.EncodeToString(identity(t, "p384").Certificate.Raw)+"</ds:X509Certificate></ds:X509Data>", 1), facturae.FindingDigest},
		"another certificate":                                  {strings.Replace(signed, base64.StdEncoding.EncodeToString(identity(t, "p256").Certificate.Raw), base64.StdEncoding.EncodeToString(identity(t, "p384").Certificate.Raw), 1), facturae.FindingValue},
		"a certificate that another kind of key has":           {strings.Replace(signed, base64.StdEncoding.EncodeToString(identity(t, "p256").Certificate.Raw), base64.StdEncoding.EncodeToString(identity(t, "rsa").Certificate.Raw), 1), facturae.FindingKey},
		"comments inside a value, which canonical XML ignores": {strings.Replace(signed, "121.00", "121<!-- -->.00", 1), ""},
	} {
		if c.doc == signed {
			t.Errorf("%s: nothing was changed", name)
		}
		v := verify(t, c.doc, facturae.VerifyOptions{})
		if c.code == "" && v.Integrity.Verdict != facturae.Good || c.code != "" && !has(v.Integrity.Findings, c.code) {
			t.Errorf("%s: %+v, not %q", name, v.Integrity, c.code)
		}
	}
}

// TestVerifyCertificates: what a document holds of certificates is limited, so that it
// cannot take the time of who verifies it.
func TestVerifyCertificates(t *testing.T) {
	o := options(t, "p256")
	giant := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 20000, 1), E: 65537}
	der, err := x509.CreateCertificate(nil, &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: notBefore, NotAfter: notAfter}, o.Certificate, giant, o.Key)
	if err != nil {
		t.Fatal(err)
	}
	signed := sign(t, unsigned, o)
	own := base64.StdEncoding.EncodeToString(o.Certificate.Raw)
	v := verify(t, strings.Replace(signed, own, base64.StdEncoding.EncodeToString(der), 1), facturae.VerifyOptions{Roots: roots(t)})
	if !has(v.Profile.Findings, facturae.FindingKeyInfo) || !has(v.Integrity.Findings, facturae.FindingKey) || v.Signed.Certificate != nil {
		t.Errorf("a key of 20,000 bits: %+v", v)
	}
	for range 19 {
		o.Chain = append(o.Chain, certificate(t, "ca.pem"))
	}
	signed = sign(t, unsigned, o)
	if v := verify(t, signed, facturae.VerifyOptions{}); !v.Good() {
		t.Errorf("20 certificates: %+v", v)
	}
	one := "<ds:X509Certificate>" + own + "</ds:X509Certificate>"
	if v := verify(t, strings.Replace(signed, one, one+one, 1), facturae.VerifyOptions{}); !has(v.Integrity.Findings, facturae.FindingLimit) {
		t.Errorf("21 certificates: %+v", v.Integrity)
	}
	o.Chain = append(o.Chain, certificate(t, "ca.pem"))
	if _, err := facturae.Sign([]byte(unsigned), o); !errors.Is(err, facturae.ErrIdentity) {
		t.Errorf("21 certificates signed: %v", err)
	}
}
