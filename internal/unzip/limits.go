package unzip

import "math"

// Limits bound what an archive may cost. Zero stands for the default.
type Limits struct {
	// Entries is how many there may be: 10,000. About 50 bytes are kept for each.
	Entries int

	// Unpacked is how many bytes all entries may hold together, read or skipped: 1 GiB.
	Unpacked int64

	// Ratio is how many times its packed size an entry of over 1 MiB may be large: 200.
	// Deflate reaches at most 1,032, text 5 to 50. Where the packed size only follows
	// the data, it is what has been read of them so far and 64 KiB, so that a blank
	// first page does not condemn a document.
	Ratio int64

	// Dictionary is how large the window of an LZMA entry may be: 64 MiB. It is
	// allocated only as far as the entry's size can need it, and all of an archive's
	// together may be 64 times as large.
	Dictionary int64
}

const (
	ratioFrom    = 1 << 20  // smaller entries may be as well packed as they like
	packedLead   = 64 << 10 // granted where the packed size is not known yet
	dictionaries = 64       // times Limits.Dictionary is what all windows may add up to
)

func (l Limits) orDefault() Limits {
	if l.Entries <= 0 {
		l.Entries = 10_000
	}
	if l.Unpacked <= 0 {
		l.Unpacked = 1 << 30
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	if l.Dictionary <= 0 {
		l.Dictionary = 64 << 20
	}
	l.Dictionary = min(l.Dictionary, math.MaxInt32) // as far as package lzma goes everywhere
	return l
}

// tooDense says whether a size is beyond what so many packed bytes may hold.
func (l Limits) tooDense(size, packed int64) bool {
	return size > ratioFrom && size/l.Ratio > packed
}

// largest is the size up to which tooDense says no.
func (l Limits) largest(packed int64) int64 {
	if packed >= math.MaxInt64/l.Ratio-1 {
		return math.MaxInt64
	}
	return max(ratioFrom, (packed+1)*l.Ratio)
}
