package attach_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/validate"
)

// The guide of an API for people who make their XML by hand documents attachments in three
// formats. Two of its forms are valid in no schema or rule set; all are read.
const (
	documentedUBL = `<cac:AdditionalDocumentReference><cbc:ID>A-7</cbc:ID><cac:Attachment>
	<cbc:EmbeddedDocumentBinaryObject
		mimeCode="application/pdf"
		filename="weights.pdf">@</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`
	// Neither IssuerAssignedID (BR-52) nor TypeCode 916 (CII-DT-022).
	documentedCII = `<ram:AdditionalReferencedDocument>
	<ram:AttachmentBinaryObject
		mimeCode="application/pdf"
		filename="weights.pdf">@</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument>`
	// The format in capitals, which the schema has in small letters.
	documentedFacturae = `<AdditionalData><RelatedDocuments><Attachment><AttachmentCompressionAlgorithm>NONE</AttachmentCompressionAlgorithm>
	<AttachmentFormat>PDF</AttachmentFormat><AttachmentEncoding>BASE64</AttachmentEncoding>
	<AttachmentDescription>weights.pdf</AttachmentDescription><AttachmentData>@</AttachmentData></Attachment></RelatedDocuments></AdditionalData>`
)

// TestDocumentedForms: lenient reading, strict writing, and a validator that tells the two
// apart.
func TestDocumentedForms(t *testing.T) {
	for _, c := range []struct {
		name, doc, before, form string
		rules                   []string // that the form breaks
	}{
		{"ubl", string(sampleUBL(t, "", "")), "<cac:ProjectReference>", documentedUBL, nil},
		{"cii", string(sampleCII(t, "", "")), "</ram:ApplicableHeaderTradeAgreement>", documentedCII, []string{"BR-52", "CII-DT-022"}},
		{"facturae", facturae(t), "</Invoice>\n", documentedFacturae, []string{"schema"}},
	} {
		if strings.Count(c.doc, c.before) != 1 {
			t.Fatalf("%s: the sample has no %s", c.name, c.before)
		}
		doc := strings.Replace(c.doc, c.before, strings.Replace(c.form, "@", b64(pdf), 1)+c.before, 1)
		all, _, err := walk(doc, attach.Options{})
		if err != nil || len(all) != 1 || all[0].content != pdf || all[0].Name != "weights.pdf" || all[0].Type != "application/pdf" && all[0].Type != "" {
			t.Errorf("%s: read %+v, %v", c.name, all, err)
		}
		fired := firedIn(t, doc)
		for _, rule := range c.rules {
			if !slices.Contains(fired, rule) {
				t.Errorf("%s: no finding %s: %v", c.name, rule, fired)
			}
		}
		before := firedIn(t, c.doc)
		if c.rules == nil && !slices.Equal(fired, before) {
			t.Errorf("%s: %v, without the file %v", c.name, fired, before)
		}

		// Taken out and put in by us it breaks nothing.
		var bare, out bytes.Buffer
		open := func(s string) attach.Opener { return attach.Bytes([]byte(s)) }
		if _, err := attach.Remove(context.Background(), open(doc), &bare, func(f *attach.File) bool { return f.Name == "weights.pdf" }, attach.EditOptions{}); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if _, err := attach.Embed(context.Background(), open(bare.String()), &out, []attach.New{{Name: "weights.pdf", Content: attach.Bytes([]byte(pdf))}}, attach.EditOptions{}); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if after := firedIn(t, out.String()); !slices.Equal(after, before) {
			t.Errorf("%s: written %v, without the file %v", c.name, after, before)
		}
	}
}

// firedIn are the rules that fire fatally in a document; those of the schema as "schema".
func firedIn(t *testing.T, doc string) (ids []string) {
	t.Helper()
	report, err := validate.Document(t.Context(), []byte(doc), validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings {
		id := f.Rule
		if strings.HasPrefix(f.RuleSet, "schema") {
			id = "schema"
		}
		if f.Severity == validate.Fatal && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
