// Package pdfa finds what keeps a PDF of a stranger from being PDF/A-3b (ISO 19005-3).
package pdfa

import (
	"context"
	"fmt"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// Problem is something that PDF/A-3b does not allow.
type Problem struct {
	Clause  string // of ISO 19005-3: "6.2.11.4.1"
	Page    int    // of the input, from 1; 0: on none
	Object  int    // number in the input; 0: none
	Message string
	Mended  bool
}

// Mend looks for fonts that are not embedded.
func Mend(ctx context.Context, d *pdf.Doc) (all []Problem, err error) {
	seen := map[int]bool{}
	for p := range d.AllPages() {
		for _, e := range d.Dict(d.Dict(p.Resources).Get("Font")) {
			ref, _ := e.Value.(pdf.Ref)
			font := d.Dict(e.Value)
			if seen[ref.Num] || d.Name(font.Get("Subtype")) == "Type3" {
				continue
			}
			seen[ref.Num] = true
			if inside := d.Array(font.Get("DescendantFonts")); len(inside) > 0 {
				font = d.Dict(inside[0])
			}
			f := d.Dict(font.Get("FontDescriptor"))
			if f.Get("FontFile") == nil && f.Get("FontFile2") == nil && f.Get("FontFile3") == nil {
				all = append(all, Problem{Clause: "6.2.11.4.1", Page: p.Number, Object: ref.Num, Message: fmt.Sprintf("the font %s is not embedded", d.Name(font.Get("BaseFont")))})
			}
		}
	}
	return all, ctx.Err()
}
