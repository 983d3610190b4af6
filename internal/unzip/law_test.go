package unzip

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
)

// against holds what we read, or why not, against archive/zip.
func against(t *testing.T, data []byte, got []file, r *Reader, e *Error) {
	want, plain, err := standardReading(data)
	switch {
	case e == nil && err != nil:
		if !known(data, r, err) {
			t.Fatalf("read %v, but archive/zip: %v", got, err)
		}
	case e == nil && !sameContents(got, want):
		t.Fatalf("read %v, archive/zip %v", got, want)
	case e != nil && err == nil && plain && e.Code != CodeLimit:
		t.Fatalf("archive/zip reads %v, but %v", want, e)
	}
}

// sameContents leaves names aside: archive/zip does not decode them.
func sameContents(a, b []file) bool {
	return slices.EqualFunc(a, b, func(a, b file) bool { return bytes.Equal(a.content, b.content) })
}

// known are the archives that archive/zip has trouble with: methods that it lacks, empty
// entries without packed data, descriptors that only the directory speaks of, entries that
// only the directory calls folders, and archives of ZIP64 in no parts instead of one.
func known(data []byte, r *Reader, err error) bool {
	if i := bytes.LastIndex(data, []byte("PK\x06\x07")); i >= 0 && len(data) >= i+lenLocator64 && le.Uint32(data[i+16:]) == 0 {
		return true
	}
	z, errOpen := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if errOpen != nil {
		return false
	}
	if errors.Is(err, zip.ErrAlgorithm) {
		return true
	}
	descriptors := 0
	for i := range r.seen.count {
		if flags(le.Uint16(data[r.seen.at(i).offset+6:])).descriptor() {
			descriptors++
		}
	}
	return slices.ContainsFunc(z.File, func(f *zip.File) bool {
		if flags(f.Flags).descriptor() {
			descriptors--
		}
		return f.Method == zip.Deflate && f.CompressedSize64 == 0 || strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 > 0
	}) || descriptors < 0
}

// standardReading reads with archive/zip; plain says that nothing in the archive can be
// understood in two ways.
func standardReading(data []byte) (files []file, plain bool, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, false, err
	}
	type placed struct {
		*zip.File
		at int64
	}
	var list []placed
	for _, f := range z.File {
		at, err := f.DataOffset()
		if err != nil {
			return nil, false, err
		}
		list = append(list, placed{f, at})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	var total int64
	plain, next := len(list) > 0, int64(0)
	for _, f := range list {
		r, err := f.Open()
		if err != nil {
			return nil, false, err
		}
		content, err := io.ReadAll(io.LimitReader(r, fuzzLimits.Unpacked+1-total))
		if total += int64(len(content)); total > fuzzLimits.Unpacked {
			return nil, false, errors.New("too much")
		}
		if err != nil {
			return nil, false, err
		}
		files = append(files, file{f.Name, content})
		var ok bool
		next, ok = isPlain(data, next, f.File, f.at, content)
		plain = plain && ok
	}
	return files, plain && plainEnd(data, next, len(list)), nil
}

// isPlain says whether an entry begins where the last one ended and is in all places
// described alike; only 32-bit archives as most writers make them count.
func isPlain(data []byte, start int64, f *zip.File, at int64, content []byte) (next int64, ok bool) {
	if start+lenLocal > int64(len(data)) || at+int64(f.CompressedSize64) > int64(len(data)) {
		return 0, false
	}
	h := data[start:]
	if le.Uint32(h) != sigLocal || at != start+lenLocal+int64(le.Uint16(h[26:]))+int64(le.Uint16(h[28:])) {
		return 0, false
	}
	next = at + int64(f.CompressedSize64)
	extras := bytes.Contains(f.Extra, []byte{1, 0}) || bytes.Contains(h[lenLocal:at-start], []byte{1, 0})
	same := le.Uint16(h[8:]) == f.Method && flags(le.Uint16(h[6:])) == flags(f.Flags) && !flags(f.Flags).encrypted() &&
		f.CRC32 == crc32.ChecksumIEEE(content) && f.UncompressedSize64 == uint64(len(content)) &&
		string(h[lenLocal:lenLocal+int(le.Uint16(h[26:]))]) == f.Name && !extras &&
		!(strings.HasSuffix(f.Name, "/") && f.CompressedSize64 > 0) && // archive/zip does not look into folders
		!(f.Method == zip.Store && f.CompressedSize64 != f.UncompressedSize64)
	if flags(f.Flags).descriptor() {
		same = same && le.Uint32(h[14:]) == 0 && le.Uint64(h[18:]) == 0 && selfTerminating(data[at:next], f)
		t := tally{f.CRC32, int64(f.CompressedSize64), int64(f.UncompressedSize64)}
		if !(form{true, 4}).matches(data[next:], t) {
			return 0, false
		}
		return next + 16, same
	}
	return next, same && le.Uint32(h[14:]) == f.CRC32 && uint64(le.Uint32(h[18:])) == f.CompressedSize64 && uint64(le.Uint32(h[22:])) == f.UncompressedSize64
}

// selfTerminating says whether the packed data end where the directory says.
func selfTerminating(packed []byte, f *zip.File) bool {
	if f.Method == zip.Store {
		return !bytes.Contains(packed, []byte("PK"))
	}
	in := newSource(bytes.NewReader(packed))
	r := Reader{src: in, header: header{method: Deflate, packed: -1, size: -1}, limits: fuzzLimits.orDefault(), entry: &Entry{}}
	content, err := r.inflate()
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, content)
	return err == nil && r.src.at == int64(len(packed))
}

// plainEnd says whether after the entries comes the directory and after that the end.
func plainEnd(data []byte, at int64, entries int) bool {
	start := at
	for n := 0; ; n++ {
		b := data[at:]
		if len(b) < lenEnd {
			return false
		}
		if le.Uint32(b) == sigEnd {
			return n == entries && !bytes.Contains(b[1:], endMark) && int(le.Uint16(b[20:]))+lenEnd <= len(b) &&
				bytes.Equal(b[4:12], []byte(strings.Repeat("\x00", 4)+strings.Repeat(number(uint64(n), 2), 2))) &&
				int64(le.Uint32(b[12:])) == at-start && int64(le.Uint32(b[16:])) == start &&
				!bytes.HasPrefix(data[at-lenLocator64:], []byte("PK\x06\x07"))
		}
		if len(b) < lenCentral || le.Uint32(b) != sigCentral || le.Uint16(b[34:]) != 0 {
			return false
		}
		at += int64(lenCentral) + int64(le.Uint16(b[28:])) + int64(le.Uint16(b[30:])) + int64(le.Uint16(b[32:]))
		if at > int64(len(data)) {
			return false
		}
	}
}

// TestLaw makes sure that the law has cases.
func TestLaw(t *testing.T) {
	count := 0
	for _, c := range good {
		if _, plain, err := standardReading(c.data); plain && err == nil {
			count++
		}
	}
	if count < 8 {
		t.Errorf("%d archives are plain", count)
	}
}
