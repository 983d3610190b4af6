// Package pdfcpu is the one place that knows github.com/pdfcpu/pdfcpu: it hands it
// documents that package pdf has read and written anew in their plainest form.
//
// pdfcpu by itself cannot be given documents of strangers: 1 MB of "1 0 obj" keeps it busy
// for a minute and without heeding its context, cross-reference streams inflate to
// gigabytes past its limits, and it refuses encrypted documents that others read. None of
// that is left in a plain document: no cross-reference stream, no object stream, no
// encryption, no table to be repaired, no object other than a stream beyond 1 MiB.
package pdfcpu

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// The most that a document may have to be handed to pdfcpu, which reads all of it.
const (
	mostObjects = 200_000
	mostValues  = 5_000_000
)

// configure keeps pdfcpu from making a folder of its own in the user's home. The variable
// is that of the whole process, so it is set once.
var configure = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// Open reads a document. The errors are *pdf.Error, or what ctx says.
func Open(ctx context.Context, data []byte, l pdf.Limits) (_ *model.Context, err error) {
	defer guard(&err)
	if l.Objects == 0 {
		l.Objects = mostObjects
	}
	if l.Values == 0 {
		l.Values = mostValues
	}
	d, err := pdf.Open(ctx, data, l)
	if err != nil {
		return nil, err
	}
	plain, err := d.Plain()
	if err != nil {
		return nil, err
	}
	c, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(plain), Configuration())
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &pdf.Error{Code: pdf.Damaged, Message: "the PDF is damaged: " + err.Error(), Err: err}
	}
	return c, nil
}

// Configuration is one that touches neither the user's home nor the network.
func Configuration() *model.Configuration {
	configure()
	c := model.NewDefaultConfiguration()
	c.Offline = true
	c.ValidationMode = model.ValidationRelaxed
	c.Optimize, c.OptimizeBeforeWriting = false, false
	c.Limits.MaxDecodeBytes = 64 << 20
	return c
}

// guard turns a panic into an error.
func guard(err *error) {
	if p := recover(); p != nil {
		*err = &pdf.Error{Code: pdf.Damaged, Message: fmt.Sprintf("the PDF is damaged: %v", p)}
	}
}
