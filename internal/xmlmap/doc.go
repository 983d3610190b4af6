// Package xmlmap binds places in a Go value to places in an XML document, once,
// in a table, and derives from that table the reader, the writer, the list of
// what a document holds beyond the table, and the way back from a place in the
// value to a line and column in the document.
//
// It is also the only XML reading and writing code of the project: a scanner for
// XML 1.0 with namespaces that refuses document type declarations and everything
// ill-formed.
package xmlmap
