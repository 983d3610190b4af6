package facturae

import (
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/einvoice-go/einvoice/internal/xmldsig"
)

// signing is a signature in the making.
type signing struct {
	SignOptions
	doc *xmldsig.Document
	id  string // of the signature, and what all other Ids begin with

	keyInfo, object *etree.Element
}

func newSigning(d *xmldsig.Document, o SignOptions) *signing {
	return &signing{SignOptions: o, doc: d, id: freeID(d)}
}

// freeID is an Id that no other Id of the document begins with.
func freeID(d *xmldsig.Document) string {
	taken := map[string]bool{}
	for id := range d.IDs() {
		if rest, ok := strings.CutPrefix(id, "Signature-"); ok {
			number, _, _ := strings.Cut(rest, "-")
			taken[number] = true
		}
	}
	for n := 1; ; n++ {
		if number := fmt.Sprint(n); !taken[number] {
			return "Signature-" + number
		}
	}
}

// signature is the whole ds:Signature as text.
//
// The digests of what stands in the signature depend on where it stands: canonical XML
// takes the root's namespaces, and attributes such as xml:lang, down to it. So they are
// computed on a small document with the same root.
func (s *signing) signature() (string, error) {
	s.keyInfo = s.makeKeyInfo()
	var err error
	if s.object, err = s.makeObject(); err != nil {
		return "", err
	}
	draft, err := s.standing(s.assemble(nil, ""))
	if err != nil {
		return "", err
	}
	info, err := s.makeSignedInfo(draft)
	if err != nil {
		return "", err
	}
	draft, err = s.standing(s.assemble(info, ""))
	if err != nil {
		return "", err
	}
	value, err := s.value(draft)
	if err != nil {
		return "", err
	}
	return elementText(s.assemble(info, value))
}

// assemble puts the signature together.
func (s *signing) assemble(info *etree.Element, value string) *etree.Element {
	e := etree.NewElement("ds:Signature")
	e.CreateAttr("xmlns:ds", xmldsig.Namespace)
	e.CreateAttr("Id", s.id)
	if info == nil {
		info = etree.NewElement("ds:SignedInfo")
	}
	v := etree.NewElement("ds:SignatureValue")
	v.CreateAttr("Id", s.id+"-SignatureValue")
	v.SetText(value)
	for _, child := range []*etree.Element{info, v, s.keyInfo, s.object} {
		e.AddChild(child.Copy())
	}
	return e
}

// elementText is an element as it will stand in the document.
func elementText(e *etree.Element) (string, error) {
	doc := etree.NewDocumentWithRoot(e)
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}
	return doc.WriteToString()
}

// standing reads a signature where it will stand: below the root's start tag.
func (s *signing) standing(e *etree.Element) (xmldsig.Element, error) {
	text, err := elementText(e)
	if err != nil {
		return xmldsig.Element{}, err
	}
	root := s.doc.Root()
	d, err := xmldsig.Parse([]byte(root.StartTag() + text + "</" + root.Name() + ">"))
	if err != nil {
		return xmldsig.Element{}, err
	}
	found := d.Root().Child(xmldsig.Namespace, "Signature")
	if found.IsZero() {
		return found, errors.New("facturae: the signature is not where it was put")
	}
	return found, nil
}

// addChild adds an element with text.
func addChild(parent *etree.Element, name, text string) *etree.Element {
	e := parent.CreateElement(name)
	if text != "" {
		e.SetText(text)
	}
	return e
}

func (s *signing) makeKeyInfo() *etree.Element {
	e := etree.NewElement("ds:KeyInfo")
	e.CreateAttr("Id", s.id+"-KeyInfo")
	data := addChild(e, "ds:X509Data", "")
	addChild(data, "ds:X509Certificate", base64.StdEncoding.EncodeToString(s.Certificate.Raw))
	for _, c := range s.Chain {
		addChild(data, "ds:X509Certificate", base64.StdEncoding.EncodeToString(c.Raw))
	}
	return e
}

// makeObject makes the qualifying properties (XAdES 1.3.2, 7.2).
func (s *signing) makeObject() (*etree.Element, error) {
	issuer, err := xmldsig.Name(s.Certificate.RawIssuer)
	if err != nil {
		return nil, &SignatureError{ErrIdentity, "the certificate's issuer cannot be read: " + err.Error(), err}
	}
	e := etree.NewElement("ds:Object")
	q := addChild(e, "xades:QualifyingProperties", "")
	q.CreateAttr("xmlns:xades", xadesNamespace)
	q.CreateAttr("Target", "#"+s.id)
	signed := addChild(q, "xades:SignedProperties", "")
	signed.CreateAttr("Id", s.id+"-SignedProperties")

	p := addChild(signed, "xades:SignedSignatureProperties", "")
	addChild(p, "xades:SigningTime", s.Time.Format(time.RFC3339))
	cert := addChild(addChild(p, "xades:SigningCertificate", ""), "xades:Cert", "")
	s.digestOf(addChild(cert, "xades:CertDigest", ""), s.Hash, encodedSum(s.Hash, s.Certificate.Raw))
	serial := addChild(cert, "xades:IssuerSerial", "")
	addChild(serial, "ds:X509IssuerName", issuer)
	addChild(serial, "ds:X509SerialNumber", s.Certificate.SerialNumber.String())
	s.addPolicy(p)
	if s.Role != "" {
		addChild(addChild(addChild(p, "xades:SignerRole", ""), "xades:ClaimedRoles", ""), "xades:ClaimedRole", string(s.Role))
	}

	format := addChild(addChild(signed, "xades:SignedDataObjectProperties", ""), "xades:DataObjectFormat", "")
	format.CreateAttr("ObjectReference", "#"+s.id+"-Document")
	addChild(format, "xades:Description", "Factura electrónica")
	kind := addChild(addChild(format, "xades:ObjectIdentifier", ""), "xades:Identifier", "urn:oid:1.2.840.10003.5.109.10") // XML
	kind.CreateAttr("Qualifier", "OIDAsURN")
	addChild(format, "xades:MimeType", "text/xml")
	return e, nil
}

func (s *signing) addPolicy(parent *etree.Element) {
	p := addChild(addChild(parent, "xades:SignaturePolicyIdentifier", ""), "xades:SignaturePolicyId", "")
	id := addChild(p, "xades:SigPolicyId", "")
	addChild(id, "xades:Identifier", policyID)
	addChild(id, "xades:Description", policyDescription)
	s.digestOf(addChild(p, "xades:SigPolicyHash", ""), s.PolicyHash, policyDigests[s.PolicyHash])
}

// digestOf adds method and value of a digest.
func (s *signing) digestOf(parent *etree.Element, h crypto.Hash, value string) {
	uri, _ := xmldsig.DigestMethod(h)
	addChild(parent, "ds:DigestMethod", "").CreateAttr("Algorithm", uri)
	addChild(parent, "ds:DigestValue", value)
}

func encodedSum(h crypto.Hash, data []byte) string {
	x := h.New()
	x.Write(data)
	return base64.StdEncoding.EncodeToString(x.Sum(nil))
}

// signedReference is one of the three references of the policy.
type signedReference struct {
	id, kind, uri string
	enveloped     bool
	what          xmldsig.Subset
	in            *xmldsig.Document
}

// makeSignedInfo digests the document, which without the signature is the one that came,
// and in the draft the signed properties and the key.
func (s *signing) makeSignedInfo(draft xmldsig.Element) (*etree.Element, error) {
	method, known := xmldsig.SignatureMethod(s.Key.Public(), s.Hash)
	if !known {
		return nil, &SignatureError{Code: ErrHash, Message: fmt.Sprintf("there is no signature method for the key with %v", s.Hash)}
	}
	keyInfo := draft.Child(xmldsig.Namespace, "KeyInfo")
	properties := draft.Child(xmldsig.Namespace, "Object").Path(xadesNamespace, "QualifyingProperties", "SignedProperties")
	e := etree.NewElement("ds:SignedInfo")
	e.CreateAttr("Id", s.id+"-SignedInfo")
	addChild(e, "ds:CanonicalizationMethod", "").CreateAttr("Algorithm", xmldsig.C14N)
	addChild(e, "ds:SignatureMethod", "").CreateAttr("Algorithm", method)
	for _, r := range []signedReference{
		{id: s.id + "-Document", enveloped: true, in: s.doc},
		{kind: propertiesType, uri: "#" + s.id + "-SignedProperties", what: xmldsig.Subset{Apex: properties}, in: draft.Document()},
		{uri: "#" + s.id + "-KeyInfo", what: xmldsig.Subset{Apex: keyInfo}, in: draft.Document()},
	} {
		if err := s.addReference(e, r); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (s *signing) addReference(info *etree.Element, r signedReference) error {
	digest, err := r.in.Digest(s.Hash, xmldsig.Canonicalization{}, r.what)
	if err != nil {
		return err
	}
	e := addChild(info, "ds:Reference", "")
	for _, a := range [][2]string{{"Id", r.id}, {"Type", r.kind}} {
		if a[1] != "" {
			e.CreateAttr(a[0], a[1])
		}
	}
	e.CreateAttr("URI", r.uri)
	if r.enveloped {
		addChild(addChild(e, "ds:Transforms", ""), "ds:Transform", "").CreateAttr("Algorithm", xmldsig.Enveloped)
	}
	s.digestOf(e, s.Hash, base64.StdEncoding.EncodeToString(digest))
	return nil
}

// value signs the draft's signed information, and makes sure that the certificate's key
// says the same.
func (s *signing) value(draft xmldsig.Element) (string, error) {
	info := draft.Child(xmldsig.Namespace, "SignedInfo")
	digest, err := draft.Document().Digest(s.Hash, xmldsig.Canonicalization{}, xmldsig.Subset{Apex: info})
	if err != nil {
		return "", err
	}
	value, err := xmldsig.Sign(s.Key, s.Hash, slices.Clone(digest))
	if err != nil {
		return "", &SignatureError{ErrSigning, "the key did not sign: " + err.Error(), err}
	}
	method, _ := xmldsig.SignatureMethod(s.Key.Public(), s.Hash)
	if err := xmldsig.CheckSignature(s.Certificate.PublicKey, method, digest, value); err != nil {
		return "", &SignatureError{ErrSigning, "the key signed wrongly: " + err.Error(), err}
	}
	return base64.StdEncoding.EncodeToString(value), nil
}
