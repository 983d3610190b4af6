// Package einvoice is the invoice model: every business term of EN 16931-1, the
// European standard for electronic invoices, as a Go field, with the extensions that
// Peppol BIS Billing 3.0, XRechnung and Factur-X EXTENDED use.
//
// It is the middle of the house: package ubl reads documents into it and writes
// them from it, package validate judges it. Here are its terms (Terms, TermAt), exact
// decimals that keep their scale, calendar dates, embedded files, sums (Calculate), a
// strict JSON form (ParseJSON, AppendJSON), and the losses and errors that readers and
// writers report.
//
//	inv := &einvoice.Invoice{Number: "2026-001", TypeCode: "380", Currency: "EUR"}
//	inv.Lines = append(inv.Lines, line)
//	differences, err := inv.Calculate()
//
// Absent, empty and zero are three things: see Invoice. Values may be copied and used
// by several goroutines as long as none writes.
package einvoice
