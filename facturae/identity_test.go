package facturae_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/facturae"
)

func TestLoadPKCS12(t *testing.T) {
	for _, name := range []string{"rsa.p12", "rsa.old.p12"} {
		data := readFile(t, keyPath(name))
		id, err := facturae.LoadPKCS12(data, keyPassword)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !id.Certificate.Equal(certificate(t, "rsa.pem")) || len(id.Chain) != 1 || !id.Chain[0].Equal(certificate(t, "ca.pem")) {
			t.Errorf("%s: %v, chain %d", name, id.Certificate.Subject, len(id.Chain))
		}
		for _, wrong := range []string{"", "Secreto"} {
			if _, err := facturae.LoadPKCS12(data, wrong); !errors.Is(err, facturae.ErrPassword) {
				t.Errorf("%s with the password %q: %v", name, wrong, err)
			}
		}
		if _, err := facturae.LoadPKCS12(data[:100], keyPassword); !errors.Is(err, facturae.ErrKeyFile) {
			t.Errorf("%s cut short: %v", name, err)
		}
	}
}

func TestLoadPEM(t *testing.T) {
	p256, rsaID := identity(t, "p256"), identity(t, "rsa")
	sec1, err := x509.MarshalECPrivateKey(p256.Key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	own, ca := readFile(t, keyPath("p256.pem")), readFile(t, keyPath("ca.pem"))
	for _, c := range []struct {
		name              string
		certificates, key []byte
		passphrase        string
		chain             int
		code              error
	}{
		{"SEC 1", own, block("EC PRIVATE KEY", sec1), "", 0, nil},
		{"EC parameters in front, as OpenSSL has them", own, append(block("EC PARAMETERS", []byte{6, 0}), block("EC PRIVATE KEY", sec1)...), "", 0, nil},
		{"PKCS #1", readFile(t, keyPath("rsa.pem")), block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaID.Key.(*rsa.PrivateKey))), "", 0, nil},
		{"PKCS #8, encrypted", own, readFile(t, keyPath("encrypted.key.pem")), keyPassword, 0, nil},
		{"chain, the issuer first", append(ca, own...), readFile(t, keyPath("p256.key.pem")), "", 1, nil},
		{"one file", append(readFile(t, keyPath("p256.key.pem")), own...), nil, "", 0, nil},
		{"no password", own, readFile(t, keyPath("encrypted.key.pem")), "", 0, facturae.ErrPassword},
		{"wrong password", own, readFile(t, keyPath("encrypted.key.pem")), "x", 0, facturae.ErrPassword},
		{"another's certificate", ca, readFile(t, keyPath("p256.key.pem")), "", 0, facturae.ErrKeyMismatch},
		{"no key", own, own, "", 0, facturae.ErrKeyFile},
		{"no certificate", nil, readFile(t, keyPath("p256.key.pem")), "", 0, facturae.ErrKeyFile},
		{"DER", p256.Certificate.Raw, readFile(t, keyPath("p256.key.pem")), "", 0, facturae.ErrKeyFile},
		{"broken key", own, block("PRIVATE KEY", []byte("x")), "", 0, facturae.ErrKeyFile},
		{"broken certificate", block("CERTIFICATE", []byte("x")), readFile(t, keyPath("p256.key.pem")), "", 0, facturae.ErrKeyFile},
		{"OpenSSL's old encryption", own, []byte("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n"), "x", 0, facturae.ErrKeyFile},
	} {
		id, err := facturae.LoadPEM(c.certificates, c.key, c.passphrase)
		switch {
		case c.code != nil:
			if !errors.Is(err, c.code) {
				t.Errorf("%s: %v, not %v", c.name, err, c.code)
			}
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case len(id.Chain) != c.chain || id.Check(signedAt) != nil:
			t.Errorf("%s: chain of %d, %v", c.name, len(id.Chain), id.Check(signedAt))
		}
	}
}

func TestIdentityCheck(t *testing.T) {
	good := identity(t, "p256")
	_, edwards, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	short := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: identity(t, "rsa").Certificate.SerialNumber, E: 65537}}
	p224 := newKey(t, elliptic.P224())
	only := issue(t, "x", 1, good.Key, nil, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment })
	for _, c := range []struct {
		name string
		id   facturae.Identity
		at   time.Time
		code error
	}{
		{"good", good, signedAt, nil},
		{"first second", good, notBefore, nil},
		{"last second", good, notAfter, nil},
		{"nothing", facturae.Identity{}, signedAt, facturae.ErrIdentity},
		{"no certificate", facturae.Identity{Key: good.Key}, signedAt, facturae.ErrIdentity},
		{"early", good, notBefore.Add(-time.Second), facturae.ErrNotYetValid},
		{"late", good, notAfter.Add(time.Second), facturae.ErrExpired},
		{"another key", facturae.Identity{Key: good.Key, Certificate: identity(t, "p384").Certificate}, signedAt, facturae.ErrKeyMismatch},
		{"Ed25519", facturae.Identity{Key: edwards, Certificate: good.Certificate}, signedAt, facturae.ErrKeyType},
		{"P-224", facturae.Identity{Key: p224, Certificate: good.Certificate}, signedAt, facturae.ErrKeyType},
		{"short RSA", facturae.Identity{Key: short, Certificate: good.Certificate}, signedAt, facturae.ErrWeakKey},
		{"key usage", facturae.Identity{Key: good.Key, Certificate: only}, signedAt, facturae.ErrKeyUsage},
	} {
		if err := c.id.Check(c.at); !errors.Is(err, c.code) {
			t.Errorf("%s: %v, not %v", c.name, err, c.code)
		}
	}
}
