package facturae

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/einvoice-go/einvoice/internal/pkcs8"
)

// Identity is who signs. The key may be held elsewhere (a smart card, an HSM): Sign asks
// it for PKCS #1 version 1.5 or ECDSA signatures and nothing else.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // certificates of the issuers, which go into the signature too; may be nil
}

// minRSA is the least length of an RSA key that Sign takes, in bits. Spain's public
// administrations have required it since 2014 (CCN-STIC 807).
const minRSA = 2048

// Check tells whether the identity can sign at a time. Its errors are *SignatureError.
func (id Identity) Check(at time.Time) error {
	if id.Key == nil || id.Certificate == nil {
		return &SignatureError{Code: ErrIdentity, Message: "there is no key and certificate to sign with"}
	}
	if err := checkKey(id.Key.Public()); err != nil {
		return err
	}
	if !sameKey(id.Key.Public(), id.Certificate.PublicKey) {
		return &SignatureError{Code: ErrKeyMismatch, Message: fmt.Sprintf("the certificate of %s is not that of the key", id.Certificate.Subject)}
	}
	const day = "2006-01-02 15:04 MST"
	switch c := id.Certificate; {
	case at.Before(c.NotBefore):
		return &SignatureError{Code: ErrNotYetValid, Message: fmt.Sprintf("the certificate is valid from %s on, which is after the time of signing, %s", c.NotBefore.Format(day), at.Format(day))}
	case at.After(c.NotAfter):
		return &SignatureError{Code: ErrExpired, Message: fmt.Sprintf("the certificate has expired on %s, before the time of signing, %s: renew it", c.NotAfter.Format(day), at.Format(day))}
	case c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return &SignatureError{Code: ErrKeyUsage, Message: "the certificate's key usage has no signatures: take the one for signing"}
	}
	return nil
}

func checkKey(key crypto.PublicKey) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if n := key.N.BitLen(); n < minRSA {
			return &SignatureError{Code: ErrWeakKey, Message: fmt.Sprintf("an RSA key of %d bits is too weak: take one of %d or more", n, minRSA)}
		}
		return nil
	case *ecdsa.PublicKey:
		if slices.Contains([]elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()}, key.Curve) {
			return nil
		}
	}
	return &SignatureError{Code: ErrKeyType, Message: fmt.Sprintf("a key of type %T cannot sign Facturae: RSA and ECDSA on P-256, P-384 and P-521 can", key)}
}

// sameKey compares public keys.
func sameKey(a, b crypto.PublicKey) bool {
	x, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && x.Equal(b)
}

// LoadPKCS12 reads a key and its certificates from a PKCS #12 file (.p12, .pfx). A wrong
// password is ErrPassword, everything else that is wrong ErrKeyFile.
func LoadPKCS12(data []byte, password string) (Identity, error) {
	key, first, others, err := pkcs12.DecodeChain(data, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return Identity{}, wrongPassword("the PKCS #12 file")
	case err != nil:
		return Identity{}, &SignatureError{ErrKeyFile, "the PKCS #12 file cannot be read: " + err.Error(), err}
	}
	return identityOf(key, append([]*x509.Certificate{first}, others...))
}

func wrongPassword(what string) error {
	return &SignatureError{Code: ErrPassword, Message: "the password of " + what + " is wrong"}
}

// LoadPEM reads a key (PKCS #8, also encrypted; PKCS #1; SEC 1) and certificates, of which
// one must be the key's and the others are its chain. Key and certificates may stand in
// one file: then key is nil. The passphrase is that of an encrypted key.
func LoadPEM(certificates, key []byte, passphrase string) (Identity, error) {
	if key == nil {
		key = certificates
	}
	signer, err := keyOf(key, passphrase)
	if err != nil {
		return Identity{}, err
	}
	chain, err := certificatesOf(certificates)
	if err != nil {
		return Identity{}, err
	}
	return identityOf(signer, chain)
}

// identityOf finds the certificate of the key.
func identityOf(key any, all []*x509.Certificate) (Identity, error) {
	signer, ok := key.(crypto.Signer)
	if !ok {
		return Identity{}, &SignatureError{Code: ErrKeyType, Message: fmt.Sprintf("a key of type %T cannot sign", key)}
	}
	if len(all) == 0 {
		return Identity{}, &SignatureError{Code: ErrIdentity, Message: "there is a key but no certificate"}
	}
	for i, c := range all {
		if sameKey(signer.Public(), c.PublicKey) {
			return Identity{signer, c, slices.Delete(all, i, i+1)}, nil
		}
	}
	return Identity{}, &SignatureError{Code: ErrKeyMismatch, Message: fmt.Sprintf("the certificate of %s is not that of the key", all[0].Subject)}
}

func certificatesOf(data []byte) (all []*x509.Certificate, err error) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, &SignatureError{ErrKeyFile, "a certificate cannot be read: " + err.Error(), err}
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, &SignatureError{Code: ErrKeyFile, Message: `there is no certificate: PEM has a block "CERTIFICATE"` + derHint(data)}
	}
	return all, nil
}

func derHint(data []byte) string {
	if bytes.HasPrefix(data, []byte{0x30}) {
		return " (this looks like DER, or like a PKCS #12 file)"
	}
	return ""
}

// keyOf reads the first private key.
func keyOf(data []byte, passphrase string) (key any, err error) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Headers["DEK-Info"] != "" {
			return nil, &SignatureError{Code: ErrKeyFile, Message: "the key is encrypted in OpenSSL's old way, which is not safe: convert it with openssl pkcs8 -topk8"}
		}
		switch block.Type {
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			if passphrase == "" {
				return nil, &SignatureError{Code: ErrPassword, Message: "the key is encrypted: give its password"}
			}
			key, err = pkcs8.Decrypt(block.Bytes, passphrase)
			if errors.Is(err, pkcs8.ErrPassword) {
				return nil, wrongPassword("the key")
			}
		default:
			continue
		}
		if err != nil {
			return nil, &SignatureError{ErrKeyFile, "the key cannot be read: " + err.Error(), err}
		}
		return key, nil
	}
	return nil, &SignatureError{Code: ErrKeyFile, Message: `there is no private key: PEM has a block "PRIVATE KEY"` + derHint(data)}
}
