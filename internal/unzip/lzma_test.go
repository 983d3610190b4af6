package unzip

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ulikunitz/xz/lzma"
)

// lzmaWriters are the kinds of streams that writers make.
var lzmaWriters = []struct {
	name   string
	flags  flags
	config func(size int64) lzma.WriterConfig
}{
	{"end marker", flagEndMarker, func(int64) lzma.WriterConfig { return lzma.WriterConfig{EOSMarker: true, DictCap: 1 << 16} }},
	{"known size", 0, func(n int64) lzma.WriterConfig {
		return lzma.WriterConfig{DictCap: 1 << 16, SizeInHeader: true, Size: n}
	}},
	{"known size and end marker", flagEndMarker, func(n int64) lzma.WriterConfig {
		return lzma.WriterConfig{DictCap: 1 << 16, SizeInHeader: true, Size: n, EOSMarker: true}
	}},
	{"end marker that is not flagged", 0, func(n int64) lzma.WriterConfig {
		return lzma.WriterConfig{DictCap: 1 << 16, SizeInHeader: true, Size: n, EOSMarker: true}
	}},
	{"flagged end marker that is not there", flagEndMarker, func(n int64) lzma.WriterConfig {
		return lzma.WriterConfig{DictCap: 1 << 16, SizeInHeader: true, Size: n}
	}},
	{"other properties", flagEndMarker, func(int64) lzma.WriterConfig {
		return lzma.WriterConfig{EOSMarker: true, Properties: &lzma.Properties{LC: 0, LP: 4, PB: 4}, DictCap: 1 << 12}
	}},
}

func TestLZMA(t *testing.T) {
	for _, w := range lzmaWriters {
		for _, content := range []string{"", "x", "hello", prose[:5000], noise(20_000), strings.Repeat("\x00", 5000) + noise(5000)} {
			packed := packLZMA(content, w.config(int64(len(content))))
			if content == "" && !strings.Contains(w.name, "end marker") && w.name != "other properties" {
				packed = packed[:lzmaBare]
			}
			e := raw{name: "a", method: LZMA, flags: w.flags, content: content, packed: packed}
			read := func(variant string, e raw) {
				data := archive{entries: []raw{e, {name: "next", method: LZMA, content: "next"}}}.build()
				got, _, err := readAll(bytes.NewReader(data), Limits{})
				if err != nil || len(got) != 2 || string(got[0].content) != content || string(got[1].content) != "next" {
					t.Errorf("%s, %s, %d bytes: %v", w.name, variant, len(content), err)
				}
			}
			read("sizes before", e)
			e.descriptor, e.keepSizes = "signed 32", true
			read("sizes before and after", e)
			if w.config(0).EOSMarker {
				e.keepSizes = false
				read("sizes after", e)
				e.descriptor = "bare 64"
				read("sizes after, bare", e)
			}
		}
	}
}

func TestLZMARefused(t *testing.T) {
	packed := packLZMA(prose, lzma.WriterConfig{EOSMarker: true, DictCap: 1 << 16})
	with := func(at int, b byte) string { return packed[:at] + string([]byte{b}) + packed[at+1:] }
	cases := []struct {
		name    string
		entry   raw
		limits  Limits
		code    Code
		message string
	}{
		{name: "length of properties", entry: raw{packed: with(2, 6)}, code: CodeMalformed, message: "properties"},
		{name: "properties", entry: raw{packed: with(4, 225)}, code: CodeMalformed, message: "properties"},
		{name: "large tables", entry: raw{packed: with(4, 44)}, code: CodeLimit, message: "lc 8 and lp 4"},
		{name: "first byte", entry: raw{packed: with(9, 1)}, code: CodeMalformed, message: "damaged"},
		{name: "damaged", entry: raw{packed: with(100, packed[100]^1)}, code: CodeMalformed},
		{name: "header cut", entry: raw{packed: packed[:7]}, code: CodeSize, message: "go on beyond"},
		{name: "cut before the first symbol", entry: raw{packed: packed[:12]}, code: CodeSize, message: "go on beyond"},
		{name: "cut", entry: raw{packed: packed[:100]}, code: CodeSize, message: "go on beyond"},
		{name: "size too small", entry: raw{packed: packed, local: set{"size": 9}}, code: CodeMalformed, message: "size"},
		{name: "size too large", entry: raw{packed: packed, local: set{"size": 109_000}}, code: CodeMalformed, message: "size"},
		{name: "size of 0", entry: raw{packed: packed, local: set{"size": 0}}, code: CodeMalformed, message: "size"},
		{name: "dictionary, streamed", entry: raw{packed: with(8, 5), descriptor: "bare 32"}, code: CodeLimit, message: "an LZMA dictionary of 83951616 bytes"},
		{name: "dictionary", entry: raw{packed: packed}, limits: Limits{Dictionary: 50_000}, code: CodeLimit, message: "an LZMA dictionary of"},
		{name: "no marker, size not known", entry: raw{packed: packLZMA(prose, lzma.WriterConfig{DictCap: 1 << 16, SizeInHeader: true, Size: int64(len(prose))}), descriptor: "bare 32"}, code: CodeMalformed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.entry.method, c.entry.content, c.entry.flags = LZMA, prose, flagEndMarker
			_, _, err := readAll(bytes.NewReader(one(c.entry).build()), c.limits)
			var e *Error
			if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.message) {
				t.Errorf("%v, want %s, %s", err, c.code, c.message)
			}
		})
	}
}

// TestLZMADictionary makes sure that no more is allocated than the entry can need,
// whatever its header claims.
func TestLZMADictionary(t *testing.T) {
	claim := func(packed string) string { return packed[:5] + "\xff\xff\xff\x03" + packed[9:] } // 64 MiB
	packed := claim(packLZMA("hello", lzma.WriterConfig{EOSMarker: true, DictCap: 1 << 16}))
	for _, c := range []struct {
		name  string
		entry raw
		most  uint64
	}{
		{"size known", raw{}, 1 << 20},
		{"packed size known", raw{descriptor: "bare 32", keepSizes: true, local: set{"size": 0}}, 3 << 20},
		{"nothing known", raw{descriptor: "bare 32"}, 66 << 20},
	} {
		c.entry.method, c.entry.flags, c.entry.content, c.entry.packed = LZMA, flagEndMarker, "hello", packed
		data := one(c.entry).build()
		var err error
		took := allocated(func() { _, _, err = readAll(bytes.NewReader(data), Limits{}) })
		if err != nil || took > c.most {
			t.Errorf("%s: %d bytes, %v", c.name, took, err)
		}
	}
}

// TestLZMADictionaries bounds what many small entries with large windows may cost.
func TestLZMADictionaries(t *testing.T) {
	packed := packLZMA("hello", lzma.WriterConfig{EOSMarker: true, DictCap: 1 << 20})
	var a archive
	for range 70 {
		a.entries = append(a.entries, raw{name: "a", method: LZMA, flags: flagEndMarker, content: "hello", packed: packed, descriptor: "bare 32"})
	}
	got, _, err := readAll(bytes.NewReader(a.build()), Limits{Dictionary: 1 << 20})
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeLimit || len(got) != 64 {
		t.Errorf("%d entries, %v", len(got), err)
	}
	a.entries = a.entries[:64]
	if _, _, err := readAll(bytes.NewReader(a.build()), Limits{Dictionary: 1 << 20}); err != nil {
		t.Error(err)
	}
}

type panics struct{}

func (panics) Read([]byte) (int, error) { panic("index out of range") }

func TestGuard(t *testing.T) {
	_, err := io.ReadAll(&guarded{panics{}})
	if err == nil || err.Error() != "index out of range" {
		t.Error(err)
	}
}
