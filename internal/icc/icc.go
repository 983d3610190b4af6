// Package icc makes the ICC profile of sRGB, and reads what the header of a profile says.
package icc

import (
	"encoding/binary"
	"math"
)

// SRGB makes an ICC profile (version 2.1, ICC.1:1998-09) from the numbers of
// IEC 61966-2-1, with the primaries adapted to D50: 952 bytes.
func SRGB() []byte {
	curve := append([]byte("curv"), 0, 0, 0, 0)
	const points = 256
	curve = binary.BigEndian.AppendUint32(curve, points)
	for i := range points {
		curve = binary.BigEndian.AppendUint16(curve, uint16(math.Round(65535*linear(float64(i)/(points-1)))))
	}
	return profile([]iccTag{
		{"desc", description("sRGB")}, {"cprt", copyright("CC0")}, {"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.436065674, 0.222488403, 0.013916016)},
		{"gXYZ", xyz(0.385147095, 0.716873169, 0.097076416)},
		{"bXYZ", xyz(0.143066406, 0.060607910, 0.714096069)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	})
}

// linear is the light that a value of sRGB stands for.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

type iccTag struct {
	name string
	data []byte
}

func profile(tags []iccTag) []byte {
	start := 128 + 4 + 12*len(tags)
	directory := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	placed := map[string]int{} // the three curves are one
	for _, t := range tags {
		at, ok := placed[string(t.data)]
		if !ok {
			at = start + len(body)
			placed[string(t.data)] = at
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		directory = append(directory, t.name...)
		directory = binary.BigEndian.AppendUint32(directory, uint32(at))
		directory = binary.BigEndian.AppendUint32(directory, uint32(len(t.data)))
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(start+len(body)))
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1} {
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	copy(head[68:], xyz(0.9642, 1, 0.8249)[8:])
	return append(append(head, directory...), body...)
}

func xyz(x, y, z float64) []byte {
	b := append([]byte("XYZ "), 0, 0, 0, 0)
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func description(s string) []byte {
	b := append([]byte("desc"), 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 78)...) // no Unicode and no Macintosh form
}

func copyright(s string) []byte {
	return append(append([]byte("text\x00\x00\x00\x00"), s...), 0)
}

// Header is what the first 128 bytes of a profile say (ICC.1:2010, 7.2).
type Header struct {
	Major  int    // of the version
	Class  string // "mntr", "prtr", "scnr", "spac" ...
	Space  string // "RGB ", "CMYK", "GRAY", "Lab " ...
	Length int64  // of the profile
}

// ReadHeader reads the header of a profile; false if there is none.
func ReadHeader(data []byte) (h Header, ok bool) {
	if len(data) < 128 || string(data[36:40]) != "acsp" {
		return h, false
	}
	return Header{
		Major:  int(data[8]),
		Class:  string(data[12:16]),
		Space:  string(data[16:20]),
		Length: int64(binary.BigEndian.Uint32(data)),
	}, true
}

// Components is how many numbers make a colour of a space, 0 for those that PDF does not
// know.
func Components(space string) int {
	switch space {
	case "GRAY":
		return 1
	case "RGB ", "Lab ":
		return 3
	case "CMYK":
		return 4
	}
	return 0
}
