package facturae_test

import (
	"bytes"
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/xmldsig"
)

// meaning is what a signature protects, in canonical form: the document without its
// first signature, the signed information, the signed properties, KeyInfo, and the
// signature value. "" if it cannot be read.
func meaning(t testing.TB, doc []byte) string {
	t.Helper()
	d, err := xmldsig.Parse(doc)
	if err != nil {
		return ""
	}
	signature := d.Root().Child(xmldsig.Namespace, "Signature")
	if signature.IsZero() {
		return ""
	}
	var b bytes.Buffer
	properties := signature.Child(xmldsig.Namespace, "Object").Path("http://uri.etsi.org/01903/v1.3.2#", "QualifyingProperties", "SignedProperties")
	for _, part := range []xmldsig.Subset{
		{Without: signature},
		{Apex: signature.Child(xmldsig.Namespace, "SignedInfo")},
		{Apex: properties},
		{Apex: signature.Child(xmldsig.Namespace, "KeyInfo")},
	} {
		if part.Apex.IsZero() && part.Without.IsZero() {
			return ""
		}
		if err := d.Canonical(&b, xmldsig.Canonicalization{}, part); err != nil {
			t.Fatal(err)
		}
		b.WriteByte(0)
	}
	value, err := xmldsig.Base64(signature.Child(xmldsig.Namespace, "SignatureValue").Text())
	if err != nil {
		return ""
	}
	b.Write(value)
	return b.String()
}

// TestTamper changes every byte of a signed document in several ways. Integrity has to be
// bad, or the change means nothing.
func TestTamper(t *testing.T) {
	signed := []byte(sign(t, unsigned, options(t, "p256")))
	want := meaning(t, signed)
	if want == "" || verify(t, string(signed), facturae.VerifyOptions{}).Integrity.Verdict != facturae.Good {
		t.Fatal("not signed to begin with")
	}
	noticed, unread, harmless := 0, 0, 0
	for i := range signed {
		for _, changed := range [][]byte{
			withByte(signed, i, signed[i]^1), withByte(signed, i, signed[i]^0x20), withByte(signed, i, ' '),
			append(bytes.Clone(signed[:i]), signed[i+1:]...),
			append(append(bytes.Clone(signed[:i]), signed[i]), signed[i:]...),
		} {
			if bytes.Equal(changed, signed) {
				continue
			}
			v, err := facturae.Verify(changed, facturae.VerifyOptions{})
			switch {
			case err != nil:
				unread++
			case v.Integrity.Verdict == facturae.Bad && len(v.Integrity.Findings) > 0:
				noticed++
			case meaning(t, changed) == want:
				harmless++
			default:
				t.Errorf("byte %d: %q for %q was not noticed: %s", i, changed[i:i+1], signed[i:i+1], changed[max(0, i-30):min(len(changed), i+30)])
			}
		}
	}
	t.Logf("%d bytes: %d changes noticed, %d no longer readable, %d without meaning", len(signed), noticed, unread, harmless)
	if noticed < len(signed) || harmless > len(signed)/10 {
		t.Error("the changes are not what this test is about")
	}
}

func withByte(data []byte, i int, c byte) []byte {
	data = bytes.Clone(data)
	data[i] = c
	return data
}
