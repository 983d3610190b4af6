package attach_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/einvoice-go/einvoice/attach"
)

func ExampleList() {
	in, err := os.Open("../testdata/facturae/attachments.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer in.Close()
	files, _, err := attach.List(context.Background(), in, attach.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range files {
		fmt.Println(f.Name, f.Type, f.Size, f.Notes)
	}
	for _, v := range attach.B2Brouter().Check(files, "facturae-3.2.2") {
		fmt.Println(v)
	}
	// Output:
	// albaran-118.pdf application/pdf 29 []
	// partes de trabajo.xls application/x-ole-storage 608 []
	// F7_3.pdf application/pdf 23 [base64 of base64: both were decoded]
	// F7_4.png image/png 36 [called BER, but it is only base64 the document calls its format gif, but it is image/png]
	// F7_4.png: b2brouter: files of type .gif are blocked
}

func ExampleWalk() {
	in, err := os.Open("../testdata/invoices/attachments.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer in.Close()
	_, err = attach.Walk(context.Background(), in, attach.Options{}, func(f *attach.File, content io.Reader) error {
		n, err := io.Copy(io.Discard, content)
		fmt.Println(f.Kind, f.Name, n)
		return err
	})
	fmt.Println(err)
	// Output:
	// embedded koordinate.csv 106
	// embedded skica.png 79
	// external 2026-112.pdf 0
	// <nil>
}

func ExampleEmbed() {
	doc := attach.Bytes([]byte(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>7</cbc:ID>
  <cbc:IssueDate>2026-03-02</cbc:IssueDate>
</Invoice>`))
	var out strings.Builder
	_, err := attach.Embed(context.Background(), doc, &out, []attach.New{{Name: "hours.csv", Content: attach.Bytes([]byte("day,hours\n"))}}, attach.EditOptions{})
	fmt.Println(err)
	fmt.Println(out.String())
	// Output:
	// <nil>
	// <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	//   xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	//   xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
	//   <cbc:ID>7</cbc:ID>
	//   <cbc:IssueDate>2026-03-02</cbc:IssueDate>
	//   <cac:AdditionalDocumentReference>
	//     <cbc:ID>hours.csv</cbc:ID>
	//     <cac:Attachment>
	//       <cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="hours.csv">ZGF5LGhvdXJzCg==</cbc:EmbeddedDocumentBinaryObject>
	//     </cac:Attachment>
	//   </cac:AdditionalDocumentReference>
	// </Invoice>
}
