package filetype

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// looked is how many bytes Detect looks at.
const looked = 4096

// Detect is the type of a file by its first bytes, of which it looks at 4096; "" if it
// does not know it. An empty file is text. Fewer bytes may show less of it: a ZIP, say,
// and not which kind of ZIP.
func Detect(head []byte) (mime string) {
	head = head[:min(len(head), looked)]
	for i := range magics {
		m := &magics[i]
		if len(head) < m.at+len(m.bytes) || string(head[m.at:m.at+len(m.bytes)]) != m.bytes {
			continue
		}
		if m.look == nil {
			return m.mime
		}
		if mime = m.look(head); mime != "" {
			return mime
		}
	}
	if mime = textType(head); mime != "" {
		return mime
	}
	return latePDF(head)
}

// Executable tells whether a file is a program, a script, a Java class or archive, or
// makes a program run, as far as its first bytes show it. Many scripts show nothing:
// see Extensions.
func Executable(head []byte) bool {
	t := byMIME[Detect(head)]
	return t != nil && t.Executable
}

// magic is how files of a type begin.
type magic struct {
	at    int
	bytes string
	mime  string
	look  func(head []byte) (mime string) // instead of mime: looks closer; "" to go on
}

// magics is tried in order.
var magics = []magic{
	{0, "%PDF-", "application/pdf", nil},
	{0, "PK\x03\x04", "", zipType},
	{0, "PK\x05\x06", zip, nil}, // without entries
	{0, "PK\x07\x08", zip, nil}, // in several parts
	{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "", oleType},
	{0, "\x30", "", derType},

	{0, "\x89PNG\r\n\x1A\n", "image/png", nil},
	{0, "\xFF\xD8\xFF", "image/jpeg", nil},
	{0, "GIF87a", "image/gif", nil},
	{0, "GIF89a", "image/gif", nil},
	{0, "BM", "", bmpType},
	{0, "II*\x00", "image/tiff", nil},
	{0, "MM\x00*", "image/tiff", nil},
	{0, "II+\x00\x08\x00", "image/tiff", nil}, // BigTIFF
	{0, "MM\x00+\x00\x08", "image/tiff", nil},
	{0, "\x00\x00\x01\x00", "", iconType},
	{0, "8BPS\x00", "image/vnd.adobe.photoshop", nil},
	{0, "\x00\x00\x00\x0CjP  \r\n\x87\n", "image/jp2", nil},
	{0, "\xD7\xCD\xC6\x9A", "image/wmf", nil},
	{40, " EMF\x00\x00\x01\x00", "image/emf", nil},
	{0, "AC10", "", dwgType},

	{4, "ftyp", "", mp4Type},
	{0, "RIFF", "", riffType},
	{0, "\x1A\x45\xDF\xA3", "", matroskaType},
	{0, "OggS\x00", "audio/ogg", nil},
	{0, "fLaC\x00", "audio/flac", nil},
	{0, "ID3", "", mp3Type},
	{0, "\xFF\xFB", "audio/mpeg", nil},
	{0, "\x00\x00\x01\xBA", "video/mpeg", nil},
	{0, "\x00\x00\x01\xB3", "video/mpeg", nil},

	{0, "\x1F\x8B", gz, nil},
	{0, "7z\xBC\xAF\x27\x1C", "application/x-7z-compressed", nil},
	{0, "Rar!\x1A\x07", "application/vnd.rar", nil},
	{0, "\xFD7zXZ\x00", "application/x-xz", nil},
	{0, "BZh", "", bzip2Type},
	{0, "\x28\xB5\x2F\xFD", "application/zstd", nil},
	{0, "\x04\x22\x4D\x18", "application/x-lz4", nil},
	{0, "\x1F\x9D", "application/x-compress", nil},
	{0, "MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed", nil},
	{257, "ustar", "application/x-tar", nil},
	{0, "SQLite format 3\x00", "application/vnd.sqlite3", nil},

	{0, "MZ", "", dosType},
	{0, "\x7FELF", "application/x-elf", nil},
	{0, "\xFE\xED\xFA\xCE", "application/x-mach-binary", nil},
	{0, "\xFE\xED\xFA\xCF", "application/x-mach-binary", nil},
	{0, "\xCE\xFA\xED\xFE", "application/x-mach-binary", nil},
	{0, "\xCF\xFA\xED\xFE", "application/x-mach-binary", nil},
	{0, "\xCA\xFE\xBA\xBE", "", cafeType},
	{0, "dex\n0", "application/x-dex", nil},
	{0, "\x00asm\x01\x00\x00\x00", "application/wasm", nil},
	{0, "!<arch>\ndebian-binary", "application/vnd.debian.binary-package", nil},
	{0, "\xED\xAB\xEE\xDB", "application/x-rpm", nil},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", nil},
	{0, "ITSF\x03\x00\x00\x00", "application/vnd.ms-htmlhelp", nil},
	{0, "FWS", "", flashType},
	{0, "CWS", "", flashType},
	{0, "ZWS", "", flashType},
	{0, "#!", "", scriptType},
}

// The closer looks: most tell a signature of two or three letters from a text that
// happens to begin with them.

// bmpType demands a size of the second header that there is.
func bmpType(head []byte) string {
	if len(head) < 18 || binary.LittleEndian.Uint32(head[6:]) != 0 {
		return ""
	}
	switch binary.LittleEndian.Uint32(head[14:]) {
	case 12, 16, 40, 52, 56, 64, 108, 124:
		return "image/bmp"
	}
	return ""
}

// iconType demands a number of pictures, and a first one with a byte that is always 0.
func iconType(head []byte) string {
	if len(head) < 10 || head[4] == 0 || head[5] != 0 || head[9] != 0 {
		return ""
	}
	return "image/vnd.microsoft.icon"
}

func dwgType(head []byte) string {
	if len(head) < 12 || isText(head[:12]) {
		return ""
	}
	return "image/vnd.dwg"
}

// brands says by the first four letters of an ISO media file's brand what it is.
var brands = []struct{ brand, mime string }{
	{"avif", "image/avif"}, {"avis", "image/avif"},
	{"heic", "image/heic"}, {"heix", "image/heic"}, {"heim", "image/heic"}, {"heis", "image/heic"},
	{"hevc", "image/heic"}, {"mif1", "image/heic"}, {"msf1", "image/heic"},
	{"qt  ", "video/quicktime"}, {"M4A ", "audio/mp4"}, {"M4B ", "audio/mp4"},
	{"3gp", "video/3gpp"}, {"3g2", "video/3gpp"},
}

func mp4Type(head []byte) string {
	if len(head) < 12 || head[0] != 0 || head[1] != 0 {
		return ""
	}
	for _, b := range brands {
		if strings.HasPrefix(string(head[8:12]), b.brand) {
			return b.mime
		}
	}
	return "video/mp4"
}

func riffType(head []byte) string {
	if len(head) < 12 {
		return ""
	}
	switch string(head[8:12]) {
	case "WEBP":
		return "image/webp"
	case "WAVE":
		return "audio/wav"
	case "AVI ":
		return "video/x-msvideo"
	}
	return ""
}

func matroskaType(head []byte) string {
	if bytes.Contains(head[:min(len(head), 64)], []byte("webm")) {
		return "video/webm"
	}
	return "video/matroska"
}

// mp3Type demands the version of an ID3 tag.
func mp3Type(head []byte) string {
	if len(head) < 10 || head[3] > 9 || head[4] > 9 {
		return ""
	}
	return "audio/mpeg"
}

func bzip2Type(head []byte) string {
	if len(head) < 10 || head[3] < '1' || head[3] > '9' {
		return ""
	}
	if magic := string(head[4:10]); magic == "1AY&SY" || magic == "\x17\x72\x45\x38\x50\x90" {
		return "application/x-bzip2"
	}
	return ""
}

// dosType takes for a program what begins like one and is no text: what Windows would
// run has fewer marks than what is worth calling one.
func dosType(head []byte) string {
	if isText(head[:min(len(head), 64)]) {
		return ""
	}
	return "application/vnd.microsoft.portable-executable"
}

// cafeType tells two owners of one signature apart: a Java class has its version, at
// least 45, where a Mach-O file for several machines has their number.
func cafeType(head []byte) string {
	switch {
	case len(head) < 8:
		return ""
	case binary.BigEndian.Uint32(head[4:]) < 45:
		return "application/x-mach-binary"
	}
	return "application/java-vm"
}

func flashType(head []byte) string {
	if len(head) < 8 || head[3] == 0 || head[3] > 60 || isText(head[:8]) {
		return ""
	}
	return "application/x-shockwave-flash"
}

// interpreters says by the first line of a script what it is written in.
var interpreters = []struct{ name, mime string }{
	{"python", "text/x-python"}, {"perl", "text/x-perl"}, {"ruby", "text/x-ruby"}, {"php", "application/x-php"},
	{"node", "text/javascript"}, {"deno", "text/javascript"}, {"pwsh", "text/x-powershell"},
}

func scriptType(head []byte) string {
	line, _, _ := bytes.Cut(head[:min(len(head), 128)], []byte("\n"))
	path := bytes.TrimLeft(line[2:], " \t")
	if len(path) == 0 || path[0] != '/' {
		return "" // "#!" alone runs nothing
	}
	for _, i := range interpreters {
		if bytes.Contains(path, []byte(i.name)) {
			return i.mime
		}
	}
	return "text/x-shellscript"
}

// contentTypes is the object identifiers of CMS, 1.2.840.113549.1.7.1 to 6 and
// 1.2.840.113549.1.9.16.1.2 and more, without their last byte.
var contentTypes = []string{"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07", "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01"}

// certificate is what may stand at the start of one: its version.
const certificate = "\xA0\x03\x02\x01"

// derType looks into an ASN.1 SEQUENCE.
func derType(head []byte) string {
	inside := skipHeader(head)
	for _, t := range contentTypes {
		if bytes.HasPrefix(inside, []byte(t)) {
			return "application/pkcs7-mime"
		}
	}
	if len(inside) > 0 && inside[0] == 0x30 && bytes.HasPrefix(skipHeader(inside), []byte(certificate)) {
		return "application/pkix-cert"
	}
	return ""
}

// skipHeader goes into an ASN.1 value with a tag of one byte.
func skipHeader(b []byte) []byte {
	if len(b) < 2 {
		return nil
	}
	n := 2
	if b[1] > 0x80 {
		n += int(b[1] & 0x7F)
	}
	return b[min(n, len(b)):]
}

// latePDF finds a PDF behind other bytes: readers accept its header in the first 1024.
func latePDF(head []byte) string {
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return "application/pdf"
	}
	return ""
}
