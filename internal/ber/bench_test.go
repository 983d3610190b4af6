package ber

import (
	"bufio"
	"bytes"
	"io"
	"testing"
)

// BenchmarkUnwrap passes 50 MB: in one string, in the segments of 4 KB that openssl
// writes, and in segments of 32 bytes.
func BenchmarkUnwrap(b *testing.B) {
	const size = 50_000_000
	cut := func(segment int) []byte {
		out := []byte{0x24, 0x80}
		for n := 0; n < size; n += segment {
			out = append(append(out, Header(int64(segment))...), make([]byte, segment)...)
		}
		return append(out, 0, 0)
	}
	for _, c := range []struct {
		name string
		in   []byte
	}{
		{"one string", append(Header(size), make([]byte, size)...)},
		{"segments of 4 KB", cut(4000)},
		{"segments of 32 bytes", cut(32)},
		{"none", make([]byte, size)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			buf := make([]byte, 256<<10)
			for b.Loop() {
				r, _ := Unwrap(bufio.NewReader(bytes.NewReader(c.in)))
				n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{r}, buf)
				if n != size || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}
