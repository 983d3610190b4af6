package cli

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress counts on a terminal, on the standard error of a command whose own output
// goes elsewhere. The zero value says nothing.
type progress struct {
	w     io.Writer
	total int
	n     int
	shown time.Time
}

// newProgress counts up to total if there is somebody to see it.
func newProgress(stderr io.Writer, total int, elsewhere bool) *progress {
	p := &progress{total: total}
	if total > 1 && elsewhere && isTerminal(stderr) {
		p.w = stderr
	}
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) step() {
	p.n++
	if p.w != nil && time.Since(p.shown) > 100*time.Millisecond {
		p.shown = time.Now()
		fmt.Fprintf(p.w, "\r%d of %d", p.n, p.total)
	}
}

// clear wipes the line, for what is to be said and at the end.
func (p *progress) clear() {
	if p.w != nil && !p.shown.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = time.Time{}
	}
}
