// Package facturae reads and writes Facturae, the invoice format of Spain's public
// administrations, in its versions 3.2, 3.2.1 and 3.2.2, alone or in batches, and
// converts to and from the invoice model of EN 16931-1, and signs and verifies it (XAdES).
//
//	doc, err := facturae.Parse(data)                       // doc.Facturae, doc.Losses
//	xml, losses, err := facturae.Build(&doc.Facturae)      // as 3.2.2
//	converted, err := facturae.ToInvoices(&doc.Facturae, facturae.ToOptions{})
//	made, err := facturae.FromInvoices(invoices, facturae.FromOptions{}) // made.Facturae
//	signed, err := facturae.Sign(xml, facturae.SignOptions{Identity: id, Time: now})
//	v, err := facturae.Verify(signed, facturae.VerifyOptions{})          // v.Integrity, v.Profile, v.Trust
//
// Facturae is no syntax of EN 16931: its document has a type of its own, whose fields
// are called and ordered like the elements of the schema. Places that only wrap others
// (Parties, Items, PaymentDetails ...) have no type.
//
// Nothing is dropped in silence: what a document holds beyond the type is in
// Document.Losses, what a version or the other model cannot hold is among the losses of
// Build, ToInvoices and FromInvoices.
package facturae
