package report

import (
	"encoding/json"
	"io"

	"github.com/einvoice-go/einvoice/validate"
)

// lines is JSON, one object a line and a document.
type lines struct{ enc *json.Encoder }

func newJSON(w io.Writer, _ Options) Writer {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return lines{enc}
}

func (l lines) Add(r *validate.Report) error { return l.enc.Encode(r) }

func (l lines) Close() error { return nil }
