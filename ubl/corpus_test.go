package ubl_test

import (
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/ubl"
)

// TestCorpus holds the reader and the writer against published documents: see package
// published.
func TestCorpus(t *testing.T) {
	published.RoundTrips(t, published.Syntax{XSD: "xsd-ubl", Least: 1000, Parse: ubl.Parse,
		Build: func(doc *einvoice.Document) ([]byte, []einvoice.Loss, error) {
			return ubl.BuildOptions{Format: doc.Format}.Build(&doc.Invoice)
		}})
}
