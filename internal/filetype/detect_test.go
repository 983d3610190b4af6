package filetype

import (
	"bytes"
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	shown := map[string]bool{}
	for _, h := range heads {
		if got := Detect([]byte(h.bytes)); got != h.mime {
			t.Errorf("%s: %q, want %q", h.name, got, h.mime)
		}
		shown[h.mime] = true
	}
	for _, r := range rows {
		if r.flags&sure != 0 && !shown[r.mime] {
			t.Errorf("Detect is said to know every %s, but no head shows it", r.mime)
		}
	}
}

// TestMagics demands a head for every row, and a name in the list for what rows say.
func TestMagics(t *testing.T) {
	for _, m := range magics {
		hit := false
		for _, h := range heads {
			at := h.bytes[min(m.at, len(h.bytes)):]
			hit = hit || h.mime != "" && strings.HasPrefix(at, m.bytes) && (m.mime == "" || m.mime == h.mime)
		}
		if !hit {
			t.Errorf("no head begins with %q", m.bytes)
		}
		if (m.mime == "") == (m.look == nil) || m.mime != "" && byMIME[m.mime] == nil {
			t.Errorf("%q stands for %q", m.bytes, m.mime)
		}
	}
	var said []string
	for _, l := range [][]struct{ text, mime string }{beginnings} {
		for _, r := range l {
			said = append(said, r.mime)
			if r.text != strings.ToLower(r.text) {
				t.Errorf("%q is not in lower case", r.text)
			}
		}
	}
	for _, r := range entries {
		said = append(said, r.mime)
	}
	for _, r := range streams {
		said = append(said, r.mime)
	}
	for _, r := range brands {
		said = append(said, r.mime)
	}
	for _, r := range interpreters {
		said = append(said, r.mime)
	}
	for _, h := range heads {
		if h.mime != "" {
			said = append(said, h.mime)
		}
	}
	for _, m := range said {
		if row := byMIME[m]; row == nil || row.MIME != m {
			t.Errorf("%q is not in the list", m)
		}
	}
}

// TestDetectAnyLength cuts heads everywhere: no panic, and nothing but names of the list.
func TestDetectAnyLength(t *testing.T) {
	for _, h := range heads {
		for n := range len(h.bytes) {
			if got := Detect([]byte(h.bytes[:n])); got != "" && byMIME[got] == nil {
				t.Fatalf("%s, %d bytes: %q", h.name, n, got)
			}
		}
		// What follows is not looked at.
		long := append([]byte(h.bytes), bytes.Repeat([]byte(" "), looked)...)
		if a, b := Detect(long[:looked]), Detect(append(long, "\x00\x01\x02"...)); a != b {
			t.Errorf("%s: %q, with more behind it %q", h.name, a, b)
		}
	}
}

// TestDetectClaims demands that no head is called a lie under the name it is known by,
// and that names for people agree with it where there are any.
func TestDetectClaims(t *testing.T) {
	for _, h := range heads {
		if !Same(h.mime, Detect([]byte(h.bytes))) {
			t.Errorf("%s: %q is not the same as itself", h.name, h.mime)
		}
	}
}

func TestExecutable(t *testing.T) {
	for head, want := range map[string]bool{
		"MZ\x90\x00": true, "\x7FELF": true, "#!/bin/sh\n": true, "\xCA\xFE\xBA\xBE\x00\x00\x00\x34": true,
		"\xCF\xFA\xED\xFE": true, stored("META-INF/MANIFEST.MF", ""): true, compound("\x84" + class): true, "@echo off": true,
		"": false, "text": false, "%PDF-1.7": false, stored("a", ""): false, "<svg/>": false, "\x00": false,
	} {
		if got := Executable([]byte(head)); got != want {
			t.Errorf("%.20q: %v", head, got)
		}
	}
}

func TestDetectAllocatesNothing(t *testing.T) {
	for _, h := range heads {
		b := []byte(h.bytes + strings.Repeat(" ", 4000))
		if n := testing.AllocsPerRun(5, func() { Detect(b) }); n > 0 {
			t.Errorf("%s: %.0f allocations", h.name, n)
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, h := range heads {
		f.Add([]byte(h.bytes))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		got := Detect(head)
		known := byMIME[got]
		if got != "" && (known == nil || known.MIME != got) {
			t.Fatalf("%q is not in the list", got)
		}
		if got != Detect(head[:min(len(head), looked)]) {
			t.Fatal("more than the first bytes count")
		}
		if Executable(head) != (known != nil && known.Executable) || !Same(got, got) || !Same("", got) {
			t.Fatal("at odds with itself")
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	for _, h := range []head{
		{"PDF", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", ""},
		{"XLSX", types + stored("xl/workbook.xml", strings.Repeat("x", 4096)), ""},
		{"CSV", strings.Repeat("a;b;c\n", 700), ""},
		{"bytes", strings.Repeat("\x81\x02", 2048), ""},
	} {
		b.Run(h.name, func(b *testing.B) {
			in := []byte(h.bytes)
			b.ReportAllocs()
			for b.Loop() {
				Detect(in)
			}
		})
	}
}
