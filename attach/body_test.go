package attach_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice/attach"
)

func TestOpenBody(t *testing.T) {
	long := pdf + strings.Repeat("0123456789", 20_000)
	for _, c := range []struct {
		name, body, want string
		form             attach.Form
		file, mime       string
	}{
		{"raw", long, long, attach.Raw, "", ""},
		{"base64", b64(long), long, attach.Base64, "", ""},
		{"base64 in lines", "\n" + b64(pdf)[:8] + "\r\n" + b64(pdf)[8:] + "\n", pdf, attach.Base64, "", ""},
		{"a data: URI", "data:application/pdf;name=a%20b.pdf;base64," + b64(long), long, attach.DataURI, "a b.pdf", "application/pdf"},
		{"a data: URI with escapes", "data:;base64," + strings.ReplaceAll(b64("hello"), "=", "%3D"), "hello", attach.DataURI, "", ""},
		{"a data: URI of text", "data:;base64," + b64("hello"), "hello", attach.DataURI, "", ""},
		{"text", "hello", "hello", attach.Raw, "", ""},
		{"text like base64", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", attach.Raw, "", ""},
		{"a data: URI of another kind", "data:text/plain,hello", "data:text/plain,hello", attach.Raw, "", ""},
		{"nothing", "", "", attach.Raw, "", ""},
	} {
		r, b := attach.OpenBody(struct{ io.Reader }{strings.NewReader(c.body)})
		got, err := io.ReadAll(r)
		if err != nil || string(got) != c.want || b.Form != c.form || b.Filename != c.file || b.MIME != c.mime || strings.HasPrefix(c.want, pdf) && b.Type != "application/pdf" {
			t.Errorf("%s: %d bytes, %+v, %v", c.name, len(got), b, err)
		}
	}
	r, _ := attach.OpenBody(strings.NewReader("data:application/pdf;base64," + b64(long) + "*"))
	var e *attach.Error
	if _, err := io.ReadAll(r); !errors.As(err, &e) || e.Code != attach.ErrBase64 || strings.Contains(e.Error(), "inner") {
		t.Errorf("%v", err)
	}
}
