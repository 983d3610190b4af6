package filetype

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// head is the first bytes of a file, made by hand, and what they are.
type head struct{ name, bytes, mime string }

// entry is one of a ZIP. A size below 0 says that it comes behind the content.
func entry(name, content string, size int64) string {
	h := make([]byte, 30)
	copy(h, "PK\x03\x04\x14\x00")
	if size < 0 {
		h[6], size = 8, 0
	}
	binary.LittleEndian.PutUint32(h[18:], uint32(size))
	binary.LittleEndian.PutUint32(h[22:], uint32(size))
	binary.LittleEndian.PutUint16(h[26:], uint16(len(name)))
	return string(h) + name + content
}

func stored(name, content string) string { return entry(name, content, int64(len(content))) }

func streamed(name string) string {
	return entry(name, "\x03\x00packed", -1) + "PK\x07\x08" + strings.Repeat("\x01", 12)
}

// compound is a compound file with a directory of these names in its first sector.
func compound(class string, names ...string) string {
	b := make([]byte, 512+128*(len(names)+1))
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	b[30] = 9
	copy(b[512+80:], class)
	for i, name := range append([]string{"Root Entry"}, names...) {
		e := b[512+128*i:]
		for k, c := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*k:], c)
		}
		e[64] = byte(2*len(name) + 2)
	}
	return string(b)
}

// wide is a text in UTF-16, the first character being a byte order mark or not.
func wide(order binary.AppendByteOrder, s string) string {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, c)
	}
	return string(b)
}

var (
	le = binary.LittleEndian
	be = binary.BigEndian

	class = "\x10\x0C\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46"
	types = stored("[Content_Types].xml", "<Types/>") + stored("_rels/.rels", "<Relationships/>")
)

var heads = []head{
	{"PDF", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "application/pdf"},
	{"PDF behind white space", "\r\n %PDF-1.4\n1 0 obj", "application/pdf"},
	{"PDF behind a byte order mark", "\xEF\xBB\xBF%PDF-1.4\n%\xE2\xE3", "application/pdf"},
	{"PDF behind bytes", "\x00\x01\x02junk%PDF-1.4\n%\xE2\xE3", "application/pdf"},
	{"PDF too far behind", strings.Repeat("\x00", 1024) + "%PDF-1.4\n", ""},
	{"a text about PDF", "A file of this kind begins with %PDF-1.7.", text},

	{"RTF", `{\rtf1\ansi`, "application/rtf"},
	{"PostScript", "%!PS-Adobe-3.0", "application/postscript"},
	{"DOC", compound("", "1Table", "WordDocument"), "application/msword"},
	{"XLS", compound("", "Workbook"), "application/vnd.ms-excel"},
	{"XLS of 1995", compound("", "Book"), "application/vnd.ms-excel"},
	{"PPT", compound("", "PowerPoint Document"), "application/vnd.ms-powerpoint"},
	{"Visio", compound("", "VisioDocument"), "application/vnd.visio"},
	{"Outlook", compound("", "__nameid_version1.0", "__properties_version1.0"), "application/vnd.ms-outlook"},
	{"a sheet in a text", compound("", "WordDocument", "ObjectPool", "Workbook"), ole},
	{"OOXML with a password", compound("", "EncryptionInfo", "EncryptedPackage"), ole},
	{"a directory elsewhere", compound("", "Workbook")[:512], ole},
	{"a header cut short", compound("", "Workbook")[:100], ole},
	{"sectors of no known size", strings.Replace(compound("", "Workbook"), "\x09", "\x0A", 1), ole},
	{"installer", compound("\x84" + class), "application/x-msi"},
	{"patch", compound("\x86" + class), "application/x-msi"},

	{"ZIP", stored("a.txt", "hello"), zip},
	{"empty ZIP", "PK\x05\x06" + strings.Repeat("\x00", 18), zip},
	{"split ZIP", "PK\x07\x08PK\x03\x04", zip},
	{"ZIP cut in its header", "PK\x03\x04\x14\x00", zip},
	{"ZIP cut in a name", stored("word/document.xml", "<a/>")[:33], zip},
	{"ZIP of 4 GB", entry("a", "x", 0xFFFFFFFF) + stored("xl/a", ""), zip},
	{"OOXML, not seen which", types, zip},
	{"DOCX", types + stored("word/document.xml", "<a/>"), office + "wordprocessingml.document"},
	{"XLSX", types + stored("xl/workbook.xml", "<a/>"), office + "spreadsheetml.sheet"},
	{"XLSX, written as a stream", streamed("[Content_Types].xml") + streamed("_rels/.rels") + streamed("xl/workbook.xml"), office + "spreadsheetml.sheet"},
	{"PPTX", stored("ppt/presentation.xml", "<a/>"), office + "presentationml.presentation"},
	{"VSDX", types + stored("visio/document.xml", "<a/>"), "application/vnd.ms-visio.drawing"},
	{"DOCM", types + stored("word/document.xml", "<a/>") + stored("word/vbaProject.bin", "x"), "application/vnd.ms-word.document.macroenabled.12"},
	{"XLSM", stored("xl/vbaProject.bin", "x") + types + stored("xl/workbook.xml", "<a/>"), "application/vnd.ms-excel.sheet.macroenabled.12"},
	{"PPTM", stored("ppt/vbaProject.bin", "x"), "application/vnd.ms-powerpoint.presentation.macroenabled.12"},
	{"XLSB", types + stored("xl/workbook.bin", "x"), "application/vnd.ms-excel.sheet.binary.macroenabled.12"},
	{"ODT", stored("mimetype", odf+"text") + stored("content.xml", "<a/>"), odf + "text"},
	{"ODT, first entry alone", stored("mimetype", odf+"text"), odf + "text"},
	{"ODT, template", stored("mimetype", odf+"text-template"), odf + "text-template"},
	{"ODS", stored("mimetype", odf+"spreadsheet") + stored("content.xml", "<a/>"), odf + "spreadsheet"},
	{"ODS, template", stored("mimetype", odf+"spreadsheet-template"), odf + "spreadsheet-template"},
	{"ODP", stored("mimetype", odf+"presentation") + stored("x", ""), odf + "presentation"},
	{"ODG", stored("mimetype", odf+"graphics") + stored("x", ""), odf + "graphics"},
	{"ODF of a kind not listed", stored("mimetype", odf+"formula") + stored("x", ""), zip},
	{"a ZIP that says it is a PDF", stored("mimetype", "application/pdf"), zip},
	{"EPUB", stored("mimetype", "application/epub+zip") + stored("META-INF/container.xml", ""), "application/epub+zip"},
	{"ASiC-E", stored("mimetype", "application/vnd.etsi.asic-e+zip") + stored("a.pdf", ""), "application/vnd.etsi.asic-e+zip"},
	{"ASiC-S", stored("mimetype", "application/vnd.etsi.asic-s+zip") + stored("a.pdf", ""), "application/vnd.etsi.asic-s+zip"},
	{"JAR", stored("META-INF/", "") + streamed("META-INF/MANIFEST.MF"), "application/java-archive"},
	{"APK", stored("AndroidManifest.xml", "x") + stored("META-INF/MANIFEST.MF", ""), "application/vnd.android.package-archive"},
	{"APPX", stored("Assets/a.png", "x") + stored("AppxManifest.xml", ""), "application/vnd.ms-appx"},

	{"PNG", "\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", "image/png"},
	{"JPEG", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00", "image/jpeg"},
	{"GIF87", "GIF87a\x01\x00\x01\x00", "image/gif"},
	{"GIF89", "GIF89a\x01\x00\x01\x00", "image/gif"},
	{"BMP", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "image/bmp"},
	{"BMP of OS/2", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x1A\x00\x00\x00\x0C\x00\x00\x00", "image/bmp"},
	{"a text with BM", "BM;Betrag;Menge\n1;2;3\n", text},
	{"bytes with BM", "BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x29\x00\x00\x00", ""},
	{"TIFF, Intel", "II*\x00\x08\x00\x00\x00", "image/tiff"},
	{"TIFF, Motorola", "MM\x00*\x00\x00\x00\x08", "image/tiff"},
	{"BigTIFF, Intel", "II+\x00\x08\x00\x00\x00", "image/tiff"},
	{"BigTIFF, Motorola", "MM\x00+\x00\x08\x00\x00", "image/tiff"},
	{"WebP", "RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"},
	{"ICO", "\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00", "image/vnd.microsoft.icon"},
	{"no ICO", "\x00\x00\x01\x00\x00\x00\x10\x10\x00\x00\x01\x00", ""},
	{"PSD", "8BPS\x00\x01", "image/vnd.adobe.photoshop"},
	{"JPEG 2000", "\x00\x00\x00\x0CjP  \r\n\x87\n\x00\x00", "image/jp2"},
	{"WMF", "\xD7\xCD\xC6\x9A\x00\x00", "image/wmf"},
	{"EMF", "\x01\x00\x00\x00\x6C" + strings.Repeat("\x00", 35) + " EMF\x00\x00\x01\x00", "image/emf"},
	{"DWG", "AC1027\x00\x00\x00\x00\x00\x00", "image/vnd.dwg"},
	{"a text with AC10", "AC1027 is a number", text},
	{"HEIC", "\x00\x00\x00\x18ftypheic\x00\x00", "image/heic"},
	{"AVIF", "\x00\x00\x00\x18ftypavif\x00\x00", "image/avif"},

	{"MP4", "\x00\x00\x00\x18ftypisom\x00\x00", "video/mp4"},
	{"MP4, sound", "\x00\x00\x00\x18ftypM4A \x00\x00", "audio/mp4"},
	{"QuickTime", "\x00\x00\x00\x14ftypqt  \x00\x00", "video/quicktime"},
	{"3GP", "\x00\x00\x00\x14ftyp3gp5\x00\x00", "video/3gpp"},
	{"a text with ftyp", "The ftyp box is the first", text},
	{"an MP4 cut short", "\x00\x00\x00\x18ftyp", ""},
	{"AVI", "RIFF\x24\x00\x00\x00AVI LIST", "video/x-msvideo"},
	{"WAV", "RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"},
	{"RIFF of another kind", "RIFF\x24\x00\x00\x00CDXA", ""},
	{"RIFF cut short", "RIFF\x24\x00", ""},
	{"Matroska", "\x1A\x45\xDF\xA3\x93\x42\x82\x88matroska", "video/matroska"},
	{"WebM", "\x1A\x45\xDF\xA3\x93\x42\x82\x84webm", "video/webm"},
	{"Ogg", "OggS\x00\x02", "audio/ogg"},
	{"FLAC", "fLaC\x00\x00\x00\x22", "audio/flac"},
	{"MP3 with tag", "ID3\x03\x00\x00\x00\x00\x00\x00", "audio/mpeg"},
	{"a text with ID3", "ID3 is a tag", text},
	{"MP3", "\xFF\xFB\x90\x64\x00", "audio/mpeg"},
	{"MPEG", "\x00\x00\x01\xBA\x44", "video/mpeg"},
	{"MPEG, film alone", "\x00\x00\x01\xB3\x44", "video/mpeg"},

	{"gzip", "\x1F\x8B\x08\x00\x00\x00\x00\x00", gz},
	{"7z", "7z\xBC\xAF\x27\x1C\x00\x04", "application/x-7z-compressed"},
	{"RAR 4", "Rar!\x1A\x07\x00", "application/vnd.rar"},
	{"RAR 5", "Rar!\x1A\x07\x01\x00", "application/vnd.rar"},
	{"xz", "\xFD7zXZ\x00\x00\x04", "application/x-xz"},
	{"bzip2", "BZh91AY&SY\x00\x00", "application/x-bzip2"},
	{"bzip2, empty", "BZh9\x17\x72\x45\x38\x50\x90", "application/x-bzip2"},
	{"BZh and other bytes", "BZh9\x01\x02\x03\x04\x05\x06", ""},
	{"a text with BZh", "BZh is how it begins", text},
	{"zstd", "\x28\xB5\x2F\xFD\x04", "application/zstd"},
	{"LZ4", "\x04\x22\x4D\x18\x64", "application/x-lz4"},
	{"compress", "\x1F\x9D\x90", "application/x-compress"},
	{"cabinet", "MSCF\x00\x00\x00\x00\x10", "application/vnd.ms-cab-compressed"},
	{"tar", "a.txt" + strings.Repeat("\x00", 252) + "ustar\x0000", "application/x-tar"},
	{"SQLite", "SQLite format 3\x00\x10\x00", "application/vnd.sqlite3"},

	{"nothing", "", text},
	{"white space", " \r\n\t", text},
	{"ASCII", "Hello, world.\r\n\tTab and page\f", text},
	{"UTF-8", "Grüße, 名前 €", text},
	{"UTF-8 with mark", "\xEF\xBB\xBFGrüße", text},
	{"UTF-8 cut in a character", "Gr\xC3", text},
	{"Latin-1", "Gr\xFC\xDFe f\xFCr 5 \x80", text},
	{"ISO-2022-JP", "\x1B$BF|K\\\x1B(B", text},
	{"UTF-16, little", wide(le, "\uFEFFGrüße €"), text},
	{"UTF-16, big", wide(be, "\uFEFFGrüße €"), text},
	{"UTF-16, little, no mark", wide(le, "Hello"), text},
	{"UTF-16, big, no mark", wide(be, "Hello"), text},
	{"UTF-16 with a control", wide(le, "\uFEFFa\x00b"), ""},
	{"UTF-32", "\xFF\xFE\x00\x00a\x00\x00\x00", ""},
	{"CSV", "a;b;c\n1;2;3\n", text},
	{"CSV that begins with 0", "0;1;2\n0;1;2\n", text},
	{"a zero byte", "abc\x00def", ""},
	{"a bell", "abc\adef", ""},
	{"one zero", "\x00", ""},
	{"one letter", "a", text},
	{"vCard", "BEGIN:VCARD\r\nVERSION:4.0", "text/vcard"},
	{"calendar", "BEGIN:VCALENDAR\r\n", "text/calendar"},
	{"EDIFACT", "UNA:+.? 'UNB+UNOC:3", "application/edifact"},
	{"EDIFACT without UNA", "UNB+UNOA:1+123", "application/edifact"},

	{"JSON, object", ` {"a": 1}`, "application/json"},
	{"JSON, empty object", "{}\n", "application/json"},
	{"JSON, array", "[1, 2]", "application/json"},
	{"JSON, empty array", "[ ]", "application/json"},
	{"JSON, objects", `[{"a":"b\"c"}]`, "application/json"},
	{"JSON, literals", "[null, true]", "application/json"},
	{"JSON, strings", `["a" , "b"]`, "application/json"},
	{"JSON, a string with quotes", `["a\"]b"]`, "application/json"},
	{"JSON, one string", `["a"]`, "application/json"},
	{"JSON, arrays", `[[1.5e3],[2]]`, "application/json"},
	{"JSON, cut in a name", `{"abc`, "application/json"},
	{"JSON, cut behind a name", `{"abc"`, "application/json"},
	{"JSON, cut in a string", `["abc`, "application/json"},
	{"JSON with mark", "\xEF\xBB\xBF{\"a\":1}", "application/json"},
	{"a brace", "{", text},
	{"braces and more", "{} of C", text},
	{"a template", "{name}, hello", text},
	{"a quotation", `{"abc" he said`, text},
	{"a string over lines", "{\"a\nb\":1}", text},
	{"braces and a comma", "{}, [] and ()", text},
	{"a note", "[1] See there.", text},
	{"an empty note", "[] of Go", text},
	{"an array cut short", "[1", text},
	{"settings", "[section]\nkey=value", text},
	{"settings called true", "[true]\nkey=value", text},
	{"settings in quotes", "[\"a\"]\nkey=value", text},
	{"settings with a name of two words", "[a b]\n", text},
	{"a list", "[ ,]", text},
	{"an array of other things", `["a" b]`, text},

	{"XML", "<?xml version='1.0'?>\n<Invoice xmlns='u'/>", xml},
	{"XML, no declaration", "<rsm:CrossIndustryInvoice xmlns:rsm='u'>", xml},
	{"XML, mark", "\xEF\xBB\xBF<?xml version='1.0'?><a/>", xml},
	{"XML, white space first", "\n <a>", xml},
	{"XML, comment first", "<!-- <html> --><a/>", xml},
	{"XML, comments and instructions", "<?xml version='1.0'?><!-- x --><?xml-stylesheet href='x'?>\n<a/>", xml},
	{"XML, doctype", "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'a.dtd'><a/>", xml},
	{"XML, doctype with declarations", "<!DOCTYPE a [<!ELEMENT a ANY><!ENTITY b 'c'>]><a/>", xml},
	{"XML, doctype that does not end", "<?xml version='1.0'?><!DOCTYPE a [<!ELEMENT a", xml},
	{"XML, comment that does not end", "<?xml version='1.0'?><!-- ", xml},
	{"XML, declaration alone", "<?xml version='1.0'?>", xml},
	{"XML, declaration that does not end", "<?xml version=", xml},
	{"XML, in UTF-16", wide(le, "\uFEFF<?xml version='1.0'?><Invoice/>"), xml},
	{"XML, in UTF-16, no mark", wide(be, "<?xml version='1.0'?><Invoice/>"), xml},
	{"XML, in Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xFC</a>", xml},
	{"XML, name beyond ASCII", "<été/>", xml},
	{"XML with table", "<table/>", xml},
	{"XML, cut in the name", "<Invo", xml},
	{"SVG", "<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"},
	{"SVG, all in front", "\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE svg PUBLIC 'a' 'b'>\n<svg>", "image/svg+xml"},
	{"SVG, doctype cut", "<?xml version='1.0'?><!DOCTYPE svg", "image/svg+xml"},
	{"SVG, with prefix", "<?xml version='1.0'?><s:svg xmlns:s='u'/>", "image/svg+xml"},
	{"SVG, in UTF-16", wide(be, "\uFEFF<svg/>"), "image/svg+xml"},
	{"XHTML", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a' 'b'><html>", "application/xhtml+xml"},
	{"XHTML, no doctype", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "application/xhtml+xml"},
	{"HTML", "<!DOCTYPE html>\n<html>", html},
	{"HTML, in capitals", "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>", html},
	{"HTML, no doctype", "\n<HTML><HEAD>", html},
	{"HTML, comment first", "<!-- saved from x --><html>", html},
	{"HTML, a script alone", "<script>alert(1)</script>", html},
	{"HTML, in UTF-16", wide(le, "<html>"), html},
	{"a comment alone", "<!-- x -->", text},
	{"a comment that does not end", "<!-- x", text},
	{"an address", "<john@example.com> wrote:", text},
	{"less than", "<1 or >2", text},
	{"less than nothing", "< a", text},
	{"a heart", "<3", text},
	{"bytes with <", "<\x00\x01\x02", ""},
	{"end tag", "</a>", text},

	{"mail", "Return-Path: <a@b>\r\nReceived: from x\r\n\tby y\r\nFrom: a", "message/rfc822"},
	{"mail, short", "From: a\nTo: b\n", "message/rfc822"},
	{"mail, other fields between", "Date: x\r\nX-A: y\r\nSubject: z", "message/rfc822"},
	{"mail, a long field", "From: a\n\tb\n c\nTo: d", "message/rfc822"},
	{"a letter with a line of blanks", "From: a\n \nTo: d", text},
	{"a note with fields of a mail", "Note: see below\nFrom: a\nTo: b", text},
	{"a letter", "To: whom it may concern\n\nDear all,\nfrom: here", text},
	{"a letter with a line below", "From: me\nthis is a text\nTo: you", text},

	{"CMS, signed", "\x30\x82\x10\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0", "application/pkcs7-mime"},
	{"CMS, signed, BER", "\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x80", "application/pkcs7-mime"},
	{"CMS, enveloped", "\x30\x83\x10\x00\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03\xA0", "application/pkcs7-mime"},
	{"CMS, compressed", "\x30\x80\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x09\xA0", "application/pkcs7-mime"},
	{"certificate", "\x30\x82\x03\x00\x30\x82\x02\x00\xA0\x03\x02\x01\x02", "application/pkix-cert"},
	{"a SEQUENCE of other things", "\x30\x03\x02\x01\x02", ""},
	{"a SEQUENCE cut short", "\x30\x82", text}, // eight-bit letters are text, for all that is known
	{"PEM", "-----BEGIN CERTIFICATE-----\nMII", "application/x-pem-file"},

	{"PE", "MZ\x90\x00\x03\x00\x00\x00\x04", "application/vnd.microsoft.portable-executable"},
	{"a text with MZ", "MZ;Menge\n1;2\n", text},
	{"ELF", "\x7FELF\x02\x01\x01\x00", "application/x-elf"},
	{"Mach-O, 32 bit, big", "\xFE\xED\xFA\xCE\x00", "application/x-mach-binary"},
	{"Mach-O, 64 bit, big", "\xFE\xED\xFA\xCF\x01", "application/x-mach-binary"},
	{"Mach-O, 32 bit", "\xCE\xFA\xED\xFE\x07", "application/x-mach-binary"},
	{"Mach-O, 64 bit", "\xCF\xFA\xED\xFE\x07", "application/x-mach-binary"},
	{"Mach-O, several", "\xCA\xFE\xBA\xBE\x00\x00\x00\x02", "application/x-mach-binary"},
	{"Java", "\xCA\xFE\xBA\xBE\x00\x00\x00\x34", "application/java-vm"},
	{"Java cut short", "\xCA\xFE\xBA\xBE\x00", ""},
	{"Dalvik", "dex\n035\x00", "application/x-dex"},
	{"WebAssembly", "\x00asm\x01\x00\x00\x00", "application/wasm"},
	{"Debian package", "!<arch>\ndebian-binary   ", "application/vnd.debian.binary-package"},
	{"RPM", "\xED\xAB\xEE\xDB\x03\x00", "application/x-rpm"},
	{"shortcut", "L\x00\x00\x00\x01\x14\x02\x00\x00\x00", "application/x-ms-shortcut"},
	{"CHM", "ITSF\x03\x00\x00\x00\x60", "application/vnd.ms-htmlhelp"},
	{"Flash", "FWS\x09\x10\x00\x00\x00", "application/x-shockwave-flash"},
	{"Flash, packed", "CWS\x09\x10\x00\x00\x00", "application/x-shockwave-flash"},
	{"Flash, packed with LZMA", "ZWS\x0D\x10\x00\x00\x00", "application/x-shockwave-flash"},
	{"a text with FWS", "FWS is a word", text},
	{"shell", "#!/bin/sh\necho", "text/x-shellscript"},
	{"shell, with a blank", "#! /usr/bin/env bash\n", "text/x-shellscript"},
	{"Python", "#!/usr/bin/env python3\n", "text/x-python"},
	{"Perl", "#!/usr/bin/perl -w\n", "text/x-perl"},
	{"Ruby", "#!/usr/bin/ruby\n", "text/x-ruby"},
	{"Node", "#!/usr/bin/env node\n", "text/javascript"},
	{"PowerShell", "#!/usr/bin/pwsh\n", "text/x-powershell"},
	{"PHP", "<?php echo 1;", "application/x-php"},
	{"PHP, short", "<?= 1 ?>", "application/x-php"},
	{"a text with #!", "#! is how scripts begin", text},
	{"batch", "@ECHO OFF\r\ndir", "application/x-bat"},
	{"registry", "Windows Registry Editor Version 5.00\r\n", "text/x-ms-regedit"},
	{"registry, in UTF-16", wide(le, "\uFEFFWindows Registry Editor Version 5.00\r\n"), "text/x-ms-regedit"},
	{"registry, old", "REGEDIT4\r\n", "text/x-ms-regedit"},
	{"Internet shortcut", "[InternetShortcut]\r\nURL=x", "application/x-mswinurl"},
	{"desktop entry", "[Desktop Entry]\nExec=x", "application/x-desktop"},
}
