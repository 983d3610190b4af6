package facturae

import (
	"crypto"

	"github.com/einvoice-go/einvoice/internal/names"
)

// Facts of the signature policy of Facturae, version 3.1, and of XAdES.

// The policy, and what it is called where somebody reads the signature.
const (
	policyID          = "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf"
	policyDescription = "Política de Firma FacturaE v3.1"
)

// policyDigests are those of the policy's document, in base64.
var policyDigests = map[crypto.Hash]string{
	crypto.SHA1:   "Ohixl6upD6av8N7pEvDABhEL6hM=",
	crypto.SHA256: "a/vDoueJq9zxWGCFwdsXdlXtkFSEek4XVtmlQCEDaE8=",
	crypto.SHA512: "Olsv4wCqkGsabqxbGDLEkgocYLmEJ2CdZ1XsZMrvJiuUD30ryJoGYL2/DXTF1qqxdNRjviwXr2MBh4UZt/mS8w==",
}

// olderPolicies are named in findings.
var olderPolicies = map[string]string{
	"http://www.facturae.es/politica de firma formato facturae/politica de firma formato facturae v3_0.pdf": "3.0",
	"http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_0.pdf": "3.0",
}

// xadesNamespace is that of XAdES 1.3.2, which is written.
const xadesNamespace = "http://uri.etsi.org/01903/v1.3.2#"

// xadesVersions are those that are read.
var xadesVersions = map[string]string{
	xadesNamespace:                      "1.3.2",
	"http://uri.etsi.org/01903/v1.2.2#": "1.2.2",
	"http://uri.etsi.org/01903/v1.1.1#": "1.1.1",
}

// propertiesType is the Type of the reference to SignedProperties. The policy's text has
// that of XAdES 1.2.2 still.
const propertiesType = "http://uri.etsi.org/01903#SignedProperties"

// isPropertiesType: each version of XAdES has its own as well.
func isPropertiesType(s string) bool {
	if s == propertiesType {
		return true
	}
	for ns := range xadesVersions {
		if s == ns+"SignedProperties" {
			return true
		}
	}
	return false
}

// signedVersions are the namespaces of the documents whose signatures are read. Those
// that are signed are in signableVersions.
var signedVersions, signableVersions = func() (all, signable map[string]string) {
	all = map[string]string{
		"http://www.facturae.es/Facturae/2007/v3.0/Facturae": "3.0",
		"http://www.facturae.es/Facturae/2007/v3.1/Facturae": "3.1",
	}
	signable = map[string]string{}
	prefixes := map[string]string{"fe32": "3.2", "fe321": "3.2.1", "fe322": "3.2.2"}
	for _, ns := range names.Schema.Namespaces {
		if version, ok := prefixes[ns.Prefix]; ok {
			all[ns.URI], signable[ns.URI] = version, version
		}
	}
	return all, signable
}()
