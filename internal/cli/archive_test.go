package cli

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

type packed struct {
	name, text string
}

// pack writes a ZIP file.
func pack(t *testing.T, entries ...packed) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.text); err != nil { // nothing for a folder
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return store(t, b.Bytes())
}

func store(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func document(t *testing.T) string {
	t.Helper()
	data, _, err := ubl.Build(sample.Invoice())
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkArchive runs validate and demands an exit status and texts, in order.
func checkArchive(t *testing.T, name string, status int, texts ...string) {
	t.Helper()
	var out, stderr bytes.Buffer
	if got := Main([]string{"validate", "-j", "3", name}, strings.NewReader(""), &out, &stderr); got != status {
		t.Errorf("exit status %d, want %d", got, status)
	}
	rest := out.String()
	for _, want := range texts {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Errorf("no %q in\n%s%s", want, out.String(), stderr.String())
			return
		}
		rest = after
	}
}

func TestArchive(t *testing.T) {
	good := document(t)
	bad := strings.Replace(good, "<cbc:ID>", "<cbc:ID><", 1)
	checkArchive(t, pack(t, packed{"z.xml", good}, packed{"read.me", "hello"}, packed{"b/", ""}, packed{"b/a.XML", bad}, packed{"__MACOSX/._z.xml", "\x00\x05"}, packed{"../c.xml", good}), 1,
		"a.zip!/z.xml: valid", "a.zip!/b/a.XML: unreadable", "a.zip!/../c.xml: valid")
	checkArchive(t, pack(t, packed{"read.me", "hello"}), 2, "the archive holds no .xml or .xsig or .pdf file")
	checkArchive(t, pack(t), 2, "the archive holds no .xml or .xsig or .pdf file")
	checkArchive(t, store(t, []byte("PK\x03\x04 no archive")), 2, "not a valid zip file")
	checkArchive(t, store(t, nil), 2, "not a valid zip file")
}

// TestArchiveDamaged: what is wrong with one document is said of that one.
func TestArchiveDamaged(t *testing.T) {
	good := document(t)
	name := pack(t, packed{"a.xml", good}, packed{"b.xml", good})
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(data)
	flipped[300] ^= 0x55 // in the packed text of a.xml
	checkArchive(t, store(t, flipped), 2, "a.zip!/a.xml: unreadable", "a.zip!/b.xml: valid")
	locked := bytes.Clone(data)
	locked[directoryOf(t, data)+8] |= 1 // the flag of a.xml in the directory
	checkArchive(t, store(t, locked), 2, "a.zip!/a.xml: unreadable", "encrypted", "a.zip!/b.xml: valid")
	strange := bytes.Clone(data)
	strange[directoryOf(t, data)+10] = 99 // its method
	checkArchive(t, store(t, strange), 2, "a.zip!/a.xml: unreadable", "unsupported compression", "a.zip!/b.xml: valid")
	longer := bytes.Clone(data)
	binary.LittleEndian.PutUint32(longer[directoryOf(t, data)+24:], 100) // unpacked size: less than there is
	checkArchive(t, store(t, longer), 2, "a.zip!/a.xml: unreadable", "a.zip!/b.xml: valid")
}

func directoryOf(t *testing.T, data []byte) int {
	t.Helper()
	i := bytes.Index(data, []byte("PK\x01\x02"))
	if i < 0 {
		t.Fatal("no directory")
	}
	return i
}

// TestArchiveBombs: archives that are made to do harm.
func TestArchiveBombs(t *testing.T) {
	spaces := strings.Repeat(" ", 2<<20)
	checkArchive(t, pack(t, packed{"bomb.xml", spaces}, packed{"a.xml", document(t)}), 1, "a.zip!/bomb.xml: unreadable", "more than 500 times its packed size", "a.zip!/a.xml: valid")
	data, err := os.ReadFile(pack(t, packed{"a.xml", document(t)}, packed{"b.xml", document(t)}))
	if err != nil {
		t.Fatal(err)
	}
	over := bytes.Clone(data)
	binary.LittleEndian.PutUint32(over[directoryOf(t, data)+20:], uint32(len(data)-10)) // packed size
	checkArchive(t, store(t, over), 2, "lie over one another")
	many := make([]packed, mostEntries+1)
	for i := range many {
		many[i].name = strconv.Itoa(i) + "/" // folders are quickly packed
	}
	checkArchive(t, pack(t, many...), 2, "100001 entries, which is more than 100000")
	long := make([]packed, 600)
	for i := range long {
		long[i].name = strings.Repeat("x", 60_000) + strconv.Itoa(i) + "/"
	}
	checkArchive(t, pack(t, long...), 2, "list of entries is longer than")
}

// TestArchiveUnpacked: sizes that only claim to be large are enough to refuse.
func TestArchiveUnpacked(t *testing.T) {
	entries := make([]packed, 8)
	for i := range entries {
		entries[i] = packed{strconv.Itoa(i) + ".xml", "x"}
	}
	data, err := os.ReadFile(pack(t, entries...))
	if err != nil {
		t.Fatal(err)
	}
	for at := directoryOf(t, data); at < len(data) && bytes.HasPrefix(data[at:], []byte("PK\x01\x02")); {
		binary.LittleEndian.PutUint32(data[at+24:], 4_000_000_000)
		at += 46 + int(binary.LittleEndian.Uint16(data[at+28:])) + int(binary.LittleEndian.Uint16(data[at+30:]))
	}
	checkArchive(t, store(t, data), 2, "unpacks to more than")
}

// TestArchiveOpen: the file is open only while one of its documents is.
func TestArchiveOpen(t *testing.T) {
	name := pack(t, packed{"a.xml", "<a/>"}, packed{"b.xml", "<b/>"})
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := unpack(name, info.Size(), []string{".xml"})
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	z := &archive{name: name, quota: -1}
	if err := z.acquire(); err != nil {
		t.Fatal(err)
	}
	if err := z.acquire(); err != nil {
		t.Fatal(err)
	}
	if err := z.release(); err != nil {
		t.Fatal(err)
	}
	if _, err := z.ReadAt(make([]byte, 4), 0); err != nil {
		t.Fatal(err)
	}
	if err := z.release(); err != nil {
		t.Fatal(err)
	}
	if _, err := z.ReadAt(make([]byte, 4), 0); err == nil {
		t.Error("still open")
	}
	for _, in := range all {
		r, err := in.open()
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || len(text) != 4 {
			t.Errorf("%q, %v", text, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil { // twice is harmless
			t.Error(err)
		}
	}
}
