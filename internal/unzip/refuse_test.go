package unzip

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

var errBelow = errors.New("the line is dead")

var (
	dense       = strings.Repeat("0", 2<<20)
	packedDense = pack(Deflate, dense)
)

// bad are archives that must be refused.
var bad = []struct {
	name    string
	data    []byte
	limits  Limits
	code    Code
	message string // part of it
	entry   string
}{
	{name: "nothing", code: CodeNotArchive, message: "0 bytes"},
	{name: "text", data: []byte("Dear Sir or Madam"), code: CodeNotArchive},
	{name: "short text", data: []byte("Sir"), code: CodeNotArchive},
	{name: "begins nearly like one", data: []byte("PK\x03"), code: CodeTruncated},
	{name: "bytes before the first entry", data: archive{prefix: "MZ self-extracting", entries: []raw{{name: "a"}}}.build(), code: CodeNotArchive},
	{name: "only the mark of a split archive", data: []byte("PK\x07\x08"), code: CodeSplit},
	{name: "mark and text", data: []byte("PK\x07\x08Dear Sir"), code: CodeNotArchive},
	{name: "first part of a split archive", data: archive{prefix: "PK\x07\x08", entries: []raw{{name: "a", content: "x"}}}.build()[:36], code: CodeSplit, message: "another file"},

	{name: "mark of one part, cut", data: []byte("PK00PK\x03\x04"), code: CodeTruncated},
	{name: "mark of one part and text", data: []byte("PK00Dear Sir"), code: CodeNotArchive},
	{name: "mark and no entries", data: archive{prefix: "PK00"}.build(), code: CodeNotArchive},

	{name: "empty", data: archive{}.build(), code: CodeEmpty},
	{name: "empty, ZIP64", data: archive{zip64: true}.build(), code: CodeEmpty},
	{name: "empty, cut", data: archive{}.build()[:21], code: CodeTruncated},
	{name: "a directory only", data: archive{directoryEntries: []raw{{name: "a"}}}.build(), code: CodeInconsistent, message: "at byte 0, where none begins", entry: "a"},

	{name: "encrypted", data: one(raw{content: "x", flags: flagEncrypted}).build(), code: CodeEncrypted, entry: "a.txt"},
	{name: "strongly encrypted", data: one(raw{content: "x", flags: flagStrong}).build(), code: CodeEncrypted, entry: "a.txt"},
	{name: "masked headers", data: one(raw{content: "x", flags: flagMasked}).build(), code: CodeEncrypted, entry: "a.txt"},
	{name: "AES", data: one(raw{content: "x", method: 99}).build(), code: CodeEncrypted, entry: "a.txt"},
	{name: "encrypted directory", data: archive{entries: []raw{{name: "a"}}, beforeDirectory: "PK\x06\x08"}.build(), code: CodeEncrypted, message: "directory is encrypted"},

	{name: "shrunk", data: one(raw{content: "x", method: 1}).build(), code: CodeMethod, message: "method 1 (Shrink)", entry: "a.txt"},
	{name: "Deflate64", data: one(raw{content: "x", method: 9}).build(), code: CodeMethod, message: "method 9 (Deflate64)", entry: "a.txt"},
	{name: "bzip2", data: one(raw{content: "x", method: 12}).build(), code: CodeMethod, message: "method 12 (bzip2)", entry: "a.txt"},
	{name: "Zstandard", data: one(raw{content: "x", method: 93}).build(), code: CodeMethod, message: "method 93 (Zstandard)", entry: "a.txt"},
	{name: "XZ", data: one(raw{content: "x", method: 95}).build(), code: CodeMethod, message: "method 95 (XZ)", entry: "a.txt"},
	{name: "PPMd", data: one(raw{content: "x", method: 98}).build(), code: CodeMethod, message: "method 98 (PPMd)", entry: "a.txt"},
	{name: "who knows", data: one(raw{content: "x", method: 4711}).build(), code: CodeMethod, message: "4711", entry: "a.txt"},

	{name: "checksum", data: one(raw{content: "x", local: set{"crc": 1}, central: set{"crc": 1}}).build(), code: CodeChecksum, entry: "a.txt"},
	{name: "checksum, deflated", data: one(raw{content: "x", method: Deflate, local: set{"crc": 1}}).build(), code: CodeChecksum, entry: "a.txt"},
	{name: "checksum of 0", data: one(raw{content: "x", local: set{"crc": 0}, central: set{"crc": 0}}).build(), code: CodeChecksum, entry: "a.txt"},
	{name: "checksum in the descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "signed 32", tail: set{"crc": 1}}).build(), code: CodeChecksum, message: "00000001", entry: "a.txt"},
	{name: "checksum in the bare descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "bare 32", tail: set{"crc": 1}}).build(), code: CodeChecksum, message: "00000001", entry: "a.txt"},
	{name: "checksum before, another in the descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "signed 32", local: set{"crc": 1}}).build(), code: CodeChecksum, entry: "a.txt"},

	{name: "size too small", data: one(raw{content: prose, method: Deflate, local: set{"size": 9}}).build(), code: CodeSize, message: "longer than the 9", entry: "a.txt"},
	{name: "size too large", data: one(raw{content: "x", method: Deflate, local: set{"size": 9}}).build(), code: CodeSize, message: "recorded are 9", entry: "a.txt"},
	{name: "packed size too small", data: one(raw{content: prose, method: Deflate, local: set{"packed": 9}}).build(), code: CodeSize, message: "go on beyond", entry: "a.txt"},
	{name: "packed size of 0", data: one(raw{content: prose, method: Deflate, local: set{"packed": 0}}).build(), code: CodeSize, message: "go on beyond", entry: "a.txt"},
	{name: "stored, sizes differ", data: one(raw{content: "x", local: set{"size": 9}}).build(), code: CodeSize, message: "stored", entry: "a.txt"},
	{name: "stored, sizes differ, descriptor", data: one(raw{content: "x", descriptor: "bare 32", keepSizes: true, local: set{"size": 9}}).build(), code: CodeSize, message: "stored", entry: "a.txt"},
	{name: "size in the descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "signed 32", tail: set{"size": 9}}).build(), code: CodeSize, entry: "a.txt"},
	{name: "packed size in the descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "bare 64", tail: set{"packed": 9}}).build(), code: CodeSize, entry: "a.txt"},
	{name: "descriptor missing", data: one(raw{content: "x", method: Deflate, descriptor: "none"}).build(), code: CodeChecksum, entry: "a.txt"},
	{name: "stored, descriptor missing", data: one(raw{content: "x", descriptor: "none"}).build(), code: CodeTruncated, entry: "a.txt"},
	{name: "stored, descriptor wrong", data: one(raw{content: "x", descriptor: "signed 32", tail: set{"crc": 1}}).build(), code: CodeTruncated, entry: "a.txt"},

	{name: "too many entries", data: archive{entries: []raw{{name: "a"}, {name: "b"}, {name: "c"}}}.build(), limits: Limits{Entries: 2}, code: CodeLimit, message: "more than 2 entries"},
	{name: "too large, known", data: one(raw{content: prose}).build(), limits: Limits{Unpacked: 1000}, code: CodeLimit, message: "more than 1000 bytes", entry: "a.txt"},
	{name: "too large, streamed", data: one(raw{content: prose, method: Deflate, descriptor: "signed 32"}).build(), limits: Limits{Unpacked: 1000}, code: CodeLimit, message: "more than 1000 bytes", entry: "a.txt"},
	{name: "too large together", data: archive{entries: []raw{{name: "a", content: "1234"}, {name: "b", content: "5678", descriptor: "bare 32"}, {name: "c", content: "9"}}}.build(), limits: Limits{Unpacked: 8}, code: CodeLimit, entry: "c"},
	{name: "too dense, known", data: one(raw{content: dense, packed: packedDense, method: Deflate}).build(), code: CodeLimit, message: "200 times", entry: "a.txt"},
	{name: "too dense, with a wrong size", data: one(raw{content: dense, packed: packedDense, method: Deflate, local: set{"size": 1 << 20}}).build(), code: CodeSize, entry: "a.txt"},
	{name: "too dense, streamed", data: one(raw{content: dense, packed: packedDense, method: Deflate, descriptor: "bare 32"}).build(), limits: Limits{Ratio: 20}, code: CodeLimit, message: "20 times", entry: "a.txt"},
	{name: "too dense, streamed, at the end", data: one(raw{content: dense, packed: packedDense, method: Deflate, descriptor: "bare 32"}).build(), code: CodeLimit, message: "200 times", entry: "a.txt"},
	{name: "too dense but for its slack", data: one(raw{content: dense, packed: packedDense + noise(30_000), method: Deflate}).build(), code: CodeLimit, message: "200 times", entry: "a.txt"},

	{name: "another offset", data: one(raw{content: "x", central: set{"offset": 1}}).build(), code: CodeInconsistent, message: "at byte 1, where none begins", entry: "a.txt"},
	{name: "another checksum", data: one(raw{content: "x", central: set{"crc": 1}}).build(), code: CodeInconsistent, message: "CRC-32", entry: "a.txt"},
	{name: "another size", data: one(raw{content: "x", central: set{"size": 2}}).build(), code: CodeInconsistent, message: "has 2 bytes", entry: "a.txt"},
	{name: "another packed size", data: one(raw{content: "x", central: set{"packed": 2}}).build(), code: CodeInconsistent, message: "packed 2", entry: "a.txt"},
	{name: "another method", data: one(raw{content: "x", central: set{"method": 8}}).build(), code: CodeInconsistent, message: "method 8", entry: "a.txt"},
	{name: "encrypted only in the directory", data: one(raw{content: "x", central: set{"flags": 1}}).build(), code: CodeInconsistent, message: "encrypted", entry: "a.txt"},
	{name: "entry not listed", data: archive{entries: []raw{{name: "a"}, {name: "b", unlisted: true}, {name: "c"}}}.build(), code: CodeInconsistent, message: "leaves out the entry at byte 31"},
	{name: "entry listed twice", data: archive{entries: []raw{{name: "a"}}, directoryEntries: []raw{{name: "a"}}}.build(), code: CodeInconsistent, message: "twice", entry: "a"},
	{name: "entry that is not there", data: archive{entries: []raw{{name: "a"}}, directoryEntries: []raw{{name: "b", central: set{"offset": 7}}}}.build(), code: CodeInconsistent, message: "byte 7", entry: "b"},
	{name: "bytes between entries", data: archive{entries: []raw{{name: "a", after: "gone"}, {name: "b"}}}.build(), code: CodeInconsistent, message: "belong to no entry"},
	{name: "bytes after a descriptor", data: one(raw{content: "x", method: Deflate, descriptor: "signed 32", after: "gone"}).build(), code: CodeInconsistent, message: "neither", entry: "a.txt"},
	{name: "bytes before the directory", data: archive{entries: []raw{{name: "a"}}, beforeDirectory: "gone"}.build(), code: CodeInconsistent, message: "belong to no entry"},
	{name: "bytes after the directory", data: archive{entries: []raw{{name: "a"}}, beforeEnd: "gone"}.build(), code: CodeInconsistent, message: "belong to no entry"},
	{name: "entry after the directory", data: archive{entries: []raw{{name: "a"}}, beforeEnd: "PK\x03\x04"}.build(), code: CodeInconsistent, message: "entry after"},
	{name: "count", data: archive{entries: []raw{{name: "a"}}, end: set{"here": 2, "entries": 2}}.build(), code: CodeInconsistent, message: "counts 2"},
	{name: "size of the directory", data: archive{entries: []raw{{name: "a"}}, end: set{"size": 2}}.build(), code: CodeInconsistent, message: "2 bytes for the directory"},
	{name: "offset of the directory", data: archive{entries: []raw{{name: "a"}}, end: set{"offset": 2}}.build(), code: CodeInconsistent, message: "at byte 2"},
	{name: "ZIP64 count", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"here": 2, "entries": 2}}.build(), code: CodeInconsistent, message: "counts 2"},
	{name: "ZIP64 size", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"size": 2}}.build(), code: CodeInconsistent, message: "2 bytes for the directory"},
	{name: "ZIP64 offset", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"offset": 2}}.build(), code: CodeInconsistent, message: "at byte 2"},
	{name: "ZIP64 locator", data: archive{entries: []raw{{name: "a"}}, zip64: true, locator: set{"offset": 2}}.build(), code: CodeInconsistent, message: "points to byte 2"},
	{name: "ZIP64 end and plain end differ", data: archive{entries: []raw{{name: "a"}}, zip64: true, end: set{"here": 2, "entries": 2}}.build(), code: CodeInconsistent, message: "counts 2"},
	{name: "marks of ZIP64 without it", data: archive{entries: []raw{{name: "a"}}, end: set{"offset": in64}}.build(), code: CodeInconsistent},
	{name: "end record in the comment", data: archive{entries: []raw{{name: "a"}}, comment: string(archive{}.build())}.build(), code: CodeInconsistent, message: "another one"},
	{name: "archive after the archive", data: archive{entries: []raw{{name: "a"}}, trailing: string(inner)}.build(), code: CodeInconsistent, message: "another one"},
	{name: "archive far after the archive", data: archive{entries: []raw{{name: "a"}}, trailing: noise(windowSize+10_017) + string(inner)}.build(), code: CodeInconsistent, message: "another one"},
	{name: "end record across the fields of the end record", data: archive{entries: []raw{{name: "a"}}, end: set{"commentLength": 0x4b50}, comment: "\x05\x06" + noise(20_000)}.build(), code: CodeInconsistent, message: "another one"},
	{name: "a comment of the directory that looks like a locator", data: one(raw{centralComment: locatorLayout.record(set{"signature": sigLocator64}, nil)}).build(), code: CodeInconsistent, message: "looks like the locator"},
	{name: "the same across a digital signature", data: archive{entries: []raw{{name: "a", centralComment: "PK\x06\x07"}}, afterDirectory: "PK\x05\x05\x0a\x00" + strings.Repeat("s", 10)}.build(), code: CodeInconsistent, message: "looks like the locator"},

	{name: "damaged packed data", data: one(raw{content: prose, method: Deflate, packed: "\xff" + pack(Deflate, prose)[1:]}).build(), code: CodeMalformed, entry: "a.txt"},
	{name: "directory with content", data: archive{entries: []raw{{name: "dir/", content: "x"}}}.build(), code: CodeMalformed, entry: "dir/"},
	{name: "directory with content, streamed", data: archive{entries: []raw{{name: "dir/", content: "x", descriptor: "bare 32"}}}.build(), code: CodeMalformed, entry: "dir/"},
	{name: "two ZIP64 fields", data: one(raw{extra: field(1, "") + field(1, "")}).build(), code: CodeMalformed, entry: "a.txt"},
	{name: "two ZIP64 fields in the directory", data: one(raw{centralExtra: field(1, "") + field(1, "")}).build(), code: CodeMalformed, entry: "a.txt"},
	{name: "ZIP64 field too short", data: one(raw{centralExtra: field(1, "1234"), central: set{"offset": in64}}).build(), code: CodeMalformed, entry: "a.txt"},
	{name: "a size beyond all bounds", data: one(raw{extra: field(1, numbers64(1<<63, 1<<63)), local: set{"size": in64, "packed": in64}}).build(), code: CodeMalformed, entry: "a.txt"},
	{name: "a packed size beyond all bounds", data: one(raw{method: Deflate, extra: field(1, numbers64(1, 1<<63)), local: set{"size": in64, "packed": in64}}).build(), code: CodeMalformed, message: "beyond", entry: "a.txt"},
	{name: "ZIP64 field for one of two", data: one(raw{content: "x", extra: field(1, numbers64(1)), local: set{"size": in64, "packed": in64}}).build(), code: CodeSize, entry: "a.txt"},
	{name: "a huge size", data: one(raw{extra: field(1, numbers64(1<<62, 1<<62)), local: set{"size": in64, "packed": in64}}).build(), code: CodeLimit, entry: "a.txt"},
	{name: "a huge packed size", data: one(raw{method: Deflate, content: "x", extra: field(1, numbers64(1, 1<<62)), local: set{"size": in64, "packed": in64}}).build(), code: CodeTruncated, entry: "a.txt"},
	{name: "ZIP64 end without locator", data: archive{entries: []raw{{name: "a"}}, zip64: true, noLocator: true}.build(), code: CodeMalformed, message: "without locator"},
	{name: "locator without ZIP64 end", data: archive{entries: []raw{{name: "a"}}, beforeEnd: locatorLayout.record(set{"signature": sigLocator64}, nil)}.build(), code: CodeMalformed, message: "wrong place"},
	{name: "ZIP64 end of impossible length", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"length": 43}}.build(), code: CodeMalformed, message: "impossible"},
	{name: "ZIP64 end of huge length", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"length": 1 << 62}}.build(), code: CodeMalformed, message: "impossible"},
	{name: "ZIP64 end too long", data: archive{entries: []raw{{name: "a"}}, zip64: true, end64: set{"length": 1 << 20}}.build(), code: CodeTruncated},

	{name: "a later part", data: archive{entries: []raw{{name: "a"}}, end: set{"disk": 2}}.build(), code: CodeSplit, message: "part 3"},
	{name: "directory in another part", data: archive{entries: []raw{{name: "a"}}, end: set{"directoryDisk": 2}}.build(), code: CodeSplit},
	{name: "entries in other parts", data: archive{entries: []raw{{name: "a"}}, end: set{"entries": 2}}.build(), code: CodeSplit},
	{name: "entry in another part", data: one(raw{central: set{"disk": 1}}).build(), code: CodeSplit, message: "part 2", entry: "a.txt"},
	{name: "entry in another part, ZIP64", data: one(raw{central: set{"disk": in64s}, centralExtra: field(1, "\x04\x00\x00\x00")}).build(), code: CodeSplit, message: "part 5", entry: "a.txt"},
	{name: "ZIP64 end in another part", data: archive{entries: []raw{{name: "a"}}, zip64: true, locator: set{"disks": 2}}.build(), code: CodeSplit, message: "2 parts"},
	{name: "comment cut", data: archive{entries: []raw{{name: "a"}}, end: set{"commentLength": 5}, comment: "four"}.build(), code: CodeTruncated},
}

func TestRefuses(t *testing.T) {
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			for name, way := range ways {
				_, r, err := readAll(way(bytes.NewReader(c.data)), c.limits)
				var e *Error
				if !errors.As(err, &e) {
					t.Fatalf("%s: %v", name, err)
				}
				if e.Code != c.code || !strings.Contains(e.Message, c.message) || e.Entry != c.entry {
					t.Errorf("%s: got %s, entry %q, %v\nwant %s, entry %q, %s", name, e.Code, e.Entry, e, c.code, c.entry, c.message)
				}
				if e.Offset < 0 || e.Offset > int64(len(c.data)) {
					t.Errorf("%s: offset %d", name, e.Offset)
				}
				if r.entry == nil || r.entry.Refused == nil { // of that one, the entry alone is lost
					checkFinal(t, r, err)
				}
			}
		})
	}
}

// checkFinal makes sure that an error stays.
func checkFinal(t *testing.T, r *Reader, err error) {
	t.Helper()
	if entry, again := r.Next(); entry != nil || again != err {
		t.Errorf("Next again: %v, %v", entry, again)
	}
	if n, again := r.Read(make([]byte, 1)); n != 0 || again != err {
		t.Errorf("Read again: %d, %v", n, again)
	}
}

// TestRefusesSkipped finds the same errors without reading the content.
func TestRefusesSkipped(t *testing.T) {
	for _, c := range bad {
		r := NewReader(bytes.NewReader(c.data), c.limits)
		var err error
		for err == nil {
			var entry *Entry
			if entry, err = r.Next(); entry != nil && entry.Refused != nil {
				err = entry.Refused
			}
		}
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Entry != c.entry {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

func TestEveryCodeIsTested(t *testing.T) {
	seen := map[Code]bool{CodeInput: true} // TestInputFails
	for _, c := range bad {
		seen[c.code] = true
	}
	for _, code := range []Code{
		CodeNotArchive, CodeEmpty, CodeTruncated, CodeInput, CodeSplit, CodeEncrypted, CodeMethod, CodeChecksum,
		CodeSize, CodeLimit, CodeInconsistent, CodeMalformed,
	} {
		if !seen[code] {
			t.Errorf("no case for %s", code)
		}
	}
}

// TestTruncated cuts archives at every byte.
func TestTruncated(t *testing.T) {
	cases := map[string][]byte{
		"known sizes": archive{entries: []raw{{name: "a", content: "stored"}, {name: "b", method: Deflate, content: "deflated"}, {name: "c", method: LZMA, content: "packed"}}, comment: "comment"}.build(),
		"streamed":    archive{entries: []raw{{name: "a", content: "stored", descriptor: "signed 32"}, {name: "b", method: Deflate, content: "deflated", descriptor: "bare 64"}, {name: "c", method: LZMA, flags: flagEndMarker, content: "packed", descriptor: "bare 32"}}}.build(),
		"ZIP64":       archive{entries: []raw{{name: "a", content: "x"}}, zip64: true, afterDirectory: "PK\x05\x05\x03\x00abc", end64Extra: "more"}.build(),
	}
	for name, data := range cases {
		if _, _, err := readAll(bytes.NewReader(data), Limits{}); err != nil {
			t.Fatalf("%s, whole: %v", name, err)
		}
		for n := range data {
			_, _, err := readAll(bytes.NewReader(data[:n]), Limits{})
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%s, %d bytes: %v", name, n, err)
			}
			if want := e.Code == CodeTruncated && errors.Is(err, io.ErrUnexpectedEOF); !want && n > 0 {
				t.Errorf("%s, %d bytes: %v", name, n, err)
			}
		}
	}
}

// TestInputFails passes on what the reader below says, from wherever it says it.
func TestInputFails(t *testing.T) {
	for _, data := range [][]byte{
		inner,
		archive{entries: []raw{{name: "b", method: Deflate, content: "deflated"}, {name: "c", method: LZMA, content: "packed"}}, comment: "comment", zip64: true, trailing: "x"}.build(),
	} {
		for n := 0; n <= len(data); n = n*5/4 + 1 {
			_, _, err := readAll(io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(errBelow)), Limits{})
			var e *Error
			if !errors.As(err, &e) || e.Code != CodeInput || !errors.Is(err, errBelow) {
				t.Fatalf("after %d bytes: %v", n, err)
			}
		}
	}
}

// lazy gives nothing, and no reason.
type lazy struct{}

func (lazy) Read([]byte) (int, error) { return 0, nil }

func TestInputStands(t *testing.T) {
	data := archive{entries: []raw{{name: "a", content: strings.Repeat("x", 2*windowSize)}}}.build()
	for _, n := range []int{0, 10, 40, 2 * windowSize} {
		_, _, err := readAll(io.MultiReader(bytes.NewReader(data[:n]), lazy{}), Limits{})
		if !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// TestOffsets says where.
func TestOffsets(t *testing.T) {
	data := standard(func(w *zip.Writer) error {
		return errors.Join(addStandard(w, zip.Store, "a", "x"), addStandard(w, zip.Deflate, "b", "y"))
	})
	at := bytes.LastIndex(data, []byte("PK\x01\x02"))
	data[at+16]++ // the CRC-32
	_, _, err := readAll(bytes.NewReader(data), Limits{})
	var e *Error
	if !errors.As(err, &e) || e.Offset != int64(at) || e.Entry != "b" {
		t.Errorf("%v, want byte %d", err, at)
	}
	if want := `entry "b": the directory has the CRC-32`; !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestRefusedEntries: an entry that cannot be read does not keep others from being read.
func TestRefusedEntries(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, h := range []zip.FileHeader{{Name: "a.txt"}, {Name: "b.txt", Method: 12}, {Name: "c.txt", Flags: 1}, {Name: "d.txt"}} {
		h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc32.ChecksumIEEE([]byte("hello")), 5, 5
		w, err := z.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, "hello")
	}
	z.Close()
	r := NewReader(&b, Limits{})
	var got []string
	for {
		e, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		var own *Error
		if errors.As(err, &own) {
			data = []byte(own.Code + " " + Code(own.Entry))
		}
		if (e.Refused != nil) != (err != nil) {
			t.Errorf("%s: %v, %v", e.Name, e.Refused, err)
		}
		got = append(got, e.Name+": "+string(data))
	}
	want := []string{"a.txt: hello", "b.txt: method b.txt", "c.txt: encrypted c.txt", "d.txt: hello"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
