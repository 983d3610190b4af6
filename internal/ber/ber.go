// Package ber takes a file out of the ASN.1 value that may be wrapped round it. Spanish
// Facturae invoices call the encoding of an attachment "BASE64", "BER" or "DER", and say
// nothing of what the latter two wrap: it is an OCTET STRING or the ContentInfo of CMS
// (RFC 5652) with plain data, in any form that the Basic Encoding Rules (X.690) allow,
// or, most often, nothing at all.
//
//	content, how := ber.Unwrap(bufio.NewReader(base64.NewDecoder(base64.StdEncoding, text)))
//	if how.Wrapper == ber.None { … } // called BER, but is none: content is all of it
//
// Values of any size pass in constant memory and linear time.
package ber

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Wrapper is what stood round the content.
type Wrapper string

// What Unwrap takes away.
const (
	None        Wrapper = ""             // the bytes are something else
	OctetString Wrapper = "octet-string" // an OCTET STRING
	CMSData     Wrapper = "cms-data"     // a ContentInfo of CMS or PKCS#7 of type data
)

// Info tells how the content was found.
type Info struct {
	Wrapper Wrapper
	DER     bool   // the wrapper keeps to DER: definite and shortest lengths, one primitive string
	Other   string // of Wrapper None: which other ASN.1 value this is, like "CMS signed-data", if that is plain
}

// peekSize is how much of the input decides what it is. The headers of the deepest
// value accepted, each of the longest form, fit.
const peekSize = 512

// Unwrap finds out from the first 512 bytes of in whether and how its content is
// wrapped, and returns a reader of the content. in must not be used beside it.
//
// A file of another kind may by chance begin like a wrapper: "04 22" is how an OCTET
// STRING of 34 bytes begins, and an LZ4 file. So an OCTET STRING is only taken for one
// if all that is seen of it is right; of an input that is seen whole, that is every
// byte: "04 0A" with other than 10 bytes behind it is not a damaged wrapper but a file of
// its own. A ContentInfo names itself in 11 bytes that are no chance: it is decided once
// the header of its first string has been read. What is not wrapped comes out unchanged.
//
// What is found wrong after that is an *Error from Read: the content up to there has
// been delivered. Errors of in come out as they are.
func Unwrap(in *bufio.Reader) (content io.Reader, w Info) {
	in = bufio.NewReaderSize(in, peekSize)
	head, err := in.Peek(peekSize)
	if err != nil && err != io.EOF {
		// Peek forgets the error, and in need not say it twice.
		in = bufio.NewReader(io.MultiReader(bytes.NewReader(head), failed{err}))
	}
	w = look(head, err == io.EOF)
	if w.Wrapper == None {
		return in, w
	}
	return newReader(in), w
}

// failed is a reader of nothing but an error.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// look decides by the first bytes, which may be the whole, what the input is.
func look(head []byte, whole bool) Info {
	r := newReader(bufio.NewReader(bytes.NewReader(head)))
	_, err := io.Copy(io.Discard, r)
	var e *Error
	cut := !whole && errors.As(err, &e) && e.Code == Truncated
	if err == nil || cut || r.wrapper == CMSData && r.reached {
		return Info{Wrapper: r.wrapper, DER: r.der && r.reached}
	}
	return Info{Other: r.contentType()}
}

// Header is the DER header of an OCTET STRING of n bytes: what to write before them to
// wrap them. It is nil if n is negative.
func Header(n int64) []byte {
	switch {
	case n < 0:
		return nil
	case n < 0x80:
		return []byte{tagString, byte(n)}
	}
	h := []byte{tagString, 0x80}
	for shift := 56; shift >= 0; shift -= 8 {
		if b := byte(n >> shift); b != 0 || len(h) > 2 {
			h = append(h, b)
		}
	}
	h[1] |= byte(len(h) - 2)
	return h
}
