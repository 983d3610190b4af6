package unzip

import (
	"encoding/base64"
	"strings"
	"testing"
)

// python are archives that we had Python's zipfile 3.11 write, whose LZMA is that of XZ
// Utils: to a pipe, where all sizes follow, and to a file.
var python = map[string]string{
	"pipe": "UEsDBBQACAAAAIMYIlwAAAAAAAAAAAAAAAAJAAAAc3RvcmUudHh0c3RvcmVkUEsHCAv5Q1YGAAAABgAAAFBLAwQUAAgACACDGCJc" +
		"AAAAAAAAAAAAAAAACwAAAGRlZmxhdGUudHh0S0lNy0ksSU1RSKESAwBQSwcIrzhhtQ4AAABRAAAAUEsDBD8ACgAOAIMYIlwAAAAA" +
		"//////////8IABQAbHptYS50eHQBABAAAAAAAAAAAAAAAAAAAAAAAAkEBQBdAACAAAA4GEiZzVwcKFyqKU8X///OrgAAUEsHCH0Q" +
		"PN8dAAAAAAAAAD8AAAAAAAAAUEsDBD8ACgAOAIMYIlwAAAAAAAAAAAAAAAAJAAAAZW1wdHkudHh0CQQFAF0AAIAAAIP/+///wAAA" +
		"AFBLBwgAAAAAEwAAAAAAAABQSwECFAMUAAgAAACDGCJcC/lDVgYAAAAGAAAACQAAAAAAAAAAAAAAgAEAAAAAc3RvcmUudHh0UEsB" +
		"AhQDFAAIAAgAgxgiXK84YbUOAAAAUQAAAAsAAAAAAAAAAAAAAIABPQAAAGRlZmxhdGUudHh0UEsBAj8DPwAKAA4AgxgiXH0QPN8d" +
		"AAAAPwAAAAgAAAAAAAAAAAAAAIABhAAAAGx6bWEudHh0UEsBAj8DPwAKAA4AgxgiXAAAAAATAAAAAAAAAAkAAAAAAAAAAAAAAIAB" +
		"8wAAAGVtcHR5LnR4dFBLBQYAAAAABAAEAN0AAAA9AQAAAAA=",
	"file": "UEsDBBQAAAAAAIMYIlwL+UNWBgAAAAYAAAAJAAAAc3RvcmUudHh0c3RvcmVkUEsDBBQAAAAIAIMYIlyvOGG1DgAAAFEAAAALAAAA" +
		"ZGVmbGF0ZS50eHRLSU3LSSxJTVFIoRIDAFBLAwQ/AAIADgCDGCJcfRA83///////////CAAUAGx6bWEudHh0AQAQAD8AAAAAAAAA" +
		"HQAAAAAAAAAJBAUAXQAAgAAAOBhImc1cHChcqilPF///zq4AAFBLAwQ/AAIADgCDGCJcAAAAABMAAAAAAAAACQAAAGVtcHR5LnR4" +
		"dAkEBQBdAACAAACD//v//8AAAABQSwECFAMUAAAAAACDGCJcC/lDVgYAAAAGAAAACQAAAAAAAAAAAAAAgAEAAAAAc3RvcmUudHh0" +
		"UEsBAhQDFAAAAAgAgxgiXK84YbUOAAAAUQAAAAsAAAAAAAAAAAAAAIABLQAAAGRlZmxhdGUudHh0UEsBAj8DPwACAA4AgxgiXH0Q" +
		"PN8dAAAAPwAAAAgAAAAAAAAAAAAAAIABZAAAAGx6bWEudHh0UEsBAj8DPwACAA4AgxgiXAAAAAATAAAAAAAAAAkAAAAAAAAAAAAA" +
		"AIABuwAAAGVtcHR5LnR4dFBLBQYAAAAABAAEAN0AAAD1AAAAAAA=",
}

func TestPython(t *testing.T) {
	want := []file{
		{"store.txt", []byte("stored")}, {"deflate.txt", []byte(strings.Repeat("deflated ", 9))},
		{"lzma.txt", []byte(strings.Repeat("packed ", 9))}, {"empty.txt", nil},
	}
	for name, text := range python {
		for way, arrive := range ways {
			got, r, err := readAll(arrive(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text))), Limits{})
			if err != nil || !sameFiles(got, want) || len(r.Notes()) > 0 {
				t.Errorf("%s, %s: %v, %v, %v", name, way, got, r.Notes(), err)
			}
		}
	}
}
