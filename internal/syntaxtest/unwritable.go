package syntaxtest

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// unwritable puts what XML cannot hold into every text of an invoice, one at a time:
// writing fails and names the place.
func (s *Syntax) unwritable(t *testing.T) {
	bad := []string{"a\x00b", "\x1F", "a\uFFFEb", "\uFFFF", "a\xFFb", "\xED\xA0\x80", "\x0B"}
	for k, w := range s.all() {
		step := 1
		if k >= len(s.Writers) {
			step = 5 // of profiles, some
		}
		_, left, err := w.Build(s.Filled(), false)
		if err != nil {
			t.Fatal(err)
		}
		unbound := map[string]bool{}
		for _, l := range left {
			unbound[l.Place] = true
		}
		tried := 0
		for i, v := range s.Filled().Values() {
			if i%step > 0 || strings.Contains(v.Place, "Lines[1]") {
				continue // enough of them
			}
			inv := s.Filled()
			if at := valueAt(inv, v.Place); at.Kind() == reflect.String {
				at.SetString(bad[i%len(bad)])
			} else if at.Type() == reflect.TypeFor[einvoice.Binary]() {
				at.Set(reflect.ValueOf(einvoice.BinaryBase64(bad[i%len(bad)])))
			} else {
				continue
			}
			_, _, err := w.Build(inv, false)
			_, werr := w.Write(io.Discard, inv, nil)
			if unbound[v.Place] {
				if err != nil || werr != nil {
					t.Errorf("%s: %s is not written, but %v, %v", w.Name, v.Place, err, werr)
				}
				continue
			}
			tried++
			var e *einvoice.BuildError
			var text xmlmap.TextError
			if !errors.As(err, &e) || !errors.As(err, &text) || werr == nil || err.Error() != werr.Error() {
				t.Errorf("%s: %s = %q: Build says %v, Write %v", w.Name, v.Place, bad[i%len(bad)], err, werr)
				continue
			}
			if !names(e.Place, v.Place) || !strings.Contains(err.Error(), e.Place) || !strings.HasPrefix(e.Path, "/") {
				t.Errorf("%s: %s: the error names %q, %q: %v", w.Name, v.Place, e.Place, e.Path, err)
			}
		}
		if tried < w.Least/3/step {
			t.Errorf("%s: only %d texts were tried", w.Name, tried)
		}
	}
}

// names tells whether the place in an error is good enough for a place: that of its
// element for an attribute, without indexes where the shapes differ, the group where
// the fields of one share a text.
func names(named, place string) bool {
	outer := func(s string) string { return s[:max(0, strings.LastIndexByte(s, '.'))] }
	n, p := unindexed(named), unindexed(place)
	exact := strings.Contains(named, "[]") || named == "Notes" || strings.HasPrefix(place, outer(named))
	return exact && n != "" && (n == p || n == outer(p) || outer(n) == outer(p))
}

// specialCharacters puts everything that XML has another use for into every text.
func (s *Syntax) specialCharacters(t *testing.T) {
	inv := s.Filled()
	for i, v := range inv.Values() {
		at := valueAt(inv, v.Place)
		if at.Kind() == reflect.String && !strings.HasSuffix(v.Place, ".SubjectCode") {
			at.SetString(fmt.Sprintf("%d\r\n\t\r \"'<&>&lt;&#13;]]>\u0085\u2028\U0001F600 ä\n.", i))
		}
	}
	for _, w := range s.all() {
		s.heldOrLost(t, w, inv, w.Least)
	}
}
