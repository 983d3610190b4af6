package facturae

import (
	"bytes"
	"crypto"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmldsig"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// SignOptions say who signs, when, and how.
type SignOptions struct {
	Identity

	// Time is the time of signing (SigningTime), written in its own zone and to the
	// second. It must be set: the library does not look at the clock.
	Time time.Time

	// Role is the signer's; "" leaves it out.
	Role SignerRole

	// Hash is that of the digests and of the signature: SHA-256 if 0; SHA-384, SHA-512.
	// SHA-1 is broken, and used only if it is named here.
	Hash crypto.Hash

	// PolicyHash is the one that names the policy's document: SHA-1 if 0, SHA-256 or
	// SHA-512. SHA-1 is what all writers put there and what FACe compares with. Nothing
	// depends on its strength: the document is known, and its other digests are too.
	PolicyHash crypto.Hash
}

// Sign signs a Facturae 3.2, 3.2.1 or 3.2.2 document: XAdES-EPES 1.3.2 with the
// signature policy of Facturae, version 3.1. The signature becomes the last child of the
// root; every other byte stays as it was, in whatever encoding, and the result is the
// same for the same options (with keys of crypto/rsa and crypto/ecdsa).
//
// Errors are *einvoice.SyntaxError for what is no such document (ErrWrongRoot for another
// root) or larger than MaxSize, and *SignatureError for all else. The content is not
// validated: see package validate.
func Sign(doc []byte, o SignOptions) ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	d, err := tree(doc)
	if err != nil {
		return nil, err
	}
	if err := signable(d); err != nil {
		return nil, err
	}
	signature, err := newSigning(d, o).signature()
	if err != nil {
		return nil, err
	}
	return splice(doc, d.Root().EndTag(), signature)
}

// check sets what is left to be chosen, and looks for what cannot be done.
func (o *SignOptions) check() error {
	if o.Time.IsZero() || o.Time.Year() < 1 || o.Time.Year() > 9999 {
		return &SignatureError{Code: ErrNoTime, Message: "signing needs a time (SignOptions.Time)"}
	}
	if o.Role != "" && roleWords[string(o.Role)] != o.Role {
		return &SignatureError{Code: ErrRole, Message: fmt.Sprintf("the policy has no role %q: there are supplier, customer and third party", o.Role)}
	}
	if o.Hash == 0 {
		o.Hash = crypto.SHA256
	}
	if o.PolicyHash == 0 {
		o.PolicyHash = crypto.SHA1
	}
	if o.Hash == crypto.SHA224 {
		return &SignatureError{Code: ErrHash, Message: "SHA-224 is not for signing: take SHA-256"}
	}
	if _, known := xmldsig.DigestMethod(o.Hash); !known {
		return &SignatureError{Code: ErrHash, Message: fmt.Sprintf("there is no signature method with the hash %v: take SHA-256, SHA-384 or SHA-512", o.Hash)}
	}
	if _, known := policyDigests[o.PolicyHash]; !known {
		return &SignatureError{Code: ErrHash, Message: fmt.Sprintf("the policy's digest in %v is not known: SHA-1, SHA-256 and SHA-512 are", o.PolicyHash)}
	}
	if len(o.Chain) >= mostCertificates {
		return &SignatureError{Code: ErrIdentity, Message: fmt.Sprintf("a chain of %d certificates is too long: %d at most, without the root", len(o.Chain), mostCertificates-1)}
	}
	return o.Identity.Check(o.Time)
}

// tree reads a document of at most MaxSize.
func tree(doc []byte) (*xmldsig.Document, error) {
	if len(doc) > MaxSize {
		return nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: fmt.Sprintf("the document is larger than %d bytes", MaxSize)}
	}
	return xmldsig.Parse(doc)
}

// signable tells whether a document is one that the policy lets sign.
func signable(d *xmldsig.Document) error {
	root := d.Root()
	if signableVersions[root.Space()] == "" || root.Local() != "Facturae" {
		return refusedRoot(root, "3.2, 3.2.1 and 3.2.2 can be signed")
	}
	for s := range d.All(xmldsig.Namespace, "Signature") {
		return &SignatureError{Code: ErrSigned, Message: fmt.Sprintf("the document is signed already (%v), and the policy allows one signature", s)}
	}
	for _, name := range []string{"FileHeader", "Parties", "Invoices"} {
		if !root.Child("", name).IsZero() {
			continue
		}
		why := fmt.Sprintf("the document has no %s: it is not complete", name)
		if !root.Child(root.Space(), name).IsZero() {
			why = fmt.Sprintf("%s is in the namespace of the root: only the root element may be, so give the root a prefix", name)
		}
		return &SignatureError{Code: ErrIncomplete, Message: why}
	}
	return nil
}

// refusedRoot says that a document is no Facturae, or not of a version that will do.
func refusedRoot(root xmldsig.Element, versions string) error {
	what := fmt.Sprintf("the root element is {%s}%s, which is no Facturae", root.Space(), root.Local())
	if version := signedVersions[root.Space()]; version != "" && root.Local() == "Facturae" {
		what = "this is Facturae " + version
	}
	return &einvoice.SyntaxError{Position: root.Position(), Code: einvoice.ErrWrongRoot, Message: what + ": " + versions}
}

// splice puts text into a document, at a place in its UTF-8 form. All bytes of the
// document stay. What its encoding lacks becomes character references.
func splice(doc []byte, at int64, insert string) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(doc) + 2*len(insert))
	text, encoded, err := xmlmap.Transcode(bytes.NewReader(doc), &out)
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(encoded, text, at); err != nil {
		return nil, err
	}
	if _, err := io.Copy(encoded, io.MultiReader(strings.NewReader(insert), text)); err != nil {
		return nil, err
	}
	if err := encoded.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
