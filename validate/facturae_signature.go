package validate

import (
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// The signature, as far as it can be read without cryptography: is there one, by which policy, of when. Whether it holds is not for
// rules.
func facturaeSignature() []Rule {
	return []Rule{
		{ID: "HAP-2-1", Severity: Fatal,
			Text:          "The signature does not follow version 3.1 of the signature policy: its policy is {policy}.",
			Help:          "The policy's identifier is " + signaturePolicy + ".",
			Facturae:      ofSignature(policyInForce),
			BreakFacturae: "from signed\nset //xades:SigPolicyId/xades:Identifier = urn:example:policy"},
		{ID: "HAP-2-2", Severity: Warning,
			Text:          "The digest of the signature policy is {digest}, which is not that of version 3.1.",
			Facturae:      ofSignature(policyDigest),
			BreakFacturae: "from signed\nset //xades:SigPolicyHash/ds:DigestValue = AAAA"},
		{ID: "FE-901", Severity: Info,
			Text:          "The document is not signed.",
			Help:          "Authorities take signed invoices only.",
			Facturae:      at(facturaeRoots, has("ds:Signature")),
			BreakFacturae: "from signed\ndrop ds:Signature"},
		{ID: "FE-902", Severity: Warning,
			Text:          "The signer's role is {value}, which the policy does not know.",
			Help:          "The policy knows supplier or emisor, customer or receptor, third party or tercero.",
			Facturae:      ofSignature(roleKnown),
			BreakFacturae: "from signed\nset //xades:ClaimedRole = director"},
		{ID: "FE-903", Severity: Warning,
			Text:          "The day of issue {value} is after that of the signature, {signed}.",
			Facturae:      each("InvoiceIssueData/IssueDate", issuedBeforeSigned),
			BreakFacturae: "from signed\nset //InvoiceIssueData/IssueDate = 2026-12-31"},
	}
}

const (
	facturaeRoots   = "/fe32:Facturae|/fe321:Facturae|/fe322:Facturae"
	signaturePolicy = "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf"
)

// policyDigests are those of the policy's document, in base64: SHA-1, SHA-256, SHA-512.
var policyDigests = []string{
	"Ohixl6upD6av8N7pEvDABhEL6hM=",
	"a/vDoueJq9zxWGCFwdsXdlXtkFSEek4XVtmlQCEDaE8=",
	"Olsv4wCqkGsabqxbGDLEkgocYLmEJ2CdZ1XsZMrvJiuUD30ryJoGYL2/DXTF1qqxdNRjviwXr2MBh4UZt/mS8w==",
}

// signature is what a signature says of itself, where it does.
type signature struct{ policy, digest, time, role Node }

// readSignature finds what it needs by local names: XAdES has had several namespaces. What is within unsigned properties, such
// as further signatures, is not looked at.
func readSignature(n Node) (s signature) {
	where := map[string]*Node{"SigPolicyId/Identifier": &s.policy, "SigPolicyHash/DigestValue": &s.digest, "SignedSignatureProperties/SigningTime": &s.time, "ClaimedRoles/ClaimedRole": &s.role}
	var visit func(n Node, parent string)
	visit = func(n Node, parent string) {
		local := localName(n)
		if local == "UnsignedProperties" {
			return
		}
		if value := where[parent+"/"+local]; value != nil && !value.Exists() {
			*value = n
		}
		for x := n.FirstChild(); x.Exists(); x = x.Next() {
			visit(x, local)
		}
	}
	visit(n, "")
	return s
}

func localName(n Node) string {
	s := n.Show()
	if _, local, ok := strings.Cut(s, ":"); ok {
		return local
	}
	return s
}

// signed is what the document's own signature says of itself.
func (c *Check) signed() *signature {
	if c.batch.signed == nil {
		s := readSignature(c.head.Child(dsSignature))
		c.batch.signed = &s
	}
	return c.batch.signed
}

var dsSignature = names.Of("ds:Signature")

// ofSignature tests the document's own signature, and no other in it.
func ofSignature(test func(*Check, *signature, Node)) Test {
	return each("ds:Signature", func(c *Check, n Node) {
		if n == c.head.Child(dsSignature) {
			test(c, c.signed(), n)
		}
	})
}

func policyInForce(c *Check, s *signature, n Node) {
	if s.policy.Norm() != signaturePolicy {
		c.Arg("policy", shown(s.policy.Norm())).Fail(either(s.policy, n))
	}
}

func policyDigest(c *Check, s *signature, n Node) {
	if s.policy.Norm() == signaturePolicy && !slices.Contains(policyDigests, s.digest.Norm()) {
		c.Arg("digest", shown(s.digest.Norm())).Fail(either(s.digest, n))
	}
}

// either is the first of two elements, if it exists.
func either(a, b Node) Node {
	if a.Exists() {
		return a
	}
	return b
}

var signerRoles = []string{"", "supplier", "emisor", "customer", "receptor", "third party", "tercero"}

func roleKnown(c *Check, s *signature, _ Node) {
	if !slices.Contains(signerRoles, strings.ToLower(s.role.Norm())) {
		c.Fail(s.role)
	}
}

func issuedBeforeSigned(c *Check, n Node) {
	if signed := day(c.signed().time); signed != "" && day(n) > signed {
		c.Arg("signed", signed).Fail(n)
	}
}
