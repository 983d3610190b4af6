package mask

import (
	"encoding/base64"
	"regexp"
	"strings"
	"sync"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/convert"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// placeholders are small files that are taken for files of their types.
var placeholders = map[string]string{
	"application/pdf":  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
	"image/png":        "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\nIDAT\x78\x9c\x63\x60\x00\x00\x00\x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00IEND\xae\x42\x60\x82",
	"image/jpeg":       "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9",
	"image/gif":        "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
	"image/tiff":       "II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	"image/bmp":        "BM\x1e\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x0c\x00\x00\x00\x01\x00\x01\x00\x01\x00\x18\x00\x00\x00\x00\x00",
	"application/zip":  "PK\x05\x06" + strings.Repeat("\x00", 18),
	"application/gzip": "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	"application/xml":  "<masked/>",
	"text/html":        "<html></html>",
	"text/rtf":         "{\\rtf1 masked}",
	"application/rtf":  "{\\rtf1 masked}",
}

// placeholder is the base64 of a file of the same type; of what is no base64, something
// that is none either.
func placeholder(s string) string {
	trimmed := strings.Map(func(r rune) rune {
		if strings.ContainsRune(xmlSpaces, r) {
			return -1
		}
		return r
	}, s)
	if len(trimmed)%4 != 0 {
		return filled(s)
	}
	head, err := base64.StdEncoding.DecodeString(trimmed)
	if err != nil {
		return filled(s)
	}
	return base64.StdEncoding.EncodeToString([]byte(like(head)))
}

// like is a small file of the type that another begins like.
func like(head []byte) string {
	mime := filetype.Detect(head)
	if content, ok := placeholders[mime]; ok {
		return content
	}
	if t := filetype.ByMIME(mime); t != nil {
		for _, within := range t.Within {
			if content, ok := placeholders[within]; ok && (within == "application/zip" || within == "application/xml") {
				return content
			}
		}
	}
	return "masked"
}

// filled has an A for every character of base64: what follows it, and its length, stay.
func filled(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '+', r == '/', r == '-', r == '_':
			return 'A'
		}
		return r
	}, s)
}

var notSpace = regexp.MustCompile(`\S+`)

// locations replaces what is in a list of addresses and leads to no public place.
func (v *values) locations(s string) string {
	return notSpace.ReplaceAllStringFunc(s, func(w string) string {
		if strings.HasPrefix(w, "urn:") || strings.HasPrefix(w, "http://") || strings.HasPrefix(w, "https://") || !strings.ContainsAny(w, `/\`) {
			return w
		}
		return v.words(w)
	})
}

// termsOf are the terms of every path, by format.
var termsOf = func() map[einvoice.Format]func() map[string][]string {
	all := map[einvoice.Format]func() map[string][]string{}
	for _, f := range convert.Formats() {
		all[f] = sync.OnceValue(func() map[string][]string { return loadTerms(f) })
	}
	return all
}()

// termsAt are the terms at a path; Facturae has none.
func termsAt(f einvoice.Format, path string) []string {
	if load := termsOf[f]; load != nil {
		return load()[path]
	}
	return nil
}

func loadTerms(f einvoice.Format) map[string][]string {
	all := map[string][]string{}
	for _, b := range convert.Bindings(f) {
		t, ok := einvoice.TermAt(b.Place)
		if !ok || b.Kind == "group" || strings.HasPrefix(t.ID, "BG") {
			continue
		}
		known := all[b.Path]
		if len(known) == 0 || known[len(known)-1] != t.ID {
			all[b.Path] = append(known, t.ID)
		}
	}
	return all
}
