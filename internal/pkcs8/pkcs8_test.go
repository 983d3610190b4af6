package pkcs8

import (
	"bytes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

// parameters are one way to encrypt.
type parameters struct {
	random, cipher string
	rounds, length int
}

func oid(t testing.TB, s string) (o asn1.ObjectIdentifier) {
	t.Helper()
	for part := range strings.SplitSeq(s, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		o = append(o, n)
	}
	return o
}

func der(t testing.TB, v any) []byte {
	t.Helper()
	b, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// encrypt is what Decrypt undoes.
func encrypt(t testing.TB, plain []byte, password string, p parameters) []byte {
	t.Helper()
	salt := []byte("12345678")
	d := pbkdf2Params{Salt: salt, Rounds: p.rounds, Length: p.length}
	if p.random != "" {
		d.Random = pkix.AlgorithmIdentifier{Algorithm: oid(t, p.random), Parameters: asn1.NullRawValue}
	}
	c := ciphers[p.cipher]
	key, err := pbkdf2.Key(randoms[p.random], password, salt, max(1, min(p.rounds, 1000)), c.key)
	if err != nil {
		t.Fatal(err)
	}
	block, err := c.new(key)
	if err != nil {
		t.Fatal(err)
	}
	n := block.BlockSize() - len(plain)%block.BlockSize()
	plain = append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
	iv := make([]byte, block.BlockSize())
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(plain, plain)
	params := der(t, pbes2{
		pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: der(t, d)}},
		pkix.AlgorithmIdentifier{Algorithm: oid(t, p.cipher), Parameters: asn1.RawValue{FullBytes: der(t, iv)}},
	})
	return der(t, encrypted{pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: asn1.RawValue{FullBytes: params}}, plain})
}

func someKey(t testing.TB) (*ecdsa.PrivateKey, []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return key, plain
}

func TestDecrypt(t *testing.T) {
	key, plain := someKey(t)
	for random := range randoms {
		for name, c := range ciphers {
			for _, length := range []int{0, c.key} {
				data := encrypt(t, plain, "ñ", parameters{random, name, 10, length})
				got, err := Decrypt(data, "ñ")
				if err != nil || !key.Equal(got) {
					t.Errorf("%s, %s: %v", random, name, err)
				}
				if _, err := Decrypt(data, "n"); !errors.Is(err, ErrPassword) {
					t.Errorf("%s, %s, wrong password: %v", random, name, err)
				}
			}
		}
	}
}

// TestDecryptOpenSSL reads what OpenSSL wrote.
func TestDecryptOpenSSL(t *testing.T) {
	data, err := os.ReadFile("../../facturae/testdata/keys/encrypted.key.pem")
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(data)
	key, err := Decrypt(block.Bytes, "secreto")
	if _, ok := key.(*ecdsa.PrivateKey); !ok || err != nil {
		t.Errorf("%T, %v", key, err)
	}
}

func TestDecryptRefuses(t *testing.T) {
	const aes128, sha256 = "2.16.840.1.101.3.4.1.2", "1.2.840.113549.2.9"
	_, plain := someKey(t)
	good := encrypt(t, plain, "x", parameters{sha256, aes128, 10, 0})
	for name, data := range map[string][]byte{
		"nothing":           nil,
		"cut short":         good[:len(good)-1],
		"more":              append(bytes.Clone(good), 0),
		"too many rounds":   encrypt(t, plain, "x", parameters{sha256, aes128, maxRounds + 1, 0}),
		"no rounds":         encrypt(t, plain, "x", parameters{sha256, aes128, 0, 0}),
		"length":            encrypt(t, plain, "x", parameters{sha256, aes128, 10, 24}),
		"another scheme":    bytes.Replace(good, der(t, oidPBES2), der(t, oid(t, "1.2.840.113549.1.5.3")), 1),
		"another function":  bytes.Replace(good, der(t, oidPBKDF2), der(t, oid(t, "1.2.840.113549.1.5.99")), 1),
		"another random":    bytes.Replace(good, der(t, oid(t, sha256)), der(t, oid(t, "1.2.840.113549.2.99")), 1),
		"another cipher":    bytes.Replace(good, der(t, oid(t, aes128)), der(t, oid(t, "2.16.840.1.101.3.4.1.99")), 1),
		"not a private key": encrypt(t, der(t, 1), "x", parameters{sha256, aes128, 10, 0}),
	} {
		if key, err := Decrypt(data, "x"); err == nil || errors.Is(err, ErrPassword) || key != nil {
			t.Errorf("%s: %v, %v", name, key, err)
		}
	}
}

func FuzzDecrypt(f *testing.F) {
	_, plain := someKey(f)
	for name := range ciphers {
		f.Add(encrypt(f, plain, "x", parameters{"", name, 10, 0}), "x")
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		if key, err := Decrypt(data, password); (err == nil) != (key != nil) {
			t.Errorf("%v, %v", key, err)
		}
	})
}
