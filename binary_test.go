package einvoice

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

var base64Texts = []struct {
	name, text string
	want       string
	bad        bool
}{
	{"three bytes", "QUJD", "ABC", false},
	{"padding of one", "QUI=", "AB", false},
	{"padding of two", "QQ==", "A", false},
	{"white space of XML", " QU\r\n\tJD\n", "ABC", false},
	{"only white space", " \n", "", false},
	{"the whole alphabet", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
		"\x00\x10\x83\x10Q\x87 \x92\x8b0\xd3\x8fA\x14\x93QU\x97a\x96\x9bq\xd7\x9f\x82\x18\xa3\x92Y\xa7\xa2\x9a\xab\xb2\xdb\xaf\xc3\x1c\xb3\xd3]\xb7\xe3\x9e\xbb\xf3\xdf\xbf", false},

	{"no padding", "QQ", "", true},
	{"half a padding", "QQ=", "", true},
	{"one character", "QUJDQ", "", true},
	{"a character outside", "QU*D", "", true},
	{"the alphabet of URLs", "-_-_", "", true},
	{"a data URI", "data:text/plain;base64,QUJD", "", true},
	{"something after the padding", "QQ==QUJD", "", true},
	{"padding first", "=QUJ", "", true},
	// The standard library decodes piece by piece, and forgets between two pieces
	// that the padding was the end.
	{"something after the padding of a full piece", strings.Repeat("A", 1020) + "QQ==" + "QUJD", "", true},
	{"padding after the padding of a full piece", strings.Repeat("A", 1020) + "QQ==" + "====", "", true},
}

func TestBinaryBase64(t *testing.T) {
	for _, c := range base64Texts {
		t.Run(c.name, func(t *testing.T) {
			b := BinaryBase64(c.text)
			for name, read := range map[string]func(io.Reader) ([]byte, error){
				"in one piece": io.ReadAll,
				"by the byte":  func(r io.Reader) ([]byte, error) { return io.ReadAll(iotest.OneByteReader(r)) },
			} {
				r, err := b.Open()
				if err != nil {
					t.Fatal(err)
				}
				got, err := read(r)
				r.Close()
				if c.bad {
					if !errors.Is(err, ErrBase64) {
						t.Errorf("%s: %q, %v; want ErrBase64", name, got, err)
					}
				} else if err != nil || string(got) != c.want {
					t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
				}
			}
			if text, err := b.Base64(); text != c.text || err != nil {
				t.Errorf("Base64 = %q, %v; want it as it came", text, err)
			}
		})
	}
}

// FuzzBinaryBase64 holds the streaming decoder against decoding in one piece.
func FuzzBinaryBase64(f *testing.F) {
	for _, c := range base64Texts {
		f.Add(c.text)
	}
	clean := strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := BinaryBase64(text).Bytes()
		want, wantErr := base64.StdEncoding.DecodeString(clean.Replace(text))
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%q: %q, %v; in one piece %q, %v", text, got, err, want, wantErr)
		}
		if err != nil && !errors.Is(err, ErrBase64) {
			t.Fatalf("%q: %v is not ErrBase64", text, err)
		}
	})
}

func TestBinaryPresence(t *testing.T) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("ABC")), nil }
	for _, c := range []struct {
		name string
		b    Binary
		set  bool
	}{
		{"zero", Binary{}, false},
		{"no bytes", BinaryBytes(nil), true},
		{"empty bytes", BinaryBytes([]byte{}), true},
		{"bytes", BinaryBytes([]byte("ABC")), true},
		{"no text", BinaryBase64(""), false},
		{"text", BinaryBase64("QUJD"), true},
		{"opener", BinaryFrom(open), true},
	} {
		if c.b.IsSet() != c.set || c.b.IsZero() == c.set {
			t.Errorf("%s: IsSet %t, IsZero %t", c.name, c.b.IsSet(), c.b.IsZero())
		}
		j, err := json.Marshal(struct {
			B Binary `json:"b,omitzero"`
		}{c.b})
		if strings.Contains(string(j), `"b"`) != c.set || err != nil {
			t.Errorf("%s: %s, %v", c.name, j, err)
		}
	}
}

func TestBinaryContent(t *testing.T) {
	opened := 0
	all := []Binary{
		BinaryBytes([]byte("ABC")),
		BinaryBase64("QU JD"),
		BinaryFrom(func() (io.ReadCloser, error) { opened++; return io.NopCloser(strings.NewReader("ABC")), nil }),
	}
	for i, a := range all {
		for j, b := range all {
			if !a.Equal(b) {
				t.Errorf("contents %d and %d differ", i, j)
			}
		}
		if got, err := a.Bytes(); err != nil || string(got) != "ABC" {
			t.Errorf("content %d: Bytes = %q, %v", i, got, err)
		}
		text, err := a.Base64()
		if strings.ReplaceAll(text, " ", "") != "QUJD" || err != nil {
			t.Errorf("content %d: Base64 = %q, %v", i, text, err)
		}
		if a.digest() != all[0].digest() || !strings.HasPrefix(a.digest(), "sha256:") {
			t.Errorf("content %d: digest %s, want %s", i, a.digest(), all[0].digest())
		}
		if other := BinaryBytes([]byte("ABD")); a.Equal(other) || a.Equal(Binary{}) || (Binary{}).Equal(a) {
			t.Errorf("content %d equals something else", i)
		}
	}
	if opened < 2 {
		t.Errorf("opened %d times: the content must be read anew each time", opened)
	}
	if bad := BinaryBase64("*"); bad.Equal(all[0]) || !bad.Equal(bad) {
		t.Error("malformed text equals other content, or not itself")
	}
}

func TestBinaryBytesAreCopied(t *testing.T) {
	b := BinaryBytes([]byte("ABC"))
	got, _ := b.Bytes()
	got[0] = 'X'
	if again, _ := b.Bytes(); string(again) != "ABC" {
		t.Errorf("the caller changed the content: %q", again)
	}
}

// TestBinaryErrors: what the opener says must arrive.
func TestBinaryErrors(t *testing.T) {
	gone, torn := errors.New("gone"), errors.New("torn")
	for _, c := range []struct {
		name string
		b    Binary
		want error
	}{
		{"open fails", BinaryFrom(func() (io.ReadCloser, error) { return nil, gone }), gone},
		{"read fails", BinaryFrom(func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(torn)), nil }), torn},
	} {
		if _, err := c.b.Bytes(); !errors.Is(err, c.want) {
			t.Errorf("%s: Bytes: %v", c.name, err)
		}
		if _, err := c.b.Base64(); !errors.Is(err, c.want) {
			t.Errorf("%s: Base64: %v", c.name, err)
		}
		if _, err := c.b.MarshalText(); !errors.Is(err, c.want) {
			t.Errorf("%s: MarshalText: %v", c.name, err)
		}
		if s := c.b.digest(); !strings.HasPrefix(s, "unreadable: ") {
			t.Errorf("%s: digest %s", c.name, s)
		}
	}
}
