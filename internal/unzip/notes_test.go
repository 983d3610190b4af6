package unzip

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestNotes(t *testing.T) {
	const link = 0o120777 << 16
	plain := raw{name: "plain.txt", content: "x"}
	cases := []struct {
		name string
		data []byte
		want []Note // without messages
	}{
		{"nothing odd", archive{entries: []raw{plain, {name: "dir/"}, {name: "file", central: set{"attributes": 0o100644 << 16}}}}.build(), nil},
		{"in a folder", archive{entries: []raw{plain, {name: "a/b"}, {name: "a/b/"}}}.build(), []Note{{Kind: NotePath, Entry: "a/b", Offset: 40}, {Kind: NotePath, Entry: "a/b/", Offset: 73}}},
		{"bytes after the archive", archive{entries: []raw{plain}, trailing: "\n"}.build(), []Note{{Kind: NoteTrailing, Offset: 117}}},
		{"bytes after the packed data", archive{entries: []raw{{name: "a", method: Deflate, content: "x", packed: pack(Deflate, "x") + "slack"}}}.build(), []Note{{Kind: NoteSlack, Entry: "a"}}},
		{"link", archive{entries: []raw{{name: "a", content: "/etc/passwd", central: set{"attributes": link}}}}.build(), []Note{{Kind: NoteLink, Entry: "a"}}},
		{"link of a system that has none", archive{entries: []raw{{name: "a", content: "/etc/passwd", central: set{"attributes": link, "host": 0}}}}.build(), []Note{{Kind: NoteLink, Entry: "a"}}},
		{"other name", archive{entries: []raw{{name: "a.pdf", centralName: "a.exe"}}}.build(), []Note{{Kind: NoteOtherName, Entry: "a.exe"}}},
		{"other name, unsafe", archive{entries: []raw{{name: "a.pdf", centralName: "../a"}}}.build(), []Note{
			{Kind: NoteOtherName, Entry: "../a"}, {Kind: NoteUnsafeName, Entry: "../a"}, {Kind: NotePath, Entry: "../a"}}},
		{"the same name in other bytes", archive{entries: []raw{{name: "\x81", centralName: "ü"}}}.build(), nil},
		{"same names", archive{entries: []raw{{name: "a"}, {name: "b"}, {name: "a"}, {name: "a"}}}.build(), []Note{
			{Kind: NoteSameName, Entry: "a"}, {Kind: NoteSameName, Entry: "a", Offset: 62}, {Kind: NoteSameName, Entry: "a", Offset: 93}}},
	}
	for _, c := range cases {
		_, r, err := readAll(bytes.NewReader(c.data), Limits{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := r.Notes()
		for i := range got {
			if got[i].Message == "" {
				t.Errorf("%s: no message", c.name)
			}
			got[i].Message = ""
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNamesAreCut(t *testing.T) {
	data := archive{entries: []raw{{name: "../" + strings.Repeat("ü", 30_000), flags: flagUTF8}}}.build()
	_, r, err := readAll(bytes.NewReader(data), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range r.Notes() {
		if want := "../" + strings.Repeat("ü", 98) + "…"; n.Entry != want {
			t.Errorf("%q", n.Entry)
		}
	}
}

func TestShown(t *testing.T) {
	for _, n := range []int{0, 199, 200} {
		if name := strings.Repeat("n", n); shown(name) != name {
			t.Errorf("%d bytes: %q", n, shown(name))
		}
	}
}

func TestDangers(t *testing.T) {
	for name, want := range map[string]string{
		"invoice.pdf":          "",
		"a/b c/d..e/...":       "",
		"Prüfung №5.pdf":       "",
		"":                     "is empty",
		"/etc/passwd":          "is absolute",
		"C:/a":                 "names a drive",
		"z:":                   "names a drive",
		"A:":                   "names a drive",
		"1:2":                  "",
		"..":                   `has ".." in its path`,
		"a/../b":               `has ".." in its path`,
		`a\..\b`:               `has ".." in its path, has a backslash`,
		`\\server\a`:           "has a backslash",
		"a\x00.pdf":            "has control characters",
		"a\n":                  "has control characters",
		"invoice\u202efdp.exe": "has control characters",
		"a\uFFFDb":             "is not valid UTF-8",
	} {
		if got := strings.Join(dangers(name), ", "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDecodeName(t *testing.T) {
	for _, c := range []struct {
		raw   string
		flags flags
		want  string
	}{
		{"plain", 0, "plain"},
		{"ü", flagUTF8, "ü"},
		{"ü", 0, "ü"},
		{"\x81\x84\x94\xe1", 0, "üäöß"},
		{"\x81", flagUTF8, "\uFFFD"},
	} {
		if got := decodeName([]byte(c.raw), c.flags, nil); got != c.want {
			t.Errorf("%q, flags %x: %q, want %q", c.raw, c.flags, got, c.want)
		}
	}
}
