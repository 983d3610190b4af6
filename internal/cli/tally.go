package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// tally counts documents by what became of them.
type tally struct {
	words                  []string
	times                  []int
	failed, before, notRun int
}

func (t *tally) add(word string, failed bool) {
	i := slices.Index(t.words, word)
	if i < 0 {
		i = len(t.words)
		t.words, t.times = append(t.words, word), append(t.times, 0)
	}
	t.times[i]++
	if failed {
		t.failed++
	}
}

func (t *tally) all() (n int) {
	for _, k := range t.times {
		n += k
	}
	return n + t.notRun
}

// timed is the number of documents from which a summary says how long they took.
const timed = 1000

func (t *tally) summary(took time.Duration) string {
	var parts []string
	for i, word := range t.words {
		parts = append(parts, fmt.Sprintf("%d %s", t.times[i], word))
	}
	if t.notRun > 0 {
		parts = append(parts, fmt.Sprintf("%d not run", t.notRun))
	}
	s := plural(t.all(), "document") + ": " + strings.Join(parts, ", ")
	if t.before > 0 {
		s += fmt.Sprintf(" (%d of them before, by the journal)", t.before)
	}
	if n := t.all() - t.before - t.notRun; n >= timed {
		s += fmt.Sprintf("; %.1f s, %.0f a second", took.Seconds(), float64(n)/took.Seconds())
	}
	return s
}
