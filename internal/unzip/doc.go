// Package unzip reads a ZIP archive from front to back, from an io.Reader that cannot
// seek, in bounded memory. Attachments of invoices are such archives: base64 inside XML,
// of any size, from anyone.
//
//	r := unzip.NewReader(in, unzip.Limits{})
//	for {
//		entry, err := r.Next()
//		if err == io.EOF {
//			break // the directory at the end agrees with every entry
//		}
//		if err != nil {
//			return err // an *unzip.Error
//		}
//		io.Copy(w, r) // the content of entry
//	}
//
// Other programs believe the central directory at the end and never look at what lies
// between the entries that it lists. This reader sees every byte once, so entries that
// overlap cannot multiply what is unpacked; and it holds the directory against what it
// saw, so that nobody else finds other files in the archive than it did. Archives that
// can be understood in two ways are refused: bytes between entries, entries that the
// directory leaves out, a second directory after the first.
//
// What is an oddity rather than an error is told by Notes.
//
// It follows PKWARE's APPNOTE.TXT 6.3.10, with the methods Store, Deflate and LZMA.
// Split archives are recognized and refused, and so are encrypted entries, and those packed
// by another method, one by one where their length is known: see Entry.Refused.
package unzip
