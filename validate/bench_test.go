package validate_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/cii"
	"github.com/einvoice-go/einvoice/internal/published"
	"github.com/einvoice-go/einvoice/internal/sample"
	"github.com/einvoice-go/einvoice/ubl"
	"github.com/einvoice-go/einvoice/validate"
)

type benchmark struct {
	name string
	data []byte
}

// benchmarks are the sample in both syntaxes with more and more lines, and the first
// example of Peppol BIS Billing 3.0 where it is at hand.
func benchmarks(b *testing.B) (all []benchmark) {
	if data := published.BaseExample(b); data != nil {
		all = append(all, benchmark{"peppol-base-example", data})
	}
	for _, lines := range []struct {
		name string
		n    int
	}{{"lines=10", 10}, {"lines=1000", 1000}, {"lines=10000", 10000}} {
		inv := sample.WithLines(lines.n)
		if _, err := (einvoice.CalculateOptions{Overwrite: true}).Calculate(inv); err != nil {
			b.Fatal(err)
		}
		u, _, err := ubl.Build(inv)
		if err != nil {
			b.Fatal(err)
		}
		c, _, err := cii.Build(inv)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, benchmark{"ubl/" + lines.name, u}, benchmark{"cii/" + lines.name, c})
	}
	return all
}

// benchOptions choose what the documents claim: the schema and EN 16931, and Peppol in the
// example.
var benchOptions = validate.Options{}

// BenchmarkDocument is reading and validating, in memory and as a stream, next to encoding/xml only
// reading the tokens of the same bytes.
func BenchmarkDocument(b *testing.B) {
	for _, d := range benchmarks(b) {
		b.Run("tokenizer/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			for b.Loop() {
				tokens(b, d.data)
			}
		})
		b.Run("memory/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := validate.Document(context.Background(), d.data, benchOptions)
				mustBeValid(b, r, err)
			}
		})
		b.Run("stream/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			b.ReportAllocs()
			open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.data)), nil }
			for b.Loop() {
				r, err := validate.Stream(context.Background(), open, benchOptions)
				mustBeValid(b, r, err)
			}
		})
	}
}

func tokens(b *testing.B, data []byte) {
	for t := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := t.Token(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

func mustBeValid(b *testing.B, r *validate.Report, err error) {
	if err != nil || r.Status != validate.Valid || len(r.RuleSets) < 2 {
		b.Fatal(err, r)
	}
}

// BenchmarkFacturae is reading and validating Facturae, by schema and rules: our sample, which has most of the format, and a
// batch of many invoices, next to encoding/xml only reading the tokens of the same bytes.
func BenchmarkFacturae(b *testing.B) {
	for _, d := range []benchmark{{"invoice", sample.Facturae("invoice")}, {"batch=1000", manyInvoices(b, 1000)}} {
		b.Run("tokenizer/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			for b.Loop() {
				tokens(b, d.data)
			}
		})
		for name, o := range map[string]validate.Options{"memory/": {}, "schema/": {Rules: []string{"schema"}}} {
			b.Run(name+d.name, func(b *testing.B) {
				b.SetBytes(int64(len(d.data)))
				b.ReportAllocs()
				for b.Loop() {
					r, err := validate.Document(context.Background(), d.data, o)
					if err != nil || r.Status != validate.Valid || len(r.RuleSets) == 0 {
						b.Fatal(err, r)
					}
				}
			})
		}
		b.Run("stream/"+d.name, func(b *testing.B) {
			b.SetBytes(int64(len(d.data)))
			b.ReportAllocs()
			open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(d.data)), nil }
			for b.Loop() {
				r, err := validate.Stream(context.Background(), open, benchOptions)
				mustBeValid(b, r, err)
			}
		})
	}
}

// manyInvoices is a batch of as many invoices, all different, whose sums are right.
func manyInvoices(t testing.TB, n int) []byte {
	xml := string(sample.Facturae("batch"))
	start, end := strings.Index(xml, "<Invoice>"), strings.Index(xml, "</Invoice>")+len("</Invoice>")
	rest := strings.Index(xml, "</Invoices>")
	head := strings.NewReplacer("<TotalAmount>302.40<", fmt.Sprintf("<TotalAmount>%d.%02d<", n*25240/100, n*25240%100), "<InvoicesCount>2<", fmt.Sprintf("<InvoicesCount>%d<", n), "99999999R21B", "99999999R1B").Replace(xml[:start])
	var b bytes.Buffer
	b.WriteString(head)
	for i := range n {
		b.WriteString(strings.Replace(xml[start:end], "<InvoiceNumber>21<", fmt.Sprintf("<InvoiceNumber>%d<", i+1), 1))
	}
	b.WriteString(xml[rest:])
	return b.Bytes()
}
