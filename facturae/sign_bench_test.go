package facturae_test

import (
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/facturae"
)

// filled is an example with some of its lines so often that it has a size.
func filled(t testing.TB, size int) string {
	doc := examples(t)["3.2.2"]
	from := strings.Index(doc, "<InvoiceLine>")
	to := strings.Index(doc, "</InvoiceLine>") + len("</InvoiceLine>")
	line := doc[from:to]
	return doc[:from] + strings.Repeat(line, max(1, (size-len(doc))/len(line))) + doc[to:]
}

func BenchmarkSign(b *testing.B) {
	doc := []byte(filled(b, 10<<10))
	for _, key := range []string{"rsa", "p256"} {
		b.Run(key, func(b *testing.B) {
			o := options(b, key)
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				if _, err := facturae.Sign(doc, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, key := range []string{"rsa", "p256"} {
		b.Run(key, func(b *testing.B) {
			doc := []byte(sign(b, filled(b, 10<<10), options(b, key)))
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if v, err := facturae.Verify(doc, facturae.VerifyOptions{}); err != nil || !v.Good() {
					b.Fatal(v, err)
				}
			}
		})
	}
}

// BenchmarkVerifyLarge is a document of many lines: time grows with its size and no more.
func BenchmarkVerifyLarge(b *testing.B) {
	for name, size := range map[string]int{"1MB": 1 << 20, "50MB": 50 << 20} {
		b.Run(name, func(b *testing.B) {
			doc := []byte(sign(b, filled(b, size), options(b, "p256")))
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if v, err := facturae.Verify(doc, facturae.VerifyOptions{}); err != nil || !v.Good() {
					b.Fatal(v, err)
				}
			}
		})
	}
}

// TestVerifyLarge: a file of many megabytes in a document is verified in bounded time.
func TestVerifyLarge(t *testing.T) {
	large := strings.Replace(unsigned, "<Parties/>", "<Parties>"+strings.Repeat("QUJD", 4<<20)+"</Parties>", 1)
	signed := sign(t, large, options(t, "p256"))
	start := time.Now()
	if v := verify(t, signed, facturae.VerifyOptions{}); !v.Good() {
		t.Errorf("%+v", v)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("%d bytes took %v", len(signed), d)
	}
}
