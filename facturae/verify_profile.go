package facturae

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice/internal/xmldsig"
)

// profile asks whether the signature is what the policy demands.
func (v *verifier) profile() {
	if v.element.Parent() == v.doc.Root() && v.element.Trailing() {
		v.Profile.add(findingAt(v.element, FindingNotLast, "the signature is not the last child of the root element"))
	}
	switch {
	case v.leaf.IsZero():
		v.Profile.add(findingAt(v.element, FindingKeyInfo, "KeyInfo has no certificate (X509Data/X509Certificate)"))
	case !v.covered(v.leaf):
		v.Profile.add(findingAt(v.signature.KeyInfo, FindingKeyInfo, "no reference covers KeyInfo: the policy wants the certificate signed"))
	}
	if v.properties.IsZero() {
		v.Profile.add(findingAt(v.element, FindingNotXAdES, "the signature has no signed properties of XAdES: time, policy and certificate are missing"))
		return
	}
	if v.xades != xadesNamespace {
		v.Notes = append(v.Notes, findingAt(v.qualifying, NoteOlder, "written in XAdES %s: 1.3.2 is usual", v.Signed.XAdES))
	}
	if target, _ := v.qualifying.Attr("Target"); !v.targeted(target) {
		v.Profile.add(findingAt(v.qualifying, FindingTarget, "the properties are those of %q, which is not the Id of the signature", target))
	}
	if !v.propertiesReferenced() {
		v.Profile.add(findingAt(v.signature.SignedInfo, FindingNotXAdES, "no reference to the signed properties has the type %s", propertiesType))
	}
	v.time()
	v.signingCertificate()
	v.policy()
	v.role()
	if u := v.qualifying.Child(v.xades, "UnsignedProperties"); !u.IsZero() {
		v.Notes = append(v.Notes, findingAt(u, NoteUnsigned, "there are unsigned properties, such as timestamps: they were not looked at"))
	}
}

func (v *verifier) targeted(target string) bool {
	id, ok := v.element.Attr("Id")
	return ok && target == "#"+id
}

func (v *verifier) propertiesReferenced() bool {
	for _, r := range v.signature.References {
		if isPropertiesType(r.Type) {
			return true
		}
	}
	return false
}

// signed is a property of the signature, or the zero Element.
func (v *verifier) signed(names ...string) xmldsig.Element {
	return v.properties.Child(v.xades, "SignedSignatureProperties").Path(v.xades, names...)
}

func (v *verifier) time() {
	e := v.signed("SigningTime")
	if e.IsZero() {
		v.Profile.add(findingAt(v.properties, FindingTime, "there is no SigningTime"))
		return
	}
	s := trimmedText(e)
	when, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		if when, err = time.Parse("2006-01-02T15:04:05.999999999", s); err == nil {
			v.Notes = append(v.Notes, findingAt(e, NoteTimeZone, "the signing time %s has no zone: taken as UTC", s))
		}
	}
	if err != nil {
		v.Profile.add(findingAt(e, FindingTime, "the signing time %q is no date and time", shortened(s)))
		return
	}
	v.Signed.SigningTime = when
}

// certificateDigests visits the digests of certificates that the signed properties name.
func (v *verifier) certificateDigests() iter.Seq[xmldsig.Element] {
	return func(yield func(xmldsig.Element) bool) {
		for _, name := range []string{"SigningCertificate", "SigningCertificateV2"} {
			for c := range v.signed(name).Children() {
				if c.Is(v.xades, "Cert") && !yield(c) {
					return
				}
			}
		}
	}
}

// named tells whether the signed properties name a certificate by its digest.
func (v *verifier) named(c *x509.Certificate) bool { return !v.entry(c).IsZero() }

// entry is the Cert whose digest is that of a certificate.
func (v *verifier) entry(c *x509.Certificate) xmldsig.Element {
	n := 0
	for e := range v.certificateDigests() {
		if n++; n > mostCertificates {
			break
		}
		if h, value, ok := v.digestIn(e.Child(v.xades, "CertDigest")); ok {
			x := h.New()
			x.Write(c.Raw)
			if bytes.Equal(x.Sum(nil), value) {
				return e
			}
		}
	}
	return xmldsig.Element{}
}

// digestIn reads method and value of a digest. XAdES 1.1.1 has them in its own namespace.
func (v *verifier) digestIn(e xmldsig.Element) (h crypto.Hash, value []byte, ok bool) {
	space := xmldsig.Namespace
	if e.Child(space, "DigestMethod").IsZero() {
		space = v.xades
	}
	uri, _ := e.Child(space, "DigestMethod").Attr("Algorithm")
	if h, ok = xmldsig.HashOf(uri); !ok {
		return 0, nil, false
	}
	value, err := xmldsig.Base64(e.Child(space, "DigestValue").Text())
	return h, value, err == nil && len(value) > 0
}

func (v *verifier) signingCertificate() {
	old, v2 := v.signed("SigningCertificate"), v.signed("SigningCertificateV2")
	c := v.Signed.Certificate
	switch {
	case old.IsZero() && v2.IsZero():
		v.Profile.add(findingAt(v.properties, FindingCertificate, "there is no SigningCertificate"))
		return
	case old.IsZero():
		v.Notes = append(v.Notes, findingAt(v2, NoteV2, "there is only SigningCertificateV2, which some readers of Facturae do not know"))
		old = v2
	}
	if c == nil {
		return
	}
	e := v.entry(c)
	if e.IsZero() {
		v.Profile.add(findingAt(old, FindingCertificate, "SigningCertificate has not the digest of the certificate whose key signed"))
		return
	}
	serial := e.Child(v.xades, "IssuerSerial")
	if serial.IsZero() {
		if e.Parent() == v.signed("SigningCertificate") {
			v.Profile.add(findingAt(e, FindingCertificate, "SigningCertificate has no IssuerSerial"))
		}
		return
	}
	issuer := trimmedText(serial.Child(xmldsig.Namespace, "X509IssuerName"))
	number := trimmedText(serial.Child(xmldsig.Namespace, "X509SerialNumber"))
	if number != c.SerialNumber.String() {
		v.Profile.add(findingAt(serial, FindingCertificate, "SigningCertificate has the serial number %s, the certificate has %s", shortened(number), c.SerialNumber))
	}
	if !xmldsig.SameName(issuer, c.RawIssuer) {
		v.Profile.add(findingAt(serial, FindingCertificate, "SigningCertificate has the issuer %q, the certificate has %q", shortened(issuer), v.Signed.Issuer))
	}
}

func (v *verifier) policy() {
	e := v.signed("SignaturePolicyIdentifier")
	id := e.Path(v.xades, "SignaturePolicyId", "SigPolicyId", "Identifier")
	hash := e.Path(v.xades, "SignaturePolicyId", "SigPolicyHash")
	switch {
	case e.IsZero():
		v.Profile.add(findingAt(v.properties, FindingPolicy, "there is no SignaturePolicyIdentifier: this is XAdES-BES"))
		return
	case !e.Child(v.xades, "SignaturePolicyImplied").IsZero(), id.IsZero():
		v.Profile.add(findingAt(e, FindingPolicy, "the policy is not named"))
		return
	}
	v.Signed.Policy = trimmedText(id)
	if v.Signed.Policy != policyID {
		what := fmt.Sprintf("%q", shortened(v.Signed.Policy))
		if version := olderPolicies[v.Signed.Policy]; version != "" {
			what = version
		}
		v.Profile.add(findingAt(id, FindingPolicy, "the policy is %s, not 3.1 of Facturae", what))
		return
	}
	h, value, ok := v.digestIn(hash)
	want, err := xmldsig.Base64(policyDigests[h])
	switch {
	case !ok:
		v.Profile.add(findingAt(e, FindingPolicyDigest, "the policy has no digest that could be read"))
	case err != nil || len(want) == 0:
		v.Profile.add(findingAt(hash, FindingPolicyDigest, "the policy's digest in %v is not known", h))
	case !bytes.Equal(value, want):
		v.Profile.add(findingAt(hash, FindingPolicyDigest, "the digest is not that of the policy"))
	}
}

func (v *verifier) role() {
	roles := v.signed("SignerRole", "ClaimedRoles")
	n := 0
	for e := range roles.Children() {
		if !e.Is(v.xades, "ClaimedRole") {
			continue
		}
		if n++; n > 1 {
			v.Profile.add(findingAt(e, FindingRole, "there are several roles, and the policy has one"))
			return
		}
		text := e.Text()
		role, exact, ok := ParseSignerRole(text)
		v.Signed.ClaimedRole, v.Signed.Role = shortened(strings.TrimSpace(text)), role
		switch {
		case !ok:
			v.Profile.add(findingAt(e, FindingRole, "the policy has no role %q", shortened(text)))
		case !exact:
			v.Notes = append(v.Notes, findingAt(e, NoteSpelling, "the role %q is written otherwise in the policy", shortened(text)))
		}
	}
}

// shortened is a stranger's text for a message.
func shortened(s string) string {
	const most = 120
	if r := []rune(s[:min(len(s), 4*most)]); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
