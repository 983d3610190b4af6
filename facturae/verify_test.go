package facturae_test

import (
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

func has(all []facturae.SignatureFinding, code facturae.FindingCode) bool {
	for _, f := range all {
		if f.Code == code && f.Message != "" {
			return true
		}
	}
	return false
}

func TestVerifyRefuses(t *testing.T) {
	_, err := facturae.Verify([]byte(unsigned), facturae.VerifyOptions{})
	var own *facturae.SignatureError
	if !errors.Is(err, facturae.ErrNotSigned) || !errors.As(err, &own) {
		t.Errorf("no signature: %v", err)
	}
	for doc, code := range map[string]einvoice.ErrorCode{
		"":                                      einvoice.ErrEmpty,
		strings.Repeat(" ", facturae.MaxSize+1): einvoice.ErrLimit,
		strings.Replace(unsigned, "<fe:", "<!DOCTYPE x><fe:", 1):                    einvoice.ErrDoctype,
		`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`: einvoice.ErrWrongRoot,
	} {
		_, err := facturae.Verify([]byte(doc), facturae.VerifyOptions{})
		var syntax *einvoice.SyntaxError
		if !errors.As(err, &syntax) || syntax.Code != code {
			t.Errorf("%.40q: %v", doc, err)
		}
	}
}

// TestVerifyProfile changes signed properties. Integrity is bad then; what the profile
// says does not depend on that.
func TestVerifyProfile(t *testing.T) {
	signed := sign(t, unsigned, options(t, "p256"))
	const policy = "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf"
	for _, c := range []struct {
		name, old, new string
		code           facturae.FindingCode // "" for none
		note           facturae.FindingCode
	}{
		{"nothing", "x", "x", "", ""},
		{"policy 3.0", policy, "http://www.facturae.es/politica de firma formato facturae/politica de firma formato facturae v3_0.pdf", facturae.FindingPolicy, ""},
		{"policy with https", "<xades:Identifier>http:", "<xades:Identifier>https:", facturae.FindingPolicy, ""},
		{"another digest of the policy", "Ohixl6upD6av8N7pEvDABhEL6hM=", "xmfh8D/Ec/hHeE1IB4zPd61zHIY=", facturae.FindingPolicyDigest, ""},
		{"no digest of the policy", "Ohixl6upD6av8N7pEvDABhEL6hM=", "", facturae.FindingPolicyDigest, ""},
		{"no policy", "SignaturePolicyIdentifier", "SignatureProductionPlace", facturae.FindingPolicy, ""},
		{"policy implied", "SignaturePolicyId>", "SignaturePolicyImplied>", facturae.FindingPolicy, ""},
		{"no time", "xades:SigningTime", "xades:Time", facturae.FindingTime, ""},
		{"no such time", "2026-01-21T", "2026-02-30T", facturae.FindingTime, ""},
		{"time without zone", "+01:00</xades", "</xades", "", facturae.NoteTimeZone},
		{"fraction of a second", "+01:00</xades", ".123+01:00</xades", "", ""},
		{"no certificate", "xades:SigningCertificate", "xades:Certificate", facturae.FindingCertificate, ""},
		{"only version 2", "xades:SigningCertificate", "xades:SigningCertificateV2", "", facturae.NoteV2},
		{"serial number", "SerialNumber>2", "SerialNumber>3", facturae.FindingCertificate, ""},
		{"issuer", "IssuerName>OID.2.5.4.97=VATES-B", "IssuerName>OID.2.5.4.97=VATES-A", facturae.FindingCertificate, ""},
		{"issuer in another way", "IssuerName>OID.2.5.4.97=VATES-B12345674,", "IssuerName>2.5.4.97=#130f56415445532d423132333435363734, ", "", ""},
		{"issuer as OpenSSL says it when it does not know", "IssuerName>OID.2.5.4.97", "IssuerName>UNDEF", facturae.FindingCertificate, ""},
		{"role in Spanish", ">supplier<", ">emisor<", "", ""},
		{"role in upper case", ">supplier<", ">Emisor<", "", facturae.NoteSpelling},
		{"no such role", ">supplier<", ">boss<", facturae.FindingRole, ""},
		{"empty role", ">supplier<", "><", facturae.FindingRole, ""},
		{"two roles", "</xades:ClaimedRoles>", "<xades:ClaimedRole>supplier</xades:ClaimedRole></xades:ClaimedRoles>", facturae.FindingRole, ""},
		{"target", `Target="#Signature-1"`, `Target="#Signature-2"`, facturae.FindingTarget, ""},
		{"type of the reference", ` Type="http://uri.etsi.org/01903#SignedProperties"`, "", facturae.FindingNotXAdES, ""},
		{"type of the reference by version", "http://uri.etsi.org/01903#SignedProperties", "http://uri.etsi.org/01903/v1.3.2#SignedProperties", "", ""},
		{"not XAdES", "xades:SignedProperties", "xades:Properties", facturae.FindingNotXAdES, ""},
		{"older", "01903/v1.3.2#", "01903/v1.2.2#", "", facturae.NoteOlder},
		{"KeyInfo without certificate", "ds:X509Certificate>", "ds:X509CRL>", facturae.FindingKeyInfo, ""},
		{"KeyInfo not signed", `URI="#Signature-1-KeyInfo"`, `URI=""`, facturae.FindingKeyInfo, ""},
		{"unreadable certificate", "<ds:X509Certificate>MII", "<ds:X509Certificate>AII", facturae.FindingKeyInfo, ""},
		{"not last", "</ds:Signature>", "</ds:Signature><Extensions/>", facturae.FindingNotLast, ""},
		{"text behind", "</ds:Signature>", "</ds:Signature>x", facturae.FindingNotLast, ""},
		{"comment behind", "</ds:Signature>", "</ds:Signature>\n<!--x-->", "", ""},
		{"second signature", "</ds:Signature>", "</ds:Signature><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>", facturae.FindingSeveral, ""},
		{"countersignature", "</xades:SignedProperties>", "</xades:SignedProperties><xades:UnsignedProperties><ds:Signature/></xades:UnsignedProperties>", facturae.FindingSeveral, facturae.NoteUnsigned},
	} {
		doc := strings.ReplaceAll(signed, c.old, c.new)
		if doc == signed && c.old != c.new {
			t.Errorf("%s: nothing was changed", c.name)
		}
		v := verify(t, doc, facturae.VerifyOptions{})
		if c.code == "" && v.Profile.Verdict != facturae.Good || c.code != "" && (v.Profile.Verdict != facturae.Bad || !has(v.Profile.Findings, c.code)) {
			t.Errorf("%s: %+v, not %q", c.name, v.Profile, c.code)
		}
		if c.note == "" && len(v.Notes) > 0 || c.note != "" && !has(v.Notes, c.note) {
			t.Errorf("%s: notes %v, not %q", c.name, v.Notes, c.note)
		}
	}
}

func TestVerifyTrust(t *testing.T) {
	rootKey, betweenKey, leafKey := identity(t, "p384").Key, identity(t, "p521").Key, identity(t, "p256").Key
	root := &facturae.Identity{Key: rootKey, Certificate: issue(t, "root", 1, rootKey, nil, authority)}
	between := &facturae.Identity{Key: betweenKey, Certificate: issue(t, "between", 2, betweenKey, root, authority)}
	leaf := issue(t, "leaf", 3, leafKey, between, func(c *x509.Certificate) { c.NotAfter = signedAt.AddDate(1, 0, 0) })
	pool := func(all ...*x509.Certificate) *x509.CertPool {
		p := x509.NewCertPool()
		for _, c := range all {
			p.AddCert(c)
		}
		return p
	}
	o := options(t, "p256")
	o.Certificate = leaf
	alone := sign(t, unsigned, o)
	o.Chain = []*x509.Certificate{between.Certificate}
	chained := sign(t, unsigned, o)
	untimed := strings.Replace(alone, "xades:SigningTime", "xades:Time", 2)
	for _, c := range []struct {
		name, doc string
		o         facturae.VerifyOptions
		want      facturae.Verdict
		code      facturae.FindingCode
	}{
		{"no roots", alone, facturae.VerifyOptions{}, facturae.Unchecked, ""},
		{"intermediate in the signature", chained, facturae.VerifyOptions{Roots: pool(root.Certificate)}, facturae.Good, ""},
		{"intermediate given", alone, facturae.VerifyOptions{Roots: pool(root.Certificate), Intermediates: pool(between.Certificate)}, facturae.Good, ""},
		{"intermediate missing", alone, facturae.VerifyOptions{Roots: pool(root.Certificate)}, facturae.Bad, facturae.FindingUntrusted},
		{"another root", chained, facturae.VerifyOptions{Roots: roots(t)}, facturae.Bad, facturae.FindingUntrusted},
		{"no root at all", chained, facturae.VerifyOptions{Roots: pool()}, facturae.Bad, facturae.FindingUntrusted},
		{"later", chained, facturae.VerifyOptions{Roots: pool(root.Certificate), Time: signedAt.AddDate(2, 0, 0)}, facturae.Bad, facturae.FindingExpired},
		{"earlier", chained, facturae.VerifyOptions{Roots: pool(root.Certificate), Time: notBefore.Add(-time.Hour)}, facturae.Bad, facturae.FindingNotYetValid},
		{"no time", untimed, facturae.VerifyOptions{Roots: pool(leaf)}, facturae.Bad, facturae.FindingNoTime},
		{"no time but one given", untimed, facturae.VerifyOptions{Roots: pool(leaf), Time: signedAt}, facturae.Good, ""},
		{"no certificate", strings.ReplaceAll(alone, "ds:X509Certificate>", "ds:X509CRL>"), facturae.VerifyOptions{Roots: pool(leaf)}, facturae.Bad, facturae.FindingUntrusted},
		{"broken signature", strings.ReplaceAll(alone, "ds:SignedInfo", "ds:Signed"), facturae.VerifyOptions{Roots: pool(leaf)}, facturae.Bad, facturae.FindingUntrusted},
	} {
		v := verify(t, c.doc, c.o)
		if v.Trust.Verdict != c.want || c.code != "" && !has(v.Trust.Findings, c.code) || c.code == "" && len(v.Trust.Findings) > 0 {
			t.Errorf("%s: %+v", c.name, v.Trust)
		}
	}
}

func TestParseSignerRole(t *testing.T) {
	for s, want := range map[string]struct {
		role      facturae.SignerRole
		exact, ok bool
	}{
		"supplier": {facturae.SignedBySupplier, true, true}, "emisor": {facturae.SignedBySupplier, true, true},
		"receptor": {facturae.SignedByCustomer, true, true}, "third party": {facturae.SignedByThirdParty, true, true},
		"third-party": {facturae.SignedByThirdParty, false, true}, " Tercero ": {facturae.SignedByThirdParty, false, true},
		"": {}, "vendor": {},
	} {
		role, exact, ok := facturae.ParseSignerRole(s)
		if role != want.role || exact != want.exact || ok != want.ok {
			t.Errorf("%q: %q %v %v", s, role, exact, ok)
		}
	}
}
