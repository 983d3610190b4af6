package facturae_test

import (
	"fmt"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturae"
)

// BenchmarkBridge takes documents of many lines there and back: the time for one line
// should not depend on their number.
func BenchmarkBridge(b *testing.B) {
	for _, lines := range []int{100, 1000, 10000} {
		f := workshop()
		inv := &f.Invoices[0]
		for len(inv.Items) < lines {
			inv.Items = append(inv.Items, inv.Items[0])
		}
		for i := range inv.Items {
			inv.Items[i].SequenceNumber = einvoice.NewDecimal(int64(i+1), 0)
			inv.Items[i].ReceiverTransactionReference = fmt.Sprint("P-", i)
		}
		b.Run(fmt.Sprint(lines, " lines"), func(b *testing.B) {
			for b.Loop() {
				all, err := facturae.ToInvoices(f, facturae.ToOptions{})
				if err != nil {
					b.Fatal(err)
				}
				c, err := facturae.FromInvoices([]*einvoice.Invoice{&all[0].Invoice}, facturae.FromOptions{})
				if err != nil || c.Facturae.Invoices[0].Items[lines-1].ReceiverTransactionReference != fmt.Sprint("P-", lines-1) {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
		})
	}
}
