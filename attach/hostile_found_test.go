package attach_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice/attach"
)

// in runs what must not take longer; it goes on in the background if it does.
func in(t *testing.T, most time.Duration, do func()) {
	t.Helper()
	if raced {
		most *= 20
	}
	done := make(chan bool)
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(most):
		t.Errorf("not done after %v", most)
	}
}

// TestInspectTime: archives in archives multiply the work of List.
func TestInspectTime(t *testing.T) {
	doc := shortFacturae(b64(nestedFlushed(nestedFlushed(sound(70_000), 20), 20)))
	t.Logf("a document of %d bytes", len(doc))
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	in(t, 5*time.Second, func() {
		attach.List(ctx, strings.NewReader(doc), attach.Options{})
	})
}

// sound is an archive of so many times 1,500 zeros, with the right checksum.
func sound(n int) string {
	sum, zeros := crc32.NewIEEE(), make([]byte, 1500)
	for range n {
		sum.Write(zeros)
	}
	packed := deflated(len(zeros), n)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.CreateRaw(&zip.FileHeader{Name: "a.bin", Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(n * len(zeros))})
	io.WriteString(w, packed)
	z.Close()
	return b.String()
}

// nestedFlushed is an archive of n times the same file.
func nestedFlushed(inner string, n int) string {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 6)
	for c := range slices.Chunk([]byte(inner), 1500) {
		w.Write(c)
		w.Flush()
	}
	w.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		h := &zip.FileHeader{Name: fmt.Sprintf("%d.zip", i), Method: zip.Deflate, CRC32: crcOf(inner), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(inner))}
		e, _ := z.CreateRaw(h)
		e.Write(packed.Bytes())
	}
	z.Close()
	return b.String()
}

// TestInspectMemory: names in archives in archives are kept however long they are.
func TestInspectMemory(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 8 {
		z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i) + strings.Repeat("a", 60_000)})
	}
	z.Close()
	doc := shortFacturae(b64(nestedPlain(b.String(), 200)))
	b.Reset()
	h := newHeap()
	files, _, _ := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if h.look(); h.most > mostLive {
		t.Errorf("a document of %d bytes takes %d, for %d files", len(doc), h.most, len(files))
	}
	runtime.KeepAlive(files)
}

func nestedPlain(inner string, n int) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		w, _ := z.Create(fmt.Sprint(i))
		io.WriteString(w, inner)
	}
	z.Close()
	return b.String()
}

// inShort puts elements into a short document of Facturae.
func inShort(x string) string {
	return strings.Replace(shortFacturae("QUJD"), "<Invoices>", "<Invoices>"+x, 1)
}

// TestNamesTime: a long name that many files share is made safe for each.
func TestNamesTime(t *testing.T) {
	doc := inShort("<X><FileName>" + strings.Repeat("\u0301", 8000) + "</FileName>" + strings.Repeat("<BinaryObject>QUJD</BinaryObject>", 1000) + "</X>")
	t.Logf("a document of %d bytes", len(doc))
	in(t, 4*time.Second, func() { attach.List(context.Background(), strings.NewReader(doc), attach.Options{}) })
}

// TestPathMemory: each file has a path, as long as 128 names of 256 bytes.
func TestPathMemory(t *testing.T) {
	name := strings.Repeat("n", 250)
	doc := inShort(strings.Repeat("<"+name+">", 120) + strings.Repeat("<BinaryObject>QUJD</BinaryObject>", 5000) + strings.Repeat("</"+name+">", 120))
	h := newHeap()
	files, _, _ := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if h.look(); h.most > 2*mostLive {
		t.Errorf("a document of %d bytes takes %d, for %d files", len(doc), h.most, len(files))
	}
	runtime.KeepAlive(files)
}

// TestPlanMemory: each place where files could go is planned, however many there are.
func TestPlanMemory(t *testing.T) {
	doc := inShort(strings.Repeat("<Invoice/>", 50_000))
	h := newHeap()
	start := time.Now()
	attach.Embed(context.Background(), attach.Bytes([]byte(doc)), writing(h.look), []attach.New{{Name: "a.pdf", Content: func() (io.ReadCloser, error) { h.look(); return nil, io.EOF }}}, attach.EditOptions{Invoice: "7"})
	_, err := attach.Remove(context.Background(), attach.Bytes([]byte(doc)), io.Discard, func(*attach.File) bool { h.look(); return false }, attach.EditOptions{})
	t.Logf("%d bytes: %v, %d live, %v", len(doc), time.Since(start), h.most, err)
	if h.most > mostLive {
		t.Errorf("a document of %d bytes takes %d", len(doc), h.most)
	}
}

type writing func()

func (w writing) Write(p []byte) (int, error) { w(); return len(p), nil }

// TestPeekMemory: what is looked at ahead holds on to the text that it stood in.
func TestPeekMemory(t *testing.T) {
	comment := "<!--" + strings.Repeat(" ", 64<<10) + "-->"
	all, err := walkStream(t, "long comments", around(shortFacturae("¤"), repeat("Q"+comment, 1200)), attach.Options{})
	if err != nil || len(all) != 1 || all[0].Size != 900 {
		t.Errorf("%v", err)
	}
}

// TestLeadingSpace: white space in front of the document is kept, and copied again and again.
func TestLeadingSpace(t *testing.T) {
	in(t, 5*time.Second, func() {
		h := newHeap()
		attach.Walk(context.Background(), &watched{in: around("¤"+shortFacturae("QUJD"), repeat(" ", 32<<20)), heap: h}, attach.Options{}, nil)
		if h.most > mostLive {
			t.Errorf("%d live", h.most)
		}
	})
}

// TestBlankMemory: the white space in front of each file is kept, not its pattern alone.
func TestBlankMemory(t *testing.T) {
	p := patterns(t)["ubl"]
	each := strings.Replace(p[1], "<cac:Attachment>", strings.Repeat(" ", 50_000)+"<cac:Attachment>", 1)
	read := func() (io.ReadCloser, error) {
		return io.NopCloser(around(p[0]+"¤"+p[2], repeat(each, 2000))), nil
	}
	h := newHeap()
	_, err := attach.Remove(context.Background(), read, io.Discard, func(f *attach.File) bool {
		if f.Index == 1 {
			h.look()
		}
		return false
	}, attach.EditOptions{})
	if h.most > mostLive {
		t.Errorf("%d live: %v", h.most, err)
	}
}

// TestNestedReference: a file in a reference in a reference goes with the outer one,
// though nobody asked for that, and Edit.Removed does not tell.
func TestNestedReference(t *testing.T) {
	file := func(name string) string {
		return `<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="` + name + `">QUJD</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>`
	}
	x := "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID>" + file("outer.pdf") +
		"<cac:IssuerParty><cac:PowerOfAttorney><cac:AgentParty/><cac:MandateDocumentReference><cbc:ID>2</cbc:ID>" + file("inner.pdf") + "</cac:MandateDocumentReference></cac:PowerOfAttorney></cac:IssuerParty></cac:AdditionalDocumentReference>"
	doc := strings.Replace(string(sampleUBL(t, "", "")), "<cac:AdditionalDocumentReference>", x+"<cac:AdditionalDocumentReference>", 1)
	if f := faults([]byte(doc)); f != "" {
		t.Fatal(f)
	}
	out, e, err := remove(doc, attach.EditOptions{}, "outer.pdf")
	if err == nil && !strings.Contains(out, "inner.pdf") {
		t.Errorf("%d files were removed, and inner.pdf besides", len(e.Removed))
	}
}

// TestRemoveValid: what is valid stays valid when a file goes.
func TestRemoveValid(t *testing.T) {
	ref := `<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="z.pdf">QUJD</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`
	ext := `<ext:UBLExtensions xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"><ext:UBLExtension><ext:ExtensionContent>` + ref + `</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>`
	ubl := ours(t)["ubl"]
	i := strings.Index(ubl, "<Invoice")
	i += strings.Index(ubl[i:], ">") + 1
	for name, doc := range map[string]string{
		"a comment in RelatedDocuments": strings.Replace(inFacturae(t, b64(pdf), "Format=pdf", "Description=z.pdf"), "<RelatedDocuments>", "<RelatedDocuments><!-- x -->", 1),
		"in an extension":               ubl[:i] + ext + ubl[i:],
	} {
		if f := faults([]byte(doc)); f != "" {
			t.Fatal(f)
		}
		out, _, err := remove(doc, attach.EditOptions{}, "z.pdf")
		if f := faults([]byte(out)); err == nil && f != "" {
			t.Errorf("%s: %s", name, f)
		}
	}
}

// TestEnvelope: what stands behind the invoice in an envelope is no second invoice.
func TestEnvelope(t *testing.T) {
	ubl := ours(t)["ubl"]
	doc := "<e:StandardBusinessDocument xmlns:e='urn:e'>" + ubl[strings.Index(ubl, "<Invoice"):] + "<e:Trailer/></e:StandardBusinessDocument>"
	if _, _, err := embed(doc, attach.EditOptions{}, newFile("a.pdf", pdf)); err != nil {
		t.Error(err)
	}
}

// TestLink: the note on a symbolic link is one of the file that it is about.
func TestLink(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "link.pdf"}
	h.SetMode(0o777 | 1<<27)
	w, _ := z.CreateHeader(h)
	io.WriteString(w, "/etc/passwd")
	w, _ = z.Create("innocent.pdf")
	io.WriteString(w, pdf)
	z.Close()
	all, _, err := walk(shortFacturae(b64(b.String()), "CompressionAlgorithm=ZIP"), attach.Options{})
	if err != nil || len(all) != 2 {
		t.Fatal(err)
	}
	for _, n := range all[1].Notes {
		if strings.Contains(n.Message, "link") && !strings.Contains(n.Message, "link.pdf") {
			t.Errorf("%s: %s", all[1].Name, n.Message)
		}
	}
}

// TestReference: a long reference to a character is understood wherever it stands.
func TestReference(t *testing.T) {
	before, after, _ := strings.Cut(shortFacturae("¤"), "¤")
	ref := "&#" + strings.Repeat("0", 100) + "10;"
	for _, off := range []int{50, 80, 100} {
		doc := before + strings.Repeat(" ", 64<<10-len(before)-off) + ref + b64(pdf) + after
		if all, _, err := walk(doc, attach.Options{}); err != nil || all[0].content != pdf {
			t.Errorf("%d bytes in front of the end of a part: %v", off, err)
		}
	}
}

// TestManyBombs: what may be unpacked to look into archives is for each file, not for all.
func TestManyBombs(t *testing.T) {
	bomb := b64(nestedFlushed(nestedFlushed(sound(70_000), 20), 1))
	doc := strings.Replace(shortFacturae("QUJD"), "</RelatedDocuments>", strings.Repeat("<Attachment><AttachmentData>"+bomb+"</AttachmentData></Attachment>", 100)+"</RelatedDocuments>", 1)
	t.Logf("a document of %d bytes", len(doc))
	in(t, 8*time.Second, func() { attach.List(context.Background(), strings.NewReader(doc), attach.Options{}) })
}

// TestTrailing: Windows leaves out blanks and dots at the end of a name.
func TestTrailing(t *testing.T) {
	for _, tail := range []string{"", " ", strings.Repeat(" ", 150), strings.Repeat(".", 150), strings.Repeat("\u200b", 50), ":" + strings.Repeat("x", 150)} {
		files, doc, err := attach.List(context.Background(), strings.NewReader(inFacturae(t, b64(zipStored("evil.exe"+tail, "x")))), attach.Options{})
		if all := attach.B2Brouter().Check(files, doc.Format); err != nil || len(all) != 1 {
			t.Errorf("evil.exe and %.5q, %d bytes: %v", tail, len(tail), all)
		}
	}
}

// TestCDATAEnd: "]]>" is refused wherever it stands.
func TestCDATAEnd(t *testing.T) {
	before, after, _ := strings.Cut(shortFacturae("@"), "@")
	for _, way := range []string{"read", "passed over"} {
		for off := range 5 {
			doc := before + strings.Repeat(" ", 3*64<<10-len(before)-off) + "]]>" + after
			_, err := attach.Walk(context.Background(), strings.NewReader(doc), attach.Options{}, func(_ *attach.File, content io.Reader) error {
				if way == "read" {
					_, err := io.Copy(io.Discard, content)
					return err
				}
				return nil
			})
			if err == nil {
				t.Errorf("%s, %d bytes in front of the end of a part: accepted", way, off)
			}
		}
	}
}

// TestTwoContents: of two contents in one Attachment, Remove takes both, and says one.
func TestTwoContents(t *testing.T) {
	doc := shortFacturae("QUJD</AttachmentData><AttachmentData>REVG")
	var out bytes.Buffer
	e, err := attach.Remove(context.Background(), attach.Bytes([]byte(doc)), &out, func(f *attach.File) bool { return f.Index == 1 }, attach.EditOptions{})
	if err == nil && !strings.Contains(out.String(), "REVG") && len(e.Removed) == 1 {
		t.Errorf("%d removed\n%s", len(e.Removed), out.String())
	}
}

// TestCommentStays: Remove gives back what Embed found.
func TestCommentStays(t *testing.T) {
	doc := strings.Replace(facturae(t), "</Items>", "</Items><AdditionalData><RelatedDocuments><!-- x --></RelatedDocuments></AdditionalData>", 1)
	out, _, err := embed(doc, attach.EditOptions{}, newFile("a.pdf", pdf))
	if err != nil {
		t.Fatal(err)
	}
	if back, _, err := remove(out, attach.EditOptions{}, "a.pdf"); err != nil || back != doc {
		t.Errorf("%v\n%s", err, difference(doc, back))
	}
}

// TestOtherName: programs unpack by the names in the directory, which may be others.
func TestOtherName(t *testing.T) {
	z := zipStored("a.txt", "del *.txt")
	i := strings.LastIndex(z, "a.txt")
	files, doc, err := attach.List(context.Background(), strings.NewReader(inFacturae(t, b64(z[:i]+"a.bat"+z[i+5:]))), attach.Options{})
	if all := attach.B2Brouter().Check(files, doc.Format); err != nil || len(all) != 1 {
		t.Errorf("a.bat in the directory: %v", all)
	}
}

// TestPrefix: an archive with something in front is one to most programs.
func TestPrefix(t *testing.T) {
	doc := strings.Replace(string(sampleUBL(t, "x.zip", "@")), ">QA==<", ">"+b64("x"+zipStored("a.bat", "@echo off"))+"<", 1)
	files, d, err := attach.List(context.Background(), strings.NewReader(doc), attach.Options{})
	if all := attach.B2Brouter().Check(files, d.Format); err != nil || len(all) != 1 {
		t.Errorf("x.zip, which nobody has looked into: %v", all)
	}
}

// TestReferencesTime: for each reference the whole part is searched for "<".
func TestReferencesTime(t *testing.T) {
	took := func(text string) time.Duration {
		least := time.Hour
		for range 3 { // the machine may be busy
			start := time.Now()
			if _, _, err := attach.List(context.Background(), around(shortFacturae("¤"), repeat(text, scaled(20<<20)/len(text))), attach.Options{}); err != nil {
				t.Error(err)
			}
			least = min(least, time.Since(start))
		}
		return least
	}
	if plain, references := took("    \n"), took("&#10;"); references > 6*plain+200*time.Millisecond {
		t.Errorf("%v; white space of the same length takes %v", references, plain)
	}
}

// TestKinds: of two names with the same extensions, the second may play tricks.
func TestKinds(t *testing.T) {
	for _, trick := range []string{"b.bat:.txt", "b.bat\u202e.txt", "b.bat\u200b.txt"} {
		for _, names := range [][]string{{trick}, {"a.bat.txt", trick}} {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			for _, name := range names {
				w, _ := z.Create(name)
				io.WriteString(w, "del *.txt")
			}
			z.Close()
			files, doc, err := attach.List(context.Background(), strings.NewReader(inFacturae(t, b64(b.String()))), attach.Options{})
			if all := attach.B2Brouter().Check(files, doc.Format); err != nil || len(all) != 1 {
				t.Errorf("%q: %v", names, all)
			}
		}
	}
}
