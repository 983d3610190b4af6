package cli

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// verified is what verify says of a document.
type verified struct {
	File string `json:"file"`
	Good bool   `json:"good"`
	*facturae.Verification
	Error *problem `json:"error,omitempty"`

	err error
}

func (a *app) verify() *cobra.Command {
	roots, at := "", ""
	c := command("verify FILE|FOLDER|ARCHIVE|- ...", "Verify the signatures of Facturae documents", cobra.MinimumNArgs(1), func(c *cobra.Command, args []string) error {
		options, err := verifyOptions(roots, at)
		if err != nil {
			return err
		}
		a.archives = true
		return each(c.Context(), a.from(args, ".xml", ".xsig").all(), a.jobs, func(in input) verified { return verifyOne(in, options) }, a.printVerified)
	})
	c.Long = `Verifies the signatures of Facturae documents and answers three questions apart:
  integrity  is the document what the key of the certificate signed?
  profile    is the signature what the policy of Facturae demands (XAdES-EPES, policy 3.1)?
  trust      does the certificate lead to one of --roots?
Trust is not checked without --roots: the system's roots are not taken, nothing is
fetched, and nobody is asked whether a certificate was revoked. Certificates have to be
valid at --time, or else at the time at which the signer claims to have signed.

Exit status: 0 integrity and profile are good, and trust if there are roots; 1 they are
not, or there is no signature.`
	c.Example = `  einvoice verify invoice.xsig
  einvoice verify --roots fnmt.pem --format json inbox/`
	c.Flags().StringVar(&roots, "roots", "", "certificates to trust, PEM")
	c.Flags().StringVar(&at, "time", "", "when certificates have to be valid, as in 2026-01-21T10:00:00+01:00")
	a.formatFlag(c)
	a.jobsFlag(c)
	return c
}

func verifyOptions(roots, at string) (o facturae.VerifyOptions, err error) {
	if at != "" {
		if o.Time, err = time.Parse(time.RFC3339, at); err != nil {
			return o, usagef("--time %s: write it as 2026-01-21T10:00:00+01:00", at)
		}
	}
	if roots == "" {
		return o, nil
	}
	data, err := keyFile(roots)
	if err != nil {
		return o, err
	}
	o.Roots = x509.NewCertPool()
	if !o.Roots.AppendCertsFromPEM(data) {
		return o, fmt.Errorf("%s: there is no certificate in PEM", roots)
	}
	return o, nil
}

func verifyOne(in input, o facturae.VerifyOptions) verified {
	out := verified{File: in.name}
	doc, err := in.read()
	if err == nil {
		out.Verification, err = facturae.Verify(doc, o)
	}
	if out.err = plain(err); err == nil {
		out.Good = out.Verification.Good()
	}
	return out
}

func (a *app) printVerified(in input, o verified) {
	a.sayWrapped(in)
	switch {
	case o.err != nil:
		o.Error = signatureProblem(o.err)
		a.raise(statusOf(o.err))
	case !o.Good:
		a.raise(exitFindings)
	}
	if a.format == "json" {
		a.printJSON(o)
		return
	}
	if o.err != nil {
		a.complain(statusOf(o.err), in.name, o.err)
		return
	}
	s := &o.Signed
	fmt.Fprintf(a.out, "%s: Facturae %s, signed", shown(in.name), s.Facturae)
	if !s.SigningTime.IsZero() {
		fmt.Fprintf(a.out, " %s", s.SigningTime.Format("2006-01-02 15:04:05 -07:00"))
	}
	if s.Role != "" {
		fmt.Fprintf(a.out, " as %s", s.Role)
	}
	fmt.Fprintln(a.out)
	if s.Certificate != nil {
		fmt.Fprintf(a.out, "  signer     %s\n", shown(s.Subject))
		fmt.Fprintf(a.out, "  issuer     %s, serial number %s\n", shown(s.Issuer), s.Serial)
		fmt.Fprintf(a.out, "  valid      %s to %s\n", s.NotBefore.Format(time.DateOnly), s.NotAfter.Format(time.DateOnly))
	}
	fmt.Fprintf(a.out, "  methods    %s\n", shown(methodsShown(s)))
	a.printJudgement("integrity", o.Integrity, "the document is what was signed")
	a.printJudgement("profile", o.Profile, "XAdES-EPES with the policy 3.1 of Facturae")
	a.printJudgement("trust", o.Trust, "the certificate leads to a trusted root")
	for _, n := range o.Notes {
		fmt.Fprintf(a.out, "  note       %s\n", shown(n.String()))
	}
}

// methodsShown are the methods by the last part of their names.
func methodsShown(s *facturae.Signed) string {
	parts := []string{s.Key}
	for _, uri := range append([]string{s.SignatureMethod}, s.DigestMethods...) {
		parts = append(parts, uri[strings.LastIndexAny(uri, "#/")+1:])
	}
	if s.XAdES != "" {
		parts = append(parts, "XAdES "+s.XAdES)
	}
	return strings.Join(parts, ", ")
}

func (a *app) printJudgement(what string, j facturae.Judgement, good string) {
	switch j.Verdict {
	case facturae.Good:
		fmt.Fprintf(a.out, "  %-10s good: %s\n", what, good)
	case facturae.Unchecked:
		fmt.Fprintf(a.out, "  %-10s not checked: --roots says whom to trust\n", what)
	default:
		fmt.Fprintf(a.out, "  %-10s BAD\n", what)
	}
	for _, f := range j.Findings {
		fmt.Fprintf(a.out, "             %s [%s]\n", shown(f.String()), f.Code)
	}
}

// signatureProblem is problemOf for errors about signatures.
func signatureProblem(err error) *problem {
	p := problemOf(err)
	var own *facturae.SignatureError
	var syntax *einvoice.SyntaxError
	if errors.As(err, &own) && !errors.As(err, &syntax) {
		p.Code = string(own.Code)
	}
	return p
}
