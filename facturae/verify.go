package facturae

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmldsig"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// VerifyOptions say whom to trust.
type VerifyOptions struct {
	// Roots are the certificates to trust. nil: trust is not judged. The system's roots are
	// never taken, and nothing is fetched: neither certificates nor lists of revoked ones.
	Roots *x509.CertPool

	// Intermediates lead from the signer to a root, beside those in the signature; may be
	// nil.
	Intermediates *x509.CertPool

	// Time is when the certificates have to be valid; the signing time if it is zero, which
	// is what the signer claims.
	Time time.Time
}

// Verify checks the signature of a Facturae document, 3.0 to 3.2.2: XAdES 1.1.1, 1.2.2
// and 1.3.2, RSA (PKCS #1 version 1.5) and ECDSA, with SHA-1 and SHA-2. A nil error says
// that there was something to judge, and not that it is good.
//
// Only attributes of the name Id identify elements. An Id that stands twice makes
// integrity bad wherever it stands: other readers could follow a reference elsewhere.
//
// Errors are *einvoice.SyntaxError for what is no Facturae document or larger than
// MaxSize, and *SignatureError with ErrNotSigned for one without a signature.
func Verify(doc []byte, o VerifyOptions) (*Verification, error) {
	d, err := tree(doc)
	if err != nil {
		return nil, err
	}
	root := d.Root()
	version := signedVersions[root.Space()]
	if version == "" || root.Local() != "Facturae" {
		return nil, refusedRoot(root, "3.0 to 3.2.2 can be verified")
	}
	v := &verifier{Verification: &Verification{Signed: Signed{Facturae: version}}, options: o, doc: d}
	if err := v.find(); err != nil {
		return nil, err
	}
	v.judge()
	return v.Verification, nil
}

// verifier is one run of Verify.
type verifier struct {
	*Verification
	options   VerifyOptions
	doc       *xmldsig.Document
	element   xmldsig.Element // the signature
	signature *xmldsig.Signature

	xades      string               // namespace
	qualifying xmldsig.Element      // QualifyingProperties
	properties xmldsig.Element      // SignedProperties of this signature, and of no other
	leaf       xmldsig.Element      // X509Certificate of the signer
	followed   []*xmldsig.Reference // those that lead somewhere
}

// find finds the signature: the first that is a child of the root. That the policy wants
// one only is a matter of the profile.
func (v *verifier) find() error {
	count := 0
	for e := range v.doc.All(xmldsig.Namespace, "Signature") {
		count++
		if child := e.Parent() == v.doc.Root(); v.element.IsZero() || child && v.element.Parent() != v.doc.Root() {
			v.element = e
		}
	}
	switch {
	case count == 0:
		return &SignatureError{Code: ErrNotSigned, Message: "the document has no signature"}
	case count > 1:
		v.Profile.add(findingAt(v.element, FindingSeveral, "there are %d signatures, and the policy allows one: this is about the first", count))
	}
	if v.element.Parent() != v.doc.Root() {
		v.Integrity.add(findingAt(v.element, FindingPlace, "the signature is not a child of the root element, so it is none of this document"))
	}
	return nil
}

// judge answers the three questions.
func (v *verifier) judge() {
	var err error
	if v.signature, err = v.doc.Signature(v.element); err != nil {
		v.Integrity.add(findingOf(err))
		v.Profile.add(findingAt(v.element, FindingStructure, "the signature cannot be read"))
		v.Trust = Judgement{Verdict: Unchecked}
		if v.options.Roots != nil {
			v.Trust.add(findingAt(v.element, FindingUntrusted, "the signature cannot be read"))
			v.Trust.conclude()
		}
	} else {
		v.locate()
		v.integrity()
		v.profile()
		v.trust()
	}
	v.Integrity.conclude()
	v.Profile.conclude()
}

// findingAt is a finding about an element.
func findingAt(e xmldsig.Element, code FindingCode, format string, args ...any) SignatureFinding {
	f := SignatureFinding{Code: code, Message: fmt.Sprintf(format, args...)}
	if !e.IsZero() {
		p := e.Position()
		f.Position = &p
	}
	return f
}

// codesOf takes the codes of internal/xmldsig for findings.
var codesOf = map[xmldsig.Code]FindingCode{
	xmldsig.ErrStructure:   FindingStructure,
	xmldsig.ErrUnsupported: FindingUnsupported,
	xmldsig.ErrLimit:       FindingLimit,
	xmldsig.ErrReference:   FindingReference,
	xmldsig.ErrDigest:      FindingDigest,
	xmldsig.ErrValue:       FindingValue,
	xmldsig.ErrKey:         FindingKey,
}

func findingOf(err error) SignatureFinding {
	f := SignatureFinding{Code: FindingStructure, Message: err.Error()}
	var own *xmldsig.Error
	if errors.As(err, &own) {
		f.Code, f.Message = codesOf[own.Code], own.Message
		if own.Position != (einvoice.Position{}) {
			f.Position = &own.Position
		}
	}
	return f
}

// What is read of a signature.
const (
	mostCertificates = 20
	mostKeyBits      = 16384 // of a certificate's key
)

// locate finds the signed properties, and the certificate that they name.
func (v *verifier) locate() {
	for _, object := range v.signature.Objects {
		for q := range object.Children() {
			if xadesVersions[q.Space()] == "" || q.Local() != "QualifyingProperties" {
				continue
			}
			if !v.qualifying.IsZero() {
				v.Integrity.add(findingAt(q, FindingStructure, "there are two QualifyingProperties: which of them counts?"))
				continue
			}
			v.qualifying, v.xades = q, q.Space()
		}
	}
	for p := range v.qualifying.Children() {
		switch {
		case !p.Is(v.xades, "SignedProperties"):
		case v.properties.IsZero():
			v.properties = p
		default:
			v.Integrity.add(findingAt(p, FindingStructure, "there are two SignedProperties: which of them counts?"))
		}
	}
	v.Signed.XAdES = xadesVersions[v.xades]
	v.Signed.SignatureMethod = v.signature.Method
	v.certificates()
}

// certificates reads those of the KeyInfo. The signer's is the one that the signed
// properties name, or else the first.
func (v *verifier) certificates() {
	count := 0
	for data := range v.signature.KeyInfo.Children() {
		if !data.Is(xmldsig.Namespace, "X509Data") {
			continue
		}
		for e := range data.Children() {
			if !e.Is(xmldsig.Namespace, "X509Certificate") {
				continue
			}
			if count++; count > mostCertificates {
				v.Integrity.add(findingAt(e, FindingLimit, "the signature has more than %d certificates", mostCertificates))
				return
			}
			v.certificate(e)
		}
	}
}

func (v *verifier) certificate(e xmldsig.Element) {
	der, err := xmldsig.Base64(e.Text())
	var c *x509.Certificate
	if err == nil {
		c, err = x509.ParseCertificate(der)
	}
	if err == nil {
		if _, bits := xmldsig.KeyStrength(c); bits > mostKeyBits {
			err = fmt.Errorf("its key has %d bits, and more than %d take too long", bits, mostKeyBits)
		}
	}
	if err != nil {
		v.Profile.add(findingAt(e, FindingKeyInfo, "a certificate cannot be read: %v", err))
		return
	}
	v.Signed.Certificates = append(v.Signed.Certificates, c)
	if v.leaf.IsZero() || v.named(c) && !v.named(v.Signed.Certificate) {
		v.leaf, v.Signed.Certificate = e, c
	}
}

// describe says who signed.
func (v *verifier) describe() {
	s, c := &v.Signed, v.Signed.Certificate
	if c == nil {
		return
	}
	s.Subject, _ = xmldsig.Name(c.RawSubject)
	s.Issuer, _ = xmldsig.Name(c.RawIssuer)
	s.Serial = c.SerialNumber.String()
	s.NotBefore, s.NotAfter = c.NotBefore, c.NotAfter
	algorithm, bits := xmldsig.KeyStrength(c)
	if algorithm == "" {
		return
	}
	s.Key = fmt.Sprintf("%s %d", algorithm, bits)
	if algorithm == "RSA" && bits < minRSA {
		v.Notes = append(v.Notes, findingAt(v.leaf, NoteWeak, "an RSA key of %d bits is weak today", bits))
	}
}

// trust asks whether the certificate leads to a root.
func (v *verifier) trust() {
	o, c := v.options, v.Signed.Certificate
	if o.Roots == nil {
		v.Trust.Verdict = Unchecked
		return
	}
	defer v.Trust.conclude()
	when := o.Time
	if when.IsZero() {
		when = v.Signed.SigningTime
	}
	switch {
	case c == nil:
		v.Trust.add(findingAt(v.element, FindingUntrusted, "the signature has no certificate"))
		return
	case when.IsZero():
		v.Trust.add(findingAt(v.element, FindingNoTime, "the signature has no time: say when the certificate has to be valid"))
		return
	}
	between := x509.NewCertPool()
	if o.Intermediates != nil {
		between = o.Intermediates.Clone()
	}
	for _, other := range v.Signed.Certificates {
		between.AddCert(other)
	}
	_, err := c.Verify(x509.VerifyOptions{Roots: o.Roots, Intermediates: between, CurrentTime: when, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err == nil {
		return
	}
	const day = "2006-01-02"
	var invalid x509.CertificateInvalidError
	switch {
	case when.Before(c.NotBefore):
		v.Trust.add(findingAt(v.leaf, FindingNotYetValid, "the certificate is valid from %s on, and %s is before that", c.NotBefore.Format(day), when.Format(day)))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		v.Trust.add(findingAt(v.leaf, FindingExpired, "the certificate, or one above it, was not valid on %s: %v", when.Format(day), err))
	default:
		v.Trust.add(findingAt(v.leaf, FindingUntrusted, "no chain leads from %s to a trusted root: %v", v.Signed.Subject, err))
	}
}

// appendNew appends what is not there yet.
func appendNew(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// trimmedText is an element's text without white space around it.
func trimmedText(e xmldsig.Element) string { return xmlmap.Trim(e.Text()) }
