package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/einvoice-go/einvoice/facturae"
)

// facts is the file of --facts: what Facturae demands and invoices lack, and the
// conventions for what EN 16931-1 lacks.
type facts struct {
	facturae.FromOptions
	// SeriesEnds is the text that ends the series in an invoice number, as in "-".
	SeriesEnds string
	From       facturae.ToOptions
}

// readFacts reads the file of --facts; members that are not known are mistakes.
func (j *conversion) readFacts(name string) error {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("--facts %s: %w", name, plain(err))
	}
	var f facts
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return usagef("--facts %s: %s", name, strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return usagef("--facts %s: something follows the object", name)
	}
	if f.SeriesEnds != "" {
		f.SplitNumber = func(number string) (series, rest string) {
			if series, rest, ok := strings.Cut(number, f.SeriesEnds); ok {
				return series, rest
			}
			return "", number
		}
	}
	j.options.ToFacturae, j.options.FromFacturae = f.FromOptions, f.From
	return nil
}
