package xmldsig

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
)

const digestPart = `<DigestMethod Algorithm="` + Namespace + `sha1"/><DigestValue>AA==</DigestValue>`

// signatureOf is a document that is a signature of these parts.
func signatureOf(t *testing.T, canonicalization, references, rest string) (*Signature, error) {
	t.Helper()
	d := parsed(t, `<Signature xmlns="`+Namespace+`"><SignedInfo>`+canonicalization+`<SignatureMethod Algorithm="`+Namespace+`rsa-sha1"/>`+references+`</SignedInfo>`+rest+`</Signature>`)
	return d.Signature(d.Root())
}

func TestSignatureStructure(t *testing.T) {
	method := `<CanonicalizationMethod Algorithm="` + C14N + `"/>`
	exclusive := `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">%s</CanonicalizationMethod>`
	reference, value := `<Reference URI="">`+digestPart+`</Reference>`, `<SignatureValue> A A<!-- -->==
	</SignatureValue>`
	for _, c := range []struct {
		name, method, references, rest string
		code                           Code // "" for none
	}{
		{"complete", method, reference, value + `<KeyInfo/><Object/><Object/>`, ""},
		{"without KeyInfo", method, reference, value, ""},
		{"exclusive", fmt.Sprintf(exclusive, ""), reference, value, ""},
		{"exclusive with prefixes", fmt.Sprintf(exclusive, `<x:InclusiveNamespaces xmlns:x="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="#default a"/>`), reference, value, ""},
		{"exclusive with something else", fmt.Sprintf(exclusive, `<x/>`), reference, value, ErrUnsupported},
		{"inclusive with prefixes", `<CanonicalizationMethod Algorithm="` + C14N + `"><x/></CanonicalizationMethod>`, reference, value, ErrUnsupported},
		{"no canonicalization", "", reference, value, ErrStructure},
		{"canonicalization twice", method + method, reference, value, ErrStructure},
		{"canonicalization without algorithm", `<CanonicalizationMethod/>`, reference, value, ErrUnsupported},
		{"method twice", method, `<SignatureMethod Algorithm="x"/>` + reference, value, ErrStructure},
		{"no reference", method, "", value, ErrStructure},
		{"reference without digest", method, `<Reference/>`, value, ErrStructure},
		{"reference with another element", method, `<Reference><x xmlns=""/></Reference>`, value, ErrStructure},
		{"two digests", method, `<Reference>` + digestPart + digestPart + `</Reference>`, value, ErrStructure},
		{"digest no base64", method, strings.Replace(reference, "AA==", "A", 1), value, ErrStructure},
		{"digest in an element", method, strings.Replace(reference, "AA==", "<x>AA==</x>", 1), value, ErrStructure},
		{"empty digest", method, strings.Replace(reference, "AA==", "", 1), value, ErrStructure},
		{"no transform", method, `<Reference><Transforms><x/></Transforms>` + digestPart + `</Reference>`, value, ErrStructure},
		{"many transforms", method, `<Reference><Transforms>` + strings.Repeat(`<Transform/>`, 9) + `</Transforms>` + digestPart + `</Reference>`, value, ErrLimit},
		{"many references", method, strings.Repeat(reference, 101), value, ErrLimit},
		{"no value", method, reference, "", ErrStructure},
		{"value twice", method, reference, value + value, ErrStructure},
		{"KeyInfo twice", method, reference, value + `<KeyInfo/><KeyInfo/>`, ErrStructure},
		{"KeyInfo behind Object", method, reference, value + `<Object/><KeyInfo/>`, ErrStructure},
		{"another namespace", method, reference, value + `<KeyInfo xmlns="urn:x"/>`, ErrStructure},
	} {
		s, err := signatureOf(t, c.method, c.references, c.rest)
		var own *Error
		switch {
		case c.code == "" && err != nil, c.code != "" && (!errors.As(err, &own) || own.Code != c.code || own.Position.Line == 0):
			t.Errorf("%s: %v, not %q", c.name, err, c.code)
		case c.code == "" && (len(s.References) != 1 || string(s.Value) != "\x00"):
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

func TestSignatureInclusivePrefixes(t *testing.T) {
	s, err := signatureOf(t, `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#WithComments"><x:InclusiveNamespaces xmlns:x="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList=" a
	#default"/></CanonicalizationMethod>`, `<Reference URI="">`+digestPart+`</Reference>`, `<SignatureValue>AA==</SignatureValue>`)
	if err != nil || !s.how.Exclusive || !s.how.Comments || fmt.Sprintf("%q", s.how.Inclusive) != `["a" ""]` {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestCheckSignatureRefuses(t *testing.T) {
	short := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 511), E: 65537}
	edwards := ed25519.PublicKey(make([]byte, 32))
	for name, c := range map[string]struct {
		key  crypto.PublicKey
		uri  string
		code Code
	}{
		"method": {short, "urn:x", ErrUnsupported},
		"kind":   {edwards, Namespace + "rsa-sha1", ErrUnsupported},
		"short":  {short, Namespace + "rsa-sha1", ErrKey},
		"ECDSA":  {short, more + "ecdsa-sha256", ErrKey},
	} {
		err := CheckSignature(c.key, c.uri, make([]byte, 32), make([]byte, 64))
		var own *Error
		if !errors.As(err, &own) || own.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, ok := SignatureMethod(edwards, crypto.SHA256); ok {
		t.Error("Ed25519 has a method")
	}
}

func TestElementText(t *testing.T) {
	d := parsed(t, `<a>1<!-- --><b>x</b>2<![CDATA[3]]>&#52;</a>`)
	if got := d.Root().Text(); got != "1234" {
		t.Errorf("%q", got)
	}
	if got := d.Root().Child("", "b").Text(); got != "x" {
		t.Errorf("%q", got)
	}
	if got := (Element{}).Text(); got != "" {
		t.Errorf("%q", got)
	}
}
