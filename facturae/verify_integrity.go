package facturae

import (
	"crypto"
	"crypto/rsa"
	"math/big"

	"github.com/einvoice-go/einvoice/internal/xmldsig"
)

// integrity asks whether the document is what the key signed: every reference, the
// signature value, and that they cover what is read.
func (v *verifier) integrity() {
	v.describe()
	for _, id := range v.doc.RepeatedIDs() {
		e, _ := v.doc.ByID(id)
		v.Integrity.add(findingAt(e, FindingRepeatedID, "the Id %q stands more than once, so a reference to it could mean either", id))
		break
	}
	if _, known := xmldsig.SignatureHash(v.signature.Method); known {
		v.noteWeak(v.signature.SignedInfo, v.signature.Method, xmldsig.SignatureHash)
	}
	right := true
	for _, r := range v.signature.References {
		err := v.signature.Check(r)
		if !r.Target.IsZero() {
			v.followed = append(v.followed, r)
		}
		if err != nil {
			v.Integrity.add(findingOf(err))
			right = false
			continue
		}
		v.noteWeak(r.Element, r.Method, xmldsig.HashOf)
		v.Signed.DigestMethods = appendNew(v.Signed.DigestMethods, r.Method)
		v.sameProperties(r)
	}
	v.Signed.References = len(v.signature.References)
	v.value()
	if right { // or else the reason is known already
		v.coverage()
	}
}

// noteWeak notes SHA-1, once.
func (v *verifier) noteWeak(e xmldsig.Element, uri string, hashOf func(string) (crypto.Hash, bool)) {
	if h, ok := hashOf(uri); !ok || h != crypto.SHA1 {
		return
	}
	for _, n := range v.Notes {
		if n.Code == NoteWeak && n.Message == weakHash {
			return
		}
	}
	v.Notes = append(v.Notes, findingAt(e, NoteWeak, weakHash))
}

const weakHash = "the signature uses SHA-1, which is broken: who has made a document could have made another with the same digest"

// sameProperties: a reference that says that it is to signed properties has to lead to
// those of this signature, since these are what is read.
func (v *verifier) sameProperties(r *xmldsig.Reference) {
	if isPropertiesType(r.Type) && r.Target != v.properties {
		v.Integrity.add(findingAt(r.Element, FindingOtherElement, "the reference to the signed properties leads to <%s>, and not to those of the signature", r.Target.Name()))
	}
}

func (v *verifier) value() {
	c := v.Signed.Certificate
	if c == nil {
		v.Integrity.add(findingAt(v.element, FindingKey, "the signature has no certificate that could be read: there is no key to check it with"))
		return
	}
	if err := v.signature.CheckValue(c.PublicKey); err != nil {
		f := findingOf(err)
		if f.Position == nil {
			f.Position = findingAt(v.signature.SignedInfo, "", "").Position
		}
		v.Integrity.add(f)
	}
	v.sameKeyValue(c.PublicKey)
}

// sameKeyValue: a key beside the certificate has to be the certificate's, since other
// readers may take the one or the other.
func (v *verifier) sameKeyValue(key crypto.PublicKey) {
	for e := range v.signature.KeyInfo.Children() {
		rsaValue := e.Child(xmldsig.Namespace, "RSAKeyValue")
		if !e.Is(xmldsig.Namespace, "KeyValue") || rsaValue.IsZero() {
			continue // a key of another kind is not read by anybody whose RSA signature this is
		}
		n, err := xmldsig.Base64(rsaValue.Child(xmldsig.Namespace, "Modulus").Text())
		exponent, err2 := xmldsig.Base64(rsaValue.Child(xmldsig.Namespace, "Exponent").Text())
		own, ok := key.(*rsa.PublicKey)
		if err != nil || err2 != nil || !ok || own.N.Cmp(new(big.Int).SetBytes(n)) != 0 || big.NewInt(int64(own.E)).Cmp(new(big.Int).SetBytes(exponent)) != 0 {
			v.Integrity.add(findingAt(e, FindingKey, "the signature has a key that is not the certificate's: readers could take either"))
		}
	}
}

// coverage: digests that fit say nothing about what they leave out.
func (v *verifier) coverage() {
	if !v.covered(v.doc.Root()) {
		v.Integrity.add(findingAt(v.signature.SignedInfo, FindingNotCovered, "no reference covers the whole document: the invoice is not signed"))
	}
	properties := v.covered(v.properties)
	if !v.properties.IsZero() && !properties {
		v.Integrity.add(findingAt(v.properties, FindingNotCovered, "no reference covers the signed properties: they are not signed"))
	}
	if !v.leaf.IsZero() && !v.covered(v.leaf) && !(properties && v.named(v.Signed.Certificate)) {
		v.Integrity.add(findingAt(v.leaf, FindingNotCovered, "nothing signed covers the certificate: another one of the same key could have been put there"))
	}
	v.objects()
}

// objects: the signature does not sign itself, so anybody can put content into it that
// readers take for a part of the document. What may stand there unsigned are the
// properties' own unsigned ones.
func (v *verifier) objects() {
	for _, o := range v.signature.Objects {
		if v.covered(o) {
			continue
		}
		for e := range o.Children() {
			if e != v.qualifying && !v.covered(e) {
				v.Integrity.add(findingAt(e, FindingNotCovered, "<%s> in the signature is not signed: anybody could have put it there", e.Name()))
				return
			}
		}
	}
}

// covered tells whether a reference has an element in it, be its digest right or not. What
// is in the signature is not covered by references to something around it: they leave
// the signature out.
func (v *verifier) covered(e xmldsig.Element) bool {
	if e.IsZero() {
		return false
	}
	for _, r := range v.followed {
		if e.Within(r.Target) && (r.Target.Within(v.element) || !e.Within(v.element)) {
			return true
		}
	}
	return false
}
