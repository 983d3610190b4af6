package facturae_test

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/einvoice-go/einvoice/facturae"
)

func ExampleSign() {
	doc, err := os.ReadFile("../attach/testdata/facturae-3.2.2.xml")
	if err != nil {
		log.Fatal(err)
	}
	seal, err := os.ReadFile("testdata/keys/rsa.p12")
	if err != nil {
		log.Fatal(err)
	}
	identity, err := facturae.LoadPKCS12(seal, "secreto")
	if err != nil {
		log.Fatal(err)
	}
	signed, err := facturae.Sign(doc, facturae.SignOptions{
		Identity: identity,
		Time:     time.Date(2026, 1, 21, 10, 30, 0, 0, time.UTC),
		Role:     facturae.SignedBySupplier,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Contains(string(signed), "<xades:ClaimedRole>supplier</xades:ClaimedRole>"))
	// Output: true
}

func ExampleVerify() {
	doc, err := os.ReadFile("testdata/signed-rsa.xsig")
	if err != nil {
		log.Fatal(err)
	}
	authority, err := os.ReadFile("testdata/keys/ca.pem")
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	v, err := facturae.Verify(doc, facturae.VerifyOptions{Roots: roots})
	if errors.Is(err, facturae.ErrNotSigned) {
		log.Fatal("nobody signed this")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.Integrity.Verdict, v.Profile.Verdict, v.Trust.Verdict)
	fmt.Println(v.Signed.SigningTime.Format(time.DateTime), v.Signed.Role, v.Signed.Key)

	v, err = facturae.Verify([]byte(strings.ReplaceAll(string(doc), "121.00", "21.00")), facturae.VerifyOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range v.Integrity.Findings {
		fmt.Println(f.Code, f.Message)
	}
	// Output:
	// good good good
	// 2026-01-21 10:30:00 supplier RSA 2048
	// digest the document has been changed since it was signed
}
