package validate

import (
	"strings"

	"github.com/einvoice-go/einvoice/internal/names"
)

// The signature, as far as it can be read without cryptography: is there one, by which policy, of when. Whether it holds is not for
// rules.
var facturaeSignature = []Rule{
	{ID: "HAP-2-1", Severity: Fatal,
		Text:          "The signature does not follow version 3.1 of the signature policy: its policy is {policy}.",
		Help:          "The policy's identifier is " + signaturePolicy + ".",
		Facturae:      each("ds:Signature", policyInForce),
		BreakFacturae: "from signed\nset //xades:SigPolicyId/xades:Identifier = urn:example:policy"},
	{ID: "HAP-2-2", Severity: Warning,
		Text:          "The digest of the signature policy is {digest}, which is not that of version 3.1.",
		Facturae:      each("ds:Signature", policyDigest),
		BreakFacturae: "from signed\nset //xades:SigPolicyHash/ds:DigestValue = AAAA"},
	{ID: "FE-901", Severity: Info,
		Text:          "The document is not signed.",
		Help:          "Authorities take signed invoices only.",
		Facturae:      at(facturaeRoots, has("ds:Signature")),
		BreakFacturae: "from signed\ndrop ds:Signature"},
	{ID: "FE-902", Severity: Warning,
		Text:          "The signer's role is {role}.",
		Help:          "The policy knows supplier or emisor, customer or receptor, third party or tercero.",
		Facturae:      each("ds:Signature", roleKnown),
		BreakFacturae: "from signed\nset //xades:ClaimedRole = director"},
	{ID: "FE-903", Severity: Warning,
		Text:          "The day of issue {value} is after that of the signature, {signed}.",
		Facturae:      each("InvoiceIssueData/IssueDate", issuedBeforeSigned),
		BreakFacturae: "from signed\nset //InvoiceIssueData/IssueDate = 2026-12-31"},
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

// signature is what a signature says of itself.
type signature struct{ policy, digest, time, role string }

// readSignature finds what it needs by local names: XAdES has had several namespaces. What is within unsigned properties, such
// as further signatures, is not looked at.
func readSignature(n Node) (s signature) {
	where := map[string]*string{"SigPolicyId/Identifier": &s.policy, "SigPolicyHash/DigestValue": &s.digest, "SignedSignatureProperties/SigningTime": &s.time, "ClaimedRoles/ClaimedRole": &s.role}
	var visit func(n Node, parent string)
	visit = func(n Node, parent string) {
		local := localName(n)
		if local == "UnsignedProperties" {
			return
		}
		if value := where[parent+"/"+local]; value != nil && *value == "" {
			*value = n.Norm()
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

// own tells whether a signature is the document's, and not one within it.
func (c *Check) own(n Node) bool { return n.Parent() == c.head }

func policyInForce(c *Check, n Node) {
	if s := c.signed(); c.own(n) && s.policy != signaturePolicy {
		c.Arg("policy", shown(s.policy)).Fail(n)
	}
}

func policyDigest(c *Check, n Node) {
	s := c.signed()
	if !c.own(n) || s.policy != signaturePolicy {
		return
	}
	for _, known := range policyDigests {
		if s.digest == known {
			return
		}
	}
	c.Arg("digest", shown(s.digest)).Fail(n)
}

func roleKnown(c *Check, n Node) {
	switch s := c.signed(); strings.ToLower(s.role) {
	case "", "supplier", "emisor", "customer", "receptor", "third party", "tercero":
	default:
		if c.own(n) {
			c.Arg("role", s.role).Fail(n)
		}
	}
}

func issuedBeforeSigned(c *Check, n Node) {
	if s := c.signed().time; len(s) >= 10 && dayCastable(s[:10]) && day(n) > s[:10] {
		c.Arg("signed", s[:10]).Fail(n)
	}
}
