package filetype

import "encoding/binary"

// streams says by a name in its directory what a compound file is.
var streams = []struct{ name, mime string }{
	{"WordDocument", "application/msword"},
	{"Workbook", "application/vnd.ms-excel"},
	{"Book", "application/vnd.ms-excel"},
	{"PowerPoint Document", "application/vnd.ms-powerpoint"},
	{"VisioDocument", "application/vnd.visio"},
	{"__nameid_version1.0", "application/vnd.ms-outlook"},
	{"__properties_version1.0", "application/vnd.ms-outlook"},
}

// installer is the class of the first directory entry of a Windows Installer file, less
// the first byte, in which packages, patches and transforms differ.
const installer = "\x10\x0C\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46"

const dirEntry = 128 // bytes

// oleType looks into the directory of a compound file, if it lies in the first bytes.
// With the marks of two kinds, as when one document is in another, it says neither.
func oleType(head []byte) string {
	mime := ""
	dir := oleDirectory(head)
	if len(dir) >= dirEntry && string(dir[81:96]) == installer {
		return "application/x-msi"
	}
	for ; len(dir) >= dirEntry; dir = dir[dirEntry:] {
		for _, s := range streams {
			if !isEntry(dir, s.name) {
				continue
			}
			if mime != "" && mime != s.mime {
				return ole
			}
			mime = s.mime
		}
	}
	if mime == "" {
		return ole
	}
	return mime
}

// oleDirectory is what of the directory lies in the first bytes.
func oleDirectory(head []byte) []byte {
	if len(head) < 512 {
		return nil
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	at := (uint64(binary.LittleEndian.Uint32(head[48:])) + 1) << shift
	return head[min(at, uint64(len(head))):]
}

// isEntry tells whether a directory entry has a name. It is there as UTF-16.
func isEntry(entry []byte, name string) bool {
	if int(binary.LittleEndian.Uint16(entry[64:])) != 2*len(name)+2 {
		return false
	}
	for i := range len(name) {
		if entry[2*i] != name[i] || entry[2*i+1] != 0 {
			return false
		}
	}
	return true
}
