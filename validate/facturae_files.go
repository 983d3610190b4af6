package validate

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/internal/filetype"
	"github.com/einvoice-go/einvoice/internal/names"
)

// Extensions, and the files within an invoice. Package attach takes the files out; here their first bytes are looked at.
func facturaeFiles() []Rule {
	return []Rule{
		{ID: "HAP-1", Severity: Warning,
			Text:          "Extension {name} is none that is known here.",
			Help:          "A register may refuse extensions without an approved schema. Known are those of FACeB2B, 1.0 and 1.1.",
			Facturae:      each("Extensions", knownExtensions),
			BreakFacturae: `make Invoices/Invoice/AdditionalData/Extensions` + "\n" + `add //AdditionalData/Extensions <x:Anexo xmlns:x="urn:example:anexo"/>`},
		{ID: "FE-601", Severity: Warning,
			Text:          "An attached file is said to be {format}, but begins like {type}.",
			Facturae:      attachment(fileFits),
			BreakFacturae: "set //AttachmentFormat = gif"},
		{ID: "FE-602", Severity: Warning,
			Text:          "An attached file is not base64: {what}.",
			Facturae:      attachment(fileIsBase64),
			BreakFacturae: "set //AttachmentData = ¿Qué?"},
		{ID: "FE-603", Severity: Warning,
			Text:          "A file of format {format} is attached with the encoding NONE, which is for text.",
			Facturae:      attachment(fileIsText),
			BreakFacturae: "set //AttachmentEncoding = NONE"},
		{ID: "FE-604", Severity: Warning,
			Text:          "An attached file is said to be compressed as {algorithm}, but begins like {type}.",
			Facturae:      attachment(fileIsCompressed),
			BreakFacturae: "set //AttachmentCompressionAlgorithm = ZIP"},
		{ID: "FE-605", Severity: Info,
			Text:          "A file is attached with the encoding {encoding}, which few programs read.",
			Help:          "BASE64 is what everybody reads.",
			Facturae:      attachment(fileIsReadable),
			BreakFacturae: "set //AttachmentEncoding = DER"},
		{ID: "FE-606", Severity: Warning,
			Text: "An attached file is empty.",
			Facturae: attachment(func(c *Check, f *attachedFile) {
				if blank(f.data) {
					c.Fail(f.node)
				}
			}),
			BreakFacturae: "set //AttachmentData ="},
	}
}

// extensions are those with a schema that registers accept: FACeB2B, 1.0 and 1.1.
var extensions = []names.Name{name("fb2b:FaceB2BExtension"), name("fb2b11:FaceB2BExtension")}

func knownExtensions(c *Check, n Node) {
	for x := n.FirstChild(); x.Exists(); x = x.Next() {
		if !slices.Contains(extensions, x.Name()) {
			c.Arg("name", x.Show()).Fail(x)
		}
	}
}

// attachedFile is an Attachment as it stands there.
type attachedFile struct {
	node                          Node // AttachmentData
	data                          string
	format, encoding, compression string
}

var (
	fileData        = path("AttachmentData")
	fileFormat      = path("AttachmentFormat")
	fileEncoding    = path("AttachmentEncoding")
	fileCompression = path("AttachmentCompressionAlgorithm")
)

// attachment tests the files of invoices.
func attachment(test func(*Check, *attachedFile)) Test {
	return each("RelatedDocuments/Attachment", func(c *Check, n Node) {
		f := attachedFile{fileData.First(n), "", fileFormat.First(n).Norm(), fileEncoding.First(n).Norm(), fileCompression.First(n).Norm()}
		if !f.node.Exists() {
			return
		}
		f.data = f.node.Text()
		if f.encoding == "" {
			f.encoding = "BASE64"
		}
		test(c, &f)
	})
}

// head is the file's first bytes; ok is false if these cannot be told.
func (f *attachedFile) head() (head []byte, ok bool) {
	const most = 4096
	switch f.encoding {
	case "NONE":
		return []byte(f.data[:min(len(f.data), most)]), !blank(f.data)
	case "BASE64":
		digits := make([]byte, 0, most)
		for i := 0; i < len(f.data) && len(digits) < most; i++ {
			if c := f.data[i]; base64Digit(c) {
				digits = append(digits, c)
			} else if !isBlankByte(c) {
				break
			}
		}
		head = make([]byte, base64.RawStdEncoding.DecodedLen(len(digits)))
		k, err := base64.RawStdEncoding.Decode(head, digits[:len(digits)-len(digits)%4])
		if rest := digits[len(digits)-len(digits)%4:]; err == nil && len(rest) > 1 {
			more, _ := base64.RawStdEncoding.Decode(head[k:], rest)
			k += more
		}
		return head[:k], err == nil && k > 0
	}
	return nil, false
}

func base64Digit(c byte) bool { return isDigit(c) || isLetter(c) || c == '+' || c == '/' }

func isBlankByte(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (f *attachedFile) compressed() bool { return f.compression == "ZIP" || f.compression == "GZIP" }

// isText: the file may stand in the document as it is.
func (f *attachedFile) isText() bool {
	return !f.compressed() && (f.format == "xml" || f.format == "html" || f.format == "rtf")
}

// fileTypes are the types that the format has a word for.
var fileTypes = map[string]string{
	"xml": "application/xml", "doc": "application/msword", "gif": "image/gif", "rtf": "application/rtf", "pdf": "application/pdf",
	"xls": "application/vnd.ms-excel", "jpg": "image/jpeg", "bmp": "image/bmp", "tiff": "image/tiff", "html": "text/html",
}

// seenAs names what a file begins like, for messages.
func seenAs(head []byte) (seen, shown string) {
	seen = filetype.Detect(head)
	if seen == "" {
		return "", "nothing known"
	}
	return seen, seen
}

func fileFits(c *Check, f *attachedFile) {
	claimed := fileTypes[f.format]
	if claimed == "" || f.compressed() || f.encoding == "NONE" && !f.isText() {
		return
	}
	head, ok := f.head()
	if seen, shown := seenAs(head); ok && !filetype.Same(claimed, seen) {
		c.Arg("format", f.format).Arg("type", shown).Fail(f.node)
	}
}

func fileIsBase64(c *Check, f *attachedFile) {
	if f.encoding != "BASE64" || blank(f.data) {
		return
	}
	digits, padding := 0, 0
	for i := 0; i < len(f.data); i++ {
		switch b := f.data[i]; {
		case base64Digit(b) && padding == 0:
			digits++
		case b == '=':
			padding++
		case !isBlankByte(b):
			c.Arg("what", "a character is none of its alphabet, or stands behind the padding").Fail(f.node)
			return
		}
	}
	if digits%4 == 1 || padding > 2 || padding > 0 && (digits+padding)%4 != 0 {
		c.Arg("what", "it ends within a group of four").Fail(f.node)
	}
}

func fileIsText(c *Check, f *attachedFile) {
	if f.encoding == "NONE" && !f.isText() {
		c.Arg("format", f.format).Fail(f.node)
	}
}

func fileIsCompressed(c *Check, f *attachedFile) {
	if !f.compressed() {
		return
	}
	head, ok := f.head()
	if !ok {
		return
	}
	if _, shown := seenAs(head); !strings.HasPrefix(string(head), map[string]string{"ZIP": "PK", "GZIP": "\x1f\x8b"}[f.compression]) {
		c.Arg("algorithm", f.compression).Arg("type", shown).Fail(f.node)
	}
}

func fileIsReadable(c *Check, f *attachedFile) {
	if f.encoding == "BER" || f.encoding == "DER" {
		c.Arg("encoding", f.encoding).Fail(f.node)
	}
}
