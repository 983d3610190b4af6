package unzip

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
)

// allocated is how many bytes a function allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// zeros are n zero bytes that are nowhere stored.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), z.n))
	clear(p[:n])
	z.n -= int64(n)
	return n, nil
}

func crcOfZeros(n int64) uint32 {
	h := crc32.NewIEEE()
	must(io.Copy(h, &zeros{n}))
	return h.Sum32()
}

// around is what stands before and after the data of an archive's only entry.
func around(n int64, descriptor bool) (before, after string) {
	v := set{"signature": sigLocal, "nameLength": 1, "crc": uint64(crcOfZeros(n)), "packed": uint64(n), "size": uint64(n)}
	e := raw{name: "a"}
	tail := ""
	if descriptor {
		tail = number(sigDescriptor, 4) + number(v["crc"], 4) + number(v["size"], 4) + number(v["size"], 4)
		v = set{"signature": sigLocal, "nameLength": 1, "flags": uint64(flagDescriptor)}
	}
	before = localLayout.record(v, nil) + "a"
	e.central = set{"crc": uint64(crcOfZeros(n)), "packed": uint64(n), "size": uint64(n)}
	directory := e.writeCentral(0)
	after = tail + directory + endLayout.record(set{"signature": sigEnd, "here": 1, "entries": 1,
		"size": uint64(len(directory)), "offset": uint64(len(before)+len(tail)) + uint64(n)}, nil)
	return before, after
}

// TestMemory reads 200 MB that are stored as they are.
func TestMemory(t *testing.T) {
	const n = 200 << 20
	for _, descriptor := range []bool{false, true} {
		before, after := around(n, descriptor)
		for _, skip := range []bool{false, true} {
			in := io.MultiReader(strings.NewReader(before), &zeros{n}, strings.NewReader(after))
			var size int64
			var err error
			took := allocated(func() { size, err = drain(in, skip) })
			if err != nil || size != n && !skip {
				t.Fatalf("%d bytes, %v", size, err)
			}
			if took > 1<<20 {
				t.Errorf("descriptor %t, skip %t: %d bytes allocated", descriptor, skip, took)
			}
		}
	}
}

func drain(in io.Reader, skip bool) (size int64, err error) {
	return drainWithin(in, skip, Limits{})
}

func drainWithin(in io.Reader, skip bool, l Limits) (size int64, err error) {
	r := NewReader(in, l)
	buf := make([]byte, 32<<10)
	for {
		if _, err := r.Next(); err == io.EOF {
			return size, nil
		} else if err != nil {
			return size, err
		}
		if skip {
			continue
		}
		n, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{r}, buf)
		size += n
		if err != nil {
			return size, err
		}
	}
}

// TestMemoryOfMany reads as many entries as there may be, whose names are as long as
// they can be in the end.
func TestMemoryOfMany(t *testing.T) {
	var a archive
	for i := range 10_000 {
		e := raw{name: fmt.Sprintf("../%d/x", i%5000), content: "x"}
		if i%100 == 0 {
			e.name += strings.Repeat("n", 60_000)
		}
		a.entries = append(a.entries, e)
	}
	data := a.build()
	r := NewReader(bytes.NewReader(data), Limits{})
	for {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.Notes()); n != 3*notesEach+3 { // three kinds
		t.Errorf("%d notes", n)
	}
	if held := released(&r); held > 900_000 {
		t.Errorf("%d bytes held", held)
	}
	runtime.KeepAlive(data)
}

// released is how much memory becomes free when a reader is dropped.
func released(r **Reader) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	runtime.KeepAlive(*r)
	*r = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int64(before.HeapAlloc) - int64(after.HeapAlloc)
}

// bomb is n zero bytes deflated.
func bomb(n int64) string {
	var b bytes.Buffer
	w := must(flate.NewWriter(&b, 9))
	must(io.Copy(w, &zeros{n}))
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// endlessBomb repeats what 1 MiB of zeros deflates to, flushed.
func endlessBomb() io.Reader {
	var b bytes.Buffer
	w := must(flate.NewWriter(&b, 9))
	must(io.Copy(w, &zeros{1 << 20}))
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return &repeat{once: b.Bytes()}
}

type repeat struct {
	once []byte
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	n := copy(p, r.once[r.at:])
	r.at = (r.at + n) % len(r.once)
	return n, nil
}

// TestBombs unpacks what would be 10 GB and more, and is stopped early.
func TestBombs(t *testing.T) {
	const large = 10_000_000_000
	local := func(over set) string {
		return localLayout.record(set{"signature": sigLocal, "nameLength": 1, "method": 8}, over) + "a"
	}
	wide := field(1, numbers64(large, large/1000))
	for _, c := range []struct {
		name   string
		header string
		limits Limits
		most   int64
	}{
		{"streamed", local(set{"flags": uint64(flagDescriptor)}), Limits{}, 20 << 20},
		{"streamed, any ratio", local(set{"flags": uint64(flagDescriptor)}), Limits{Ratio: 2000, Unpacked: 50 << 20}, 50 << 20},
		{"sizes before", local(set{"packed": in64, "size": in64, "extraLength": uint64(len(wide))}) + wide, Limits{}, 0},
		{"sizes before, large limits", local(set{"packed": in64, "size": in64, "extraLength": uint64(len(wide))}) + wide, Limits{Unpacked: 1 << 40}, 0},
		{"small size before", local(set{"packed": 1 << 30, "size": 100}), Limits{}, 100},
		{"large packed size before", local(set{"packed": 0xfffffff0, "size": 0xfffffff0}), Limits{Unpacked: 50 << 20}, 50 << 20},
	} {
		var size int64
		var err error
		took := allocated(func() {
			size, err = drainWithin(io.MultiReader(strings.NewReader(c.header), endlessBomb()), false, c.limits)
		})
		var e *Error
		if !errors.As(err, &e) || e.Code != CodeLimit && e.Code != CodeSize || size > c.most {
			t.Errorf("%s: %d bytes, %v", c.name, size, err)
		}
		if took > 3<<20 { // the writer of the bomb takes most of that
			t.Errorf("%s: %d bytes allocated", c.name, took)
		}
	}
}

// TestNestedBomb opens one level of archives in archives, and no other.
func TestNestedBomb(t *testing.T) {
	data := one(raw{method: Deflate, content: string(make([]byte, 1<<20))}).build()
	for range 5 {
		var a archive
		for i := range 4 {
			a.entries = append(a.entries, raw{name: fmt.Sprint(i, ".zip"), method: Deflate, content: string(data)})
		}
		data = a.build()
	}
	size, err := drain(bytes.NewReader(data), false)
	if err != nil || size > int64(50*len(data)) {
		t.Errorf("%d bytes packed, %d unpacked, %v", len(data), size, err)
	}
}

func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for range 100_000 {
		must(w.CreateHeader(&zip.FileHeader{Name: "a"}))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	_, err := drain(bytes.NewReader(data), true)
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeLimit {
		t.Error(err)
	}
	if _, err := drainWithin(bytes.NewReader(data), true, Limits{Entries: 100_000}); err != nil {
		t.Error("with a larger limit:", err)
	}
}

// overlapping is an archive whose directory lists n entries over one kernel: each entry's
// data quote the header of the next one and go on with its data.
func overlapping(n, kernel int) []byte {
	e := raw{name: "0", method: Deflate, content: string(make([]byte, kernel)), packed: bomb(int64(kernel))}
	entries := []raw{e}
	for i := 1; i < n; i++ {
		header := e.writeLocal()
		header = header[:len(header)-len(e.packed)]
		quote := "\x00" + number(uint64(len(header)), 2) + number(^uint64(len(header)), 2)
		e = raw{name: fmt.Sprint(i), method: Deflate, content: header + e.content, packed: quote + header + e.packed}
		entries = append(entries, e)
	}
	data := e.writeLocal()
	directory := ""
	for _, e := range entries {
		directory += e.writeCentral(len(data) - len(e.writeLocal()))
	}
	return []byte(data + directory + endLayout.record(set{"signature": sigEnd, "here": uint64(n), "entries": uint64(n),
		"size": uint64(len(directory)), "offset": uint64(len(data))}, nil))
}

// TestOverlapping unpacks the kernel once; archive/zip does as often as it is listed.
func TestOverlapping(t *testing.T) {
	const n, kernel = 30, 100_000
	data := overlapping(n, kernel)
	if files, err := readWithStandard(data); err != nil || len(files) != n {
		t.Fatal(len(files), err)
	}
	size, err := drain(bytes.NewReader(data), false)
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeInconsistent || size > kernel+n*40 {
		t.Errorf("%d bytes, %v", size, err)
	}
}

// TestLinear reads what is hardest to search. Were the work quadratic, it would not end:
// there are 130,000 descriptors that only a checksum over all before them tells apart.
func TestLinear(t *testing.T) {
	for _, content := range []string{falseDescriptors(2 << 20), strings.Repeat("PK\x01\x02", 1<<19), strings.Repeat("PK", 1<<20), strings.Repeat("P", 2<<20)} {
		data := one(raw{content: content, descriptor: "signed 32"}).build()
		if size, err := drain(bytes.NewReader(data), false); err != nil || size != int64(len(content)) {
			t.Fatal(size, err)
		}
	}
}

func benchmark(b *testing.B, e raw) {
	data := one(e).build()
	b.SetBytes(int64(len(e.content)))
	b.ReportAllocs()
	for b.Loop() {
		size, err := drain(bytes.NewReader(data), false)
		if err != nil || size != int64(len(e.content)) {
			b.Fatal(size, err)
		}
	}
}

// large is 50 MB that deflate to about half.
func large() string {
	var b strings.Builder
	for rest := noise(25_000_000); rest != ""; rest = rest[1000:] {
		b.WriteString(prose[:1000])
		b.WriteString(rest[:1000])
	}
	return b.String()
}

func BenchmarkStored(b *testing.B)   { benchmark(b, raw{content: large()}) }
func BenchmarkDeflated(b *testing.B) { benchmark(b, raw{content: large(), method: Deflate}) }
func BenchmarkStoredUntilDescriptor(b *testing.B) {
	benchmark(b, raw{content: large(), descriptor: "signed 32"})
}
func BenchmarkFalseDescriptors(b *testing.B) {
	benchmark(b, raw{content: falseDescriptors(50_000_000), descriptor: "signed 32"})
}
func BenchmarkLZMA(b *testing.B) { benchmark(b, raw{content: large()[:5_000_000], method: LZMA}) }
