package cii_test

import (
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/published"
)

// TestCorpus holds the reader and the writer against published documents: see package
// published.
func TestCorpus(t *testing.T) {
	published.RoundTrips(t, published.Syntax{XSD: "xsd-cii", Least: 900, Parse: cii.Parse,
		Build: func(doc *einvoice.Document) ([]byte, []einvoice.Loss, error) {
			return cii.BuildOptions{Profile: cii.Any}.Build(&doc.Invoice)
		}})
}
