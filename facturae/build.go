package facturae

import (
	"errors"
	"fmt"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// BuildOptions say how to write. The zero value is right for most uses.
type BuildOptions struct {
	Version Version // "": 3.2.2
	Compact bool    // no line breaks and indentation
}

// LengthError is the Err of a *einvoice.BuildError about text that is too long for its
// element.
type LengthError = xmlmap.LengthError

// Build writes a document as version 3.2.2: see BuildOptions.Build.
func Build(f *Facturae) (xml []byte, losses []einvoice.Loss, err error) {
	return BuildOptions{}.Build(f)
}

// Build writes a document. Numbers get the decimals that the version demands: zeros are
// added, and what has to be rounded (half away from zero) is a loss, as is everything
// that the version has no place or no code for. Text is never cut: one that is too long
// for its element gives a *einvoice.BuildError, as do text that XML cannot hold, a day
// that does not exist and a number that the version cannot write. Elements that the
// schema demands and that have no value are written empty where they are text.
//
// Build does not judge the document: see package validate. It does not sign: see Sign.
func (o BuildOptions) Build(f *Facturae) (xml []byte, losses []einvoice.Loss, err error) {
	of, err := formatOf(o.Version)
	if err != nil {
		return nil, nil, err
	}
	if f == nil {
		f = new(Facturae)
	}
	fitted, losses, err := of.fit(f)
	if err != nil {
		return nil, nil, err
	}
	lose := func(place, why string) {
		losses = append(losses, einvoice.Loss{Kind: einvoice.LossConstant, Place: place, Value: valueAt(fitted, place), Why: why})
	}
	xml, err = of.codec.Append(make([]byte, 0, f.guess()), fitted, xmlmap.Options{Profile: of.bit, Compact: o.Compact, Lose: lose})
	if err != nil {
		return nil, nil, buildError(err)
	}
	of.rest().Each(fitted, func(place string) {
		losses = append(losses, einvoice.Loss{Kind: einvoice.LossUnbound, Place: place, Value: valueAt(fitted, place),
			Why: "Facturae " + string(of.version) + " has no place for it"})
	})
	return xml, losses, nil
}

// guess is about how many bytes a document will take.
func (f *Facturae) guess() int {
	n := 4 << 10
	for i := range f.Invoices {
		n += (2 + len(f.Invoices[i].Items)) << 10
	}
	return min(n, 1<<20)
}

// buildError gives an error of the writer its place in the document.
func buildError(err error) error {
	var e *xmlmap.PlaceError
	if !errors.As(err, &e) {
		return err
	}
	return &einvoice.BuildError{Place: e.Place, Path: e.Path, Err: e.Err}
}

// fit is the document as a version can hold it: what moves, and which codes it lacks.
// The document itself stays as it is.
func (f *format) fit(of *Facturae) (*Facturae, []einvoice.Loss, error) {
	c := *of
	c.FileHeader.SchemaVersion = string(f.version)
	if f.version == V322 {
		return &c, nil, nil
	}
	d := downgrade{version: f.version}
	c.Invoices = append([]Invoice(nil), of.Invoices...)
	for i := range c.Invoices {
		d.place = fmt.Sprintf("Invoices[%d]", i)
		if err := d.invoice(&c.Invoices[i]); err != nil {
			return nil, nil, err
		}
	}
	return &c, d.losses, nil
}
