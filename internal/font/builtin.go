package font

import (
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
)

// Regular is Liberation Sans (SIL Open Font License 1.1): Latin, Greek and Cyrillic.
func Regular() (*Font, error) { return regular() }

// Bold is Liberation Sans Bold.
func Bold() (*Font, error) { return bold() }

// Fonts do not change: they are read once.
var (
	regular = sync.OnceValues(func() (*Font, error) { return Parse(liberationsansregular.TTF) })
	bold    = sync.OnceValues(func() (*Font, error) { return Parse(liberationsansbold.TTF) })
)
