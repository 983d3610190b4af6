// Package mask replaces what is personal or secret in an invoice, so that a document that
// makes trouble can be shown to others: names, addresses, contacts, identifiers, accounts,
// references, texts, files. Syntax, codes, dates, amounts and quantities stay, and so does
// every byte that is not replaced.
//
//	out, report, err := mask.XML(data, mask.Options{Key: key})
//
// A value is replaced by one of the same shape: letters by letters, digits by digits, the
// rest as it is. Equal values have equal replacements, different ones different
// replacements; what has right check digits has right ones again, and what has none gets
// none; the country in front of a VAT identifier, the extension of a file name stay. So
// rules find what they found before: package validate has the same rules fire, which a
// test holds over published documents.
//
// # What a reader can still learn
//
// The lengths of values, where blanks and punctuation stand in them, which of them are
// equal; and all that stays: dates, amounts, currencies, countries, units, codes, rates.
// Who knows the amounts of an invoice can find it again. The names of elements and
// namespaces stay too, those of extensions among them.
//
// Replacements come from the key. Whoever has it can undo them, and can find short values
// by trying: take a random key and forget it, unless several documents have to be masked
// alike. Without the key, nobody can tell what stood there.
package mask

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/names"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Options say how to mask.
type Options struct {
	// Key decides what values are replaced by. The same key replaces equal values in
	// different documents alike. It must not be empty, and should be 32 random bytes.
	Key []byte
}

// ErrKey: there is no key.
var ErrKey = errors.New("masking needs a key")

// Report says what was masked. It holds nothing of what stood there.
type Report struct {
	Format       einvoice.Format `json:"format"`
	Masked       []Count         `json:"masked"`                 // by path, in the order of the document
	More         int             `json:"more,omitempty"`         // values at further paths, which are not listed
	Files        int             `json:"files,omitempty"`        // whose contents were replaced
	Comments     int             `json:"comments,omitempty"`     // that were removed
	Instructions int             `json:"instructions,omitempty"` // processing instructions that were removed
	Notes        []string        `json:"notes,omitempty"`
}

// Count is how many values were masked at a path.
type Count struct {
	Terms []string `json:"terms,omitempty"` // BT ids, if the path has some
	Path  string   `json:"path"`            // of the element or attribute, without indexes
	Count int      `json:"count"`
}

// Values is how many values were masked.
func (r *Report) Values() int {
	n := r.More
	for _, c := range r.Masked {
		n += c.Count
	}
	return n
}

// XML masks a document in UBL, CII, ZUGFeRD 1.0 or Facturae, also in an envelope, in any
// encoding that can be read. A signature stays where it is, and no longer holds.
//
// The errors are ErrKey and *einvoice.SyntaxError: of a document that cannot be read, and
// of one that is no invoice in XML. Of a hybrid PDF or a data: URI the XML has to be taken
// out first (facturx.Extract, attach.OpenDocument).
func XML(data []byte, o Options) ([]byte, *Report, error) {
	if len(o.Key) == 0 {
		return nil, nil, ErrKey
	}
	if len(data) > mostBytes {
		return nil, nil, &einvoice.SyntaxError{Code: einvoice.ErrLimit, Message: "the document is larger than 256 MiB"}
	}
	var out bytes.Buffer
	in, encoded, err := xmlmap.Transcode(bytes.NewReader(data), &out)
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return nil, nil, err
	}
	tokens, _, err := xmlmap.NewTokens(context.Background(), bytes.NewReader(data), names.Schema, xmlmap.Limits{})
	if err != nil {
		return nil, nil, err
	}
	w := &walker{Tokens: tokens, text: string(text), report: &Report{Masked: []Count{}}, values: newValues(o.Key), at: map[string]int{}}
	if err := w.run(); err != nil {
		return nil, nil, err
	}
	if err := w.write(encoded); err != nil {
		return nil, nil, err
	}
	return out.Bytes(), w.report, nil
}

const mostBytes = 256 << 20
