package attach_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/attach"
	"github.com/einvoice-go/einvoice/internal/ber"
)

// mostFuzzed keeps each execution short.
const mostFuzzed = 64 << 10

// shortFacturae is the least document around an Attachment: what is mutated is mostly that.
func shortFacturae(data string, fields ...string) string {
	x := ""
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		x += "<Attachment" + name + ">" + value + "</Attachment" + name + ">"
	}
	return `<f:Facturae xmlns:f="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"><Invoices><Invoice><AdditionalData><RelatedDocuments><Attachment>` +
		x + "<AttachmentData>" + data + "</AttachmentData></Attachment></RelatedDocuments></AdditionalData></Invoice></Invoices></f:Facturae>"
}

// encodings are those of TestEncodings, and broken ones.
func encodings() [][]string {
	mixed := base64.URLEncoding.EncodeToString([]byte(pdf + "\xfb\xff"))
	return [][]string{
		{b64(pdf)}, {"\r\n" + b64(pdf)[:20] + "\n\t" + b64(pdf)[20:]}, {b64(pdf)[:20] + "&#13;&#xA;" + b64(pdf)[20:]},
		{"<![CDATA[" + b64(pdf) + "]]>"}, {b64(pdf)[:7] + "<!-- x -->" + b64(pdf)[7:] + "<?p?>"}, {strings.TrimRight(b64(pdf+"1"), "=")}, {mixed},
		{"data:application/pdf;name=x.pdf;base64," + b64(pdf)}, {"b'" + b64(pdf) + "'"}, {b64(b64(pdf))}, {b64("data:application/pdf;base64," + b64(pdf))}, {""},
		{b64("\x04\x18" + pdf), "Encoding=DER"}, {b64("\x24\x80\x04\x08" + pdf[:8] + "\x04\x10" + pdf[8:] + "\x00\x00"), "Encoding=BER"}, {b64(pdf), "Encoding=DER"},
		{"&lt;a&gt;é&lt;/a&gt;", "Format=xml", "Encoding=NONE"}, {b64(pdf), "Encoding=NONE"},
		{b64(zipped("a.pdf", "../b.pdf", "A.PDF")), "CompressionAlgorithm=ZIP", "Description=x.pdf"}, {b64(gzipped(pdf)), "CompressionAlgorithm=GZIP"}, {b64(zipped("a.zip"))},
		{b64(derWrapped(zipped("a.pdf"))), "CompressionAlgorithm=ZIP", "Encoding=DER"}, {b64(pdf), "CompressionAlgorithm=ZIP"}, {b64(pdf), "Encoding=UUENCODE"},
		{"QUJD*"}, {"QUJD<b/>"}, {"QQ==QUJD"}, {b64(gzipped(pdf)[:20]), "CompressionAlgorithm=GZIP"},
	}
}

// told is all that List tells of a document, as text.
func told(in io.Reader) (string, []*attach.File, error) {
	files, doc, err := attach.List(context.Background(), in, attach.Options{MaxFile: 1 << 20, MaxTotal: 4 << 20, MaxFiles: 100})
	text, bad := json.Marshal([]any{files, doc})
	if bad != nil {
		panic(bad)
	}
	return fmt.Sprintf("%s %v", text, err), files, err
}

// FuzzWalk: any bytes give files or a typed error, however they are read.
func FuzzWalk(f *testing.F) {
	for _, doc := range ours(f) {
		f.Add([]byte(doc))
	}
	for _, e := range encodings() {
		f.Add([]byte(shortFacturae(e[0], e[1:]...)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > mostFuzzed {
			return
		}
		want, files, err := told(bytes.NewReader(data))
		if err != nil && !isTyped(err) {
			t.Errorf("an error without type: %T %v", err, err)
		}
		checkNames(t, files)
		for _, file := range files {
			if e := file.Err; e != nil && (e.Code == "" || e.Message == "" || e.Index != file.Index || e.Name != file.Name || e.Position.Line == 0) {
				t.Errorf("%+v", e)
			}
		}
		for name, in := range map[string]io.Reader{"one byte": iotest.OneByteReader(bytes.NewReader(data)), "half": iotest.HalfReader(bytes.NewReader(data)), "with the error": iotest.DataErrReader(bytes.NewReader(data))} {
			if got, _, _ := told(in); got != want {
				t.Errorf("read %s: %s", name, difference(want, got))
			}
		}
	})
}

// isTyped tells the errors that a document or a file may cause.
func isTyped(err error) bool {
	var own *attach.Error
	var syntax *einvoice.SyntaxError
	return errors.As(err, &own) && own.Code != "" && own.Message != "" || errors.As(err, &syntax) && syntax.Code != ""
}

// checkNames holds names against what disks take, by other code than that which made them.
func checkNames(t *testing.T, files []*attach.File) {
	t.Helper()
	taken := map[string]bool{}
	for _, f := range files {
		name := f.Name
		bad := strings.ContainsFunc(name, func(r rune) bool {
			return r < 0x20 || r >= 0x7f && r < 0xa0 || strings.ContainsRune(`/\:*?"<>|`, r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff
		})
		switch {
		case name == "", strings.Trim(name, " .") != name, len(name) > 255, !utf8.ValidString(name), bad:
			t.Errorf("file %d has the name %q", f.Index, name)
		case taken[strings.ToLower(name)]:
			t.Errorf("two files have the name %q", name)
		}
		taken[strings.ToLower(name)] = true
	}
}

// FuzzEmbed: what Embed puts in is found again and Remove takes it out to the byte; a
// valid document stays valid.
func FuzzEmbed(f *testing.F) {
	n := uint8(0)
	for _, doc := range ours(f) {
		f.Add(doc, []byte("content"), n)
		n++
	}
	for _, e := range encodings()[:10] {
		f.Add(shortFacturae(e[0], e[1:]...), []byte{}, n)
		n++
	}
	forms := []attach.New{{}, {Encoding: "DER"}, {Compression: "ZIP"}, {Compression: "GZIP", Encoding: "DER"}, {Description: "x", Reference: "y"}, {View: true}}
	f.Fuzz(func(t *testing.T, doc string, content []byte, form uint8) {
		if len(doc) > mostFuzzed || len(content) > mostFuzzed {
			return
		}
		const own = "of this test.pdf"
		file := forms[int(form)%len(forms)]
		if !strings.Contains(doc, "Facturae") {
			file.Encoding, file.Compression = "", ""
		}
		if file.Description == "x" {
			file.Description = own
		}
		content = append([]byte(pdf), content...)
		file.Name, file.Content = own, attach.Bytes(content)
		out, edit, err := embed(doc, attach.EditOptions{Force: true}, file)
		if err != nil {
			if !isTyped(err) || out != "" {
				t.Fatalf("%T %v, %d bytes were written", err, err, len(out))
			}
			return
		}
		files, _, err := walk(out, attach.Options{})
		if err != nil {
			t.Fatalf("the result is not read: %v\n%s", err, out)
		}
		found := 0
		for _, f := range files {
			if (f.Filename == own || f.Description == own) && f.content == string(content) && f.err == nil {
				found = f.Index
			}
		}
		if found == 0 {
			t.Fatalf("the file is not found in the result\n%s", out)
		}
		if len(edit.Removed) == 0 {
			var back bytes.Buffer
			_, err = attach.Remove(context.Background(), attach.Bytes([]byte(out)), &back, func(f *attach.File) bool { return f.Index == found }, attach.EditOptions{Force: true})
			if err != nil || back.String() != doc {
				t.Fatalf("removed: %v\n%s", err, difference(doc, back.String()))
			}
		}
		if faults([]byte(doc)) == "" && faults([]byte(out)) != "" {
			t.Fatalf("no longer valid: %s", faults([]byte(out)))
		}
	})
}

// FuzzRemove: Remove takes out the file that is meant and no other one.
func FuzzRemove(f *testing.F) {
	n := uint8(0)
	for _, doc := range ours(f) {
		f.Add(doc, n)
		n++
	}
	for _, e := range encodings() {
		f.Add(shortFacturae(e[0], e[1:]...), n)
		n++
	}
	f.Fuzz(func(t *testing.T, doc string, which uint8) {
		if len(doc) > mostFuzzed {
			return
		}
		o := attach.EditOptions{Force: true, KeepReference: which&1 == 1, Options: attach.Options{MaxFile: 1 << 20, MaxTotal: 4 << 20, MaxFiles: 100}}
		before, _, err := walk(doc, o.Options)
		if err != nil || len(before) == 0 {
			return
		}
		victim := before[int(which>>1)%len(before)].Index
		var out bytes.Buffer
		_, err = attach.Remove(context.Background(), attach.Bytes([]byte(doc)), &out, func(f *attach.File) bool { return f.Index == victim }, o)
		if err != nil {
			if !isTyped(err) || out.Len() > 0 {
				t.Fatalf("%T %v, %d bytes were written", err, err, out.Len())
			}
			return
		}
		after, _, err := walk(out.String(), o.Options)
		if err != nil {
			t.Fatalf("the result is not read: %v\n%s", err, out.String())
		}
		before = slices.DeleteFunc(before, func(f got) bool { return f.Index == victim })
		if !slices.EqualFunc(before, after, func(a, b got) bool { return a.Kind == b.Kind && a.content == b.content && a.URI == b.URI }) {
			t.Fatalf("%d other files before, %d after\n%s\n%s", len(before), len(after), doc, out.String())
		}
	})
}

// entries are the files of an archive as archive/zip reads them, sorted.
func entries(data []byte) (all []string, err error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(io.LimitReader(in, 1<<20))
		if err != nil {
			return nil, err
		}
		all = append(all, string(content))
	}
	slices.Sort(all)
	return all, nil
}

// unzipped are the files of an archive as we read it out of a document, sorted.
func unzipped(data []byte) (all []string, err error) {
	files, _, err := walk(shortFacturae(base64.StdEncoding.EncodeToString(data), "CompressionAlgorithm=ZIP"), attach.Options{MaxFile: 1 << 20, MaxTotal: 4 << 20})
	for _, f := range files {
		if f.err != nil || f.Err != nil {
			return nil, f.Err
		}
		all = append(all, f.content)
	}
	slices.Sort(all)
	return all, err
}

// withContent leaves out what is empty: an entry may be a folder by one of its two names, and
// a file without content by the other, which is a note.
func withContent(all []string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// FuzzZip: what we and archive/zip read of an archive is the same, and we read all that
// archive/zip writes.
func FuzzZip(f *testing.F) {
	f.Add([]byte(zipped("a.pdf")), "a", []byte(pdf))
	f.Add([]byte(zipped("a.pdf", "b/", "../c", "A.pdf")), "/etc/passwd", []byte(zipped("a", "b")))
	f.Add([]byte(lying(5, 4)), "C:\\x", []byte(nil))
	f.Fuzz(func(t *testing.T, data []byte, name string, content []byte) {
		if len(data)+len(name)+len(content) > mostFuzzed {
			return
		}
		ours, err := unzipped(data)
		theirs, bad := entries(data)
		if err != nil && !isTyped(err) {
			t.Errorf("an error without type: %v", err)
		}
		if err == nil && bad == nil && bytes.HasPrefix(data, []byte("PK")) && !slices.Equal(withContent(ours), withContent(theirs)) {
			t.Errorf("%q, archive/zip reads %q", ours, theirs)
		}
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, method := range []uint16{zip.Store, zip.Deflate} {
			w, err := z.CreateHeader(&zip.FileHeader{Name: name + ".", Method: method})
			if err != nil {
				return // a name that is too long
			}
			w.Write(content)
		}
		if err := z.Close(); err != nil || len(name) > 60_000 {
			return
		}
		if ours, err := unzipped(b.Bytes()); err != nil || !slices.Equal(ours, []string{string(content), string(content)}) {
			t.Errorf("%d files, %v", len(ours), err)
		}
	})
}

// FuzzBER: a content comes out of any wrapper as it was, and encoding/asn1 agrees.
func FuzzBER(f *testing.F) {
	f.Add([]byte("\x04\x18"+pdf), 7)
	f.Add([]byte("\x24\x80\x04\x08"+pdf[:8]+"\x04\x10"+pdf[8:]+"\x00\x00"), 1)
	f.Add([]byte("\x30\x27\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x1a\x04\x18"+pdf), 100)
	f.Add([]byte("\x04\x85\xff\xff\xff\xff\xff"), 0)
	f.Fuzz(func(t *testing.T, data []byte, chunk int) {
		if len(data) > mostFuzzed {
			return
		}
		unwrapped := func(data []byte) (string, error) {
			files, _, err := walk(shortFacturae(base64.StdEncoding.EncodeToString(data), "Encoding=BER", "Format=txt"), attach.Options{Raw: true})
			if err != nil || len(files) != 1 {
				t.Fatalf("%d files, %v", len(files), err)
			}
			return files[0].content, files[0].err
		}
		got, err := unwrapped(data)
		if err != nil && !isTyped(err) {
			t.Errorf("an error without type: %v", err)
		}
		var octets []byte
		if rest, bad := asn1.Unmarshal(data, &octets); bad == nil && len(rest) == 0 && (err != nil || got != string(octets)) {
			t.Errorf("%d bytes, %v; encoding/asn1 reads %d", len(got), err, len(octets))
		}
		if got, err := unwrapped([]byte(derWrapped(string(data)))); err != nil || got != string(data) {
			t.Errorf("in DER: %d bytes of %d, %v", len(got), len(data), err)
		}
		var b bytes.Buffer
		b.WriteString("\x24\x80")
		for c := range slices.Chunk(data, min(max(chunk, 1), 1000)) {
			b.Write(ber.Header(int64(len(c))))
			b.Write(c)
		}
		b.WriteString("\x00\x00")
		if got, err := unwrapped(b.Bytes()); err != nil || got != string(data) {
			t.Errorf("in pieces of %d: %d bytes of %d, %v", chunk, len(got), len(data), err)
		}
	})
}

// lying is an archive whose header says that its one stored byte are others.
func lying(size, packed byte) string {
	z := zipStored("a", "x")
	return z[:18] + string([]byte{packed, 0, 0, 0, size}) + z[23:]
}

// zipStored is an archive of one file, not packed, with its sizes in front.
func zipStored(name, content string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crcOf(content), CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content))}
	w, _ := z.CreateRaw(h)
	io.WriteString(w, content)
	z.Close()
	return b.String()
}

func crcOf(s string) uint32 { return crc32.ChecksumIEEE([]byte(s)) }
