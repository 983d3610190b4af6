package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// progress counts on a terminal, on the standard error of a command whose own output
// goes elsewhere.
type progress struct {
	w      io.Writer // nil if nobody looks
	began  time.Time
	total  atomic.Int64 // 0 while it is not known
	n      int          // of documents
	failed int
	stop   atomic.Bool // counting them all

	lock  sync.Mutex
	shown time.Time
	drawn bool // there is something to wipe
}

// redrawn is how often progress is shown.
const redrawn = 200 * time.Millisecond

// newProgress counts if there is somebody to see it.
func newProgress(stderr io.Writer, hidden bool) *progress {
	p := &progress{began: time.Now()}
	if !hidden && isTerminal(stderr) {
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

// countAll finds out beside the run how many documents there are, where that costs
// little.
func (p *progress) countAll(s *source) {
	if p.w == nil || !s.repeatable() {
		return
	}
	go func() {
		n := int64(0)
		for range s.names() {
			if n++; p.stop.Load() {
				return
			}
		}
		p.total.Store(n)
	}()
}

func (p *progress) step(failed int) {
	p.n++
	p.failed = failed
	if p.w == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if now := time.Now(); now.Sub(p.shown) > redrawn && now.Sub(p.began) > redrawn {
		p.shown, p.drawn = now, true
		fmt.Fprintf(p.w, "\r%s\x1b[K", p.line(now.Sub(p.began)))
	}
}

// line says how far the run is.
func (p *progress) line(since time.Duration) string {
	total := int(p.total.Load())
	s := plural(p.n, "document")
	if total >= p.n {
		s = fmt.Sprintf("%d of %d documents", p.n, total)
	}
	rate := float64(p.n) / since.Seconds()
	s += fmt.Sprintf(", %.0f a second", rate)
	if p.failed > 0 {
		s += fmt.Sprintf(", %d failed", p.failed)
	}
	if total > p.n && rate > 0 {
		left := time.Duration(float64(total-p.n) / rate * float64(time.Second))
		s += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return s
}

// end wipes the line for good.
func (p *progress) end() {
	p.stop.Store(true)
	p.wipe()
}

func (p *progress) wipe() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// around is standard error for what is said while the progress is shown.
func (p *progress) around(w io.Writer) io.Writer {
	if p.w == nil {
		return w
	}
	return wiping{w, p}
}

// under is what around was given.
func (p *progress) under(w io.Writer) io.Writer {
	if w, ok := w.(wiping); ok {
		return w.Writer
	}
	return w
}

type wiping struct {
	io.Writer
	p *progress
}

func (w wiping) Write(b []byte) (int, error) {
	w.p.wipe()
	return w.Writer.Write(b)
}
