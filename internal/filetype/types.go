package filetype

// row is a Type as the table has it: lists are parted by blanks.
type row struct {
	mime, extensions, aliases, within, seenAs string
	flags
}

type flags uint8

const (
	runs flags = 1 << iota // Type.Executable
	sure                   // Detect knows every file of this type
)

// What other types are within.
const (
	text = "text/plain"
	zip  = "application/zip"
	xml  = "application/xml"
	html = "text/html"
	ole  = "application/x-ole-storage" // compound files: Office before 2007, Outlook, installers
	gz   = "application/gzip"

	octets = "application/octet-stream"

	office = "application/vnd.openxmlformats-officedocument."
	odf    = "application/vnd.oasis.opendocument."
)

// rows is every type that has a name here.
var rows = []row{
	{octets, "bin", "application/x-binary application/binary binary/octet-stream application/force-download application/x-download application/unknown", "", "", 0},

	// Documents.
	{"application/pdf", "pdf", "application/x-pdf application/acrobat application/vnd.pdf text/pdf text/x-pdf", "", "", sure},
	{"application/rtf", "rtf", "text/rtf application/x-rtf text/richtext", text, "", 0},
	{"application/postscript", "ps eps", "application/eps image/eps application/x-eps", "", text, sure},
	{ole, "", "application/x-cfb application/cdfv2 application/x-ole", "", "", sure},
	{"application/msword", "doc dot", "application/doc application/x-msword application/vnd.ms-word application/vnd.msword", ole, "", 0},
	{"application/vnd.ms-excel", "xls xlt xla", "application/excel application/x-excel application/x-msexcel application/x-ms-excel application/xls application/x-xls application/msexcel", ole, "", 0},
	{"application/vnd.ms-powerpoint", "ppt pps pot", "application/powerpoint application/mspowerpoint application/x-mspowerpoint application/x-ppt", ole, "", 0},
	{"application/vnd.visio", "vsd", "application/x-visio", ole, "", 0},
	{"application/vnd.ms-outlook", "msg", "application/x-msg application/msoutlook", ole, "", 0},
	{"application/epub+zip", "epub", "", zip, "", 0},

	// OOXML: one that is protected by a password is a compound file.
	{office + "wordprocessingml.document", "docx", "", zip, ole, 0},
	{office + "wordprocessingml.template", "dotx", "", zip, ole + " " + office + "wordprocessingml.document", 0},
	{office + "spreadsheetml.sheet", "xlsx", "application/xlsx application/x-xlsx", zip, ole, 0},
	{office + "spreadsheetml.template", "xltx", "", zip, ole + " " + office + "spreadsheetml.sheet", 0},
	{office + "presentationml.presentation", "pptx", "", zip, ole, 0},
	{office + "presentationml.slideshow", "ppsx", "", zip, ole + " " + office + "presentationml.presentation", 0},
	{office + "presentationml.template", "potx", "", zip, ole + " " + office + "presentationml.presentation", 0},
	{"application/vnd.ms-word.document.macroenabled.12", "docm", "", zip, ole + " " + office + "wordprocessingml.document", 0},
	{"application/vnd.ms-word.template.macroenabled.12", "dotm", "", zip, ole + " " + office + "wordprocessingml.document application/vnd.ms-word.document.macroenabled.12", 0},
	{"application/vnd.ms-excel.sheet.macroenabled.12", "xlsm", "", zip, ole + " " + office + "spreadsheetml.sheet", 0},
	{"application/vnd.ms-excel.template.macroenabled.12", "xltm", "", zip, ole + " " + office + "spreadsheetml.sheet application/vnd.ms-excel.sheet.macroenabled.12", 0},
	{"application/vnd.ms-excel.sheet.binary.macroenabled.12", "xlsb", "", zip, ole + " " + office + "spreadsheetml.sheet application/vnd.ms-excel.sheet.macroenabled.12", 0},
	{"application/vnd.ms-powerpoint.presentation.macroenabled.12", "pptm", "", zip, ole + " " + office + "presentationml.presentation", 0},
	{"application/vnd.ms-visio.drawing", "vsdx", "application/vnd.ms-visio.drawing.main+xml", zip, ole, 0},

	{odf + "text", "odt", "application/x-vnd.oasis.opendocument.text", zip, "", 0},
	{odf + "text-template", "ott", "", zip, "", 0},
	{odf + "spreadsheet", "ods", "application/x-vnd.oasis.opendocument.spreadsheet", zip, "", 0},
	{odf + "spreadsheet-template", "ots", "", zip, "", 0},
	{odf + "presentation", "odp", "application/x-vnd.oasis.opendocument.presentation", zip, "", 0},
	{odf + "graphics", "odg", "", zip, "", 0},

	// Pictures.
	{"image/png", "png", "image/x-png application/png", "", "", sure},
	{"image/jpeg", "jpg jpeg jpe jfif", "image/jpg image/pjpeg image/jpe application/jpg application/jpeg", "", "", sure},
	{"image/gif", "gif", "image/x-gif", "", "", sure},
	{"image/bmp", "bmp dib", "image/x-bmp image/x-ms-bmp image/x-windows-bmp image/ms-bmp", "", "", sure},
	{"image/tiff", "tiff tif", "image/tif image/x-tiff image/x-tif application/tiff", "", "", sure},
	{"image/webp", "webp", "", "", "", sure},
	{"image/svg+xml", "svg svgz", "image/svg", xml, gz, 0},
	{"image/heic", "heic heif", "image/heif", "", "", sure},
	{"image/avif", "avif", "", "", "", sure},
	{"image/jp2", "jp2 j2k jpx", "image/jpx image/jpeg2000", "", "", 0},
	{"image/vnd.microsoft.icon", "ico", "image/x-icon image/ico", "", "", sure},
	{"image/vnd.adobe.photoshop", "psd", "image/x-psd application/x-photoshop", "", "", sure},
	{"image/wmf", "wmf", "image/x-wmf application/x-wmf", "", "", 0},
	{"image/emf", "emf", "image/x-emf application/x-emf", "", "", 0},
	{"image/vnd.dwg", "dwg", "image/x-dwg application/acad application/x-dwg application/dwg", "", "", sure},
	{"image/vnd.dxf", "dxf", "image/x-dxf application/dxf", "", text, 0},

	// Sound and film.
	{"video/mp4", "mp4 m4v", "application/mp4 video/x-m4v", "", "", sure},
	{"audio/mp4", "m4a", "audio/x-m4a", "", "video/mp4", 0},
	{"video/quicktime", "mov qt", "", "", "video/mp4", 0},
	{"video/3gpp", "3gp", "", "", "video/mp4", 0},
	{"video/x-msvideo", "avi", "video/avi video/msvideo", "", "", sure},
	{"video/webm", "webm", "audio/webm", "video/matroska", "", 0},
	{"video/matroska", "mkv mka", "video/x-matroska audio/x-matroska", "", "", sure},
	{"video/mpeg", "mpg mpeg", "video/x-mpeg", "", "", 0},
	{"audio/mpeg", "mp3", "audio/mp3 audio/x-mp3 audio/x-mpeg", "", "", 0},
	{"audio/wav", "wav", "audio/x-wav audio/wave audio/vnd.wave", "", "", sure},
	{"audio/ogg", "ogg oga opus ogv", "application/ogg video/ogg audio/opus", "", "", sure},
	{"audio/flac", "flac", "audio/x-flac", "", "", sure},

	// Archives and disks.
	{zip, "zip", "application/x-zip-compressed application/x-zip application/zip-compressed multipart/x-zip application/x-compressed", "", "", sure},
	{gz, "gz tgz", "application/x-gzip application/gzip-compressed application/x-gunzip application/x-tgz application/x-gtar-compressed", "", "", sure},
	{"application/x-7z-compressed", "7z", "application/7z", "", "", sure},
	{"application/vnd.rar", "rar", "application/x-rar-compressed application/x-rar application/rar", "", "", sure},
	{"application/x-xz", "xz", "application/xz", "", "", sure},
	{"application/x-bzip2", "bz2 bz", "application/x-bzip application/bzip2", "", "", sure},
	{"application/zstd", "zst", "application/x-zstd", "", "", sure},
	{"application/x-lz4", "lz4", "", "", "", sure},
	{"application/x-compress", "z", "", "", "", sure},
	{"application/x-tar", "tar", "application/tar", "", "", 0},
	{"application/vnd.ms-cab-compressed", "cab", "application/x-cab", "", "", sure},
	{"application/vnd.etsi.asic-e+zip", "asice sce", "", zip, "", 0},
	{"application/vnd.etsi.asic-s+zip", "asics scs", "", zip, "", 0},
	{"application/x-iso9660-image", "iso img", "", "", "", 0},
	{"application/vnd.sqlite3", "sqlite sqlite3", "application/x-sqlite3", "", "", 0},

	// Text.
	{text, "txt text log", "text/txt text/ascii application/txt", "", "", sure},
	{"text/csv", "csv", "text/x-csv application/csv application/x-csv text/comma-separated-values text/x-comma-separated-values", text, "", 0},
	{"text/tab-separated-values", "tsv tab", "text/tsv", text, "", 0},
	{"text/markdown", "md markdown", "text/x-markdown", text, html + " " + xml, 0},
	{"text/css", "css", "", text, "", 0},
	{"text/vcard", "vcf vcard", "text/x-vcard text/directory", text, "", 0},
	{"text/calendar", "ics", "application/ics", text, "", 0},
	{"application/json", "json", "text/json application/x-json", text, "", 0},
	{"application/yaml", "yaml yml", "text/yaml application/x-yaml text/x-yaml", text, "", 0},
	{"application/edifact", "edi", "application/edi application/x-edifact", text, "", 0},
	{xml, "xml xsd xslt xsl", "text/xml application/x-xml application/xslt+xml", text, "", 0},
	{html, "html htm", "application/html", text, xml, 0},
	{"application/xhtml+xml", "xhtml xht", "application/xhtml", xml + " " + html, "", 0},

	// Mail, signatures and keys.
	{"message/rfc822", "eml", "message/global application/x-eml", text, "", 0},
	{"application/pkcs7-mime", "p7m p7c p7b", "application/x-pkcs7-mime application/x-pkcs7-certificates application/pkcs7", "", text + " application/x-pem-file", sure},
	{"application/pkcs7-signature", "p7s", "application/x-pkcs7-signature", "application/pkcs7-mime", text + " application/x-pem-file", 0},
	{"application/pkix-cert", "cer crt der", "application/x-x509-ca-cert application/x-x509-user-cert", "", "application/x-pem-file", 0},
	{"application/x-pkcs12", "p12 pfx", "application/pkcs12", "", "", 0},
	{"application/x-pem-file", "pem", "", text, "", 0},
	{"application/pgp-encrypted", "pgp gpg", "application/pgp", "", "application/x-pem-file " + text, 0},
	{"application/pgp-signature", "asc sig", "application/pgp-keys", "", "application/x-pem-file " + text, 0},
	{"application/timestamp-reply", "tsr", "", "", "", 0},
	{"application/timestamped-data", "tsd", "", "", "application/pkcs7-mime", 0},

	// Programs.
	{"application/vnd.microsoft.portable-executable", "exe dll scr com cpl sys ocx drv pif xll", "application/x-msdownload application/x-dosexec application/x-msdos-program application/x-exe application/exe application/x-msdos-windows application/dos-exe", "", "", runs},
	{"application/x-msi", "msi msp mst", "application/x-ms-installer application/x-windows-installer", ole, "", runs},
	{"application/x-elf", "elf so o ko", "application/x-executable application/x-sharedlib application/x-object application/x-pie-executable", "", "", runs | sure},
	{"application/x-mach-binary", "dylib macho", "", "", "", runs | sure},
	{"application/java-archive", "jar war ear", "application/x-java-archive application/x-jar", zip, "", runs},
	{"application/java-vm", "class", "application/x-java-class application/x-java-vm", "", "", runs | sure},
	{"application/vnd.android.package-archive", "apk", "", "application/java-archive", "", runs},
	{"application/x-dex", "dex", "", "", "", runs | sure},
	{"application/wasm", "wasm", "", "", "", runs | sure},
	{"application/vnd.debian.binary-package", "deb", "application/x-deb application/x-debian-package", "", "", runs | sure},
	{"application/x-rpm", "rpm", "application/x-redhat-package-manager", "", "", runs | sure},
	{"application/x-apple-diskimage", "dmg", "", "", "", runs},
	{"application/vnd.ms-htmlhelp", "chm", "application/x-chm", "", "", runs | sure},
	{"application/x-shockwave-flash", "swf", "", "", "", runs | sure},

	// Scripts, and files that have a program run.
	{"text/x-shellscript", "sh bash zsh ksh csh command", "application/x-sh application/x-shellscript text/x-sh application/x-csh application/x-bash", text, "", runs},
	{"text/x-python", "py pyw", "text/x-script.python application/x-python application/x-python-code", text, "text/x-shellscript", runs},
	{"text/x-perl", "pl pm", "application/x-perl", text, "text/x-shellscript", runs},
	{"text/x-ruby", "rb", "application/x-ruby", text, "text/x-shellscript", runs},
	{"application/x-php", "php phtml phar", "text/x-php application/x-httpd-php text/php", text, html + " text/x-shellscript", runs},
	{"text/javascript", "js mjs cjs", "application/javascript application/x-javascript text/ecmascript application/ecmascript", text, "text/x-shellscript", runs},
	{"application/x-jscript-encoded", "jse", "", text, "", runs},
	{"text/vbscript", "vbs vbe vb", "application/x-vbs text/x-vbs text/vbs", text, "", runs},
	{"text/x-powershell", "ps1 psm1 psd1", "application/x-powershell", text, "text/x-shellscript", runs},
	{"application/x-bat", "bat cmd", "application/bat application/x-msdos-batch text/x-bat application/x-cmd", text, "", runs},
	{"application/x-wsf", "wsf wsh wsc sct", "text/scriptlet", text, xml, runs},
	{"application/hta", "hta", "", html, "", runs},
	{"application/x-java-jnlp-file", "jnlp", "", xml, "", runs},
	{"application/x-ms-shortcut", "lnk", "application/x-mslnk", "", "", runs | sure},
	{"application/x-mswinurl", "url website", "application/internet-shortcut", text, "", runs},
	{"application/x-desktop", "desktop", "", text, "", runs},
	{"text/x-ms-regedit", "reg", "text/x-registry", text, "", runs},
	{"application/inf", "inf", "", text, "", runs},
	{"application/vnd.ms-appx", "appx msix", "", zip, "", runs},
	{"application/vnd.ms-excel.addin.macroenabled.12", "xlam", "", zip, ole + " " + office + "spreadsheetml.sheet application/vnd.ms-excel.sheet.macroenabled.12", runs},
}
