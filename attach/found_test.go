package attach_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
)

// TestFoundKinds: of two names with the same extensions, the second may play tricks.
func TestFoundKinds(t *testing.T) {
	for _, trick := range []string{"b.bat:.txt", "b.bat\u202e.txt", "b.bat\u200b.txt"} {
		for _, names := range [][]string{{trick}, {"a.bat.txt", trick}} {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			for _, name := range names {
				w, _ := z.Create(name)
				io.WriteString(w, "del *.txt")
			}
			z.Close()
			files, doc, err := attach.List(context.Background(), strings.NewReader(inFacturae(t, b64(b.String()))), attach.Options{})
			if all := attach.B2Brouter().Check(files, doc.Format); err != nil || len(all) != 1 {
				t.Errorf("%q: %v", names, all)
			}
		}
	}
}
