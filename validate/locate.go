package validate

import (
	"io"
	"sort"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// byOffset lists the findings that have a place in the document, in its order.
func (r *Report) byOffset() (all []*Finding) {
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Offset >= 0 {
			all = append(all, f)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Offset < all[j].Offset })
	return all
}

// locate gives the findings their positions in a document held in memory.
func (r *Report) locate(text string) {
	var p xmlmap.Locator
	for _, f := range r.byOffset() {
		f.set(p.In(text, int(f.Offset)))
	}
}

// locateStream does it while reading the document once more.
func (r *Report) locateStream(in io.Reader) error {
	all := r.byOffset()
	offsets := make([]int64, len(all))
	for i, f := range all {
		offsets[i] = f.Offset
	}
	at, err := xmlmap.LocateOffsets(in, offsets)
	if err != nil {
		return err
	}
	for i, f := range all {
		f.set(at[i])
	}
	return nil
}

func (f *Finding) set(at einvoice.Location) {
	f.Line, f.Column, f.Excerpt, f.Exact = at.Line, at.Column, at.Excerpt, true
}
