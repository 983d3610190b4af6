package facturae_test

import (
	"bytes"
	"crypto"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

const space322 = "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"

// unsigned is a document that can be signed, and no more.
const unsigned = `<?xml version="1.0" encoding="UTF-8"?>
<fe:Facturae xmlns:fe="` + space322 + `"><FileHeader><SchemaVersion>3.2.2</SchemaVersion></FileHeader>
<Parties/><Invoices><Invoice><Total>121.00</Total></Invoice></Invoices>
</fe:Facturae>
`

func options(t testing.TB, key string) facturae.SignOptions {
	return facturae.SignOptions{Identity: identity(t, key), Time: signedAt, Role: facturae.SignedBySupplier}
}

func sign(t testing.TB, doc string, o facturae.SignOptions) string {
	t.Helper()
	signed, err := facturae.Sign([]byte(doc), o)
	if err != nil {
		t.Fatalf("%v\n%s", err, doc)
	}
	return string(signed)
}

func verify(t testing.TB, doc string, o facturae.VerifyOptions) *facturae.Verification {
	t.Helper()
	v, err := facturae.Verify([]byte(doc), o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// examples are complete documents of the three versions.
func examples(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, version := range []string{"3.2", "3.2.1", "3.2.2"} {
		all[version] = string(readFile(t, filepath.Join("..", "attach", "testdata", "facturae-"+version+".xml")))
	}
	return all
}

func TestSign(t *testing.T) {
	for version, doc := range examples(t) {
		for key, shown := range map[string]string{"rsa": "RSA 2048", "p256": "ECDSA 256", "p384": "ECDSA 384", "p521": "ECDSA 521"} {
			for _, h := range []crypto.Hash{0, crypto.SHA256, crypto.SHA384, crypto.SHA512, crypto.SHA1} {
				o := options(t, key)
				o.Hash = h
				signed := sign(t, doc, o)
				v := verify(t, signed, facturae.VerifyOptions{Roots: roots(t)})
				s := v.Signed
				if !v.Good() || v.Trust.Verdict != facturae.Good {
					t.Errorf("%s, %s, %v: %+v", version, key, h, v)
				}
				if weak := len(v.Notes) > 0; weak != (h == crypto.SHA1) {
					t.Errorf("%s, %s, %v: notes %v", version, key, h, v.Notes)
				}
				if s.Facturae != version || s.XAdES != "1.3.2" || !s.SigningTime.Equal(signedAt) || s.Role != facturae.SignedBySupplier || s.Key != shown || s.References != 3 || len(s.DigestMethods) != 1 ||
					!s.Certificate.Equal(o.Certificate) || s.Issuer != `OID.2.5.4.97=VATES-B12345674,CN=AC de pruebas,O=PRUEBAS\, S.L.,ST=Madrid,C=ES` || !strings.HasPrefix(s.Subject, "OID.2.5.4.97=VATES-B12345674,CN=PRUEBAS "+key+",") {
					t.Errorf("%s, %s, %v: %+v", version, key, h, s)
				}
				if again := sign(t, doc, o); again != signed {
					t.Errorf("%s, %s, %v: signed twice, it differs", version, key, h)
				}
			}
		}
	}
}

// TestSignText holds what is written against the facts of the policy.
func TestSignText(t *testing.T) {
	o := options(t, "rsa")
	o.Role = facturae.SignedByThirdParty
	o.Chain = append(o.Chain, certificate(t, "ca.pem"))
	signed := sign(t, unsigned, o)
	for _, want := range []string{
		`<ds:Reference Id="Signature-1-Document" URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>`,
		`<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#Signature-1-SignedProperties">`,
		`<ds:Reference URI="#Signature-1-KeyInfo">`,
		`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>`,
		`<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#Signature-1">`,
		`<xades:SigningTime>2026-01-21T10:30:00+01:00</xades:SigningTime>`,
		`<ds:X509IssuerName>OID.2.5.4.97=VATES-B12345674,CN=AC de pruebas,O=PRUEBAS\, S.L.,ST=Madrid,C=ES</ds:X509IssuerName><ds:X509SerialNumber>20260115</ds:X509SerialNumber>`,
		`<xades:Identifier>http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf</xades:Identifier>`,
		`<xades:SigPolicyHash><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><ds:DigestValue>Ohixl6upD6av8N7pEvDABhEL6hM=</ds:DigestValue>`,
		`<xades:ClaimedRole>third party</xades:ClaimedRole>`,
		`<xades:DataObjectFormat ObjectReference="#Signature-1-Document">`,
		`<xades:MimeType>text/xml</xades:MimeType>`,
		"</ds:Signature></fe:Facturae>\n",
	} {
		if !strings.Contains(signed, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if n := strings.Count(signed, "<ds:X509Certificate>"); n != 2 {
		t.Errorf("%d certificates", n)
	}
	for h, digest := range map[crypto.Hash]string{
		crypto.SHA256: "a/vDoueJq9zxWGCFwdsXdlXtkFSEek4XVtmlQCEDaE8=",
		crypto.SHA512: "Olsv4wCqkGsabqxbGDLEkgocYLmEJ2CdZ1XsZMrvJiuUD30ryJoGYL2/DXTF1qqxdNRjviwXr2MBh4UZt/mS8w==",
	} {
		o.PolicyHash = h
		signed := sign(t, unsigned, o)
		if !strings.Contains(signed, digest) || !verify(t, signed, facturae.VerifyOptions{}).Good() {
			t.Errorf("the policy's digest in %v", h)
		}
	}
	o.Role = ""
	if signed := sign(t, unsigned, o); strings.Contains(signed, "SignerRole") || !verify(t, signed, facturae.VerifyOptions{}).Good() {
		t.Error("a signature without role")
	}
}

var signatureElement = regexp.MustCompile(`(?s)<ds:Signature .*</ds:Signature>`)

// encode writes text in an encoding, as it is declared.
func encode(t testing.TB, s, encoding string) string {
	t.Helper()
	s = strings.Replace(s, "UTF-8", encoding, 1)
	var err error
	switch encoding {
	case "ISO-8859-1":
		s, err = charmap.ISO8859_1.NewEncoder().String(s)
	case "UTF-16":
		s, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(s)
	case "UTF-16LE":
		s, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(s, "UTF-16LE", "UTF-16", 1))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSignKeepsBytes: whatever the document looks like, the signature is put in and no
// other byte changes.
func TestSignKeepsBytes(t *testing.T) {
	accents := strings.Replace(unsigned, "<Parties/>", "<Parties><Name>Ñandú, S.L.</Name></Parties>", 1)
	byDefault := strings.NewReplacer("fe:Facturae xmlns:fe", "Facturae xmlns", "/fe:Facturae", "/Facturae", "<FileHeader>", `<FileHeader xmlns="">`, "<Parties/>", `<Parties xmlns=""/>`, "<Invoices>", `<Invoices xmlns="">`).Replace(unsigned)
	for name, doc := range map[string]string{
		"as it is":               unsigned,
		"no declaration":         unsigned[strings.Index(unsigned, "<fe:"):],
		"byte order mark":        "\xEF\xBB\xBF" + accents,
		"ISO-8859-1":             encode(t, accents, "ISO-8859-1"),
		"UTF-16":                 encode(t, accents, "UTF-16"),
		"UTF-16LE":               encode(t, accents, "UTF-16LE"),
		"US-ASCII":               strings.Replace(unsigned, "UTF-8", "US-ASCII", 1),
		"CRLF":                   strings.ReplaceAll(unsigned, "\n", "\r\n"),
		"CR":                     strings.ReplaceAll(unsigned, "\n", "\r"),
		"default namespace":      byDefault,
		"blanks in tags":         strings.NewReplacer("</fe:Facturae>", "</fe:Facturae\n >", "<Parties/>", "<Parties \n />").Replace(unsigned),
		"comments, instructions": "<?xml version='1.0'?><!-- a --><?xml-stylesheet href='x'?>\n" + strings.NewReplacer("<Parties/>", "<Parties><!-- </fe:Facturae> --><?x </fe:Facturae>?></Parties>").Replace(unsigned[strings.Index(unsigned, "<fe:"):]) + "<!-- b -->",
		"CDATA":                  strings.Replace(unsigned, "121.00", "<![CDATA[</fe:Facturae> & 121.00]]>", 1),
		"references":             strings.Replace(unsigned, "121.00", "&#49;21.00&#13;&#10;&amp;", 1),
		"xml:lang, xml:space":    strings.Replace(unsigned, " xmlns:fe", ` xml:lang="es" xml:space="preserve" xmlns:fe`, 1),
		"prefix ds taken":        strings.Replace(unsigned, " xmlns:fe", ` xmlns:ds="urn:ds" xmlns:xades="urn:xades" ds:x="" xmlns:fe`, 1),
		"ds declared":            strings.Replace(unsigned, " xmlns:fe", ` xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:fe`, 1),
		"Ids taken":              strings.Replace(unsigned, "</Invoices>", `</Invoices><Extensions><x Id="Signature-1-KeyInfo"/><y Id="Signature-2"/><z Id="Signature-4"/></Extensions>`, 1),
		"text behind":            strings.Replace(unsigned, "\n</fe:", "\n  \t</fe:", 1),
	} {
		for _, key := range []string{"rsa", "p256"} {
			signed := sign(t, doc, options(t, key))
			v := verify(t, signed, facturae.VerifyOptions{Roots: roots(t)})
			if !v.Good() {
				t.Errorf("%s: %+v", name, v)
			}
			if at := strings.Index(doc, "\x00"); at >= 0 { // the signature is UTF-16 too
				if !strings.HasPrefix(signed, doc[:len(doc)-len(encode(t, "</fe:Facturae>\n", "UTF-16LE"))+2]) {
					t.Errorf("%s: the beginning has changed", name)
				}
				continue
			}
			if got := signatureElement.ReplaceAllString(signed, ""); got != doc {
				t.Errorf("%s: without the signature it is\n%q\nnot\n%q", name, got, doc)
			}
		}
	}
}

func TestSignRefuses(t *testing.T) {
	good := options(t, "p256")
	with := func(change func(*facturae.SignOptions)) facturae.SignOptions {
		o := good
		change(&o)
		return o
	}
	without := func(element string) string { return strings.ReplaceAll(unsigned, element, "X") }
	for _, c := range []struct {
		name, doc string
		o         facturae.SignOptions
		code      error
	}{
		{"no time", unsigned, with(func(o *facturae.SignOptions) { o.Time = time.Time{} }), facturae.ErrNoTime},
		{"year 10000", unsigned, with(func(o *facturae.SignOptions) { o.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), facturae.ErrNoTime},
		{"role", unsigned, with(func(o *facturae.SignOptions) { o.Role = "boss" }), facturae.ErrRole},
		{"role in Spanish", unsigned, with(func(o *facturae.SignOptions) { o.Role = "emisor" }), facturae.ErrRole},
		{"MD5", unsigned, with(func(o *facturae.SignOptions) { o.Hash = crypto.MD5 }), facturae.ErrHash},
		{"SHA-224", unsigned, with(func(o *facturae.SignOptions) { o.Hash = crypto.SHA224 }), facturae.ErrHash},
		{"policy in SHA-384", unsigned, with(func(o *facturae.SignOptions) { o.PolicyHash = crypto.SHA384 }), facturae.ErrHash},
		{"nobody", unsigned, with(func(o *facturae.SignOptions) { o.Identity = facturae.Identity{} }), facturae.ErrIdentity},
		{"expired", unsigned, with(func(o *facturae.SignOptions) { o.Time = notAfter.Add(time.Hour) }), facturae.ErrExpired},
		{"broken key", unsigned, with(func(o *facturae.SignOptions) { o.Key = brokenKey{o.Key, errors.New("no card")} }), facturae.ErrSigning},
		{"lying key", unsigned, with(func(o *facturae.SignOptions) { o.Key = brokenKey{o.Key, nil} }), facturae.ErrSigning},
		{"signed", sign(t, unsigned, good), good, facturae.ErrSigned},
		{"signed elsewhere", strings.Replace(unsigned, "<Parties/>", `<Parties><x:Signature xmlns:x="http://www.w3.org/2000/09/xmldsig#"/></Parties>`, 1), good, facturae.ErrSigned},
		{"no FileHeader", without("FileHeader"), good, facturae.ErrIncomplete},
		{"no Parties", without("Parties"), good, facturae.ErrIncomplete},
		{"no Invoices", without("Invoices"), good, facturae.ErrIncomplete},
		{"children in the namespace", strings.NewReplacer("fe:Facturae xmlns:fe", "Facturae xmlns", "/fe:", "/").Replace(unsigned), good, facturae.ErrIncomplete},
	} {
		signed, err := facturae.Sign([]byte(c.doc), c.o)
		var own *facturae.SignatureError
		if !errors.Is(err, c.code) || !errors.As(err, &own) || signed != nil {
			t.Errorf("%s: %v, not %v", c.name, err, c.code)
		}
	}
	for name, c := range map[string]struct {
		doc  string
		code einvoice.ErrorCode
	}{
		"3.1":         {strings.Replace(unsigned, space322, "http://www.facturae.es/Facturae/2007/v3.1/Facturae", 1), einvoice.ErrWrongRoot},
		"namespace":   {strings.Replace(unsigned, space322, "urn:x", 1), einvoice.ErrWrongRoot},
		"name":        {strings.ReplaceAll(unsigned, "fe:Facturae", "fe:Factura"), einvoice.ErrWrongRoot},
		"DOCTYPE":     {strings.Replace(unsigned, "<fe:", "<!DOCTYPE x><fe:", 1), einvoice.ErrDoctype},
		"malformed":   {strings.Replace(unsigned, "</Total>", "</Totl>", 1), einvoice.ErrMalformed},
		"nothing":     {"", einvoice.ErrEmpty},
		"encoding":    {strings.Replace(unsigned, "UTF-8", "EBCDIC", 1), einvoice.ErrEncoding},
		"second root": {unsigned + "<x/>", einvoice.ErrMalformed},
	} {
		_, err := facturae.Sign([]byte(c.doc), good)
		var syntax *einvoice.SyntaxError
		if !errors.As(err, &syntax) || syntax.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// brokenKey is a key that does not sign, or signs something else.
type brokenKey struct {
	crypto.Signer
	err error
}

func (k brokenKey) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if k.err != nil {
		return nil, k.err
	}
	digest[0]++
	return k.Signer.Sign(r, digest, o)
}

// TestSignGolden holds that signing gives the same bytes from one version of this package
// to the next; the files are seeds of the fuzz tests too.
func TestSignGolden(t *testing.T) {
	for _, key := range []string{"rsa", "p256"} {
		path := filepath.Join("testdata", "signed-"+key+".xsig")
		got := []byte(sign(t, examples(t)["3.2.2"], options(t, key)))
		if *writeKeys {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := readFile(t, path); !bytes.Equal(got, want) {
			t.Errorf("%s: got\n%s", path, got)
		}
	}
}
