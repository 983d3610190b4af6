package facturae

import (
	"crypto/x509"
	"fmt"
	"time"

	"github.com/einvoice-go/einvoice"
)

// Verification is what Verify found out. Three questions are answered apart, since one
// says nothing about another.
type Verification struct {
	// Integrity: the document is the one that the key of the certificate signed. Digests
	// and signature value fit, and they cover the document, the signed properties and the
	// certificate.
	Integrity Judgement `json:"integrity"`

	// Profile: the signature is what the policy of Facturae demands: XAdES-EPES with the
	// policy 3.1, one signature, last in the document, with a certificate that it names.
	Profile Judgement `json:"profile"`

	// Trust: the certificate leads to a root that the caller trusts. Unchecked without
	// roots. Nobody asked whether the certificate was revoked: see VerifyOptions.
	Trust Judgement `json:"trust"`

	// Notes are oddities that make nothing bad.
	Notes []SignatureFinding `json:"notes,omitempty"`

	Signed Signed `json:"signed"`
}

// Good: integrity and profile are, and trust is or was not asked for.
func (v *Verification) Good() bool {
	return v.Integrity.Verdict == Good && v.Profile.Verdict == Good && v.Trust.Verdict != Bad
}

// Verdict is the answer to a question.
type Verdict string

// The verdicts. The zero value is none of them.
const (
	Good      Verdict = "good"
	Bad       Verdict = "bad"
	Unchecked Verdict = "unchecked"
)

// Judgement is an answer and its reasons: at least one if it is Bad, none otherwise.
type Judgement struct {
	Verdict  Verdict            `json:"verdict"`
	Findings []SignatureFinding `json:"findings,omitempty"`
}

func (j *Judgement) add(f SignatureFinding) { j.Findings = append(j.Findings, f) }

func (j *Judgement) conclude() {
	j.Verdict = Good
	if len(j.Findings) > 0 {
		j.Verdict = Bad
	}
}

// SignatureFinding is one thing that is wrong with a signature, or odd.
type SignatureFinding struct {
	Code     FindingCode        `json:"code"`
	Message  string             `json:"message"`
	Position *einvoice.Position `json:"position,omitempty"` // nil: it has no place
}

func (f SignatureFinding) String() string {
	if f.Position == nil {
		return f.Message
	}
	return fmt.Sprintf("%d:%d: %s", f.Position.Line, f.Position.Column, f.Message)
}

// FindingCode classes findings.
type FindingCode string

// What makes integrity bad.
const (
	FindingStructure    FindingCode = "structure"       // not built as XML Signature wants it
	FindingUnsupported  FindingCode = "not-supported"   // a method that is not known here: it was not checked, so nothing passes
	FindingLimit        FindingCode = "limit"           // more references, transforms or bytes than are followed
	FindingReference    FindingCode = "reference"       // a reference leads nowhere
	FindingDigest       FindingCode = "digest"          // something was changed after it was signed
	FindingValue        FindingCode = "signature-value" // the signature value is wrong
	FindingKey          FindingCode = "key"             // no usable key, or two that differ
	FindingRepeatedID   FindingCode = "repeated-id"     // an Id stands twice: a reference to it could mean either
	FindingPlace        FindingCode = "place"           // the signature is no child of the root
	FindingNotCovered   FindingCode = "not-covered"     // no reference covers the document, the properties or the certificate
	FindingOtherElement FindingCode = "other-element"   // the reference to the signed properties leads to other ones than those of the signature
)

// What makes the profile bad.
const (
	FindingNotXAdES     FindingCode = "not-xades"           // no signed properties of XAdES
	FindingSeveral      FindingCode = "several-signatures"  // more than one signature in the document
	FindingNotLast      FindingCode = "not-last"            // something follows the signature
	FindingPolicy       FindingCode = "policy"              // no policy, or another than 3.1
	FindingPolicyDigest FindingCode = "policy-digest"       // the digest is not that of the policy
	FindingTime         FindingCode = "signing-time"        // missing or malformed
	FindingCertificate  FindingCode = "signing-certificate" // missing, or not the certificate whose key signed
	FindingKeyInfo      FindingCode = "key-info"            // no certificate in the signature, or it is not signed
	FindingRole         FindingCode = "role"                // a role that the policy does not have
	FindingTarget       FindingCode = "target"              // the properties name another signature as theirs
)

// What makes trust bad.
const (
	FindingUntrusted   FindingCode = "untrusted"     // no chain to a trusted root
	FindingExpired     FindingCode = "expired"       // a certificate of the chain was not valid any more
	FindingNotYetValid FindingCode = "not-yet-valid" // the certificate was not valid yet
	FindingNoTime      FindingCode = "no-time"       // no time to ask for
)

// What is noted.
const (
	NoteWeak     FindingCode = "weak"           // SHA-1, or a short key
	NoteOlder    FindingCode = "older"          // an earlier version of XAdES
	NoteSpelling FindingCode = "spelling"       // a role in other letters than the policy's
	NoteTimeZone FindingCode = "time-zone"      // the signing time has none: taken as UTC
	NoteUnsigned FindingCode = "unsigned"       // unsigned properties, such as timestamps: not looked at
	NoteV2       FindingCode = "certificate-v2" // only SigningCertificateV2, which some readers do not know
)

// Signed is what the signature says. Nothing of it holds unless Integrity is good; who
// the certificate is of, unless Trust is.
type Signed struct {
	Facturae string `json:"facturae"`        // version of the document, by its namespace
	XAdES    string `json:"xades,omitempty"` // version

	SigningTime time.Time  `json:"signing_time,omitzero"` // claimed by the signer
	Role        SignerRole `json:"role,omitempty"`        // "" too if it is none of the policy's
	ClaimedRole string     `json:"claimed_role,omitempty"`
	Policy      string     `json:"policy,omitempty"` // identifier

	SignatureMethod string   `json:"signature_method,omitempty"` // URI
	DigestMethods   []string `json:"digest_methods,omitempty"`   // URIs, each once
	References      int      `json:"references,omitempty"`

	Subject   string    `json:"subject,omitempty"` // of the certificate, RFC 2253
	Issuer    string    `json:"issuer,omitempty"`
	Serial    string    `json:"serial,omitempty"` // decimal
	Key       string    `json:"key,omitempty"`    // as in "RSA 2048"
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`

	Certificate  *x509.Certificate   `json:"-"` // whose key signed; nil if there is none
	Certificates []*x509.Certificate `json:"-"` // all of the signature
}
