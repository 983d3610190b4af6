package unzip

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// file is an entry with its content.
type file struct {
	name    string
	content []byte
}

func (f file) String() string { return fmt.Sprintf("%s: %.40q", f.name, f.content) }

func sameFiles(a, b []file) bool {
	return slices.EqualFunc(a, b, func(a, b file) bool { return a.name == b.name && bytes.Equal(a.content, b.content) })
}

// readAll reads an archive to its end.
func readAll(in io.Reader, l Limits) (files []file, r *Reader, err error) {
	r = NewReader(in, l)
	for {
		e, err := r.Next()
		if err == io.EOF {
			return files, r, nil
		}
		if err != nil {
			return files, r, err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return files, r, err
		}
		if e.Size != int64(len(content)) || e.Packed < 0 {
			return files, r, fmt.Errorf("%s: %d bytes, but size %d, packed %d", e.Name, len(content), e.Size, e.Packed)
		}
		files = append(files, file{e.Name, content})
	}
}

// readWithStandard reads an archive with archive/zip, entries in the order they stand.
func readWithStandard(b []byte) (files []file, err error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	order := slices.Clone(z.File)
	slices.SortStableFunc(order, func(a, b *zip.File) int {
		x, errX := a.DataOffset()
		y, errY := b.DataOffset()
		if errX != nil || errY != nil {
			return 0
		}
		return int(x - y)
	})
	for _, f := range order {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(io.LimitReader(r, 64<<20))
		if err != nil {
			return nil, err
		}
		files = append(files, file{f.Name, content})
	}
	return files, nil
}

// ways are how bytes may arrive.
var ways = map[string]func(io.Reader) io.Reader{
	"whole":    func(r io.Reader) io.Reader { return r },
	"bytes":    iotest.OneByteReader,
	"halves":   iotest.HalfReader,
	"data+err": iotest.DataErrReader,
}

var prose = strings.Repeat("The seller shall invoice the buyer. ", 2000)

func noise(n int) string {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	must(r.Read(b))
	return string(b)
}

func standard(build func(w *zip.Writer) error) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := build(w); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func addStandard(w *zip.Writer, method uint16, name, content string) error {
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, content)
	return err
}

var inner = standard(func(w *zip.Writer) error {
	return errors.Join(
		addStandard(w, zip.Store, "inner/stored.txt", "stored inside"),
		addStandard(w, zip.Store, "inner/empty.txt", ""),
		addStandard(w, zip.Deflate, "inner/deflated.txt", prose),
		addStandard(w, zip.Store, "inner/noise", noise(30_000)),
	)
})

// good are archives that must be read. Unless alone, archive/zip must read the same.
var good = []struct {
	name  string
	data  []byte
	alone string // why archive/zip cannot read it
	want  []file // if alone
}{
	{name: "standard writer", data: standard(func(w *zip.Writer) error {
		return errors.Join(
			w.SetComment("comment"),
			addStandard(w, zip.Store, "a", "stored"),
			addStandard(w, zip.Deflate, "b", prose),
			addStandard(w, zip.Store, "dir/", ""),
			addStandard(w, zip.Store, "dir/c", ""),
			addStandard(w, zip.Deflate, "dir/d", ""),
			addStandard(w, zip.Store, "noise", noise(80_000)),
			addStandard(w, zip.Deflate, "packed noise", noise(80_000)),
		)
	})},
	{name: "standard writer, raw", data: standard(func(w *zip.Writer) error {
		f, err := w.CreateRaw(&zip.FileHeader{
			Name: "raw", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(prose)),
			CompressedSize64: uint64(len(pack(Deflate, prose))), UncompressedSize64: uint64(len(prose)),
		})
		if err != nil {
			return err
		}
		_, err = io.WriteString(f, pack(Deflate, prose))
		return err
	})},
	{name: "many entries", data: standard(func(w *zip.Writer) error {
		for i := range 300 {
			if err := addStandard(w, uint16(i%2*8), fmt.Sprint("file ", i), strings.Repeat("x", i)); err != nil {
				return err
			}
		}
		return nil
	})},
	{name: "archive stored in an archive", data: standard(func(w *zip.Writer) error {
		return errors.Join(
			addStandard(w, zip.Store, "first.zip", string(inner)),
			addStandard(w, zip.Store, "second.zip", string(inner)),
			addStandard(w, zip.Store, "thrice.zip", string(standard(func(w *zip.Writer) error {
				return addStandard(w, zip.Store, "twice.zip", string(inner))
			}))),
		)
	})},
	{name: "sizes before", data: archive{entries: []raw{
		{name: "stored", content: prose}, {name: "deflated", method: Deflate, content: prose}, {name: "empty"},
		{name: "empty deflated", method: Deflate}, {name: "dir/"},
	}}.build()},
	{name: "descriptor, signed", data: one(raw{method: Deflate, content: prose, descriptor: "signed 32"}).build()},
	{name: "descriptor, bare", data: one(raw{method: Deflate, content: prose, descriptor: "bare 32"}).build()},
	{name: "descriptor, signed, 64 bits", data: one(raw{method: Deflate, content: prose, descriptor: "signed 64"}).build()},
	{name: "descriptor, bare, 64 bits", data: one(raw{method: Deflate, content: prose, descriptor: "bare 64"}).build()},
	{name: "descriptor although the sizes are known", data: archive{entries: []raw{
		{name: "a", method: Deflate, content: prose, descriptor: "signed 32", keepSizes: true},
		{name: "b", content: prose, descriptor: "bare 64", keepSizes: true},
		{name: "c", content: prose, descriptor: "signed 32", keepSizes: true, local: set{"packed": 0, "crc": 0}},
	}}.build()},
	{name: "stored, all descriptors", data: archive{entries: []raw{
		{name: "a", content: prose, descriptor: "signed 32"}, {name: "b", content: prose, descriptor: "bare 32"},
		{name: "c", content: prose, descriptor: "signed 64"}, {name: "d", content: prose, descriptor: "bare 64"},
		{name: "e", descriptor: "signed 32"}, {name: "f", descriptor: "bare 32"},
		{name: "g", descriptor: "signed 64"}, {name: "h", descriptor: "bare 64"},
		{name: "i", content: "PK\x03\x04", descriptor: "bare 32"}, {name: "j", content: "PK\x01\x02PK\x03\x04", descriptor: "signed 64"},
		{name: "dir/", descriptor: "signed 32"},
	}}.build()},
	{name: "stored, full of beginnings", data: archive{entries: []raw{
		{name: "a", content: strings.Repeat("PK\x03\x04", 20_000), descriptor: "signed 32"},
		{name: "b", content: strings.Repeat("PK\x07\x08PK\x01\x02", 10_000), descriptor: "bare 32"},
	}}.build()},
	{name: "stored, full of descriptors with right sizes", data: one(raw{content: falseDescriptors(20_000), descriptor: "signed 32"}).build()},
	{name: "ZIP64 end", data: archive{entries: []raw{{name: "a", content: "x"}}, zip64: true, comment: "c"}.build()},
	{name: "ZIP64 end with room to grow", data: archive{entries: []raw{{name: "a", content: "x"}}, zip64: true, end64Extra: "extension"}.build()},
	{name: "ZIP64 end beside plain values", data: archive{entries: []raw{{name: "a", content: "x"}}, zip64: true,
		end: set{"here": 1, "entries": 1, "size": 47, "offset": 32}}.build()},
	{name: "ZIP64 end with the parts there", data: archive{entries: []raw{{name: "a", content: "x"}}, zip64: true, end: set{"disk": in64s, "directoryDisk": in64s}}.build()},
	{name: "ZIP64, only the size", data: one(raw{content: "four", extra: field(1, numbers64(4)), local: set{"size": in64},
		centralExtra: field(1, numbers64(4)), central: set{"size": in64}}).build()},
	{name: "streamed, marked as ZIP64 without the field", data: one(raw{method: Deflate, content: "four", descriptor: "signed 32", local: set{"size": in64, "packed": in64}}).build()},
	{name: "1 MiB, as dense as can be", data: one(raw{method: Deflate, content: dense[:1<<20]}).build()},
	{name: "ZIP64 sizes", data: one(raw{content: "four", extra: field(1, numbers64(4, 4)), local: set{"size": in64, "packed": in64},
		centralExtra: field(0xcafe, "x") + field(1, numbers64(4, 4, 0)), central: set{"size": in64, "packed": in64, "offset": in64}}).build()},
	{name: "ZIP64, only the packed size", data: one(raw{content: "four", extra: field(1, numbers64(4)), local: set{"packed": in64},
		centralExtra: field(1, numbers64(4)), central: set{"packed": in64}}).build()},
	{name: "ZIP64, both in place of one", data: one(raw{method: Deflate, content: "four", extra: field(1, numbers64(4, uint64(len(pack(Deflate, "four"))))), local: set{"packed": in64}}).build()},
	{name: "ZIP64, only the offset", data: one(raw{content: "four", centralExtra: field(1, numbers64(0)), central: set{"offset": in64}}).build()},
	{name: "ZIP64, streamed", data: one(raw{method: Deflate, content: prose, extra: field(1, numbers64(0, 0)), local: set{"size": in64, "packed": in64}, descriptor: "signed 64"}).build()},
	{name: "ZIP64, field not needed", data: one(raw{content: "four", extra: field(1, numbers64(9, 9)), centralExtra: field(1, numbers64(9, 9))}).build()},
	{name: "extra fields and rubbish after them", data: one(raw{content: "x", extra: field(0x5455, "\x01abcd") + "\x00\x00\x00", centralExtra: "\xff\xff\xff\xff"}).build()},
	{name: "mark of a split archive", data: archive{prefix: "PK\x07\x08", entries: []raw{{name: "a", content: "x"}}}.build()},
	{name: "mark of one part", data: archive{prefix: "PK00", entries: []raw{{name: "a", content: "x"}}}.build()},
	{name: "directory in another order", data: archive{entries: []raw{{name: "a", content: "x"}, {name: "b", content: "y"}, {name: "c"}}, listOrder: []int{2, 0, 1}}.build()},
	{name: "comments", data: archive{entries: []raw{{name: "a", content: "x", centralComment: strings.Repeat("c", 65535)}}, comment: strings.Repeat("PK", 32767)}.build()},
	{name: "long names", data: archive{entries: []raw{{name: strings.Repeat("n", 65535), content: "x"}}}.build()},
	{name: "digital signature", data: archive{entries: []raw{{name: "a", content: "x"}}, afterDirectory: "PK\x05\x05\x03\x00abc"}.build()},
	{name: "bytes after the archive", data: archive{entries: []raw{{name: "a", content: "x"}}, trailing: "\n\n"}.build()},
	{name: "bytes after the packed data", data: one(raw{method: Deflate, content: "x", packed: pack(Deflate, "x") + "slack"}).build()},
	{name: "packed directory", data: archive{entries: []raw{{name: "dir/", method: Deflate, content: ""}, {name: "dir/a", content: "x"}}}.build()},
	{name: "ZIP64 in no parts instead of one", data: archive{entries: []raw{{name: "a", content: "x"}}, zip64: true, locator: set{"disks": 0}}.build(),
		alone: "archive/zip wants one", want: []file{{"a", []byte("x")}}},
	{name: "descriptor that only the directory speaks of", data: one(raw{content: "x", central: set{"flags": uint64(flagDescriptor)}}).build(),
		alone: "archive/zip looks for it", want: []file{{"a.txt", []byte("x")}}},
	{name: "nothing packed into nothing", data: one(raw{local: set{"method": 8}, central: set{"method": 8}}).build(),
		alone: "archive/zip misses the end of the packed data", want: []file{{"a.txt", nil}}},
	{name: "a name in code page 437", data: one(raw{name: "Pr\x81fung.txt", content: "x"}).build(),
		alone: "archive/zip leaves the bytes as they are", want: []file{{"Prüfung.txt", []byte("x")}}},
	{name: "a name in the Unicode path field", data: one(raw{name: "\x90.txt", content: "x", extra: unicodeField("\x90.txt", "Ж.txt"), centralExtra: unicodeField("\x90.txt", "Ж.txt")}).build(),
		alone: "archive/zip does not know the field", want: []file{{"Ж.txt", []byte("x")}}},
	{name: "a Unicode path for another name", data: one(raw{name: "\x90.txt", content: "x", extra: unicodeField("other", "Ж.txt")}).build(),
		alone: "archive/zip leaves the bytes as they are", want: []file{{"É.txt", []byte("x")}}},
	{name: "a name flagged as UTF-8", data: one(raw{name: "Prüfung.txt", content: "x", flags: flagUTF8}).build()},
	{name: "a name in UTF-8 without flag", data: one(raw{name: "Prüfung.txt", content: "x"}).build()},
}

// falseDescriptors is content that holds, every 16 bytes, a descriptor that has the right
// sizes for what precedes it but a wrong checksum.
func falseDescriptors(n int) string {
	var b []byte
	for len(b) < n {
		at := number(uint64(len(b)), 4)
		b = append(b, "crc?"+at+at+"PK\x01\x02"...)
	}
	return string(b)
}

func unicodeField(raw, name string) string {
	return field(extraUnicodePath, "\x01"+number(uint64(crc32.ChecksumIEEE([]byte(raw))), 4)+name)
}

func TestReads(t *testing.T) {
	for _, c := range good {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if c.alone == "" {
				var err error
				if want, err = readWithStandard(c.data); err != nil {
					t.Fatalf("archive/zip: %v", err)
				}
			}
			for name, way := range ways {
				got, _, err := readAll(way(bytes.NewReader(c.data)), Limits{})
				if err != nil || !sameFiles(got, want) {
					t.Fatalf("%s: got %v, %v\nwant %v", name, got, err, want)
				}
			}
		})
	}
}

// TestArchiveZipCannot keeps the reasons in the table true.
func TestArchiveZipCannot(t *testing.T) {
	for _, c := range good {
		if c.alone == "" {
			continue
		}
		if got, err := readWithStandard(c.data); err == nil && sameFiles(got, c.want) {
			t.Errorf("%s: archive/zip can, though %q", c.name, c.alone)
		}
	}
}

func TestSkips(t *testing.T) {
	for _, c := range good {
		all, _, err := readAll(bytes.NewReader(c.data), Limits{})
		if err != nil {
			t.Fatal(c.name, err)
		}
		for _, taken := range []int64{0, 1, 1000} {
			r := NewReader(bytes.NewReader(c.data), Limits{})
			n := 0
			for {
				e, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", c.name, err)
				}
				if e.Name != all[n].name {
					t.Fatalf("%s: entry %q, want %q", c.name, e.Name, all[n].name)
				}
				if _, err := io.CopyN(io.Discard, r, taken); err != nil && err != io.EOF {
					t.Fatalf("%s: %v", c.name, err)
				}
				n++
			}
			if n != len(all) {
				t.Errorf("%s: %d entries, want %d", c.name, n, len(all))
			}
		}
	}
}

func TestSmallReads(t *testing.T) {
	for _, c := range good {
		r := NewReader(bytes.NewReader(c.data), Limits{})
		all, _, _ := readAll(bytes.NewReader(c.data), Limits{})
		for _, want := range all {
			if _, err := r.Next(); err != nil {
				t.Fatal(c.name, err)
			}
			if err := iotest.TestReader(r, want.content); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

func TestEntryFields(t *testing.T) {
	data := archive{entries: []raw{
		{name: "known", method: Deflate, content: prose},
		{name: "streamed", method: Deflate, content: prose, descriptor: "signed 32"},
		{name: "dir/"},
	}}.build()
	packed := int64(len(pack(Deflate, prose)))
	r := NewReader(bytes.NewReader(data), Limits{})
	for _, want := range []struct{ before, after Entry }{
		{Entry{"known", false, Deflate, packed, int64(len(prose)), nil}, Entry{"known", false, Deflate, packed, int64(len(prose)), nil}},
		{Entry{"streamed", false, Deflate, -1, -1, nil}, Entry{"streamed", false, Deflate, packed, int64(len(prose)), nil}},
		{Entry{"dir/", true, Store, 0, 0, nil}, Entry{"dir/", true, Store, 0, 0, nil}},
	} {
		e, err := r.Next()
		if err != nil || *e != want.before {
			t.Fatalf("before: %v, %v, want %v", e, err, want.before)
		}
		must(io.Copy(io.Discard, r))
		if *e != want.after {
			t.Errorf("after: %v, want %v", *e, want.after)
		}
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("after the end: %d, %v", n, err)
		}
	}
	for range 2 {
		if e, err := r.Next(); e != nil || err != io.EOF {
			t.Fatalf("at the end: %v, %v", e, err)
		}
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v", n, err)
	}
}

// TestAsMuchAsMayBe goes up to the limits.
func TestAsMuchAsMayBe(t *testing.T) {
	data := archive{entries: []raw{{name: "a", content: "1234"}, {name: "b", content: "5678", descriptor: "bare 32"}, {name: "c", content: "9"}}}.build()
	if got, _, err := readAll(bytes.NewReader(data), Limits{Entries: 3, Unpacked: 9}); err != nil || len(got) != 3 {
		t.Error(got, err)
	}
}

func TestReadBeforeNext(t *testing.T) {
	r := NewReader(bytes.NewReader(inner), Limits{})
	if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("%d, %v", n, err)
	}
}
