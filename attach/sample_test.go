package attach_test

import (
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// withFile is our sample invoice, with a file in it if name is not "".
func withFile(name, content string) *einvoice.Invoice {
	inv := sample.Peppol()
	inv.SupportingDocuments = nil
	if name != "" {
		inv.SupportingDocuments = []einvoice.SupportingDocument{{Reference: "ref-1", Description: "a file",
			Attachment: &einvoice.Attachment{Filename: name, MIMECode: "application/pdf", Content: einvoice.BinaryBytes([]byte(content))}}}
	}
	return inv
}

func sampleUBL(tb testing.TB, name, content string) []byte {
	data, _, err := ubl.Build(withFile(name, content))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func sampleCII(tb testing.TB, name, content string) []byte {
	data, _, err := cii.Build(withFile(name, content))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
