package unzip

import (
	"encoding/binary"
	"fmt"
)

// The signatures that records begin with, read as little-endian numbers.
const (
	sigLocal      = 0x04034b50 // PK\x03\x04
	sigDescriptor = 0x08074b50 // PK\x07\x08, also the mark of a split archive
	sigOnePart    = 0x30304b50 // PK00: split was meant, one part was enough
	sigCentral    = 0x02014b50 // PK\x01\x02
	sigSignature  = 0x05054b50 // PK\x05\x05, a digital signature over the directory
	sigExtraData  = 0x08064b50 // PK\x06\x08, before an encrypted directory
	sigEnd64      = 0x06064b50 // PK\x06\x06
	sigLocator64  = 0x07064b50 // PK\x06\x07
	sigEnd        = 0x06054b50 // PK\x05\x06
)

// The lengths of records without what varies.
const (
	lenLocal     = 30
	lenCentral   = 46
	lenSignature = 6
	lenEnd64     = 56
	lenLocator64 = 20
	lenEnd       = 22
)

// What stands in a short field when the value is in a ZIP64 record.
const (
	in64  = 0xffffffff
	in64s = 0xffff
)

const (
	extraZIP64       = 0x0001
	extraUnicodePath = 0x7075
)

var le = binary.LittleEndian

// Method is how an entry is packed.
type Method uint16

const (
	Store   Method = 0
	Deflate Method = 8
	LZMA    Method = 14

	methodAES Method = 99 // encryption in the guise of a method
)

// usual are the names that methods go by.
var usual = map[Method]string{
	Store: "Store", 1: "Shrink", 2: "Reduce 1", 3: "Reduce 2", 4: "Reduce 3", 5: "Reduce 4", 6: "Implode",
	Deflate: "Deflate", 9: "Deflate64", 10: "PKWARE DCL Implode", 12: "bzip2", LZMA: "LZMA", 16: "IBM z/OS CMPSC",
	18: "IBM TERSE", 19: "IBM LZ77", 20: "Zstandard, old number", 93: "Zstandard", 94: "MP3", 95: "XZ", 96: "JPEG",
	97: "WavPack", 98: "PPMd", methodAES: "AES encryption",
}

func (m Method) String() string {
	if name := usual[m]; name != "" {
		return name
	}
	return fmt.Sprintf("method %d", uint16(m))
}

func (m Method) supported() bool { return m == Store || m == Deflate || m == LZMA }

// flags are an entry's general purpose bits.
type flags uint16

const (
	flagEncrypted  flags = 1 << 0
	flagEndMarker  flags = 1 << 1 // LZMA: the data end with a marker; they show it themselves
	flagDescriptor flags = 1 << 3 // checksum and sizes follow the data
	flagStrong     flags = 1 << 6
	flagUTF8       flags = 1 << 11
	flagMasked     flags = 1 << 13 // headers hide their values: the directory is encrypted
)

func (f flags) encrypted() bool  { return f&(flagEncrypted|flagStrong|flagMasked) != 0 }
func (f flags) descriptor() bool { return f&flagDescriptor != 0 }
func (f flags) utf8() bool       { return f&flagUTF8 != 0 }

// extraField finds a field; again says that there is a second one. Padding and other
// rubbish at the end is common and passed over.
func extraField(extra []byte, id uint16) (field []byte, again bool) {
	for len(extra) >= 4 {
		n := int(le.Uint16(extra[2:]))
		if n > len(extra)-4 {
			break
		}
		if le.Uint16(extra) == id {
			if field != nil {
				return field, true
			}
			field = extra[4 : 4+n : 4+n]
		}
		extra = extra[4+n:]
	}
	return field, false
}
