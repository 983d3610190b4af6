package facturae_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/einvoice-go/einvoice/facturae"
)

var writeKeys = flag.Bool("keys", false, "make the keys and certificates of testdata/keys anew, except encrypted.key.pem")

// The keys of testdata/keys are for tests and known to everybody. encrypted.key.pem is
// p256.key.pem after
//
//	openssl pkcs8 -topk8 -in p256.key.pem -passout pass:secreto
const keyPassword = "secreto"

var (
	notBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	notAfter  = time.Date(2099, 12, 31, 23, 59, 59, 0, time.UTC)
	signedAt  = time.Date(2026, 1, 21, 10, 30, 0, 0, time.FixedZone("", 3600))
)

func keyPath(name string) string { return filepath.Join("testdata", "keys", name) }

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// identity is one of rsa, p256, p384 and p521.
func identity(t testing.TB, name string) facturae.Identity {
	t.Helper()
	id, err := facturae.LoadPEM(readFile(t, keyPath(name+".pem")), readFile(t, keyPath(name+".key.pem")), "")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func certificate(t testing.TB, name string) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(readFile(t, keyPath(name)))
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// roots has the test authority.
func roots(t testing.TB) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(certificate(t, "ca.pem"))
	return pool
}

func subject(name string) pkix.Name {
	return pkix.Name{Country: []string{"ES"}, Province: []string{"Madrid"}, Organization: []string{"PRUEBAS, S.L."}, CommonName: name,
		ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: "VATES-B12345674"}}}
}

// issue makes a certificate; a nil parent signs itself.
func issue(t testing.TB, name string, serial int64, key crypto.Signer, parent *facturae.Identity, change func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: subject(name), NotBefore: notBefore, NotAfter: notAfter,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true}
	if change != nil {
		change(c)
	}
	above := &facturae.Identity{Key: key, Certificate: c}
	if parent != nil {
		above = parent
	}
	der, err := x509.CreateCertificate(rand.Reader, c, above.Certificate, key.Public(), above.Key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func authority(c *x509.Certificate) {
	c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
}

func newKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestKeys makes the keys with -keys, and always looks whether they are what the other
// tests take them for.
func TestKeys(t *testing.T) {
	if *writeKeys {
		makeKeys(t)
	}
	for _, name := range []string{"rsa", "p256", "p384", "p521"} {
		id := identity(t, name)
		if err := id.Check(signedAt); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(id.Chain) != 0 || id.Certificate.CheckSignatureFrom(certificate(t, "ca.pem")) != nil {
			t.Errorf("%s is not of the test authority alone", name)
		}
	}
}

func makeKeys(t *testing.T) {
	write := func(name, kind string, der []byte) {
		if err := os.WriteFile(keyPath(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pkcs8 := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	ca := newKey(t, elliptic.P256())
	root := &facturae.Identity{Key: ca, Certificate: issue(t, "AC de pruebas", 1, ca, nil, authority)}
	write("ca.pem", "CERTIFICATE", root.Certificate.Raw)
	write("ca.key.pem", "PRIVATE KEY", pkcs8(ca))
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]crypto.Signer{"rsa": rsaKey, "p256": newKey(t, elliptic.P256()), "p384": newKey(t, elliptic.P384()), "p521": newKey(t, elliptic.P521())}
	for i, name := range []string{"rsa", "p256", "p384", "p521"} {
		leaf := issue(t, "PRUEBAS "+name, int64(20260115+i), keys[name], root, nil)
		write(name+".pem", "CERTIFICATE", leaf.Raw)
		write(name+".key.pem", "PRIVATE KEY", pkcs8(keys[name]))
		for suffix, e := range map[string]*pkcs12.Encoder{".p12": pkcs12.Modern2023, ".old.p12": pkcs12.LegacyRC2} {
			if name != "rsa" {
				continue
			}
			data, err := e.Encode(keys[name], leaf, []*x509.Certificate{root.Certificate}, keyPassword)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(keyPath(name+suffix), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
