package cli

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// TestEach: results come in order, all of them, and no more are under way than there is
// room for.
func TestEach(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 5} {
		var given, most atomic.Int64
		var taken int64
		all := func(yield func(input) bool) {
			for i := range 500 {
				most.Store(max(most.Load(), given.Add(1)-atomic.LoadInt64(&taken)))
				if !yield(input{name: fmt.Sprint(i)}) {
					return
				}
			}
		}
		next := 0
		err := each(context.Background(), all, workers, func(in input) string { return in.name }, func(in input, r string) {
			if r != fmt.Sprint(next) || in.name != r {
				t.Fatalf("%s where %d was due", r, next)
			}
			next++
			atomic.AddInt64(&taken, 1)
		})
		if err != nil || next != 500 {
			t.Errorf("%d of 500, %v", next, err)
		}
		if room := int64(some * (ahead*max(1, workers) + max(1, workers) + 3)); most.Load() > room {
			t.Errorf("%d under way with %d workers, want at most %d", most.Load(), workers, room)
		}
	}
}

// TestEachCancelled: what inputs hold is released.
func TestEachCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var held atomic.Int64
	all := func(yield func(input) bool) {
		for i := range 100 {
			held.Add(1)
			if !yield(input{name: fmt.Sprint(i), release: func() { held.Add(-1) }}) {
				return
			}
		}
	}
	n := 0
	err := each(ctx, all, 2, func(in input) int { return 0 }, func(input, int) {
		if n++; n == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for deadline := time.Now().Add(5 * time.Second); held.Load() > 1 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if held.Load() > 1 { // of the one that was being handed over
		t.Errorf("%d still hold something", held.Load())
	}
}

// TestListing: the names of a folder in order, however few are held at a time.
func TestListing(t *testing.T) {
	folder := t.TempDir()
	var want []string
	for i := range 100 {
		name := fmt.Sprintf("%02d.xml", (i*37)%100)
		want = append(want, name)
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(want)
	for _, most := range []int{1, 7, 50, 99, 100, 101} {
		var got []string
		for last, more := "", true; more; {
			names, rest, err := namesAfter(folder, last, func(string, fs.FileMode) bool { return true }, most)
			if err != nil || len(names) > most {
				t.Fatal(len(names), err)
			}
			for _, n := range names {
				got = append(got, n.name)
				last = n.name
			}
			more = rest
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d at a time: %v", most, got)
		}
	}
}

func TestLists(t *testing.T) {
	for _, c := range []struct {
		text string
		null bool
		want string
	}{
		{"a.xml\nb c.xml\r\n\nd.xml", false, "a.xml|b c.xml|d.xml"},
		{"a\nb.xml\x00c.xml\x00\x00", true, "a\nb.xml|c.xml"},
		{"a.xml\x00rest", true, "a.xml|rest"},
		{"", false, ""},
		{"a.xml\n" + strings.Repeat("x", longestPath+1), false, "a.xml|a line of the list is longer than 65536 bytes"},
	} {
		var got []string
		for arg, err := range (&list{name: "-", null: c.null}).lines(strings.NewReader(c.text)) {
			if err != nil {
				arg = err.Error()
			}
			got = append(got, arg)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q: %q, want %q", c.text, s, c.want)
		}
	}
}

// tarOf writes a tar archive, packed if its name says so.
func tarOf(t testing.TB, name string, entries ...*tar.Header) string {
	t.Helper()
	var b bytes.Buffer
	var out io.Writer = &b
	z := gzip.NewWriter(&b)
	if strings.HasSuffix(name, "gz") {
		out = z
	}
	w := tar.NewWriter(out)
	for _, h := range entries {
		text := h.PAXRecords["text"]
		h.PAXRecords, h.Mode = nil, 0o644
		if h.Typeflag == 0 {
			h.Size = int64(len(text))
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if out == z {
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func entryOf(name, text string) *tar.Header {
	return &tar.Header{Name: name, PAXRecords: map[string]string{"text": text}}
}

func TestTar(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	good := document(t)
	large := strings.Replace(good, "<cbc:ID>", "<!--"+strings.Repeat("0123456789abcdef", 100_000)+"--><cbc:ID>", 1)
	entries := func() []*tar.Header {
		return []*tar.Header{entryOf("z.xml", good), entryOf("read.me", "hello"), {Name: "b/", Typeflag: tar.TypeDir}, entryOf("b/a.XML", "<Invoice>"), entryOf("b/._a.xml", "\x00\x05"),
			{Name: "link.xml", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, entryOf("../large.xml", large)}
	}
	for _, name := range []string{"a.tar", "a.tar.gz", "a.tgz", "a.TGZ"} {
		if strings.HasSuffix(name, "TGZ") {
			name = tarOf(t, "a.gz", entries()...)
			os.Rename(name, strings.TrimSuffix(name, "gz")+"TGZ")
			name = strings.TrimSuffix(name, "gz") + "TGZ"
		} else {
			name = tarOf(t, name, entries()...)
		}
		base := filepath.Base(name)
		checkArchive(t, name, 2, base+"!/z.xml: valid", base+"!/b/a.XML: unreadable", base+"!/link.xml: unreadable", "no file, but a link", base+"!/../large.xml: valid")
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), temporary("*")+"*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	checkArchive(t, tarOf(t, "a.tar", entryOf("read.me", "hello")), 2, "the archive holds no .xml or .xsig or .pdf file")
	checkArchive(t, tarOf(t, "a.tar.gz"), 2, "the archive holds no .xml or .xsig or .pdf file")
}

// TestTarDamaged: what was read before counts, and what cannot be read is said.
func TestTarDamaged(t *testing.T) {
	data, err := os.ReadFile(tarOf(t, "a.tar.gz", entryOf("a.xml", document(t)), entryOf("b.xml", strings.Repeat(document(t), 3))))
	if err != nil {
		t.Fatal(err)
	}
	as := func(name string, data []byte) string {
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	checkArchive(t, as("cut.tgz", data[:len(data)-30]), 2, "cut.tgz!/a.xml: valid", "cut.tgz: unreadable", "unexpected EOF")
	checkArchive(t, as("no.tgz", []byte("hello, this is no archive")), 2, "no.tgz: unreadable", "invalid header")
	checkArchive(t, as("empty.tgz", nil), 2, "empty.tgz: unreadable")
	checkArchive(t, as("no.tar", bytes.Repeat([]byte("no archive "), 100)), 2, "no.tar: unreadable", "invalid tar header")
}

// TestTarBombs: archives that are made to do harm.
func TestTarBombs(t *testing.T) {
	bomb := tarOf(t, "bomb.tgz", entryOf("a.xml", document(t)), entryOf("zeros.bin", strings.Repeat("\x00", 40<<20)), entryOf("b.xml", document(t)))
	checkArchive(t, bomb, 2, "bomb.tgz!/a.xml: valid", "bomb.tgz: unreadable", "more than 500 times its size")
	data, err := os.ReadFile(tarOf(t, "large.tar", entryOf("a.xml", "<a/>")))
	if err != nil {
		t.Fatal(err)
	}
	var header bytes.Buffer
	if err := tar.NewWriter(&header).WriteHeader(&tar.Header{Name: "a.xml", Mode: 0o644, Size: 2 << 30}); err != nil {
		t.Fatal(err)
	}
	copy(data, header.Bytes())
	name := filepath.Join(t.TempDir(), "large.tar")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	checkArchive(t, name, 2, "large.tar!/a.xml: unreadable", "2147483648 bytes, which is more than", "large.tar: unreadable", "unexpected EOF")
}

func TestTemplate(t *testing.T) {
	inv := &einvoice.Invoice{Number: "R 7/26", IssueDate: einvoice.NewDate(2026, 3, 4)}
	inv.Seller.Name, inv.Buyer.Name = `..\A/B: "C"`, "CON"
	n := naming{in: input{name: "x.zip!/a/../b/in.xml", path: "x.zip", dir: "a/../b"}, ext: "json", invoice: inv}
	plainFile := naming{in: input{name: filepath.FromSlash("in/c.d.xml"), path: filepath.FromSlash("in/c.d.xml")}, ext: "xml", nth: 2, invoice: inv}
	for _, c := range []struct {
		text string
		n    naming
		want string
	}{
		{"{name}.{ext}", n, "in.json"},
		{"{dir}/{name}.{ext}", n, "a/b/in.json"},
		{"{dir}/{name}.{ext}", plainFile, "c.d-2.xml"},
		{"{name}-{n}.{ext}", plainFile, "c.d-2.xml"},
		{"{number}.{ext}", plainFile, "R 7_26.xml"},
		{"{date}/{number}", n, "2026-03-04/R 7_26"},
		{"{seller}.{ext}", n, "_A_B_ _C_.json"},
		{"{buyer}/{buyer}.xml", n, "_CON/_CON.xml"},
		{"fixed", n, "fixed"},
	} {
		tmpl, err := parseTemplate(c.text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tmpl.name(c.n)
		if got = filepath.ToSlash(got); got != c.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", c.text, got, err, c.want)
		}
	}
	inv.Number = strings.Repeat("ß", 500)
	tmpl, _ := parseTemplate("{number}.{ext}")
	if got, err := tmpl.name(n); err != nil || len(got) > 210 || !strings.HasSuffix(got, ".json") || !utf8.ValidString(got) {
		t.Errorf("%d bytes: %q, %v", len(got), got, err)
	}
	inv.Number = " "
	if _, err := tmpl.name(n); !errors.Is(err, errName) {
		t.Error(err)
	}
}

// FuzzTemplate: whatever stands in a template and in a document, the name is that of a
// file in the folder of outputs.
func FuzzTemplate(f *testing.F) {
	f.Add("{dir}/{name}.{ext}", "x.zip!/a/../b.xml", "a/..", "1")
	f.Add("{number}{seller}", `a\..\b.xml`, `..\..`, "../../etc/passwd")
	f.Add("{n}/{date}/x", "-", "", "\x00\x1f")
	f.Fuzz(func(t *testing.T, text, name, dir, number string) {
		tmpl, err := parseTemplate(text)
		if err != nil {
			return
		}
		inv := &einvoice.Invoice{Number: number}
		inv.Seller.Name = number
		got, err := tmpl.name(naming{in: input{name: name, path: "x.zip", dir: dir}, ext: "xml", invoice: inv})
		if err != nil {
			return
		}
		if !filepath.IsLocal(got) || got == "." || strings.ContainsAny(got, "\x00\n\r") || strings.HasPrefix(filepath.Base(got), ".") {
			t.Errorf("%q with %q, %q, %q gives %q", text, name, dir, number, got)
		}
		for _, e := range strings.Split(filepath.ToSlash(got), "/") {
			if e == ".." || len(e) > 255 {
				t.Errorf("%q in %q", e, got)
			}
		}
	})
}

// TestClaims: whose an output is, also when the names are in a file.
func TestClaims(t *testing.T) {
	var c claims
	defer c.close()
	long := strings.Repeat("n", 1000)
	const n = 3000
	for i := range n {
		if other, free := c.take(fmt.Sprint("out/", i), fmt.Sprint(i, long)); !free {
			t.Fatalf("%d is taken by %s", i, other)
		}
	}
	if c.file == nil {
		t.Error("nothing is in a file")
	}
	for _, i := range []int{0, 1, 1500, n - 1} {
		if other, free := c.take(fmt.Sprint("out/./", i), "x"); free || other != fmt.Sprint(i, long) {
			t.Errorf("%d: %t %.20s", i, free, other)
		}
	}
	if !c.has("out/7") || c.has("out/x") {
		t.Error("has")
	}
}

// TestJournalTorn: a journal that ends anywhere is as good as what is whole of it.
func TestJournalTorn(t *testing.T) {
	name := filepath.Join(t.TempDir(), "journal")
	h := runLine{Version: "1", Command: "convert", Options: []string{"--to=cii"}, Folder: "/", Run: "A"}
	j, err := openJournal(name, h)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := j.add(&record{File: fmt.Sprintf("%d \"\\.xml", i), Size: 1, Modified: 5, Word: "converted", Results: nil}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) + 1 {
		if err := os.WriteFile(name, whole[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		j, err := openJournal(name, h)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		lines := bytes.Count(whole[:n], []byte("\n"))
		for i := range 3 {
			found := j.finished(&input{name: fmt.Sprintf("%d \"\\.xml", i), size: 1, modified: 5})
			if (found != nil) != (lines > i+1) {
				t.Fatalf("%d bytes: document %d: %v", n, i, found)
			}
		}
		if err := j.close(); err != nil {
			t.Fatal(err)
		}
		now, err := os.ReadFile(name)
		if err != nil || bytes.Count(now, []byte("\n")) != lines+1 {
			t.Fatalf("%d bytes: %v\n%s", n, err, now)
		}
	}
}

// TestJournalRefused: what is no journal of this run.
func TestJournalRefused(t *testing.T) {
	h := runLine{Version: "1", Command: "convert", Options: []string{"--to=cii"}, Folder: "/a", Run: "A"}
	begin := `{"einvoice":"1","command":"convert","options":["--to=cii"],"folder":"/a","run":"B"}` + "\n"
	for text, want := range map[string]string{
		"hello\n":                                       "line 1: this is no journal",
		`{"file":"a.xml"}` + "\n":                       "line 1: this is no journal",
		begin + "\x00\x00\n":                            "line 2: this is no journal",
		begin + `{"file":"a}` + "\n":                    "line 2: this is no journal",
		strings.Replace(begin, `"1"`, `"2"`, 1):         "begun by einvoice 2, this is 1",
		strings.Replace(begin, "convert", "attach", 1):  "it is of einvoice attach",
		strings.Replace(begin, "cii", "ubl", 1):         `with the options "--to=ubl", not "--to=cii"`,
		strings.Replace(begin, "/a", "/b", 1):           "begun in the folder /b",
		begin + strings.Replace(begin, "cii", "ubl", 1): "line 2: it was begun with",
		`{"einvoice":1}` + "\n":                         "line 1: this is no journal",
	} {
		name := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := openJournal(name, h); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if now, err := os.ReadFile(name); err != nil || string(now) != text {
			t.Errorf("%q has become %q", text, now)
		}
	}
}

// FuzzJournal: no journal makes openJournal panic, and what it takes it can go on with.
func FuzzJournal(f *testing.F) {
	h := runLine{Version: "1", Command: "c", Options: []string{}, Folder: "/", Run: "A"}
	begin := `{"einvoice":"1","command":"c","options":[],"folder":"/","run":"B"}` + "\n"
	f.Add([]byte(begin + `{"file":"a","size":1,"modified":5,"status":0,"word":"w","results":null}` + "\n"))
	f.Add([]byte(begin + `{"file":"a\`))
	f.Add([]byte(begin + `{"file":"a\"}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		j, err := openJournal(name, h)
		if err != nil {
			return
		}
		j.finished(&input{name: "a", size: 1, modified: 5})
		if err := j.add(&record{File: "new"}); err != nil {
			t.Fatal(err)
		}
		if err := j.close(); err != nil {
			t.Fatal(err)
		}
		if j, err = openJournal(name, h); err != nil {
			t.Fatal(err)
		}
		j.close()
	})
}

// TestProgress: what a terminal would show.
func TestProgress(t *testing.T) {
	p := &progress{n: 1500, failed: 2}
	if s, want := p.line(3*time.Second), "1500 documents, 500 a second, 2 failed"; s != want {
		t.Errorf("%q, want %q", s, want)
	}
	p.total.Store(100_000)
	if s, want := p.line(3*time.Second), "1500 of 100000 documents, 500 a second, 2 failed, 3m17s left"; s != want {
		t.Errorf("%q, want %q", s, want)
	}
	var b bytes.Buffer
	p = &progress{w: &b, began: time.Now().Add(-time.Second)}
	w := p.around(&b)
	p.step(0)
	p.step(0) // not yet again
	fmt.Fprint(w, "said\n")
	p.end()
	if s, want := b.String(), "\r1 document, 1 a second\x1b[K\r\x1b[Ksaid\n"; s != want {
		t.Errorf("%q, want %q", s, want)
	}
}

// TestStaged: what is there keeps its permissions, links are followed, and nothing is
// left of what does not get its turn.
func TestStaged(t *testing.T) {
	folder := t.TempDir()
	s := &stage{folder: folder, tag: "T"}
	put := func(target, text string) {
		t.Helper()
		o, err := s.put(filepath.Join(folder, target), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.commit(o); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(filepath.Join(folder, target)); err != nil || string(data) != text {
			t.Errorf("%s: %q, %v", target, data, err)
		}
	}
	put("a/b/c.xml", "1")
	put("a/b/c.xml", "2")
	if err := os.Chmod(filepath.Join(folder, "a/b/c.xml"), 0o600); err != nil {
		t.Fatal(err)
	}
	put("a/b/c.xml", "3")
	if info, err := os.Stat(filepath.Join(folder, "a/b/c.xml")); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Error(info.Mode(), err)
	}
	if os.Symlink("a/b/c.xml", filepath.Join(folder, "link.xml")) == nil {
		put("link.xml", "4")
		if data, _ := os.ReadFile(filepath.Join(folder, "a/b/c.xml")); string(data) != "4" {
			t.Errorf("%q", data)
		}
	}
	if _, err := s.put("x", nil); err != nil {
		t.Fatal(err)
	}
	s.close()
	if _, err := s.put("x", nil); !errors.Is(err, errInterrupted) {
		t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(folder, ".*")); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}
