package cli

import (
	"crypto"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice/facturae"
)

// signFlags are those of sign.
type signFlags struct {
	output, role, at, hash         string
	key, certificate, p12          string
	passwordFile, passwordVariable string
	options                        facturae.SignOptions
}

// hashes are the values of --hash.
var hashes = map[string]crypto.Hash{"sha256": crypto.SHA256, "sha384": crypto.SHA384, "sha512": crypto.SHA512, "sha1": crypto.SHA1}

func (a *app) sign() *cobra.Command {
	f := &signFlags{}
	c := command("sign DOCUMENT -o OUTPUT", "Sign a Facturae document", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		if f.output == "" {
			return usagef("sign needs a file to write: -o OUTPUT")
		}
		if err := f.read(); err != nil {
			return err
		}
		in, err := a.single(args[0])
		if err != nil {
			return err
		}
		return a.signOne(in, f)
	})
	c.Long = `Signs a Facturae 3.2, 3.2.1 or 3.2.2 document: XAdES-EPES with the signature policy of
Facturae 3.1. The signature becomes the last child of the root element; every other byte
stays as it was. A document that is signed already is refused: the policy has one
signature. The content is not checked: einvoice validate does that, and should before.

Key and certificate are PEM files (PKCS #8, PKCS #1 or SEC 1; the certificate's file may
have those of its issuers), or one PKCS #12 file. A password comes from a file, whose
first line it is, or from an environment variable, and never from the command line, which
others can see.`
	c.Example = `  einvoice sign invoice.xml -o invoice.xsig --key key.pem --cert cert.pem --role supplier
  einvoice sign invoice.xml -o invoice.xsig --p12 seal.p12 --password-env SEAL_PASSWORD`
	c.Flags().StringVarP(&f.output, "output", "o", "", "file to write, which may be the document itself; - is standard output")
	c.Flags().StringVar(&f.key, "key", "", "private key, PEM; left out if it is in the certificate's file")
	c.Flags().StringVar(&f.certificate, "cert", "", "certificate of the key, PEM, and those of its issuers")
	c.Flags().StringVar(&f.p12, "p12", "", "key and certificates, PKCS #12 (.p12, .pfx)")
	c.Flags().StringVar(&f.passwordFile, "password-file", "", "file whose first line is the password of the key")
	c.Flags().StringVar(&f.passwordVariable, "password-env", "", "environment variable that holds the password of the key")
	c.Flags().StringVar(&f.role, "role", "", "who signs: supplier, customer, third-party")
	c.Flags().StringVar(&f.at, "time", "", "signing time, as in 2026-01-21T10:00:00+01:00; now if left out")
	c.Flags().StringVar(&f.hash, "hash", "sha256", "sha256, sha384, sha512; sha1, which is broken, for receivers that know no other")
	return c
}

// read reads the flags, and the files that they name.
func (f *signFlags) read() (err error) {
	f.options.Time = time.Now()
	if f.at != "" {
		if f.options.Time, err = time.Parse(time.RFC3339, f.at); err != nil {
			return usagef("--time %s: write it as 2026-01-21T10:00:00+01:00", f.at)
		}
	}
	known := false
	if f.options.Hash, known = hashes[f.hash]; !known {
		return usagef("--hash %s: there are sha256, sha384, sha512 and sha1", f.hash)
	}
	if f.role != "" {
		if f.options.Role, _, known = facturae.ParseSignerRole(f.role); !known {
			return usagef("--role %s: there are supplier, customer and third-party", f.role)
		}
	}
	switch {
	case f.p12 != "" && f.key+f.certificate != "":
		return usagef("--p12 has key and certificate: leave out --key and --cert")
	case f.p12 == "" && f.certificate == "":
		return usagef("sign needs a key and its certificate: --key and --cert, or --p12")
	case f.passwordFile != "" && f.passwordVariable != "":
		return usagef("the password is in a file or in a variable, and not in both")
	}
	f.options.Identity, err = f.load()
	return err
}

// load reads key and certificates.
func (f *signFlags) load() (facturae.Identity, error) {
	password, err := f.password()
	if err != nil {
		return facturae.Identity{}, err
	}
	if f.p12 != "" {
		data, err := keyFile(f.p12)
		if err != nil {
			return facturae.Identity{}, err
		}
		id, err := facturae.LoadPKCS12(data, password)
		return id, named(f.p12, err)
	}
	certificates, err := keyFile(f.certificate)
	if err != nil {
		return facturae.Identity{}, err
	}
	if f.key == "" {
		id, err := facturae.LoadPEM(certificates, nil, password)
		return id, named(f.certificate, err)
	}
	key, err := keyFile(f.key)
	if err != nil {
		return facturae.Identity{}, err
	}
	id, err := facturae.LoadPEM(certificates, key, password)
	return id, named(f.key+", "+f.certificate, err)
}

// named is an error with the file that it is about.
func named(file string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", file, plain(err))
	}
	return nil
}

// mostKey is the largest file that is read as a key, in bytes.
const mostKey = 4 << 20

func keyFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && info.Size() > mostKey {
		err = errors.New("too large for a key, a certificate or a password")
	}
	if err != nil {
		return nil, named(name, err)
	}
	data, err := os.ReadFile(name)
	return data, named(name, err)
}

func (f *signFlags) password() (string, error) {
	switch {
	case f.passwordFile != "":
		data, err := keyFile(f.passwordFile)
		line, _, _ := strings.Cut(string(data), "\n")
		return strings.TrimSuffix(line, "\r"), err
	case f.passwordVariable != "":
		password, set := os.LookupEnv(f.passwordVariable)
		if !set {
			return "", usagef("--password-env: the variable %s is not set", f.passwordVariable)
		}
		return password, nil
	}
	return "", nil
}

// signOne signs a document into a file that appears whole or not at all.
func (a *app) signOne(in input, f *signFlags) error {
	doc, err := in.read()
	a.sayWrapped(in)
	if err != nil {
		a.complain(statusOf(err), in.name, err)
		return nil
	}
	signed, err := facturae.Sign(doc, f.options)
	if err != nil {
		a.complain(statusOf(err), in.name, err)
		return nil
	}
	if f.output == "-" {
		_, err = a.out.Write(signed)
		return err
	}
	if err := writeFile(f.output, signed); err != nil {
		return named(f.output, err)
	}
	fmt.Fprintf(a.out, "%s -> %s\n", in.name, f.output)
	return nil
}

// isSignatureError: the document or the key is at fault, not the call.
func isSignatureError(err error) bool {
	var e *facturae.SignatureError
	return errors.As(err, &e)
}
