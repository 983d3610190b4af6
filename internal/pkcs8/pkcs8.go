// Package pkcs8 decrypts private keys in PKCS #8 (RFC 5958) that are encrypted with PBES2
// (RFC 8018), as OpenSSL has written them since 2010. The standard library reads only
// those that are not encrypted.
package pkcs8

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"hash"
)

// ErrPassword: the password does not decrypt the key.
var ErrPassword = errors.New("the password is wrong")

// maxRounds bounds the time that a key file can take.
const maxRounds = 2_000_000

type encrypted struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2 struct{ Derive, Cipher pkix.AlgorithmIdentifier }

type pbkdf2Params struct {
	Salt   []byte
	Rounds int
	Length int                      `asn1:"optional"`
	Random pkix.AlgorithmIdentifier `asn1:"optional"`
}

var (
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

// randoms are the pseudo-random functions; SHA-1 where none is named.
var randoms = map[string]func() hash.Hash{
	"":                    sha1.New,
	"1.2.840.113549.2.7":  sha1.New,
	"1.2.840.113549.2.9":  sha256.New,
	"1.2.840.113549.2.10": sha512.New384,
	"1.2.840.113549.2.11": sha512.New,
}

type blockCipher struct {
	key int // its length in bytes
	new func([]byte) (cipher.Block, error)
}

// ciphers are used in CBC.
var ciphers = map[string]blockCipher{
	"1.2.840.113549.3.7":      {24, des.NewTripleDESCipher},
	"2.16.840.1.101.3.4.1.2":  {16, aes.NewCipher},
	"2.16.840.1.101.3.4.1.22": {24, aes.NewCipher},
	"2.16.840.1.101.3.4.1.42": {32, aes.NewCipher},
}

// Decrypt reads an EncryptedPrivateKeyInfo in DER. The error is ErrPassword if the
// password is wrong.
func Decrypt(der []byte, password string) (key any, err error) {
	var e encrypted
	var p pbes2
	if err := unmarshal(der, &e); err != nil {
		return nil, err
	}
	if !e.Algorithm.Algorithm.Equal(oidPBES2) {
		return nil, fmt.Errorf("the encryption %s is not supported: convert the key with openssl pkcs8 -topk8 -v2 aes256", e.Algorithm.Algorithm)
	}
	if err := unmarshal(e.Algorithm.Parameters.FullBytes, &p); err != nil {
		return nil, err
	}
	block, iv, err := p.block(password)
	if err != nil {
		return nil, err
	}
	if len(e.Data) == 0 || len(e.Data)%block.BlockSize() != 0 {
		return nil, errors.New("the encrypted key is cut short")
	}
	plain := make([]byte, len(e.Data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, e.Data)
	n := int(plain[len(plain)-1])
	if n == 0 || n > block.BlockSize() || !bytes.Equal(plain[len(plain)-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, ErrPassword
	}
	if key, err = x509.ParsePKCS8PrivateKey(plain[:len(plain)-n]); err != nil {
		var any asn1.RawValue
		if unmarshal(plain[:len(plain)-n], &any) != nil {
			return nil, ErrPassword // the padding was right by chance
		}
	}
	return key, err
}

// block makes the cipher and its first vector.
func (p *pbes2) block(password string) (cipher.Block, []byte, error) {
	var d pbkdf2Params
	if !p.Derive.Algorithm.Equal(oidPBKDF2) {
		return nil, nil, fmt.Errorf("the key derivation %s is not supported", p.Derive.Algorithm)
	}
	if err := unmarshal(p.Derive.Parameters.FullBytes, &d); err != nil {
		return nil, nil, err
	}
	random, known := randoms[d.Random.Algorithm.String()]
	if !known || d.Rounds < 1 || d.Rounds > maxRounds {
		return nil, nil, fmt.Errorf("the key derivation with %s in %d rounds is not supported", d.Random.Algorithm, d.Rounds)
	}
	c, known := ciphers[p.Cipher.Algorithm.String()]
	if !known || d.Length != 0 && d.Length != c.key {
		return nil, nil, fmt.Errorf("the cipher %s is not supported", p.Cipher.Algorithm)
	}
	key, err := pbkdf2.Key(random, password, d.Salt, d.Rounds, c.key)
	if err != nil {
		return nil, nil, err
	}
	block, err := c.new(key)
	if err != nil {
		return nil, nil, err
	}
	var iv []byte
	if err := unmarshal(p.Cipher.Parameters.FullBytes, &iv); err != nil || len(iv) != block.BlockSize() {
		return nil, nil, errors.New("the cipher has no vector")
	}
	return block, iv, nil
}

// unmarshal reads DER that is nothing but the value.
func unmarshal(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err == nil && len(rest) > 0 {
		err = errors.New("asn1: more data than there should be")
	}
	return err
}
