package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
)

// many writes small invoices to a folder of their own.
func many(t testing.TB, n uint64) string {
	t.Helper()
	folder := t.TempDir()
	for nth := range n {
		build := ubl.Build
		if nth%3 == 2 {
			build = cii.Build
		}
		xml, _, err := build(sample.Many(1, nth))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d.xml", nth)), xml, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// BenchmarkBatch measures documents a second through the whole command.
func BenchmarkBatch(b *testing.B) {
	const n = 2000
	folder := many(b, n)
	for _, jobs := range []string{"1", "2"} {
		for _, command := range []string{"validate --format json", "convert --to json -q"} {
			b.Run(command+" -j"+jobs, func(b *testing.B) {
				for b.Loop() {
					args := append(strings.Fields(command), "-j", jobs, folder)
					if strings.HasPrefix(command, "convert") {
						args = append(args, "-o", b.TempDir())
					}
					if status := Main(args, strings.NewReader(""), io.Discard, io.Discard); status != 0 {
						b.Fatal(status)
					}
				}
				b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "documents/s")
			})
		}
	}
}
