package attach_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
)

// large is a document around a file of 50 MB, and the base64 of that file.
func large(tb testing.TB) (doc []byte, text []byte, size int) {
	size = 50 << 20
	raw := make([]byte, size)
	rand.NewChaCha8([32]byte{1}).Read(raw)
	copy(raw, "%PDF-1.7\n")
	text = []byte(base64.StdEncoding.EncodeToString(raw))
	before, after, ok := strings.Cut(string(sampleUBL(tb, "large.pdf", "@")), ">QA==<")
	if !ok {
		tb.Fatal("no content")
	}
	doc = append(append(append([]byte(before), '>'), text...), "<"+after...)
	return doc, text, size
}

// BenchmarkExtract reads a document with a file of 50 MB, which passes through; besides
// what encoding/base64 needs for the same text alone, held in memory.
func BenchmarkExtract(b *testing.B) {
	doc, text, size := large(b)
	b.Run("base64-alone", func(b *testing.B) {
		b.SetBytes(int64(size))
		out := make([]byte, size+3)
		for b.Loop() {
			if n, err := base64.StdEncoding.Decode(out, text); n != size || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("base64-stream", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			if n, err := io.Copy(io.Discard, base64.NewDecoder(base64.StdEncoding, bytes.NewReader(text))); n != int64(size) || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("walk", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		buf := make([]byte, 64<<10)
		for b.Loop() {
			n := int64(0)
			_, err := attach.Walk(context.Background(), struct{ io.Reader }{bytes.NewReader(doc)}, attach.Options{}, func(_ *attach.File, content io.Reader) error {
				var err error
				n, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{content}, buf)
				return err
			})
			if err != nil || n != int64(size) {
				b.Fatal(n, err)
			}
		}
	})
}

// BenchmarkEmbed embeds a file of 50 MB, besides what encoding/base64 needs to encode it.
func BenchmarkEmbed(b *testing.B) {
	size := 50 << 20
	raw := make([]byte, size)
	rand.NewChaCha8([32]byte{1}).Read(raw)
	doc := sampleUBL(b, "", "")
	b.Run("base64-alone", func(b *testing.B) {
		b.SetBytes(int64(size))
		out := make([]byte, base64.StdEncoding.EncodedLen(size))
		for b.Loop() {
			base64.StdEncoding.Encode(out, raw)
		}
	})
	b.Run("embed", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := attach.Embed(context.Background(), attach.Bytes(doc), io.Discard, []attach.New{{Name: "large.pdf", Content: attach.Bytes(raw)}}, attach.EditOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
