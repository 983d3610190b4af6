package pdfcpu

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/published"
)

func sample() *pdftest.Doc {
	return pdftest.Hybrid(pdftest.Metadata("a.txt", "BASIC"), pdftest.File{Name: "a.txt", MIME: "text/plain", Content: []byte("one")}, pdftest.File{Name: "b (1).txt", MIME: "text/plain", Content: bytes.Repeat([]byte("two "), 1000)})
}

// digests reads the files of a document with package pdf.
func digests(t *testing.T, data []byte) (all []string) {
	t.Helper()
	d, err := pdf.Open(t.Context(), data, pdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := d.Files()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		r, err := d.Content(f, 64<<20)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, digest(content))
	}
	slices.Sort(all)
	return all
}

func digest(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }

// theirs reads the files of a document with pdfcpu.
func theirs(t *testing.T, data []byte) (all []string) {
	t.Helper()
	c, err := Open(t.Context(), data, pdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	c.EnsureVersionForWriting()
	if err := api.ValidateContext(c); err != nil {
		t.Fatal(err)
	}
	files, err := c.ExtractAttachments(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, digest(content))
	}
	slices.Sort(all)
	return all
}

// TestSame: pdfcpu reads what we write in plain form, and finds the same files.
func TestSame(t *testing.T) {
	want := digests(t, sample().Bytes())
	for name, doc := range map[string][]byte{"table": sample().Bytes(), "packed": sample().Packed(), "damaged": bytes.ReplaceAll(sample().Bytes(), []byte("startxref"), nil)} {
		if got := theirs(t, doc); !slices.Equal(got, want) || len(got) != 2 {
			t.Errorf("%s: %d files of %d", name, len(got), len(want))
		}
	}
}

// TestEncrypted: what pdfcpu encrypts, in every way that it knows, we read.
func TestEncrypted(t *testing.T) {
	want := digests(t, sample().Bytes())
	for _, c := range []struct {
		aes  bool
		bits int
	}{{false, 40}, {false, 128}, {true, 128}, {true, 256}} {
		for _, password := range []string{"", "secret"} {
			t.Run(fmt.Sprint(c.aes, c.bits, password), func(t *testing.T) {
				conf := Configuration()
				conf.UserPW, conf.OwnerPW, conf.EncryptUsingAES, conf.EncryptKeyLength = password, "owner", c.aes, c.bits
				conf.Cmd = model.ENCRYPT
				var out bytes.Buffer
				if err := api.Encrypt(bytes.NewReader(sample().Bytes()), &out, conf); err != nil {
					t.Fatal(err)
				}
				if password != "" {
					if _, err := pdf.Open(t.Context(), out.Bytes(), pdf.Limits{}); !pdf.IsCode(err, pdf.Encrypted) {
						t.Error(err)
					}
					return
				}
				if got := digests(t, out.Bytes()); !slices.Equal(got, want) {
					t.Errorf("%d files of %d", len(got), len(want))
				}
				if got := theirs(t, out.Bytes()); !slices.Equal(got, want) {
					t.Errorf("in plain form: %d files of %d", len(got), len(want))
				}
			})
		}
	}
}

// TestPlain: written anew twice, a document is the same.
func TestPlain(t *testing.T) {
	var last []byte
	for _, doc := range [][]byte{sample().Bytes(), sample().Packed()} {
		for range 2 {
			d, err := pdf.Open(t.Context(), doc, pdf.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if doc, err = d.Plain(); err != nil {
				t.Fatal(err)
			}
		}
		if last != nil && !bytes.Equal(doc, last) {
			t.Error("differs by how it was packed")
		}
		last = doc
	}
	big := sample()
	big.Set(3, "<</Type/Page/Parent 2 0 R/A[%s]>>", bytes.Repeat([]byte("(0123456789abcdef)"), 200_000))
	if _, err := Open(t.Context(), big.Bytes(), pdf.Limits{}); !pdf.IsCode(err, pdf.Limit) {
		t.Error(err)
	}
	if _, err := Open(t.Context(), append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("1 0 obj\n"), 1<<17)...), pdf.Limits{}); !pdf.IsCode(err, pdf.Damaged) {
		t.Error(err)
	}
}

// TestHome: nothing is written to the user's home.
func TestHome(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "AppData"} {
		t.Setenv(name, home)
	}
	if _, err := Open(t.Context(), sample().Bytes(), pdf.Limits{}); err != nil {
		t.Fatal(err)
	}
	found, err := os.ReadDir(home)
	if err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

// TestPublishedPDFs: pdfcpu opens every published PDF in plain form, and finds no other
// files than we do.
func TestPublishedPDFs(t *testing.T) {
	folder := published.Folder(t, published.PDFs)
	read, failed := 0, 0
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".pdf" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		c, err := Open(t.Context(), data, pdf.Limits{})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return nil
		}
		read++
		c.EnsureVersionForWriting()
		if api.ValidateContext(c) != nil {
			failed++ // it is stricter than readers are
			return nil
		}
		own := digests(t, data)
		files, err := c.ExtractAttachments(nil)
		if (err != nil || len(files) != len(own)) && len(own) > 0 {
			t.Errorf("%s: %d files, of ours %d: %v", path, len(files), len(own), err)
		}
		for _, f := range files {
			content, err := io.ReadAll(f)
			if err != nil || !slices.Contains(own, digest(content)) {
				t.Errorf("%s: %s differs: %v", path, f.FileName, err)
			}
		}
		return nil
	})
	if err != nil || read == 0 {
		t.Error(read, err)
	}
	t.Logf("%d read, of which %d are not valid for pdfcpu", read, failed)
}
