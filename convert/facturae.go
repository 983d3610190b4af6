package convert

import (
	"fmt"
	"slices"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
	"github.com/einvoice-go/einvoice/internal/open"
)

// checkFacturae tells whether the options for Facturae make sense.
func (o Options) checkFacturae() error {
	versions := []facturae.Version{"", facturae.V32, facturae.V321, facturae.V322}
	switch {
	case !slices.Contains(versions, o.Version):
		return fmt.Errorf("%w: %q (there are 3.2.2, 3.2.1 and 3.2)", ErrVersion, o.Version)
	case o.Version != "" && o.To != Facturae:
		return fmt.Errorf("%w: versions are those of Facturae, the target is %s", ErrVersion, o.To)
	case o.Profile != "" && o.To == Facturae:
		return fmt.Errorf("%w: documents in Facturae claim no specification", ErrProfile)
	}
	return o.FromFacturae.Check()
}

// toFacturae writes invoices of the model as one document.
func (o Options) toFacturae(invoices []*einvoice.Invoice, r *Result) (out []byte, lost []einvoice.Loss, err error) {
	made, err := facturae.FromInvoices(invoices, o.ToFacturae)
	if err != nil {
		return nil, nil, err
	}
	r.To = o.version("").Format()
	r.Notes = append(r.Notes[:len(r.Notes):len(r.Notes)], made.Notes...)
	out, lost, err = facturae.BuildOptions{Version: o.version(""), Compact: o.Compact}.Build(&made.Facturae)
	return out, append(made.Losses, lost...), err
}

// version is the one to write, for a source of a version.
func (o Options) version(of facturae.Version) facturae.Version {
	switch {
	case o.Version != "":
		return o.Version
	case of != "":
		return of
	}
	return facturae.V322
}

// rewrite writes a document in Facturae, or a part of one, again: it does not go through
// the model, so what the model lacks stays. The result has been made for the model.
func (o Options) rewrite(s open.Source, f *facturae.Facturae, r *Result) error {
	if err := o.checkFacturae(); err != nil {
		return err
	}
	version := o.version(s.Facturae.Version)
	r.To = version.Format()
	r.Losses, r.Notes = s.Facturae.Losses, s.Facturae.Notes
	out, lost, err := facturae.BuildOptions{Version: version, Compact: o.Compact}.Build(f)
	if err != nil {
		return err
	}
	if f == &s.Facturae.Facturae { // the places are those of the source
		open.Place(s.Document.Format, s.Data, lost)
	}
	r.Losses = append(r.Losses[:len(r.Losses):len(r.Losses)], lost...)
	if err := o.strict(r); err != nil {
		return err
	}
	r.Output = out
	return nil
}

// Batch converts several documents into one of Facturae, which is a batch: their sellers,
// buyers and currencies must be the same. Documents in Facturae are joined as they are if
// all are. The losses and notes are those of all documents.
func Batch(documents [][]byte, o Options) (*Result, error) {
	r := &Result{To: o.version("").Format()}
	if o.To != Facturae {
		return r, fmt.Errorf("%w: %q: batches are made in Facturae only", ErrTarget, o.To)
	}
	if err := o.checkFacturae(); err != nil {
		return r, err
	}
	var parts []*facturae.Facturae
	var invoices []*einvoice.Invoice
	var reading []einvoice.Loss // what documents in Facturae hold beyond the format
	for i, data := range documents {
		all, err := open.ReadAll(data, open.Options{FromFacturae: o.FromFacturae, Intake: o.Intake})
		if err != nil {
			return r, fmt.Errorf("document %d: %w", i+1, err)
		}
		for _, s := range all {
			invoices = append(invoices, &s.Document.Invoice)
			r.Losses = append(r.Losses, s.Document.Losses...)
			r.Notes = append(r.Notes, s.Document.Notes...)
		}
		if doc := all[0].Facturae; doc != nil {
			parts = append(parts, &doc.Facturae)
			reading = append(reading, doc.Losses...)
		}
	}
	if len(parts) == len(documents) {
		return r, o.join(parts, reading, r)
	}
	out, lost, err := o.toFacturae(invoices, r)
	if err != nil {
		return r, err
	}
	r.Losses = append(r.Losses, lost...)
	if err := o.strict(r); err != nil {
		return r, err
	}
	r.Output = out
	return r, nil
}

// join makes a batch of documents in Facturae. What the model lacks is not lost here, only
// what was lost by reading.
func (o Options) join(parts []*facturae.Facturae, reading []einvoice.Loss, r *Result) error {
	r.Losses, r.Notes = reading, nil
	joined, err := facturae.Join(parts...)
	if err != nil {
		return err
	}
	out, lost, err := facturae.BuildOptions{Version: o.version(""), Compact: o.Compact}.Build(joined)
	if err != nil {
		return err
	}
	r.Losses = append(r.Losses, lost...)
	if err := o.strict(r); err != nil {
		return err
	}
	r.Output = out
	return nil
}
