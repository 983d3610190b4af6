package attach_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
)

// raced tells that the race detector looks on, with which everything takes 30 times as long.
var raced = func() bool {
	info, _ := debug.ReadBuildInfo()
	return info != nil && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}()

// scaled is a large number, smaller where it would take too long.
func scaled(n int) int {
	if raced {
		return n / 32
	}
	return n
}

// repeated is a text many times over, which is never held as a whole.
type repeated struct {
	text string
	left int64 // bytes to come
	at   int
}

func repeat(text string, n int) io.Reader {
	unit := strings.Repeat(text, max(1, 32<<10/len(text)))
	return &repeated{text: unit, left: int64(n) * int64(len(text))}
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		part := r.text[r.at:]
		k := copy(p[n:], part[:min(int64(len(part)), r.left)])
		n, r.left, r.at = n+k, r.left-int64(k), (r.at+k)%len(r.text)
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// around is a document with something else in place of "¤".
func around(doc string, in io.Reader) io.Reader {
	before, after, ok := strings.Cut(doc, "¤")
	if !ok {
		panic("no place")
	}
	return io.MultiReader(strings.NewReader(before), in, strings.NewReader(after))
}

// patterns are documents in three: a file with a hole for its content, and what stands around it.
func patterns(t testing.TB) map[string][3]string {
	ubl, cii := string(sampleUBL(t, "x.pdf", "@")), string(sampleCII(t, "x.pdf", "@"))
	split := func(doc, name string) [3]string {
		i := strings.LastIndex(doc[:strings.Index(doc, ">QA==<")], "<"+name+">")
		j := i + strings.Index(doc[i:], "</"+name+">") + len(name) + 3
		return [3]string{doc[:i], strings.Replace(doc[i:j], ">QA==<", ">¤<", 1), doc[j:]}
	}
	return map[string][3]string{
		"ubl": split(ubl, "cac:AdditionalDocumentReference"), "cii": split(cii, "ram:AdditionalReferencedDocument"),
		"facturae": split(inFacturae(t, "QA==", "Format=pdf"), "Attachment"),
	}
}

// heap watches how much memory is live besides what was at the start.
type heap struct{ start, most int64 }

func liveBytes() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func newHeap() *heap { return &heap{start: liveBytes()} }

func (h *heap) look() { h.most = max(h.most, liveBytes()-h.start) }

// watched looks at the heap while it passes a document on, every 64 MB.
type watched struct {
	in   io.Reader
	heap *heap
	n    int
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.in.Read(p)
	if w.n += n; w.n >= 64<<20 {
		w.n = 0
		w.heap.look()
	}
	return n, err
}

// mostLive is how much memory a walk may take, whatever the document.
const mostLive = 16 << 20

// patience is how long the worst document may take. It is a bound, not a measure: tests
// run on slow machines, and with the race detector.
const patience = 20 * time.Second

// walkStream reads all files of a document, and holds time and memory to their bounds.
func walkStream(t *testing.T, name string, in io.Reader, o attach.Options) ([]*attach.File, error) {
	t.Helper()
	start, h := time.Now(), newHeap()
	var all []*attach.File
	buf := make([]byte, 64<<10)
	_, err := attach.Walk(context.Background(), &watched{in: in, heap: h}, o, func(f *attach.File, content io.Reader) error {
		all = append(all, f)
		// What is unpacked is watched too.
		_, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, &watched{in: content, heap: h}, buf)
		return err
	})
	h.look()
	took := time.Since(start)
	t.Logf("%s: %v, %d KB, %d files, %v", name, took.Round(time.Millisecond), h.most>>10, len(all), err)
	if took > patience || h.most > mostLive {
		t.Errorf("%s: %v, %d bytes live", name, took, h.most)
	}
	if err != nil && !isTyped(err) {
		t.Errorf("%s: an error without type: %v", name, err)
	}
	return all, err
}

// faultOf demands an error that says which file and where.
func faultOf(t *testing.T, name string, f *attach.File, code attach.ErrorCode) {
	t.Helper()
	if e := f.Err; e == nil || e.Code != code || e.Index != f.Index || e.Name != f.Name || e.Name == "" || e.Position.Line == 0 || e.Message == "" {
		t.Errorf("%s: %+v, want %s", name, f.Err, code)
	}
}

// deflated is n times as many zeros, packed in pieces that are all the same.
func deflated(zeros, n int) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	w.Write(make([]byte, zeros))
	w.Flush()
	first := b.Len()
	w.Write(make([]byte, zeros))
	w.Flush()
	return b.String()[:first] + strings.Repeat(b.String()[first:], n-1) + "\x01\x00\x00\xff\xff"
}

// packedAs is an archive of one file of which packed is said to be the packed content.
func packedAs(packed string, size int64, streamed bool) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "a.bin", Method: zip.Deflate, CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(size)}
	if streamed {
		h.Flags = 8
	}
	w, _ := z.CreateRaw(h)
	io.WriteString(w, packed)
	z.Close()
	return b.String()
}

func TestBombs(t *testing.T) {
	const gig = 1 << 30
	gz := gzipped(strings.Repeat("\x00", 1<<20))
	pieces := scaled(400_000)
	huge, dense, size := deflated(1<<20, 2048), deflated(1500, pieces), int64(1500*pieces)
	for _, c := range []struct {
		name, data, how string
		o               attach.Options
		most            int64 // bytes that may be handed over
	}{
		{"GZIP of 2 GB", strings.Repeat(gz, 2048), "GZIP", attach.Options{}, 256 << 20},
		{"GZIP of 2 GB in one piece", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + huge, "GZIP", attach.Options{}, 256 << 20},
		{"GZIP, small limit", strings.Repeat(gz, 2048), "GZIP", attach.Options{MaxFile: 1 << 20}, 1 << 20},
		{"GZIP, small limit of all", strings.Repeat(gz, 2048), "GZIP", attach.Options{MaxTotal: 1000}, 1000},
		{"ZIP of 2 GB", packedAs(huge, 2*gig, false), "ZIP", attach.Options{}, 0},
		{"ZIP of 2 GB that says so afterwards", packedAs(huge, 2*gig, true), "ZIP", attach.Options{}, 256 << 20},
		{"ZIP of 600 MB, not dense", packedAs(dense, size, true), "ZIP", attach.Options{}, 256 << 20},
		{"ZIP, small limit", packedAs(dense, size, true), "ZIP", attach.Options{MaxFile: 100}, 100},
		{"ZIP, small limit of all", packedAs(dense, size, false), "ZIP", attach.Options{MaxTotal: 100}, 0},
	} {
		if raced && c.o.MaxFile == 0 {
			c.o.MaxFile = 8 << 20
		}
		doc := inFacturae(t, "¤", "CompressionAlgorithm="+c.how)
		all, err := walkStream(t, c.name, around(doc, strings.NewReader(b64(c.data))), c.o)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %d files, %v", c.name, len(all), err)
		}
		faultOf(t, c.name, all[0], attach.ErrLimit)
		if all[0].Size > c.most+64<<10 {
			t.Errorf("%s: %d bytes were handed over", c.name, all[0].Size)
		}
	}
}

// nested is a ZIP in a ZIP, so many deep.
func nested(depth int, name, content string) string {
	for ; depth > 0; depth-- {
		content = zipStored(name, content)
		name = "inner.zip"
	}
	return content
}

// TestPolicyInArchives: what is blocked is found in archives, and what cannot be looked
// into is said.
func TestPolicyInArchives(t *testing.T) {
	encrypted := zipStored("a.pdf", pdf)
	encrypted = encrypted[:6] + "\x01" + encrypted[7:]
	for _, c := range []struct {
		name, data string
		code       attach.ViolationCode
	}{
		{"a PDF in three archives", nested(3, "a.pdf", pdf), ""},
		{"one", nested(1, "a.exe", "x"), attach.BlockedType},
		{"two", nested(2, "a.exe", "x"), attach.BlockedType},
		{"three", nested(3, "a.Exe", "x"), attach.BlockedType},
		{"four", nested(4, "a.exe", "x"), attach.Uninspected},
		{"forty", nested(40, "a.exe", "x"), attach.Uninspected},
		{"encrypted", encrypted, attach.Uninspected},
		{"encrypted inside", zipStored("b.zip", encrypted), attach.Uninspected},
		{"behind an archive that is broken", zipped("a.pdf") + "PK\x05\x06" + zipped("b.exe"), attach.Uninspected},
		{"called a document", zipped("word/document.xml", "evil.exe"), attach.BlockedType},
		{"too many", manyEntries(10_001), attach.Uninspected},
	} {
		files, doc, err := attach.List(context.Background(), strings.NewReader(inFacturae(t, b64(c.data))), attach.Options{})
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %v", c.name, err)
		}
		all := attach.B2Brouter().Check(files, doc.Format)
		if c.code == "" && len(all) > 0 || c.code != "" && (len(all) != 1 || all[0].Code != c.code || all[0].Index != 1) {
			t.Errorf("%s: %v", c.name, all)
		}
	}
}

func manyEntries(n int) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.txt", i)})
	}
	z.Close()
	return b.String()
}

// listedTwice is an archive whose directory lists its one entry many times.
func listedTwice(n int) string {
	z := zipStored("a.pdf", pdf)
	i, j := strings.Index(z, "PK\x01\x02"), strings.Index(z, "PK\x05\x06")
	central := strings.Repeat(z[i:j], n)
	size := len(central)
	return z[:i] + central + z[j:j+8] + string([]byte{byte(n), byte(n >> 8), byte(n), byte(n >> 8), byte(size), byte(size >> 8), byte(size >> 16), 0}) + z[j+16:]
}

func linked() string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "link.pdf"}
	h.SetMode(0o777 | fs.ModeSymlink)
	w, _ := z.CreateHeader(h)
	io.WriteString(w, "/etc/passwd")
	z.Close()
	return b.String()
}

// TestOddArchives: an archive that is not what it says is an error of its file.
func TestOddArchives(t *testing.T) {
	encrypted := zipStored("a.pdf", pdf)
	encrypted = encrypted[:6] + "\x01" + encrypted[7:]
	for _, c := range []struct {
		name, data string
		code       attach.ErrorCode // of the last file; "": it has none
		files      int
		o          attach.Options
	}{
		{"one entry", listedTwice(1), "", 1, attach.Options{}},
		{"one entry, listed twice", listedTwice(2), attach.ErrArchive, 1, attach.Options{}},
		{"one entry, listed 60,000 times", listedTwice(60_000), attach.ErrArchive, 1, attach.Options{}},
		{"encrypted", encrypted, attach.ErrEncrypted, 1, attach.Options{}},
		{"a link", linked(), "", 1, attach.Options{}},
		{"directories", zipped("a/", "b/"), attach.ErrArchive, 1, attach.Options{}},
		{"empty", "PK\x05\x06" + strings.Repeat("\x00", 18), attach.ErrArchive, 1, attach.Options{}},
		{"10,000 entries", manyEntries(10_000), "", 10_000, attach.Options{}},
		{"20,000 entries", manyEntries(20_000), attach.ErrLimit, 10_000, attach.Options{}},
		{"20,000 entries, allowed", manyEntries(20_000), "", 20_000, attach.Options{MaxFiles: 20_000}},
		{"larger than it says", lying(0, 0), attach.ErrArchive, 1, attach.Options{}},
		{"smaller than it says", lying(200, 200), attach.ErrTruncated, 1, attach.Options{}},
		{"another size than it says", lying(2, 1), attach.ErrArchive, 1, attach.Options{}},
		{"packed, larger than it says", packedAs(deflated(1000, 2), 1500, false), attach.ErrArchive, 1, attach.Options{}},
		{"packed, smaller than it says", packedAs(deflated(1000, 2), 2500, false), attach.ErrArchive, 1, attach.Options{}},
	} {
		all, err := walkStream(t, c.name, strings.NewReader(inFacturae(t, b64(c.data), "CompressionAlgorithm=ZIP")), c.o)
		if err != nil || len(all) != c.files {
			t.Fatalf("%s: %d files, %v", c.name, len(all), err)
		}
		checkNames(t, all)
		last := all[len(all)-1]
		if c.code != "" {
			faultOf(t, c.name, last, c.code)
		} else if last.Err != nil {
			t.Errorf("%s: %v", c.name, last.Err)
		}
		if c.name == "a link" && !slices.Contains(codes(last.Notes), attach.NoteArchive) {
			t.Errorf("%s: %v", c.name, last.Notes)
		}
	}
}

// TestTruncated: of a document that is cut at any byte nothing passes for whole.
func TestTruncated(t *testing.T) {
	docs := map[string]string{}
	for name, p := range patterns(t) {
		// Of what stands around the file only the root element: the rest takes its time.
		root := p[0][strings.LastIndex(p[0][:len(p[0])/2], "xmlns"):]
		root = p[0][strings.LastIndex(p[0][:len(p[0])-len(root)], "<"):]
		root = root[:strings.Index(root, ">")+1]
		tag, _, _ := strings.Cut(root[1:], " ")
		docs[name] = root + strings.Replace(p[1], "¤", b64(pdf), 1) + "</" + tag + ">\n"
	}
	for name, c := range map[string][2]string{"ZIP": {zipped("a.pdf"), "CompressionAlgorithm=ZIP"}, "GZIP": {gzipped(pdf), "CompressionAlgorithm=GZIP"}, "BER": {"\x24\x80\x04\x18" + pdf + "\x00\x00", "Encoding=BER"}} {
		docs[name] = shortFacturae(b64(c[0]), c[1])
	}
	for name, doc := range docs {
		whole := len(strings.TrimRight(doc, "\n"))
		for n := range doc {
			all, _, err := walk(doc[:n], attach.Options{})
			if n < whole && (err == nil || !isTyped(err)) || n >= whole && err != nil {
				t.Fatalf("%s, %d bytes: %v", name, n, err)
			}
			for _, f := range all {
				if f.err == nil && f.content != pdf {
					t.Fatalf("%s, %d bytes: a file of %d is complete", name, n, len(f.content))
				}
			}
		}
	}
}

// TestTruncatedContent: a content that is cut at any byte, in a document that is whole.
func TestTruncatedContent(t *testing.T) {
	for _, c := range [][2]string{
		{zipped("a.pdf"), "CompressionAlgorithm=ZIP"}, {zipStored("a.pdf", pdf), "CompressionAlgorithm=ZIP"}, {gzipped(pdf), "CompressionAlgorithm=GZIP"},
		{"\x24\x80\x04\x18" + pdf + "\x00\x00", "Encoding=BER"}, {derWrapped(pdf), "Encoding=DER"},
		{"\x30\x27\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x1a\x04\x18" + pdf, "Encoding=DER"},
	} {
		for n := range c[0] {
			all, _, err := walk(shortFacturae(b64(c[0][:n]), c[1]), attach.Options{})
			if err != nil || len(all) != 1 || all[0].err == nil && len(all[0].Notes) == 0 {
				t.Fatalf("%s, %d bytes: %v", c[1], n, err)
			}
			if e := all[0].Err; e != nil && e.Code != attach.ErrTruncated && n > 2 {
				t.Errorf("%s, %d bytes: %s %v", c[1], n, e.Code, e)
			}
		}
	}
}

// TestMany: time is in proportion to the number of files, which has a limit.
func TestMany(t *testing.T) {
	for name, p := range patterns(t) {
		each := strings.Replace(p[1], "¤", b64(pdf), 1)
		with := func(n int) io.Reader { return around(p[0]+"¤"+p[2], repeat(each, n)) }
		all, err := walkStream(t, name+", 10,000", with(10_000), attach.Options{})
		if err != nil || len(all) != 10_000 {
			t.Fatalf("%s: %d files, %v", name, len(all), err)
		}
		checkNames(t, all)
		var e *attach.Error
		if _, err := walkStream(t, name+", 10,001", with(10_001), attach.Options{}); !errors.As(err, &e) || e.Code != attach.ErrLimit || e.Index != 10_001 || e.Position.Line == 0 {
			t.Errorf("%s: %v", name, err)
		}
		linear(t, name+", walk", func(n int) {
			if _, _, err := attach.List(context.Background(), with(n), attach.Options{}); err != nil {
				t.Error(err)
			}
		})
		read := func(n int) attach.Opener {
			return func() (io.ReadCloser, error) { return io.NopCloser(with(n)), nil }
		}
		linear(t, name+", embed", func(n int) {
			if _, err := attach.Embed(context.Background(), read(n), io.Discard, []attach.New{newFile("new.pdf", pdf)}, attach.EditOptions{}); err != nil {
				t.Error(err)
			}
		})
		linear(t, name+", remove", func(n int) {
			if _, err := attach.Remove(context.Background(), read(n), io.Discard, func(*attach.File) bool { return true }, attach.EditOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	linear(t, "an archive, remove", func(n int) {
		doc := shortFacturae(b64(manyEntries(n)), "CompressionAlgorithm=ZIP")
		if _, err := attach.Remove(context.Background(), attach.Bytes([]byte(doc)), io.Discard, func(*attach.File) bool { return true }, attach.EditOptions{}); err != nil {
			t.Error(err)
		}
	})
}

// linear does something 2,000 and 8,000 times: the best of some must not take more than
// twice its share.
func linear(t *testing.T, name string, do func(n int)) {
	t.Helper()
	best := func(n int) time.Duration {
		least := time.Hour
		for range 2 {
			start := time.Now()
			do(n)
			least = min(least, time.Since(start))
		}
		return least
	}
	less, more := 2000, 8000
	if raced {
		less, more = 200, 800
	}
	few, many := best(less), best(more)
	for range 3 { // the machine may be busy
		if many > 8*few+50*time.Millisecond {
			few, many = min(few, best(less)), min(many, best(more))
		}
	}
	t.Logf("%s: %v and %v", name, few.Round(time.Millisecond), many.Round(time.Millisecond))
	if many > 8*few+50*time.Millisecond {
		t.Errorf("%s: %v for %d and %v for %d", name, few, less, many, more)
	}
}

// TestLarge: 200 files of 1 MB, and one of 768 MB, pass in bounded memory.
func TestLarge(t *testing.T) {
	p, n := patterns(t)["ubl"], scaled(200)
	line := b64(pdf[:3]+strings.Repeat("0123456789", 6)) + "\n"
	each := strings.Replace(p[1], "¤", strings.Repeat(line, (1<<20)/63), 1)
	all, err := walkStream(t, "200 of 1 MB", around(p[0]+"¤"+p[2], repeat(each, n)), attach.Options{})
	if err != nil || len(all) != n || all[n-1].Size != (1<<20)/63*63 || all[n-1].Err != nil {
		t.Errorf("%d files, %v", len(all), err)
	}
	groups := scaled(1 << 28)
	large := func() io.Reader { return around(strings.Join(p[:], ""), repeat("QUJD", groups)) }
	all, err = walkStream(t, "1 GB of base64", large(), attach.Options{MaxFile: 1 << 30})
	if err != nil || len(all) != 1 || all[0].Size != int64(3*groups) || all[0].Err != nil {
		t.Errorf("%d files, %v", len(all), err)
	}
	o := attach.Options{}
	if raced {
		o.MaxFile = 1 << 20
	}
	all, err = walkStream(t, "1 GB of base64, default limit", large(), o)
	if err != nil || len(all) != 1 || all[0].Name != "x.pdf" {
		t.Fatalf("%d files, %v", len(all), err)
	}
	faultOf(t, "1 GB", all[0], attach.ErrLimit)
}

// TestTorture: texts that cost much, with what is known about the one file afterwards.
func TestTorture(t *testing.T) {
	mb := scaled(1 << 20)
	p := patterns(t)
	content := map[string]string{}
	for name, x := range p {
		content[name] = strings.Join(x[:], "")
	}
	ubl := strings.Replace(content["ubl"], "¤", b64(pdf), 1)
	in := func(doc, old, new string) string {
		if !strings.Contains(doc, old) {
			t.Fatalf("no %s", old)
		}
		return strings.Replace(doc, old, new, 1)
	}
	for _, c := range []struct {
		name, doc string
		text      io.Reader
		size      int
		note      attach.NoteCode
		code      attach.ErrorCode
	}{
		{"=", content["ubl"], repeat("=", 100*mb), 0, attach.NotePadding, ""},
		{"white space", content["ubl"], repeat(" \n\t", 33*mb), 0, attach.NoteEmpty, ""},
		{"references", content["cii"], repeat("&#10;", 20*mb), 0, attach.NoteEmpty, ""},
		{"references between", content["cii"], repeat("QUJD&#13;&#x20;", 2*mb), 6 * mb, "", ""},
		{"comments", content["facturae"], repeat("QUJD<!--  -->", 2*mb), 6 * mb, "", ""},
		{"instructions", content["facturae"], repeat("QUJD<?x?>", mb), 3 * mb, "", ""},
		{"CDATA sections", content["ubl"], repeat("<![CDATA[Q]]>", 2*mb), mb * 3 / 2, "", ""},
		{"empty CDATA sections", content["ubl"], repeat("<![CDATA[]]>", mb), 0, attach.NoteEmpty, ""},
		{"one comment", in(content["ubl"], "¤", "QUJD<!--¤-->"), repeat("- ", 10*mb), 3, "", ""},
		{"not base64", content["ubl"], repeat("*", 20*mb), 0, "", attach.ErrBase64},
		{"elements", content["ubl"], repeat("<a/>", 2*mb), 0, "", attach.ErrElements},
		{"a reference", in(ubl, ">ref-1<", ">¤<"), repeat("0123456789", 5*mb), len(pdf), attach.NoteShortened, ""},
		{"a description", in(in(content["facturae"], "¤", b64(pdf)), "<AttachmentData>", "<AttachmentDescription>¤</AttachmentDescription><AttachmentData>"), repeat("á", 25*mb), len(pdf), attach.NoteShortened, ""},
		{"a file name", in(ubl, `"x.pdf"`, `"¤.pdf"`), repeat("x", 500_000), len(pdf), attach.NoteName, ""},
		{"siblings", in(ubl, "<cac:AccountingSupplierParty>", "¤<cac:AccountingSupplierParty>"), repeat("<cbc:Note>x</cbc:Note>", mb), len(pdf), "", ""},
		{"siblings of no schema", in(ubl, "<cac:AccountingSupplierParty>", "¤<cac:AccountingSupplierParty>"), repeat("<x y='z'/>", mb), len(pdf), "", ""},
		{"white space between elements", in(ubl, "<cac:AccountingSupplierParty>", "¤<cac:AccountingSupplierParty>"), repeat(" \n", 25*mb), len(pdf), "", ""},
		{"white space in a tag", in(ubl, "<cac:Attachment>", "<cac:Attachment¤>"), repeat(" ", 500_000), len(pdf), "", ""},
		{"white space behind the document", ubl + "¤", repeat(" \n", 20*mb), len(pdf), "", ""},
		{"comments behind the document", ubl + "¤", repeat("<!-- x -->", 2*mb), len(pdf), "", ""},
	} {
		all, err := walkStream(t, c.name, around(c.doc, c.text), attach.Options{})
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %d files, %v", c.name, len(all), err)
			continue
		}
		f := all[0]
		if c.code != "" {
			faultOf(t, c.name, f, c.code)
		} else if f.Err != nil || f.Size != int64(c.size) {
			t.Errorf("%s: %d bytes, %v", c.name, f.Size, f.Err)
		}
		if c.note != "" && !slices.Contains(codes(f.Notes), c.note) {
			t.Errorf("%s: %v", c.name, f.Notes)
		}
		checkNames(t, all)
		if len(f.Reference) > 16<<10 || len(f.Description) > 16<<10 {
			t.Errorf("%s: %d and %d bytes are kept", c.name, len(f.Reference), len(f.Description))
		}
	}
	for _, c := range []struct {
		name, doc string
		text      io.Reader
		code      einvoice.ErrorCode
	}{
		{"nested elements", in(ubl, "<cac:AccountingSupplierParty>", "¤<cac:AccountingSupplierParty>"), repeat("<a>", 100_000), einvoice.ErrLimit},
		{"nested elements in a content", content["ubl"], repeat("<a>", 100_000), einvoice.ErrLimit},
		{"a tag without end", in(ubl, "<cac:Attachment>", "<cac:Attachment ¤>"), repeat("a", 5<<20), einvoice.ErrLimit},
		{"an attribute without end", in(ubl, `"x.pdf"`, `"¤`), repeat(">", 5<<20), einvoice.ErrLimit},
		{"a file name of 2 MB", in(ubl, `"x.pdf"`, `"¤.pdf"`), repeat("x", 2<<20), einvoice.ErrLimit},
		{"many attributes", in(ubl, "<cac:Attachment>", "<cac:Attachment ¤>"), numbered(" a%d='x'", 1000), einvoice.ErrLimit},
		{"many namespaces", in(ubl, "<cac:Attachment>", "<cac:Attachment ¤>"), numbered(" xmlns:a%d='x'", 1000), einvoice.ErrLimit},
		{"a reference without end", content["ubl"], io.MultiReader(strings.NewReader("&#"), repeat("0", 50*mb)), einvoice.ErrMalformed},
		{"a comment without end", ubl[:strings.Index(ubl, "<cac:AccountingSupplierParty>")] + "<!--¤", repeat("x ", 50*mb), einvoice.ErrTruncated},
		{"a CDATA section without end", content["ubl"][:strings.Index(content["ubl"], "¤")] + "<![CDATA[¤", repeat("QUJD", 25*mb), einvoice.ErrTruncated},
		{"no document", "¤", repeat("x", 100*mb), einvoice.ErrNotXML},
		{"zeros", "¤", repeat("\x00", 100*mb), einvoice.ErrNotXML},
	} {
		_, err := walkStream(t, c.name, around(c.doc, c.text), attach.Options{})
		var e *einvoice.SyntaxError
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

func numbered(format string, n int) io.Reader {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return strings.NewReader(b.String())
}

// TestHostileNames: whatever files are called, their names are safe and differ.
func TestHostileNames(t *testing.T) {
	all := []string{
		"../../x", "/etc/passwd", `C:\x`, "a/../b", "CON", "con.txt", "NUL.pdf", "LPT1", "COM¹", "a.pdf", "A.PDF", "a.pdf ", "a.pdf.", "á.pdf", "á.pdf", "ſ.pdf", "s.pdf", "ß.pdf", "SS.pdf", "ss.pdf",
		".", "..", "...", strings.Repeat(".", 300), "  ", "/", `\`, "//..//", "a\u202egpj.exe", "a\u200b.pdf", "\ufeffa.pdf", "\u2066a", "a\u0085b", "a\u2028b", "a\nb", "a\tb\r", "a\x01b", "a\x00b", "a\x7fb", "\x1b[2J",
		strings.Repeat("x", 10_000), strings.Repeat("x", 10_000) + ".pdf", strings.Repeat("é", 10_000) + ".pdf", strings.Repeat("x.", 5000), "a." + strings.Repeat("y", 300), "a" + strings.Repeat("\u0301", 5000),
		"a:b", "a*?<>|\"b", "x.pdf:stream", "~", "-rf", "\xff\xfe.pdf", "a\xc3", "\xed\xa0\x80", "%2e%2e%2f", "a (2).pdf", "a (3).pdf", "a.pdf",
	}
	var inXML, files strings.Builder
	xml := 0
	for _, name := range all {
		if strings.ContainsAny(name, "\x00\x01\x1b") || strings.ToValidUTF8(name, "") != name {
			continue
		}
		xml++
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;").Replace(name)
		fmt.Fprintf(&inXML, `<cac:AdditionalDocumentReference><cbc:ID>%d</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject filename="%s">QUJD</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`, xml, escaped)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range all {
		name = strings.TrimRight(name, "/")
		w, _ := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: len(name)%2 == 0})
		io.WriteString(w, "ABC")
	}
	z.Close()
	uris := 0
	for _, name := range all {
		if !strings.ContainsAny(name, ";,") && len(name) < 300 {
			uris++
			var percent strings.Builder
			for i := range len(name) {
				fmt.Fprintf(&percent, "%%%02X", name[i])
			}
			files.WriteString("<Attachment><AttachmentData>data:application/pdf;name=" + percent.String() + ";base64,QUJD</AttachmentData></Attachment>")
		}
	}
	for what, c := range map[string]struct {
		doc  string
		want int
	}{
		"UBL":      {strings.Replace(string(sampleUBL(t, "", "")), "<cac:AccountingSupplierParty>", inXML.String()+"<cac:AccountingSupplierParty>", 1), xml},
		"ZIP":      {shortFacturae(b64(b.String()), "CompressionAlgorithm=ZIP"), len(all)},
		"data URI": {strings.Replace(shortFacturae("QUJD"), "</RelatedDocuments>", files.String()+"</RelatedDocuments>", 1), uris + 1},
	} {
		found, _, err := attach.List(context.Background(), strings.NewReader(c.doc), attach.Options{})
		if err != nil || len(found) != c.want {
			t.Errorf("%s: %d files of %d, %v", what, len(found), c.want, err)
		}
		checkNames(t, found)
		for _, f := range found {
			if f.Err != nil || f.Size != 3 {
				t.Errorf("%s: %q: %d bytes, %v", what, f.Name, f.Size, f.Err)
			}
			if f.Filename != "" && f.Filename != f.Name && !slices.Contains(codes(f.Notes), attach.NoteName) {
				t.Errorf("%s: %q became %q in silence", what, f.Filename, f.Name)
			}
		}
	}
}

// TestHostileEdits: Embed and Remove leave every other byte as it is, in documents that
// nobody would write.
func TestHostileEdits(t *testing.T) {
	ubl, fe := ours(t)["ubl"], ours(t)["facturae 3.2.2"]
	ref := `<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="z.pdf">QUJD</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`
	ext := `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension><ext:ExtensionContent>¤</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`
	seller := "<cac:AccountingSupplierParty>"
	in := func(x string) string { return strings.Replace(ubl, seller, x+seller, 1) }
	feIn := func(x string) string { return strings.Replace(fe, "</Items>", "</Items>"+x, 1) }
	att := "<Attachment><AttachmentFormat>pdf</AttachmentFormat><AttachmentData>QUJD</AttachmentData></Attachment>"
	for name, doc := range map[string]string{
		"in an extension":          in(strings.Replace(ext, "¤", ref, 1)),
		"in an extension in front": strings.Replace(ubl, "<cbc:CustomizationID>", strings.Replace(ext, "¤", ref+"<x/>"+ref, 1)+"<cbc:CustomizationID>", 1),
		"the same element twice":   in(ref + ref),
		"comments everywhere":      strings.ReplaceAll(ubl, "\n", "<!-- > -->\n<?pi <a> ?>"),
		"> in attributes":          in(`<x y="a>b" z='</Invoice>' w="<![CDATA["/>`),
		"attributes with >":        in(`<x y="a>b" z='/>'/>`),
		"CDATA around":             in("<![CDATA[ <cac:AdditionalDocumentReference> ]]>" + ref + "<![CDATA[]]>"),
		"mixed content":            in("text " + ref + " text &amp; text"),
		"huge white space":         in(strings.Repeat(" \n", 100_000) + ref + strings.Repeat("\t", 100_000)),
		"references for blanks":    in("&#10;&#9;" + ref + "&#32;"),
		"nested references":        in(strings.Replace(ref, "<cac:Attachment>", ref+"<cac:Attachment>", 1)),
		"odd tags":                 in(strings.NewReplacer("<cac:Attachment>", "<cac:Attachment\n>", "</cac:Attachment>", "</cac:Attachment \t>").Replace(ref)),
		"a root in a root":         in(ubl[strings.Index(ubl, "<Invoice"):]),
		"Facturae, comments":       feIn("<!-- a --><AdditionalData><!-- b --><RelatedDocuments><!-- c -->" + att + "<?d?></RelatedDocuments></AdditionalData>"),
		"Facturae, blanks":         feIn("<AdditionalData \n>\t<RelatedDocuments\r\n>" + att + " </RelatedDocuments \t ></AdditionalData\n\t>"),
		"Facturae, twice":          feIn("<AdditionalData/><AdditionalData></AdditionalData>"),
		"Facturae, CDATA":          feIn("<AdditionalData><![CDATA[ ]]></AdditionalData>"),
		"Facturae, a reference":    feIn("<AdditionalData>&#32;</AdditionalData>"),
		"Facturae, text":           feIn("<AdditionalData>x</AdditionalData>"),
		"Facturae, empty inside":   feIn("<AdditionalData><RelatedDocuments/></AdditionalData>"),
		"Facturae, nothing inside": feIn("<AdditionalData><RelatedDocuments> </RelatedDocuments ></AdditionalData \t>"),
	} {
		const own = "of this test.pdf"
		out, _, err := embed(doc, attach.EditOptions{}, newFile(own, pdf))
		if err != nil {
			if !isTyped(err) || out != "" {
				t.Errorf("%s: %v, %d bytes written", name, err, len(out))
			}
			if !strings.HasPrefix(name, "> in") && name != "a root in a root" {
				t.Errorf("%s: refused: %v", name, err)
			}
			continue
		}
		if back, _, err := remove(out, attach.EditOptions{}, own); err != nil || back != doc {
			t.Errorf("%s: removed again: %v\n%s", name, err, difference(doc, back))
		}
		before, _, _ := walk(doc, attach.Options{})
		after, _, err := walk(out, attach.Options{})
		if err != nil || len(after) != len(before)+1 {
			t.Errorf("%s: %d files, and then %d: %v", name, len(before), len(after), err)
		}
	}
	for name, doc := range map[string]string{
		"DOCTYPE":         "<!DOCTYPE Invoice>" + ubl[strings.Index(ubl, "<Invoice"):],
		"entities":        `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + ubl[strings.Index(ubl, "<Invoice"):],
		"an open comment": in("<!-- "),
		"two roots":       ubl + ubl[strings.Index(ubl, "<Invoice"):],
		"cut":             ubl[:len(ubl)-3],
	} {
		var e *einvoice.SyntaxError
		if out, _, err := embed(doc, attach.EditOptions{}, newFile("a.pdf", pdf)); !errors.As(err, &e) || out != "" {
			t.Errorf("%s: %v, %d bytes written", name, err, len(out))
		}
		if out, _, err := remove(doc, attach.EditOptions{}, "z.pdf"); !errors.As(err, &e) || out != "" {
			t.Errorf("%s: %v, %d bytes written", name, err, len(out))
		}
	}
}

// TestConcurrent does everything with the same bytes at once; the race detector looks on.
func TestConcurrent(t *testing.T) {
	for name, doc := range ours(t) {
		opener := attach.Bytes([]byte(doc))
		do := func() string {
			var out, back bytes.Buffer
			files, _, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
			_, err2 := attach.Embed(context.Background(), opener, &out, []attach.New{newFile("of this test.pdf", pdf)}, attach.EditOptions{})
			_, err3 := attach.Remove(context.Background(), attach.Bytes(out.Bytes()), &back, func(f *attach.File) bool { return f.Name == "of this test.pdf" }, attach.EditOptions{})
			return fmt.Sprint(len(files), err, err2, err3, out.String(), back.String() == doc)
		}
		want := do()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if got := do(); got != want {
					t.Errorf("%s: %s", name, difference(want, got))
				}
			})
		}
		all.Wait()
	}
}

// TestPlaces: an error deep in a long content says where, whatever came in between.
func TestPlaces(t *testing.T) {
	lines := strings.Repeat(strings.Repeat("QUJD", 19)+"\n", 4000)
	for name, text := range map[string]string{
		"lines": lines, "one line": strings.ReplaceAll(lines, "\n", ""), "CRLF": strings.ReplaceAll(lines, "\n", "\r\n"), "comments": strings.ReplaceAll(lines, "\n", "<!-- é\n -->"),
		"CDATA": "<![CDATA[" + strings.ReplaceAll(lines, "\n", "]]>\n<![CDATA[") + "]]>",
	} {
		before, after, _ := strings.Cut(shortFacturae("¤"), "¤")
		for at := 3; at < len(text)-20; at += len(text)/40 + 1 {
			k := at + strings.Index(text[at:], "QUJD")
			for _, bad := range []string{"*", "\x01"} {
				doc := before + text[:k] + bad + text[k:] + after
				all, _, err := walk(doc, attach.Options{})
				var own *attach.Error
				var syntax *einvoice.SyntaxError
				want, found := einvoice.PositionAt(doc, len(before)+k), einvoice.Position{}
				switch {
				case bad == "*" && err == nil && len(all) == 1 && errors.As(all[0].err, &own):
					found = own.Position
				case bad != "*" && errors.As(err, &syntax):
					found = syntax.Position
				}
				if found != want {
					t.Fatalf("%s: %q at %+v is found at %+v: %v", name, bad, want, found, err)
				}
			}
		}
	}
}
