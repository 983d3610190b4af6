package unzip

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

var fuzzLimits = Limits{Entries: 200, Unpacked: 8 << 20, Dictionary: 1 << 20}

// FuzzReader gives the same bytes to archive/zip. Where both read to the end they read
// the same; and what archive/zip reads of an archive without ambiguity, we read.
func FuzzReader(f *testing.F) {
	for _, c := range good {
		if len(c.data) < 50_000 {
			f.Add(c.data)
		}
	}
	for _, c := range bad {
		if len(c.data) < 50_000 {
			f.Add(c.data)
		}
	}
	f.Add(overlapping(3, 100))
	f.Fuzz(checkReading)
}

// FuzzBuilt is FuzzReader on archives that are wrong in a few fields only.
func FuzzBuilt(f *testing.F) {
	f.Add([]byte("\x02\x01\x00\x05hello\x00\x02\x00\x03abc\x00"))
	f.Add([]byte("\x03\x01\x02\x05hello\x01\x03\x02\x00\x04\x03PK\x03\x01\x01\x08\x01\x00\x00\x00\x00\x02\x04\x01\x01"))
	f.Fuzz(func(t *testing.T, plan []byte) { checkReading(t, built((*dice)(&plan)).build()) })
}

// dice are bytes that decide.
type dice []byte

func (d *dice) roll(n int) int {
	if len(*d) == 0 {
		return 0
	}
	b := (*d)[0]
	*d = (*d)[1:]
	return int(b) % n
}

func (d *dice) text(n int) string {
	n = min(d.roll(n), len(*d))
	s := string((*d)[:n])
	*d = (*d)[n:]
	return s
}

func pick[T any](d *dice, of ...T) T { return of[d.roll(len(of))] }

// change sets a field, rarely, to a value that could matter.
func (d *dice) change(l layout) set {
	if d.roll(8) != 1 {
		return nil
	}
	return set{l[d.roll(len(l))].name: pick[uint64](d, 0, 1, 2, 8, 14, 31, 32, 46, in64s, in64, sigLocal, sigCentral, sigEnd, sigDescriptor)}
}

func built(d *dice) archive {
	a := archive{
		zip64: d.roll(5) == 4, comment: d.text(30), end: d.change(endLayout),
		end64: d.change(end64Layout), locator: d.change(locatorLayout),
		prefix: pick(d, "", "", "", "", "PK00", "PK\x07\x08", "x"), trailing: pick(d, "", "", "", "x", "PK\x05\x06"),
	}
	for len(*d) > 0 && len(a.entries) < 5 {
		a.entries = append(a.entries, builtEntry(d))
	}
	return a
}

func builtEntry(d *dice) raw {
	e := raw{
		name: pick(d, "a", "b", "c/", ""), method: pick(d, Store, Deflate, Deflate, LZMA), content: d.text(40),
		descriptor: pick(d, "", "", "signed 32", "bare 32", "signed 64", "bare 64", "none"), keepSizes: d.roll(3) == 2,
		local: d.change(localLayout), central: d.change(centralLayout), unlisted: d.roll(9) == 8,
		after: pick(d, "", "", "", "", "", "x", "PK\x07\x08"),
	}
	if d.roll(6) == 5 {
		e.extra, e.centralExtra = field(1, numbers64(uint64(d.roll(40)), uint64(d.roll(40)))), field(1, numbers64(uint64(d.roll(40)), uint64(d.roll(40)), 0))
	}
	if d.roll(6) == 5 {
		e.packed = pack(e.method, e.content) + d.text(9)
	}
	if e.method == LZMA {
		e.flags = flagEndMarker
	}
	return e
}

// checkReading reads an archive in pieces and at once, and compares with archive/zip.
func checkReading(t *testing.T, data []byte) {
	got, r, err := readAll(bytes.NewReader(data), fuzzLimits)
	var e *Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("not an Error: %v", err)
	}
	again, _, errAgain := readAll(&uneven{data: data}, fuzzLimits)
	if !sameFiles(got, again) || (err == nil) != (errAgain == nil) {
		t.Fatalf("in pieces: %v, %v\nat once:  %v, %v", again, errAgain, got, err)
	}
	if total := r.unpacked; total > fuzzLimits.Unpacked+windowSize {
		t.Fatalf("%d bytes unpacked", total)
	}
	against(t, data, got, r, e)
}

// uneven gives pieces of odd lengths.
type uneven struct {
	data []byte
	turn int
}

func (u *uneven) Read(p []byte) (int, error) {
	if len(u.data) == 0 {
		return 0, io.EOF
	}
	u.turn++
	n := copy(p[:min(len(p), 1+u.turn*7%23)], u.data)
	u.data = u.data[n:]
	return n, nil
}

// FuzzWritten has archive/zip write what the bytes ask for: we read it as it was meant.
func FuzzWritten(f *testing.F) {
	f.Add([]byte("\x00\x05hello\x01\x05hello\x02\x02PK\x03\x03PK\x05\x04\x05\x01"), "comment")
	f.Add([]byte("\x08\xffPK\x03\x04\x07\x30PK\x01\x02\x06\x10"), "PK\x06\x07")
	f.Fuzz(func(t *testing.T, plan []byte, comment string) {
		data, want, err := written(plan, comment)
		if err != nil || strings.Contains(comment, string(endMark)) {
			return // archive/zip does not write it, or it would end in the comment
		}
		got, _, err := readAll(&uneven{data: data}, Limits{Ratio: 2000})
		if len(want) == 0 {
			var e *Error
			if !errors.As(err, &e) || e.Code != CodeEmpty {
				t.Fatal(err)
			}
			return
		}
		if err != nil || !sameFiles(got, want) {
			t.Fatalf("got %v, %v\nwant %v", got, err, want)
		}
	})
}

// written follows a plan: a byte for the way, one for the length, and so many bytes.
func written(plan []byte, comment string) (data []byte, want []file, err error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := w.SetComment(comment); err != nil {
		return nil, nil, err
	}
	for i := 0; len(plan) >= 2; i++ {
		way, n := plan[0], min(int(plan[1]), len(plan)-2)
		content := bytes.Repeat(plan[2:2+n], 1+int(way>>4)*int(way>>4)*2)
		plan = plan[2+n:]
		f := file{fmt.Sprint(i), content}
		if way&7 == 7 {
			f = file{fmt.Sprint(i, "/"), nil}
		}
		if err := addPlanned(w, way, f); err != nil {
			return nil, nil, err
		}
		want = append(want, f)
	}
	err = w.Close()
	return b.Bytes(), want, err
}

func addPlanned(w *zip.Writer, way byte, f file) error {
	h := zip.FileHeader{Name: f.name, Method: uint16(way & 1 * 8), Extra: []byte(strings.Repeat("PK\x03\x00abc", int(way>>1&1)))}
	if way&4 == 0 || way&7 == 7 {
		f2, err := w.CreateHeader(&h)
		if err == nil {
			_, err = f2.Write(f.content)
		}
		return err
	}
	packed := pack(Method(h.Method), string(f.content))
	h.CRC32, h.CompressedSize64, h.UncompressedSize64 = crc32.ChecksumIEEE(f.content), uint64(len(packed)), uint64(len(f.content))
	f2, err := w.CreateRaw(&h)
	if err == nil {
		_, err = io.WriteString(f2, packed)
	}
	return err
}

// FuzzLZMA gives a decompressor that is not ours whatever there is.
func FuzzLZMA(f *testing.F) {
	for _, w := range lzmaWriters {
		f.Add([]byte(packLZMA("hello hello hello", w.config(17))), uint16(w.flags), uint32(17), uint32(0))
	}
	f.Add([]byte(packLZMA(prose[:1000], lzmaWriters[0].config(0))), uint16(flagDescriptor|flagEndMarker), uint32(0), uint32(0))
	f.Fuzz(func(t *testing.T, packed []byte, bits uint16, size, length uint32) {
		if length == 0 {
			length = uint32(len(packed))
		}
		data := localLayout.record(set{"signature": sigLocal, "method": uint64(LZMA), "flags": uint64(flags(bits) & (flagDescriptor | flagEndMarker)),
			"size": uint64(size), "packed": uint64(length)}, nil) + string(packed)
		n, err := drainWithin(strings.NewReader(data), false, fuzzLimits)
		var e *Error
		if !errors.As(err, &e) || n > fuzzLimits.Unpacked {
			t.Fatalf("%d bytes, %v", n, err)
		}
		if strings.Contains(e.Message, "index out of range") || strings.Contains(e.Message, "dictionary read error") {
			t.Fatalf("package lzma panicked: %v", err)
		}
	})
}
