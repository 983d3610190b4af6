package ber

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"testing"
)

// FuzzUnwrap holds Unwrap against the plain reader of the tests, and against
// encoding/asn1 where it understands the bytes.
func FuzzUnwrap(f *testing.F) {
	for _, c := range wrapped {
		f.Add(bytesOf(c.in))
	}
	for _, c := range unwrapped {
		f.Add(bytesOf(c.in))
	}
	for _, c := range broken {
		f.Add(bytesOf(c.in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, w, err := unwrap(in)
		want, wrapper, ok := judge(in)
		switch {
		case ok && (err != nil || w.Wrapper != wrapper || !bytes.Equal(got, want)):
			t.Fatalf("a good wrapper: %+v, %v", w, err)
		case !ok && w.Wrapper == None && (err != nil || !bytes.Equal(got, in)):
			t.Fatalf("not wrapped, but %v", err)
		case !ok && w.Wrapper != None:
			checkFault(t, in, got, err)
		}
		checkASN1(t, in, got, w, err == nil)
	})
}

// checkFault demands a typed error inside of the input.
func checkFault(t *testing.T, in, got []byte, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Offset < 0 || e.Offset > int64(len(in)) || len(got) > len(in) {
		t.Fatalf("a bad wrapper: %v", err)
	}
}

func checkASN1(t *testing.T, in, got []byte, w Info, whole bool) {
	t.Helper()
	var octets []byte
	rest, err := asn1.Unmarshal(in, &octets)
	known := err == nil && len(rest) == 0
	if known && (w.Wrapper != OctetString || !bytes.Equal(octets, got)) {
		t.Fatalf("encoding/asn1 reads it, we say %+v", w)
	}
	if w.DER != bytes.Equal(in, append(Header(int64(len(got))), got...)) && whole && w.Wrapper == OctetString {
		t.Fatalf("DER is %v", w.DER)
	}
}
