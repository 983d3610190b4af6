package attach

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// pieces is a source of given pieces.
type pieces []string

func (p *pieces) next() ([]byte, error) {
	for len(*p) > 0 {
		s := (*p)[0]
		*p = (*p)[1:]
		if s != "" {
			return []byte(s), nil
		}
	}
	return nil, nil
}

func (p *pieces) at(i int, e *Error) error { e.Index = i; return e }

func decode(parts ...string) (out []byte, notes []NoteCode, err error) {
	p := pieces(parts)
	r := &base64Reader{src: &p, note: func(c NoteCode, _ string) { notes = append(notes, c) }}
	out, err = io.ReadAll(r)
	return out, notes, err
}

func TestBase64(t *testing.T) {
	for _, c := range []struct {
		text, want string
		note       NoteCode
	}{
		{"", "", ""},
		{"QQ==", "A", ""},
		{"QUI=", "AB", ""},
		{"QUJD", "ABC", ""},
		{"QUJDRA==", "ABCD", ""},
		{" Q\tU\r\nJD \n", "ABC", ""},
		{"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""},
		{"QQ", "A", NotePadding},
		{"QUI", "AB", NotePadding},
		{"QQ=", "A", NotePadding},
		{"QQ= =", "A", ""},
		{"-_-_", "\xfb\xff\xbf", NoteURLAlphabet},
		{"QR==", "A", NoteBits},
		{"QUJDRA====", "ABCD", NotePadding},
		{"QUJD=", "ABC", NotePadding},
		{"=", "", NotePadding},
	} {
		for cut := range len(c.text) + 1 {
			out, notes, err := decode(c.text[:cut], c.text[cut:])
			if err != nil || string(out) != c.want || (c.note != "") != slices.Contains(notes, c.note) || c.note == "" && len(notes) > 0 {
				t.Errorf("%q in two at %d: %q %v %v", c.text, cut, out, notes, err)
			}
		}
	}
}

func TestNotBase64(t *testing.T) {
	for _, c := range []struct {
		text string
		code ErrorCode
		at   int
	}{
		{"Q", ErrTruncated, 0},
		{"QUJDR", ErrTruncated, 0},
		{"QU*D", ErrBase64, 2},
		{"QUJDQUJDQUJ!", ErrBase64, 11},
		{"QQ==QUJD", ErrBase64, 4},
		{"=QQ=", ErrBase64, 1},
		{"QUJD=QQ=", ErrBase64, 5},
		{"Q===", ErrBase64, 1},
		{"QUJD\x00", ErrBase64, 4},
		{"QUJDé", ErrBase64, 4},
		{"QUI=*", ErrBase64, 4},
	} {
		_, _, err := decode(c.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Index != c.at {
			t.Errorf("%q: %+v", c.text, err)
		}
	}
}

// TestBase64Reads reads in pieces of all sizes.
func TestBase64Reads(t *testing.T) {
	raw := bytes.Repeat([]byte("The quick brown fox, \x00\xff\n"), 500)
	text := base64.StdEncoding.EncodeToString(raw)
	for _, width := range []int{1, 3, 4, 60, 76, 1000, len(text)} {
		var lines []string
		for s := range slices.Chunk([]byte(text), width) {
			lines = append(lines, string(s)+"\n")
		}
		p := pieces(lines)
		if err := iotest.TestReader(&base64Reader{src: &p, note: func(NoteCode, string) {}}, raw); err != nil {
			t.Errorf("lines of %d: %v", width, err)
		}
	}
}

// FuzzBase64: what encoding/base64 decodes is decoded alike, whatever the pieces, and
// what is decoded encodes to the text again.
func FuzzBase64(f *testing.F) {
	for _, s := range []string{"", "QUJD", "QQ==", "QUI=", "Q U\nI", "-_", "QUJDREVGR0g=", "=", "QR==", "00\u00a00", "Q\u200bU\ufeffJD"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, cut int) {
		cut = min(max(cut, 0), len(text))
		out, notes, err := decode(text[:cut], text[cut:])
		want, stdErr := base64.StdEncoding.DecodeString(text)
		bare := strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "", "=", "", "\u00a0", "", "\u200b", "", "\ufeff", "").Replace(text) // the last three are read over with a note
		switch {
		case stdErr == nil && (err != nil || !bytes.Equal(out, want)):
			t.Errorf("%q: %q %v, encoding/base64 says %q", text, out, err, want)
		case err == nil && stdErr != nil && len(notes) == 0 && !strings.ContainsAny(text, " \t"):
			t.Errorf("%q: decoded without a note, encoding/base64 says %v", text, stdErr)
		case err == nil && !slices.Contains(notes, NoteBits):
			again := base64.RawStdEncoding.EncodeToString(out)
			if again != strings.NewReplacer("-", "+", "_", "/").Replace(bare) {
				t.Errorf("%q: encodes to %q", text, again)
			}
		}
	})
}
