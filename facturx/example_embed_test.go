package facturx_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/einvoice-go/einvoice/facturx"
)

// An invoice and the PDF that shows it become one document.
func ExampleEmbedXML() {
	xml, err := os.ReadFile("../testdata/cii/en16931.xml")
	if err != nil {
		panic(err)
	}
	view := plainPDF().Bytes() // of a program of your own
	made, err := facturx.EmbedXML(context.Background(), view, xml, facturx.EmbedOptions{
		Language: "de",
		Time:     time.Date(2026, 2, 16, 10, 0, 0, 0, time.UTC),
	})
	var problems *facturx.PDFAError
	if errors.As(err, &problems) {
		for _, p := range facturx.Unmended(problems.Problems) {
			fmt.Println(p) // what the program that made the PDF has to change
		}
		return
	}
	if err != nil {
		panic(err)
	}
	fmt.Println(made.Name, made.Claim)
	// Output: factur-x.xml PDF/A-3b
}
