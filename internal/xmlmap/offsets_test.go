package xmlmap_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// TestLocateOffsets: the places in a stream are those in memory, whatever the pieces it comes in.
func TestLocateOffsets(t *testing.T) {
	for name, text := range map[string]string{
		"lines":    strings.Repeat("<a>ü\r\n€</a>\n", 300),
		"one line": "<?xml version=\"1.0\"?>" + strings.Repeat("<äöü/>", 20000),
		"short":    "<a/>",
	} {
		var offsets []int64
		for i := strings.IndexByte(text, '<'); i >= 0 && i < len(text); {
			offsets = append(offsets, int64(i), int64(i))
			k := strings.IndexByte(text[i+1:], '<')
			if k < 0 {
				break
			}
			i += 1 + k
		}
		got, err := xmlmap.LocateOffsets(iotest.HalfReader(strings.NewReader(text)), offsets)
		if err != nil {
			t.Fatal(err)
		}
		var l xmlmap.Locator
		for i, off := range offsets {
			want := l.In(text, int(off))
			if got[i] != want {
				t.Fatalf("%s: offset %d: %+v, want %+v", name, off, got[i], want)
			}
		}
		if last := got[len(got)-1]; last.Line != 1+strings.Count(text[:last.Offset], "\n") {
			t.Errorf("%s: %+v", name, last)
		}
	}
}
