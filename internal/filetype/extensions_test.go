package filetype

import (
	"slices"
	"strings"
	"testing"
)

func TestExtensions(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf": "pdf", "A.PDF": "pdf", "a": "", "": "", ".": "", "a.": "", ".pdf": "pdf", ".tar.gz": "tar gz",
		"invoice.pdf.exe": "pdf exe", "invoice.exe.pdf": "exe pdf", "a.pdf.pdf": "pdf", "a.exe.pdf.exe": "pdf exe",
		"a.exe.": "exe", "a.exe. . ": "exe", "a.exe\u00A0": "exe", "a.exe\u3000.\u2003": "exe", "a. exe": "exe", "a.pdf          .exe": "pdf exe",
		"a.exe::$DATA": "exe", "a.pdf:evil.exe": "pdf exe", "a.exe:b.pdf:$DATA": "exe pdf",
		"dir.exe/a.pdf": "pdf", `dir.exe\a.pdf`: "pdf", "a.exe/": "exe", "a.exe/. /": "exe", "C:a.exe": "exe",
		"invoice\u202Efdp.exe": "exe", "invoice.exe\u202Efdp.": "exe exefdp", "invoice\u202Efdp.\u202Cexe": "exe",
		"a.e\u200Bxe": "exe", "a.\u200Eexe": "exe", "a.ex\u00ADe": "exe", "a.exe\uFEFF": "exe", "a.exe\uFE0F": "exe", "a.exe\u2800": "exe",
		"a.exe\x00.pdf": "exe pdf", "a.ex\te": "", "a.exe\n.pdf": "exe pdf",
		"a.ｅｘｅ": "exe", "a．exe": "exe", "a\u2024exe": "exe", "a.EXE\u0301": "exe\u0301", "a.\u212A\u017F": "ks",
		"a.exe\xFF": "exe_", "a：b.exe": "exe", "x／y.exe": "exe",
	} {
		wanted := strings.Fields(want)
		if in == "a.ex\te" {
			wanted = []string{"ex", "ex e"}
		}
		if got := Extensions(in); !slices.Equal(got, wanted) {
			t.Errorf("%q: %q, want %q", in, got, wanted)
		}
	}
	if got := Extensions(strings.Repeat(".a", 1<<17) + ".exe"); !slices.Equal(got, []string{"a", "exe"}) {
		t.Errorf("many dots: %d extensions", len(got))
	}
}

// checkExtensions demands that what a file will be called has no extension that is in the
// list and that its own name did not show.
func checkExtensions(t *testing.T, name, safe, added string) {
	t.Helper()
	shown := Extensions(name)
	for _, e := range shown {
		if e == "" || e != fold(e) || strings.ContainsAny(e, "./\\:") {
			t.Fatalf("%q: the extension %q", name, e)
		}
	}
	if _, left := lastElement(name); left == "" {
		return // it is called by other means
	}
	for _, e := range Extensions(safe) {
		if ByExtension(e) != nil && !slices.Contains(shown, e) && "."+e != added {
			t.Fatalf("%q shows %q, and will be %q", name, shown, safe)
		}
	}
}
