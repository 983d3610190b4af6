package filetype

import (
	"slices"
	"strings"
	"testing"
)

// TestRows demands that the list is at one with itself.
func TestRows(t *testing.T) {
	names, extensions := map[string]string{}, map[string]string{}
	for _, r := range rows {
		typ := ByMIME(r.mime)
		if typ == nil || typ.MIME != r.mime {
			t.Errorf("%s is not found", r.mime)
			continue
		}
		for _, n := range append([]string{typ.MIME}, typ.Aliases...) {
			if n != plain(n) || strings.Count(n, "/") != 1 {
				t.Errorf("%s: the name %q", r.mime, n)
			}
			if names[n] != "" {
				t.Errorf("%q is a name of %s and %s", n, names[n], r.mime)
			}
			names[n] = r.mime
		}
		for _, e := range typ.Extensions {
			if !isExtension(e) || e != strings.ToLower(e) || extensions[e] != "" {
				t.Errorf("the extension %q of %s, and of %q", e, r.mime, extensions[e])
			}
			extensions[e] = r.mime
			if ByExtension(e) != typ || ByName("a."+e) != r.mime {
				t.Errorf("the extension %q does not lead to %s", e, r.mime)
			}
		}
		for _, o := range slices.Concat(typ.Within, typ.SeenAs) {
			if other := ByMIME(o); other == nil || other.MIME != o || o == r.mime {
				t.Errorf("%s is within or seen as %s", r.mime, o)
			}
		}
	}
	if len(names) < 250 || len(extensions) < 170 {
		t.Errorf("%d names, %d extensions", len(names), len(extensions))
	}
}

func TestByMIME(t *testing.T) {
	for in, want := range map[string]string{
		"application/pdf": "application/pdf", " Application/PDF ; version=1": "application/pdf", "application/x-pdf": "application/pdf",
		"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "text/xml": xml, "TEXT/XML;charset=utf-8": xml,
		"application/x-zip-compressed": zip, "text/comma-separated-values": "text/csv", "application/x-msdownload": "application/vnd.microsoft.portable-executable",
		"APPLICATION/VND.MS-EXCEL.SHEET.MACROENABLED.12": "application/vnd.ms-excel.sheet.macroenabled.12",
	} {
		if got := ByMIME(in); got == nil || got.MIME != want {
			t.Errorf("%q: %v", in, got)
		}
	}
	for _, in := range []string{"", "/", "pdf", "application/unheard-of", ";"} {
		if got := ByMIME(in); got != nil {
			t.Errorf("%q: %v", in, got.MIME)
		}
	}
	for mime, want := range map[string]string{"image/jpeg": "jpg", "image/tiff": "tiff", html: "html", xml: "xml", text: "txt", zip: "zip", "application/msword": "doc"} {
		if got := ByMIME(mime).Extensions[0]; got != want {
			t.Errorf("%s has the extension %q", mime, got)
		}
	}
}

func TestByName(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf": "application/pdf", "A.PDF": "application/pdf", ".pdf": "application/pdf", "a.b/c.xlsx": office + "spreadsheetml.sheet",
		`C:\x\a.JPEG`: "image/jpeg", "a.tar.gz": gz, "a.pdf.exe": "application/vnd.microsoft.portable-executable", "a.exe.pdf": "application/pdf",
		"a.exe. . ": "application/vnd.microsoft.portable-executable", "a.xml.p7m": "application/pkcs7-mime",
		"": "", "pdf": "", "a.": "", "a.b": "", "a.pdf/b": "",
	} {
		if got := ByName(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestSame(t *testing.T) {
	const (
		xlsx = office + "spreadsheetml.sheet"
		docx = office + "wordprocessingml.document"
		xlsm = "application/vnd.ms-excel.sheet.macroenabled.12"
		exe  = "application/vnd.microsoft.portable-executable"
		jar  = "application/java-archive"
		sh   = "text/x-shellscript"
		p7m  = "application/pkcs7-mime"
	)
	for _, c := range []struct {
		why           string
		claimed, seen string
		want          bool
	}{
		{"equal", "application/pdf", "application/pdf", true},
		{"other case and parameters", "Application/PDF; name=a.pdf", "application/pdf", true},
		{"an alias", "image/jpg", "image/jpeg", true},
		{"text/xml", "text/xml", xml, true},
		{"another type", "application/pdf", "image/png", false},
		{"another picture", "image/png", "image/jpeg", false},
		{"no claim", "", "application/pdf", true},
		{"some bytes", "application/octet-stream", exe, true},
		{"some bytes, not known", "application/octet-stream", "", true},

		{"a sheet is a ZIP", xlsx, zip, true},
		{"it may be called one", zip, xlsx, true},
		{"a text is no sheet", xlsx, docx, false},
		{"a sheet with a password", xlsx, ole, true},
		{"a sheet of before 2007 is not", xlsx, "application/vnd.ms-excel", false},
		{"nor the reverse", "application/vnd.ms-excel", xlsx, false},
		{"a sheet of before 2007", "application/vnd.ms-excel", ole, true},
		{"macros not seen", xlsm, xlsx, true},
		{"macros not said", xlsx, xlsm, false},
		{"a template", office + "spreadsheetml.template", xlsx, true},
		{"an ODT", odf + "text", zip, true},
		{"an ODT that is an ODS", odf + "text", odf + "spreadsheet", false},
		{"a PDF that is a ZIP", "application/pdf", zip, false},
		{"a ZIP that is a PDF", zip, "application/pdf", false},

		{"CSV is text", "text/csv", text, true},
		{"Excel is not", "application/vnd.ms-excel", text, false},
		{"CSV that is XML", "text/csv", xml, false},
		{"CSV that is JSON", "text/csv", "application/json", false},
		{"CSV that is a PDF", "text/csv", "application/pdf", false},
		{"CSV with zeros in it", "text/csv", "", false},
		{"text that is XML", text, xml, true},
		{"text that is SVG", text, "image/svg+xml", true},
		{"text that is JSON", text, "application/json", true},
		{"text that is a PDF", text, "application/pdf", false},
		{"JSON seen as text", "application/json", text, true},
		{"XML that is HTML", xml, html, false},
		{"XML that is XHTML", xml, "application/xhtml+xml", true},
		{"HTML that is XHTML", html, "application/xhtml+xml", true},
		{"XHTML seen as HTML", "application/xhtml+xml", html, true},
		{"HTML seen as XML", html, xml, true},
		{"SVG seen as XML", "image/svg+xml", xml, true},
		{"SVG that is HTML", "image/svg+xml", html, false},
		{"SVG that is packed", "image/svg+xml", gz, true},
		{"a picture that is SVG", "image/png", "image/svg+xml", false},
		{"mail seen as text", "message/rfc822", text, true},

		{"a program called text", text, sh, false},
		{"a program called a ZIP", zip, jar, false},
		{"a program called by its name", jar, jar, true},
		{"its container seen", jar, zip, true},
		{"an app is a Java archive", "application/vnd.android.package-archive", jar, true},
		{"an app is a ZIP", "application/vnd.android.package-archive", zip, true},
		{"a script seen as text", "text/javascript", text, true},
		{"a script with another's first line", "text/x-perl", sh, true},
		{"a PDF that is a program", "application/pdf", exe, false},
		{"a program that is text", exe, text, false},
		{"installer", "application/x-msi", ole, true},
		{"XLS that is an installer", "application/vnd.ms-excel", "application/x-msi", false},
		{"compound file that is an installer", ole, "application/x-msi", false},

		{"a signature", "application/pkcs7-signature", p7m, true},
		{"signed and in letters", "application/x-pkcs7-mime", "application/x-pem-file", true},
		{"signed, and said to be a PDF", "application/pdf", p7m, false},

		{"not known, but a PDF would be", "application/pdf", "", false},
		{"not known, but a ZIP would be", xlsx, "", false},
		{"not known, nor would it be", "application/x-tar", "", true},
		{"not in the list, not known", "application/vnd.acme", "", true},
		{"not in the list, a container", "application/vnd.acme", zip, true},
		{"not in the list, a PDF", "application/vnd.acme", "application/pdf", false},
		{"not in the list, equal", "application/vnd.acme", "application/VND.acme", true},
		{"XML by its name", "application/vnd.acme+xml", xml, true},
		{"XML by its name, not known", "application/vnd.acme+xml", "", false},
		{"ZIP by its name, not known", "application/vnd.acme+zip", "", false},
		{"text by its name, not known", "text/acme", "", false},
		{"text by its name", "text/acme", text, true},
		{"no type at all", "pdf", "application/pdf", false},
		{"seen what is not in the list", "application/pdf", "application/vnd.acme", false},
	} {
		if got := Same(c.claimed, c.seen); got != c.want {
			t.Errorf("%s: Same(%q, %q) is %v", c.why, c.claimed, c.seen, got)
		}
	}
}

// TestSameLaws holds for all pairs of the list.
func TestSameLaws(t *testing.T) {
	for _, r := range rows {
		typ := ByMIME(r.mime)
		if !Same(r.mime, r.mime) || !Same(octets, r.mime) || !Same("", r.mime) {
			t.Errorf("%s is not itself", r.mime)
		}
		for _, w := range typ.Within {
			if !Same(r.mime, w) || Same(w, r.mime) == typ.Executable {
				t.Errorf("%s and %s", r.mime, w)
			}
		}
		for _, alias := range typ.Aliases {
			for _, o := range rows {
				if Same(alias, o.mime) != Same(r.mime, o.mime) || Same(o.mime, alias) != Same(o.mime, r.mime) {
					t.Errorf("%s and %s differ towards %s", r.mime, alias, o.mime)
				}
			}
		}
	}
}
