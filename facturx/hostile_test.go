package facturx_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/published"
)

// What a document may cost. The time leaves room for slow and busy machines.
const (
	mostTime   = 10 * time.Second
	mostMemory = 256 << 20
)

// costly runs a function and holds its time, and the heap at any time while it runs,
// against the limits.
func costly(t *testing.T, run func()) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	stop, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak.Store(max(peak.Load(), now.HeapAlloc))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	run()
	elapsed := time.Since(start)
	close(stop)
	<-stopped
	grown := int64(peak.Load()) - int64(before.HeapAlloc)
	t.Logf("%v, %d MB", elapsed.Round(time.Millisecond), grown>>20)
	if elapsed > mostTime {
		t.Errorf("took %v", elapsed)
	}
	if grown > mostMemory {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

// TestHostile holds the published PDFs against what their names say of them.
func TestHostile(t *testing.T) {
	all := published.HostilePDFs(t)
	if len(all) < 88 {
		t.Fatalf("%d documents", len(all))
	}
	for _, doc := range all {
		t.Run(doc.Name, func(t *testing.T) {
			costly(t, func() {
				inv, err := facturx.Extract(t.Context(), doc.Data, facturx.Options{Text: facturx.TextAlways})
				checkError(t, err)
				kind, rest, _ := strings.Cut(doc.Name, "_")
				switch {
				case kind == "enc" && strings.Contains(rest, "userpw"):
					wantCode(t, err, facturx.ErrEncrypted)
				case kind == "ok", kind == "enc":
					if err != nil {
						t.Fatal(err)
					}
					if !bytes.Contains(inv.XML, []byte("CrossIndustryInvoice")) || inv.Report.Encrypted != (kind == "enc") {
						t.Errorf("%d bytes, encrypted: %t", len(inv.XML), inv.Report.Encrypted)
					}
				case kind == "mal" && err != nil:
					wantCode(t, err, facturx.ErrDamaged, facturx.ErrNotPDF)
				}
			})
		})
	}
}

func wantCode(t *testing.T, err error, codes ...facturx.ErrorCode) {
	t.Helper()
	var own *facturx.Error
	if !errors.As(err, &own) {
		t.Fatalf("%v, want %v", err, codes)
	}
	for _, c := range codes {
		if own.Code == c {
			return
		}
	}
	t.Errorf("%s (%v), want %v", own.Code, err, codes)
}

// attacks are documents that take readers of PDF a long time, or much memory.
var attacks = []struct {
	name string
	make func(t *testing.T) []byte
	want facturx.ErrorCode // "": the invoice
}{
	{"objects without end", func(*testing.T) []byte {
		return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj\n"), 1<<17)...)
	}, facturx.ErrDamaged},
	{"numbered objects without end", func(*testing.T) []byte {
		var b bytes.Buffer
		b.WriteString("%PDF-1.7\n")
		for i := range 1 << 19 {
			fmt.Fprintf(&b, "%d 0 obj<<", i)
		}
		return b.Bytes()
	}, facturx.ErrDamaged},
	{"strings without end", func(*testing.T) []byte {
		return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj<</A("), 1<<18)...)
	}, facturx.ErrDamaged},
	{"streams without end", func(*testing.T) []byte {
		return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj<<>>stream\n"), 1<<18)...)
	}, facturx.ErrDamaged},
	{"trailers without end", func(*testing.T) []byte {
		return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("trailer<</A["), 1<<18)...)
	}, facturx.ErrDamaged},
	{"200,000 strings in an array", func(t *testing.T) []byte {
		d := hybrid(t)
		strings := d.Add("[%s]", bytes.Repeat([]byte("(0123456789abcdef)"), 200_000))
		d.Set(1, "%s", d.Get(1)[:len(d.Get(1))-2]+fmt.Sprintf("/Outlines %d 0 R/StructTreeRoot<</K %d 0 R>>>>", strings, strings))
		return d.Bytes()
	}, ""},
	{"1 GB of zeros", func(t *testing.T) []byte {
		d := pdftest.Hybrid(pdftest.Metadata("factur-x.xml", "EN 16931"))
		n := d.Stream("/Type/EmbeddedFile/Filter/FlateDecode", pdftest.DeflateZeros(1<<30))
		d.Set(1, "<</Type/Catalog/Pages 2 0 R/AF[<</F(factur-x.xml)/EF<</F %d 0 R>>>>]>>", n)
		return d.Bytes()
	}, facturx.ErrLimit},
	{"4 GB of zeros, compressed twice, beside the invoice", func(t *testing.T) []byte {
		d := hybrid(t)
		n := d.Stream("/Type/EmbeddedFile/Filter[/FlateDecode/FlateDecode]", pdftest.Deflate(pdftest.DeflateZeros(1<<32)))
		d.Set(3, "<</Type/Page/Parent 2 0 R/AF[<</F(more.bin)/EF<</F %d 0 R>>>>]>>", n)
		return d.Bytes()
	}, ""},
	{"XMP of 1 GB", func(t *testing.T) []byte {
		d := hybrid(t)
		n := d.Stream("/Type/Metadata/Filter/FlateDecode", pdftest.DeflateZeros(1<<30))
		d.Set(1, "%s", strings.Replace(d.Get(1), "/Metadata 5 0 R", fmt.Sprintf("/Metadata %d 0 R", n), 1))
		return d.Bytes()
	}, ""},
	{"a cross-reference stream of 2 GB", func(*testing.T) []byte { return xrefBomb(1 << 31) }, facturx.ErrLimit},
	{"object streams of 1 GB each", objectStreamBomb, facturx.ErrLimit},
	{"200,000 arrays in one another", func(t *testing.T) []byte {
		d := hybrid(t)
		n := d.Add("%s", bytes.Repeat([]byte("["), 200_000))
		d.Set(3, "<</Type/Page/Parent 2 0 R/AF %d 0 R>>", n)
		return d.Bytes()
	}, ""},
	{"trees that go round", func(t *testing.T) []byte {
		d := hybrid(t)
		n := d.Next()
		d.Add("<</Kids[%d 0 R %d 0 R 2 0 R]/Names[(a) %d 0 R]/K[%d 0 R]/Resources %d 0 R/XObject<</A %d 0 R>>/AF %d 0 R/EF %d 0 R/F %d 0 R>>", n, n, n, n, n, n, n, n, n)
		d.Set(2, "<</Type/Pages/Kids[%d 0 R 2 0 R 3 0 R]/Count 1>>", n)
		d.Set(1, "%s", strings.Replace(d.Get(1), "<</Names[", fmt.Sprintf("<</Kids[%d 0 R]/Names[", n), 1))
		return d.Bytes()
	}, ""},
	{"a deep page tree", func(t *testing.T) []byte {
		d := hybrid(t)
		for range 100_000 {
			d.Add("<</Type/Pages/Kids[%d 0 R]>>", d.Next()+1)
		}
		d.Set(2, "<</Type/Pages/Kids[8 0 R 3 0 R]/Count 1>>")
		return d.Bytes()
	}, ""},
	{"500,000 objects", func(t *testing.T) []byte {
		d := hybrid(t)
		for range 500_000 {
			d.Add("<</Type/Annot/Subtype/Link/Rect[0 0 10 10]/Border[0 0 0]>>")
		}
		return d.Bytes()
	}, ""},
	{"a page of 9,000,000 characters", func(t *testing.T) []byte {
		d := hybrid(t)
		show(d, strings.Repeat("R-2026-011 ", 800_000))
		return d.Bytes()
	}, ""},
	{"a page of 1,000,000 words", func(t *testing.T) []byte {
		d := hybrid(t)
		d.Show("/WinAnsiEncoding", "BT /F 10 Tf "+strings.Repeat("(1) Tj 0 9 Td ", 1_000_000))
		return d.Bytes()
	}, ""},
	{"300,000 pages with the same 1 MB", func(t *testing.T) []byte {
		d := hybrid(t)
		n := d.Flate("", bytes.Repeat([]byte(" "), 1<<20))
		d.Set(2, "<</Type/Pages/Kids[%s]/Count 300000>>", bytes.Repeat(fmt.Appendf(nil, "<</Contents %d 0 R>> ", n), 300_000))
		return d.Bytes()
	}, ""},
	{"300,000 pages", func(t *testing.T) []byte {
		d := hybrid(t)
		d.Set(2, "<</Type/Pages/Kids[%s]/Count 300000>>", bytes.Repeat([]byte("<</A[1 2 3]>> "), 300_000))
		return d.Bytes()
	}, ""},
	{"20,000 files", func(t *testing.T) []byte {
		d := hybrid(t)
		var names strings.Builder
		for range 20_000 {
			n := d.Stream("/Type/EmbeddedFile", []byte("f"))
			fmt.Fprintf(&names, "(f)<</F(f)/EF<</F %d 0 R>>>>", n)
		}
		d.Set(1, "%s", strings.Replace(d.Get(1), "<</Names[", "<</Names["+names.String(), 1))
		return d.Bytes()
	}, facturx.ErrLimit},
	{"one file, referred to 200,000 times", func(t *testing.T) []byte {
		d := hybrid(t)
		d.Set(3, "<</Type/Page/Parent 2 0 R/AF[%s]>>", bytes.Repeat([]byte("7 0 R "), 200_000))
		return d.Bytes()
	}, ""},
	{"a dictionary of 200,000 keys", func(t *testing.T) []byte {
		d := hybrid(t)
		var b strings.Builder
		for i := range 200_000 {
			fmt.Fprintf(&b, "/K%d 1", i)
		}
		d.Set(3, "<</Type/Page/Parent 2 0 R/Resources<</XObject<<%s>>>>>>", b.String())
		return d.Bytes()
	}, ""},
}

func xrefBomb(n int64) []byte {
	content := pdftest.DeflateZeros(n)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%%PDF-1.7\n1 0 obj\n<</Type/XRef/W[1 1 1]/Size 2000000000/Root 2 0 R/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n", len(content), content)
	return b.Bytes()
}

func objectStreamBomb(*testing.T) []byte {
	content := pdftest.DeflateZeros(1 << 30)
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i := range 20 {
		fmt.Fprintf(&b, "%d 0 obj\n<</Type/ObjStm/N 10/First 100/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", i+1, len(content), content)
	}
	return b.Bytes()
}

// TestAttacks: a typed error, or the invoice, within the limits.
func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			doc := a.make(t)
			t.Logf("%d KB", len(doc)>>10)
			costly(t, func() {
				inv, err := facturx.Extract(t.Context(), doc, facturx.Options{Text: facturx.TextAlways})
				if a.want != "" {
					wantCode(t, err, a.want)
				} else if err != nil {
					t.Error(err)
				} else if !bytes.Equal(inv.XML, invoiceXML(t)) {
					t.Error("another invoice")
				}
			})
		})
	}
}
