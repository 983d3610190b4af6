package ber

import (
	"bufio"
	"bytes"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// unwrap reads all that Unwrap delivers of b.
func unwrap(b []byte) (content []byte, w Info, err error) {
	r, w := Unwrap(bufio.NewReader(bytes.NewReader(b)))
	content, err = io.ReadAll(r)
	return content, w, err
}

func TestWrapped(t *testing.T) {
	for _, c := range wrapped {
		in, want := bytesOf(c.in), bytesOf(c.content)
		got, w, err := unwrap(in)
		if err != nil || w != (Info{Wrapper: c.wrapper, DER: c.der}) || !bytes.Equal(got, want) {
			t.Errorf("%s: %+v, %v, %.40q", c.name, w, err, got)
		}
		if got, wrapper, ok := judge(in); !ok || wrapper != c.wrapper || !bytes.Equal(got, want) {
			t.Errorf("%s: the judge says %v %q, %.40q", c.name, ok, wrapper, got)
		}
		if c.wrapper == OctetString && c.der {
			var octets []byte
			if rest, err := asn1.Unmarshal(in, &octets); err != nil || len(rest) > 0 || !bytes.Equal(octets, want) {
				t.Errorf("%s: encoding/asn1 says %v", c.name, err)
			}
		}
	}
}

func TestUnwrapped(t *testing.T) {
	for _, c := range unwrapped {
		in := bytesOf(c.in)
		got, w, err := unwrap(in)
		if err != nil || w != (Info{Other: c.other}) || !bytes.Equal(got, in) {
			t.Errorf("%s: %+v, %v, %.40q", c.name, w, err, got)
		}
		if _, wrapper, ok := judge(in); ok {
			t.Errorf("%s: the judge says %q", c.name, wrapper)
		}
	}
}

func TestBroken(t *testing.T) {
	for _, c := range broken {
		in := bytesOf(c.in)
		got, w, err := unwrap(in)
		var e *Error
		if w.Wrapper == None || !errors.As(err, &e) || e.Code != c.code || e.Offset != c.offset {
			t.Errorf("%s: %+v, %v", c.name, w, err)
			continue
		}
		if want := bytesOf(c.content); !bytes.Equal(got, want) {
			t.Errorf("%s: %.40q, want %.40q", c.name, got, want)
		}
		if text := fmt.Sprint(err); !strings.HasPrefix(text, "ASN.1 at byte ") || strings.Contains(text, "%!") {
			t.Errorf("%s: %s", c.name, text)
		}
		if _, _, ok := judge(in); ok {
			t.Errorf("%s: the judge finds nothing wrong", c.name)
		}
	}
}

// TestCodes demands that the tables show every code but those that Unwrap itself looks
// after: no wrapper with such a fault is taken for one.
func TestCodes(t *testing.T) {
	seen := map[Code]bool{Missing: true, NotData: true}
	for _, c := range broken {
		seen[c.code] = true
	}
	for _, c := range []Code{Truncated, BadLength, BadTag, Overrun, NotEnded, Missing, NotData, TooDeep, Trailing} {
		if !seen[c] {
			t.Errorf("no case for %q", c)
		}
	}
	for in, code := range map[string]Code{"30 0B" + oid: Missing, "30 80 0000": Missing, "30 04 06 02 2A03": NotData, "30 31 06 2F 2A*47": NotData} {
		_, err := io.ReadAll(newReader(bufio.NewReader(bytes.NewReader(bytesOf(in)))))
		var e *Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// TestRandom reads wrappers of every form, whole and in pieces.
func TestRandom(t *testing.T) {
	m := maker{Rand: rand.New(rand.NewPCG(1, 2))}
	forms := map[Wrapper]int{}
	for i := range 1000 {
		in, wrapper := m.wrapper()
		forms[wrapper]++
		if got, w, ok := judge(in); !ok || w != wrapper || !bytes.Equal(got, m.content) {
			t.Fatalf("%d: the judge is wrong on %x", i, in)
		}
		var src io.Reader = bytes.NewReader(in)
		switch i % 4 {
		case 1:
			src = iotest.OneByteReader(src)
		case 2:
			src = iotest.DataErrReader(iotest.HalfReader(src))
		case 3:
			src = bufio.NewReaderSize(src, 16) // too small to look ahead in
		}
		r, w := Unwrap(bufio.NewReaderSize(src, 16+i%8192))
		got, err := io.ReadAll(r)
		if i%3 == 0 {
			err = errors.Join(err, sameAgain(in, m.content))
		}
		if err != nil || w.Wrapper != wrapper || !bytes.Equal(got, m.content) {
			t.Fatalf("%d: %+v, %v on %x", i, w, err, in)
		}
	}
	if forms[OctetString] < 300 || forms[CMSData] < 300 {
		t.Errorf("made %v", forms)
	}
}

// sameAgain reads with buffers of every size.
func sameAgain(in, content []byte) error {
	r, _ := Unwrap(bufio.NewReader(bytes.NewReader(in)))
	return iotest.TestReader(r, content)
}

// TestTruncated cuts wrappers everywhere: what comes out is the input, or a part of
// the content and an error at the end of the input.
func TestTruncated(t *testing.T) {
	decided := 0
	for _, c := range wrapped {
		in, whole := bytesOf(c.in), bytesOf(c.content)
		step := 1 + len(in)/2000 // of the long ones not every offset
		for n := 0; n < len(in); n += step {
			got, w, err := unwrap(in[:n])
			if w.Wrapper == None {
				if err != nil || !bytes.Equal(got, in[:n]) {
					t.Fatalf("%s, %d bytes: not wrapped, but %v", c.name, n, err)
				}
				continue
			}
			decided++
			var e *Error
			if !errors.As(err, &e) || e.Code != Truncated || e.Offset != int64(n) || !bytes.HasPrefix(whole, got) {
				t.Fatalf("%s, %d bytes: %v, %.40q", c.name, n, err, got)
			}
		}
	}
	if decided < 2000 {
		t.Errorf("%d cut short were taken for wrappers", decided)
	}
}

// TestInputFails passes on what the input says, where it says it.
func TestInputFails(t *testing.T) {
	gone := errors.New("gone")
	for _, c := range []struct {
		name, in, content string
		info              Info
	}{
		{"at once", "", "", Info{}},
		{"in the first header", "30 80", "30 80", Info{}},
		{"behind the type", "30 12" + oid + "A0 05", "", Info{Wrapper: CMSData}},
		{"in what is looked at", "04 10 'abc'", "'abc'", Info{Wrapper: OctetString, DER: true}},
		{"in a header", "24 80 04 03 'abc' 04", "'abc'", Info{Wrapper: OctetString}},
		{"after it", "04 03 'abc'", "'abc'", Info{Wrapper: OctetString, DER: true}},
		{"later", "04 82 1000 61*3000", "61*3000", Info{Wrapper: OctetString, DER: true}},
		{"in other bytes", "'abc'", "'abc'", Info{}},
	} {
		src := &once{in: bytesOf(c.in), err: gone}
		r, w := Unwrap(bufio.NewReader(src))
		got, err := io.ReadAll(r)
		if err != gone || w != c.info || !bytes.Equal(got, bytesOf(c.content)) {
			t.Errorf("%s: %+v, %v, %q", c.name, w, err, got)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("%s: reading on gives %d, %v", c.name, n, err)
		}
	}
}

// once says its error once, and io.EOF from then on.
type once struct {
	in  []byte
	err error
}

func (o *once) Read(p []byte) (int, error) {
	n := copy(p, o.in)
	o.in = o.in[n:]
	if n > 0 {
		return n, nil
	}
	err := o.err
	o.err = io.EOF
	return 0, err
}

func TestHeader(t *testing.T) {
	for n, want := range map[int64]string{
		0: "04 00", 1: "04 01", 127: "04 7F", 128: "04 81 80", 255: "04 81 FF", 256: "04 82 01 00", 65535: "04 82 FF FF",
		65536: "04 83 01 00 00", 1<<32 + 1: "04 85 01 00 00 00 01", math.MaxInt64: "04 88 7F FF*7", -1: "", math.MinInt64: "",
	} {
		if got := Header(n); !bytes.Equal(got, bytesOf(want)) {
			t.Errorf("%d: %x", n, got)
		}
	}
	for _, n := range []int{0, 1, 127, 128, 300, 70000} {
		in := append(Header(int64(n)), make([]byte, n)...)
		got, w, err := unwrap(in)
		if err != nil || w != (Info{Wrapper: OctetString, DER: true}) || len(got) != n {
			t.Errorf("%d: %+v, %v, %d bytes", n, w, err, len(got))
		}
		if want, _ := asn1.Marshal(make([]byte, n)); !bytes.Equal(in, want) {
			t.Errorf("%d: encoding/asn1 writes other bytes", n)
		}
	}
}

// endless repeats a pattern until so many bytes have been given.
type endless struct {
	pattern string
	at      int
	left    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && e.left > 0 {
		k := copy(p[n:min(len(p), n+int(min(e.left, 1<<30)))], e.pattern[e.at:])
		e.at = (e.at + k) % len(e.pattern)
		e.left -= int64(k)
		n += k
	}
	return n, nil
}

// TestMemory passes much content and many values: what is held does not grow.
func TestMemory(t *testing.T) {
	for _, c := range []struct{ name, pattern string }{
		{"segments", "\x04\x82\x10\x00" + strings.Repeat("x", 4096)},
		{"empty segments", strings.Repeat("\x04\x00\x24\x00", 1000)},
		{"nested", strings.Repeat(strings.Repeat("\x24\x80", 31)+strings.Repeat("\x00\x00", 31), 30)},
	} {
		const n = 1 << 20
		allocs := testing.AllocsPerRun(1, func() {
			src := io.MultiReader(strings.NewReader("\x24\x80"), &endless{pattern: c.pattern, left: n / int64(len(c.pattern)) * int64(len(c.pattern))}, strings.NewReader("\x00\x00"))
			r, w := Unwrap(bufio.NewReader(src))
			if _, err := io.Copy(io.Discard, r); err != nil || w.Wrapper != OctetString {
				t.Errorf("%s: %+v, %v", c.name, w, err)
			}
		})
		if allocs > 40 {
			t.Errorf("%s: %.0f allocations", c.name, allocs)
		}
	}
}
