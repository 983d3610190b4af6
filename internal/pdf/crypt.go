package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// method is how a crypt filter encrypts (7.6.5).
type method int

const (
	identity method = iota
	rc4Method
	aes128
	aes256
)

// crypt is the standard security handler (7.6.3) with an empty user password.
type crypt struct {
	key      []byte
	streams  method
	text     method
	files    method // of embedded files
	filters  map[Name]method
	metadata bool // that of the document is encrypted too
}

var errPassword = fail(Encrypted, "the PDF is encrypted and needs a password: save it without one")

// padding fills up a password (7.6.3.3).
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock finds the key, if the document is encrypted.
func (d *Doc) unlock() error {
	d.crypt = nil
	o := d.Trailer.Get("Encrypt")
	if o == nil {
		return nil
	}
	e := d.Dict(o)
	if e == nil {
		return fail(Damaged, "the PDF is damaged: it says that it is encrypted, and not how")
	}
	if name := d.Name(e.Get("Filter")); name != "Standard" {
		return fail(Encrypted, "the PDF is encrypted by %q, which this program does not read: save it without encryption", string(name))
	}
	c := &crypt{metadata: d.Resolve(e.Get("EncryptMetadata")) != false}
	version, revision := d.number(e, "V", 0), d.number(e, "R", 0)
	if err := c.methods(d, e, version); err != nil {
		return err
	}
	var ok bool
	if version >= 5 {
		ok = c.key256(d, e, revision)
	} else {
		ok = c.keyMD5(d, e, version, revision)
	}
	if !ok {
		return errPassword
	}
	d.forget() // what was read without the key
	d.crypt = c
	return nil
}

// methods reads the crypt filters.
func (c *crypt) methods(d *Doc, e Dict, version int64) error {
	switch version {
	case 1, 2:
		c.streams, c.text, c.files = rc4Method, rc4Method, rc4Method
		return nil
	case 4, 5:
	default:
		return fail(Encrypted, "the PDF is encrypted in version %d, which this program does not read: save it without encryption", version)
	}
	c.filters = map[Name]method{"Identity": identity}
	filters := d.Dict(e.Get("CF"))
	for _, f := range filters[:min(len(filters), 64)] {
		switch d.Name(d.Dict(f.Value).Get("CFM")) {
		case "V2":
			c.filters[f.Key] = rc4Method
		case "AESV2":
			c.filters[f.Key] = aes128
		case "AESV3":
			c.filters[f.Key] = aes256
		}
	}
	c.streams = c.filters[d.Name(e.Get("StmF"))]
	c.text = c.filters[d.Name(e.Get("StrF"))]
	c.files = c.streams
	if name := d.Name(e.Get("EFF")); name != "" {
		c.files = c.filters[name]
	}
	return nil
}

// keyMD5 is algorithms 2 and 6 of 7.6.3: the key of revisions 2 to 4, if it is the right one.
func (c *crypt) keyMD5(d *Doc, e Dict, version, revision int64) bool {
	o, u := d.Bytes(e.Get("O")), d.Bytes(e.Get("U"))
	id := ""
	if a := d.Array(d.Trailer.Get("ID")); len(a) > 0 {
		id = d.Bytes(a[0])
	}
	size := 5
	if version > 1 {
		size = int(d.number(e, "Length", 40)) / 8
	}
	if version == 4 {
		size = 16
	}
	if size < 5 || size > 16 || len(u) < 16 || len(o) < 32 {
		return false
	}
	sum := md5.New()
	sum.Write(padding)
	sum.Write([]byte(o[:32]))
	sum.Write(binary.LittleEndian.AppendUint32(nil, uint32(d.number(e, "P", 0))))
	sum.Write([]byte(id))
	if revision >= 4 && !c.metadata {
		sum.Write([]byte{255, 255, 255, 255})
	}
	key := sum.Sum(nil)
	if revision >= 3 {
		for range 50 {
			next := md5.Sum(key[:size])
			key = next[:]
		}
	}
	c.key = key[:size]
	if revision == 2 {
		return len(u) >= 32 && string(rc4Of(c.key, padding)) == u[:32]
	}
	check := md5.Sum(append(bytes.Clone(padding), id...))
	text := check[:]
	for i := range 20 {
		round := bytes.Clone(c.key)
		for k := range round {
			round[k] ^= byte(i)
		}
		text = rc4Of(round, text)
	}
	return string(text) == u[:16]
}

func rc4Of(key, text []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return nil
	}
	out := make([]byte, len(text))
	c.XORKeyStream(out, text)
	return out
}

// key256 is algorithm 2.A of ISO 32000-2, 7.6.4.3.3: the key of revisions 5 and 6.
func (c *crypt) key256(d *Doc, e Dict, revision int64) bool {
	u, ue := d.Bytes(e.Get("U")), d.Bytes(e.Get("UE"))
	if len(u) < 48 || len(ue) < 32 {
		return false
	}
	hash := hash6
	if revision == 5 {
		hash = func(salt []byte) []byte { s := sha256.Sum256(salt); return s[:] }
	}
	if string(hash([]byte(u[32:40]))) != u[:32] {
		return false
	}
	c.key = make([]byte, 32)
	block, err := aes.NewCipher(hash([]byte(u[40:48])))
	if err != nil {
		return false
	}
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(c.key, []byte(ue[:32]))
	return true
}

// rounds bounds algorithm 2.B, which ends by chance after some 64.
const rounds = 2048

// hash6 is algorithm 2.B of ISO 32000-2 for an empty user password.
func hash6(salt []byte) []byte {
	first := sha256.Sum256(salt)
	k := first[:]
	for i := range rounds {
		text := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(text, text)
		rest := 0
		for _, b := range text[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			s := sha256.Sum256(text)
			k = s[:]
		case 1:
			s := sha512.Sum384(text)
			k = s[:]
		case 2:
			s := sha512.Sum512(text)
			k = s[:]
		}
		if i >= 63 && int(text[len(text)-1]) <= i+1-32 {
			break
		}
	}
	return k[:32]
}

// open decrypts what belongs to an object (7.6.2). What is no whole number of blocks is
// decrypted as far as it goes.
func (c *crypt) open(m method, data []byte, num, gen int) []byte {
	if m == identity {
		return data
	}
	key := c.key
	if m != aes256 {
		salted := append(bytes.Clone(key), byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
		if m == aes128 {
			salted = append(salted, "sAlT"...)
		}
		sum := md5.Sum(salted)
		key = sum[:min(len(c.key)+5, 16)]
	}
	if m == rc4Method {
		return rc4Of(key, data)
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(data) < 2*aes.BlockSize {
		return nil
	}
	iv, text := data[:aes.BlockSize], data[aes.BlockSize:]
	out := make([]byte, len(text)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, text[:len(out)])
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
		out = out[:len(out)-pad]
	}
	return out
}

// strings decrypts those in an object.
func (c *crypt) strings(o Object, num, gen int) Object {
	switch v := o.(type) {
	case String:
		return String(c.open(c.text, []byte(v), num, gen))
	case Array:
		for i := range v {
			v[i] = c.strings(v[i], num, gen)
		}
	case Dict:
		for i := range v {
			v[i].Value = c.strings(v[i].Value, num, gen)
		}
	case *Stream:
		c.strings(v.Dict, num, gen)
	}
	return o
}

// decrypted is the content of a stream before its filters.
func (d *Doc) decrypted(s *Stream, names []Name, params []Dict) ([]byte, error) {
	raw := d.raw(s)
	c := d.crypt
	if c == nil || s.own != nil || s.Get("Type") == Name("XRef") {
		return raw, nil
	}
	m := c.streams
	switch {
	case s.file || s.Get("Type") == Name("EmbeddedFile"):
		m = c.files
	case s.Get("Type") == Name("Metadata") && !c.metadata:
		m = identity
	}
	for i, name := range names {
		if name == "Crypt" {
			own, known := c.filters[d.Name(first(params[i].Get("Name"), Name("Identity")))]
			if !known {
				return nil, fail(Encrypted, "a stream of the PDF is encrypted in a way that this program does not read")
			}
			m = own
		}
	}
	return c.open(m, raw, s.Ref.Num, s.Ref.Gen), nil
}
