package xmldsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha1" // older signatures
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// Namespace is that of XML Signature.
const Namespace = "http://www.w3.org/2000/09/xmldsig#"

// The methods that signing uses.
const (
	C14N      = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	Enveloped = Namespace + "enveloped-signature"
)

const (
	more   = "http://www.w3.org/2001/04/xmldsig-more#"
	xmlenc = "http://www.w3.org/2001/04/xmlenc#"
	c14n11 = "http://www.w3.org/2006/12/xml-c14n11"
	excC14 = "http://www.w3.org/2001/10/xml-exc-c14n#"
)

// digests are the methods of RFC 6931 (2.1) and XML Encryption.
var digests = map[string]crypto.Hash{
	Namespace + "sha1": crypto.SHA1,
	more + "sha224":    crypto.SHA224,
	xmlenc + "sha256":  crypto.SHA256,
	more + "sha384":    crypto.SHA384,
	xmlenc + "sha512":  crypto.SHA512,
}

// method is a signature method.
type method struct {
	hash  crypto.Hash
	ecdsa bool
}

// methods are those of RFC 6931 (2.3) for RSA in PKCS #1 version 1.5 and ECDSA.
var methods = map[string]method{
	Namespace + "rsa-sha1": {crypto.SHA1, false},
	more + "rsa-sha224":    {crypto.SHA224, false},
	more + "rsa-sha256":    {crypto.SHA256, false},
	more + "rsa-sha384":    {crypto.SHA384, false},
	more + "rsa-sha512":    {crypto.SHA512, false},
	more + "ecdsa-sha1":    {crypto.SHA1, true},
	more + "ecdsa-sha224":  {crypto.SHA224, true},
	more + "ecdsa-sha256":  {crypto.SHA256, true},
	more + "ecdsa-sha384":  {crypto.SHA384, true},
	more + "ecdsa-sha512":  {crypto.SHA512, true},
}

var canonicalizations = map[string]Canonicalization{
	C14N:                     {},
	C14N + "#WithComments":   {Comments: true},
	c14n11:                   {V11: true},
	c14n11 + "#WithComments": {V11: true, Comments: true},
	excC14:                   {Exclusive: true},
	excC14 + "WithComments":  {Exclusive: true, Comments: true},
}

// HashOf is the digest method of a URI.
func HashOf(uri string) (h crypto.Hash, ok bool) {
	h, ok = digests[uri]
	return h, ok
}

// DigestMethod is the URI of a hash.
func DigestMethod(h crypto.Hash) (uri string, ok bool) {
	for uri, other := range digests {
		if other == h {
			return uri, true
		}
	}
	return "", false
}

// SignatureMethod is the URI for a key and a hash.
func SignatureMethod(key crypto.PublicKey, h crypto.Hash) (uri string, ok bool) {
	_, isECDSA := key.(*ecdsa.PublicKey)
	if _, isRSA := key.(*rsa.PublicKey); !isRSA && !isECDSA {
		return "", false
	}
	for uri, m := range methods {
		if m.hash == h && m.ecdsa == isECDSA {
			return uri, true
		}
	}
	return "", false
}

// SignatureHash is the hash of a signature method.
func SignatureHash(uri string) (h crypto.Hash, ok bool) {
	m, ok := methods[uri]
	return m.hash, ok
}

// pair is the ASN.1 of an ECDSA signature.
type pair struct{ R, S *big.Int }

// Sign signs a digest: PKCS #1 version 1.5 for RSA; for ECDSA r and s one behind the
// other, each as long as the order of the curve (RFC 6931, 2.3.6). Keys of crypto/rsa and
// crypto/ecdsa give the same value each time (RFC 6979).
func Sign(key crypto.Signer, h crypto.Hash, digest []byte) ([]byte, error) {
	random := rand.Reader
	if _, own := key.(*ecdsa.PrivateKey); own {
		random = nil
	}
	value, err := key.Sign(random, digest, h)
	if err != nil {
		return nil, err
	}
	public, isECDSA := key.Public().(*ecdsa.PublicKey)
	if !isECDSA {
		return value, nil
	}
	var p pair
	rest, err := asn1.Unmarshal(value, &p)
	n := size(public)
	if err != nil || len(rest) > 0 || p.R.Sign() <= 0 || p.S.Sign() <= 0 || p.R.BitLen() > 8*n || p.S.BitLen() > 8*n {
		return nil, fmt.Errorf("the key gave no ECDSA signature: %w", err)
	}
	raw := make([]byte, 2*n)
	p.R.FillBytes(raw[:n])
	p.S.FillBytes(raw[n:])
	return raw, nil
}

// size is how many bytes the order of a curve has.
func size(k *ecdsa.PublicKey) int { return (k.Curve.Params().N.BitLen() + 7) / 8 }

// CheckSignature checks the signature of a digest. Its errors have the codes ErrKey,
// ErrValue or ErrUnsupported.
func CheckSignature(key crypto.PublicKey, uri string, digest, value []byte) error {
	m, known := methods[uri]
	if !known {
		return unsupported(fmt.Sprintf("the signature method %q", uri))
	}
	switch key := key.(type) {
	case *rsa.PublicKey:
		if m.ecdsa {
			return &Error{Code: ErrKey, Message: "the signature method is ECDSA, the key is RSA"}
		}
		if key.N.BitLen() < 1024 {
			return &Error{Code: ErrKey, Message: fmt.Sprintf("an RSA key of %d bits proves nothing: anyone can find its private key", key.N.BitLen())}
		}
		if rsa.VerifyPKCS1v15(key, m.hash, digest, value) != nil {
			return wrongValue()
		}
		return nil
	case *ecdsa.PublicKey:
		n := size(key)
		if !m.ecdsa {
			return &Error{Code: ErrKey, Message: "the signature method is RSA, the key is ECDSA"}
		}
		if len(value) != 2*n {
			return &Error{Code: ErrValue, Message: fmt.Sprintf("the signature value has %d bytes: on this curve it has %d", len(value), 2*n)}
		}
		der, err := asn1.Marshal(pair{new(big.Int).SetBytes(value[:n]), new(big.Int).SetBytes(value[n:])})
		if err != nil || !ecdsa.VerifyASN1(key, digest, der) {
			return wrongValue()
		}
		return nil
	}
	return unsupported(fmt.Sprintf("a key of type %T", key))
}

func wrongValue() error {
	return &Error{Code: ErrValue, Message: "the signature value does not fit: what was signed has been changed, or another key signed it"}
}

// KeyStrength says what a key is, and how many bits its modulus or curve has; "" for one
// that is neither RSA nor ECDSA.
func KeyStrength(c *x509.Certificate) (algorithm string, bits int) {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		return "ECDSA", key.Curve.Params().BitSize
	}
	return "", 0
}
