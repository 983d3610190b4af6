package xmlmap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/published"
)

// wellFormed is the list of what the scanner takes for well-formed XML 1.0 with
// namespaces. It seeds the fuzz tests too.
var wellFormed = []struct{ name, doc string }{
	{"one element", `<a/>`},
	{"start and end tag", `<a></a>`},
	{"white space in tags", "<a \t\r\n></a \t\r\n>"},
	{"white space around", " \t\r\n<a/>\r\n\t "},
	{"nesting", `<a><b><c/></b><b>x</b></a>`},
	{"same name inside", `<a><a><a/></a></a>`},
	{"name of a letter prefix", `<ab><abc/><a/></ab>`},
	{"mixed content", `<a>x<b>y</b>z</a>`},
	{"empty tag with space", `<a />`},
	{"characters of names", `<_a-b.c9><été/><名前/></_a-b.c9>`},
	{"names: combining and digits after the start", "<a\u00b7\u0300\u203f٣/>"},
	{"names: beyond the BMP", "<\U00010000\U000EFFFF/>"},
	{"names may contain xml", `<xmlfoo Xml="1"/>`},

	{"attributes in both quotes", `<a b="1" c='2'/>`},
	{"attribute with the other quote", `<a b="it's" c='say "x"'/>`},
	{"white space around =", "<a b = \"1\" c\n=\n'2'/>"},
	{"empty attribute", `<a b=""/>`},
	{"> in an attribute", `<a b="x>y" c="]]>"/>`},
	{"line ends in an attribute", "<a b=\"x\ry\r\nz\nw\tv\"/>"},
	{"references in an attribute", `<a b="&lt;&#9;&#10;&#13;&amp;amp;"/>`},
	{"non-ASCII attribute", `<a été="ça"/>`},

	{"default namespace", `<a xmlns="u"><b/></a>`},
	{"prefix", `<p:a xmlns:p="u" p:b="1" b="2"/>`},
	{"prefix declared after its use", `<p:a p:b="1" xmlns:p="u"/>`},
	{"prefix redeclared", `<p:a xmlns:p="u"><p:b xmlns:p="v"/><p:c/></p:a>`},
	{"two prefixes, one namespace", `<p:a xmlns:p="u" xmlns:q="u" p:b="1" q:c="2"/>`},
	{"same local name in two namespaces", `<a xmlns:p="u" xmlns:q="v" p:b="1" q:b="2" b="3"/>`},
	{"default namespace is not for attributes", `<a xmlns="u" xmlns:p="u" b="1" p:b="2"/>`},
	{"undeclared again", `<a xmlns="u"><b xmlns=""/></a>`},
	{"prefix xml without declaration", `<a xml:lang="de" xml:space="preserve"/>`},
	{"prefix xml on an element", `<xml:a/>`},
	{"prefix xml declared as what it is", `<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="de"/>`},
	{"namespace name with references", `<p:a xmlns:p="u&amp;v"/>`},
	{"namespace name that is no URI", `<a xmlns="x y"/>`},
	{"prefix that begins like xml", `<xmlx:a xmlns:xmlx="u"/>`},

	{"the five entities", `<a>&lt;&gt;&amp;&quot;&apos;</a>`},
	{"decimal reference", `<a>&#228;&#8364;&#128512;</a>`},
	{"hexadecimal reference", `<a>&#xE4;&#x20ac;&#x1F600;&#x10FFFF;</a>`},
	{"reference with many zeros", `<a>&#x00000000000000000041;&#0000000000000000000000065;</a>`},
	{"references to white space", `<a>&#9;&#10;&#13;&#32;</a>`},
	{"reference at the edges of what is allowed", `<a>&#xD7FF;&#xE000;&#xFFFD;&#x10000;</a>`},
	{"escaped reference", `<a>&amp;lt; &#38;amp;</a>`},

	{"text with ] and >", `<a>]] > ]>x]</a>`},
	{"]]> escaped", `<a>]]&gt;</a>`},
	{"line ends", "<a>x\r\ny\rz\n\r\r\n</a>"},
	{"non-ASCII text", "<a>Grüße, 名前, \U0001F600, \u0080\u0085\u2028\uFFFD\uFEFF</a>"},
	{"DEL and C1", "<a>\u007f\u009f</a>"},

	{"CDATA", `<a><![CDATA[<b>&amp;]]&#1;]]></a>`},
	{"CDATA with line ends", "<a><![CDATA[x\r\ny\rz]]></a>"},
	{"CDATA empty", `<a><![CDATA[]]></a>`},
	{"CDATA with ]]", `<a><![CDATA[]]]]></a>`},
	{"CDATA in text", `<a>x<![CDATA[y]]>z<![CDATA[w]]></a>`},
	{"CDATA beside elements", `<a><![CDATA[x]]><b/><![CDATA[ ]]><b><![CDATA[y]]></b></a>`},
	{"CDATA that splits ]]>", `<a>]]<![CDATA[]]]]>&gt;<![CDATA[>]]></a>`},

	{"comment", `<!-- a --><a><!-- b --><b><!----></b>x<!-- - - -></->--></a><!-- c -->`},
	{"comment in a value", `<a>x<!-- y -->z</a>`},
	{"comment with markup", `<a><!-- <b> & ]]> <?x --></a>`},
	{"processing instruction", `<?x?><a><?x y?><b><?xml-stylesheet href="z"?></b>x<?y ??></a><?z >?>`},
	{"stylesheet that names an encoding", `<?xml-stylesheet encoding="EBCDIC"?><a>é</a>`},

	{"declaration", `<?xml version="1.0"?><a/>`},
	{"declaration: encoding", `<?xml version="1.0" encoding="UTF-8"?><a/>`},
	{"declaration: all", `<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a/>`},
	{"declaration: standalone no", "<?xml\n\tversion = \"1.0\"\r\nstandalone = \"no\"\n?>\n<a/>"},
	{"declaration: version 1.1", `<?xml version="1.1"?><a/>`},
	{"declaration: ASCII", `<?xml version="1.0" encoding="US-ASCII"?><a>&#228;</a>`},
	{"byte order mark", "\uFEFF<a/>"},
	{"byte order mark and declaration", "\uFEFF<?xml version=\"1.0\"?><a/>"},

	{"128 levels", strings.Repeat("<a>", 128) + strings.Repeat("</a>", 128)},
	{"128 attributes", `<a` + numbered(` a%d="1"`, 128) + `/>`},
	{"128 namespaces", `<a` + numbered(` xmlns:p%d="u"`, 128) + `/>`},
	{"a name of 256 bytes", `<` + strings.Repeat("a", 256) + `/>`},
	{"a prefix of 254 bytes", `<a xmlns:` + strings.Repeat("p", 249) + `="u"/>`},
}

// illFormed is the list of what it refuses, with code, line and column.
var illFormed = []struct {
	name, doc string
	code      einvoice.ErrorCode
	at        string
}{
	{"nothing", "", einvoice.ErrEmpty, "0:0"},
	{"only white space", " \t\r\n ", einvoice.ErrEmpty, "0:0"},
	{"only a byte order mark", "\uFEFF", einvoice.ErrEmpty, "0:0"},
	{"much white space", strings.Repeat(" \n", 3000), einvoice.ErrEmpty, "0:0"},
	{"not XML", "Invoice 1", einvoice.ErrNotXML, "1:1"},
	{"not XML: one character", "x", einvoice.ErrNotXML, "1:1"},
	{"not XML: JSON", "\n {\"a\": 1}", einvoice.ErrNotXML, "2:2"},
	{"not XML: binary", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n<</Type/Catalog>>", einvoice.ErrNotXML, "1:1"},
	{"not XML: NUL", "\x00\x01\x02", einvoice.ErrNotXML, "1:1"},
	{"not XML: a no-break space", "\u00A0", einvoice.ErrNotXML, "1:1"},
	{"two byte order marks", "\uFEFF\uFEFF<a/>", einvoice.ErrNotXML, "1:1"},
	{"text before the root", "x<a/>", einvoice.ErrNotXML, "1:1"},
	{"text before the root, after a comment", "<!-- c -->\nx<a/>", einvoice.ErrMalformed, "2:1"},
	{"text before the root, after the declaration", `<?xml version="1.0"?>x<a/>`, einvoice.ErrMalformed, "1:22"},
	{"CDATA before the root", `<![CDATA[x]]><a/>`, einvoice.ErrMalformed, "1:1"},
	{"only a comment", `<!-- c -->`, einvoice.ErrTruncated, "1:11"},
	{"only a declaration", "<?xml version=\"1.0\"?>\n", einvoice.ErrTruncated, "2:1"},

	{"two roots", "<a/>\n<b/>", einvoice.ErrMalformed, "2:1"},
	{"text after the root", "<a>\n</a> x", einvoice.ErrMalformed, "2:6"},
	{"CDATA after the root", "<a/><![CDATA[x]]>", einvoice.ErrMalformed, "1:5"},
	{"NUL after the root", "<a/>\n\x00", einvoice.ErrMalformed, "2:1"},
	{"end tag after the root", "<a></a></a>", einvoice.ErrMalformed, "1:8"},
	{"end tag first", "</a>", einvoice.ErrMalformed, "1:1"},
	{"reference outside the root", "<a/>&#32;", einvoice.ErrMalformed, "1:5"},

	{"end tag of another element", "<a>\n<b></a></b>", einvoice.ErrMalformed, "2:4"},
	{"end tag in another case", "<a></A>", einvoice.ErrMalformed, "1:4"},
	{"end tag with another prefix", `<p:a xmlns:p="u" xmlns:q="u"></q:a>`, einvoice.ErrMalformed, "1:30"},
	{"end tag longer", "<a></ab>", einvoice.ErrMalformed, "1:4"},
	{"end tag shorter", "<ab></a>", einvoice.ErrMalformed, "1:5"},
	{"end tag with space first", "<a></ a>", einvoice.ErrMalformed, "1:4"},
	{"end tag with an attribute", `<a></a b="1">`, einvoice.ErrMalformed, "1:4"},
	{"end tag with a slash", `<a></a/>`, einvoice.ErrMalformed, "1:4"},
	{"end tag without name", `<a></>`, einvoice.ErrMalformed, "1:4"},

	{"tag without name", "<>", einvoice.ErrMalformed, "1:2"},
	{"space before a name", "< a/>", einvoice.ErrMalformed, "1:2"},
	{"name begins with a digit", "<a><1b/></a>", einvoice.ErrMalformed, "1:5"},
	{"name begins with -", "<-a/>", einvoice.ErrMalformed, "1:2"},
	{"name begins with a combining character", "<a><\u0300b/></a>", einvoice.ErrMalformed, "1:5"},
	{"name with a forbidden character", "<a\u00d7b/>", einvoice.ErrMalformed, "1:2"},
	{"name with an ASCII sign", "<a$b/>", einvoice.ErrMalformed, "1:3"},
	{"name with a private character", "<a\uE000/>", einvoice.ErrMalformed, "1:2"},
	{"less-than sign in a tag", "<a <b/></a>", einvoice.ErrMalformed, "1:4"},
	{"slash in a tag", "<a / >", einvoice.ErrMalformed, "1:4"},
	{"control character in a tag", "<a\x01/>", einvoice.ErrMalformed, "1:3"},
	{"no-break space in a tag", "<a\u00A0b='1'/>", einvoice.ErrMalformed, "1:2"},

	{"attribute without value", "<a b/>", einvoice.ErrMalformed, "1:5"},
	{"attribute without quotes", "<a b=1/>", einvoice.ErrMalformed, "1:6"},
	{"attribute without space", `<a b="1"c="2"/>`, einvoice.ErrMalformed, "1:9"},
	{"attribute without name", `<a ="1"/>`, einvoice.ErrMalformed, "1:4"},
	{"attribute name that is none", `<a 1b="1"/>`, einvoice.ErrMalformed, "1:4"},
	{"attribute with <", `<a b="<"/>`, einvoice.ErrMalformed, "1:7"},
	{"attribute with a control character", "<a b='\x0b'/>", einvoice.ErrMalformed, "1:7"},
	{"attribute with a bare &", `<a b="x & y"/>`, einvoice.ErrMalformed, "1:9"},
	{"attribute with a bare &, spaces around =", `<a b = 'x & y'/>`, einvoice.ErrMalformed, "1:11"},
	{"attribute with an unknown reference", `<a><b c="&nbsp;"/></a>`, einvoice.ErrMalformed, "1:10"},
	{"attribute with an ill-formed reference", "<a b=\"\n&#xZ;\"/>", einvoice.ErrMalformed, "2:1"},
	{"attribute twice", "<a b='1'\n b='1'/>", einvoice.ErrMalformed, "2:2"},
	{"attribute twice, far apart", `<a` + numbered(` a%d="1"`, 60) + ` a1='2'/>`, einvoice.ErrMalformed, "1:474"},
	{"attribute twice by namespace", `<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>`, einvoice.ErrMalformed, "1:36"},
	{"attribute twice by namespace, declared outside", `<a xmlns:p="u"><b xmlns:q="u" p:c="1" q:c="2"/></a>`, einvoice.ErrMalformed, "1:39"},
	{"attribute twice by namespace, references in its name", `<a xmlns:p="uA" xmlns:q="u&#65;" p:b="1" q:b="2"/>`, einvoice.ErrMalformed, "1:42"},
	{"attribute xml:lang twice", `<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="1" xml:lang="2"/>`, einvoice.ErrMalformed, "1:66"},

	{"prefix of an element unbound", "<p:a/>", einvoice.ErrMalformed, "1:1"},
	{"prefix of an inner element unbound", "<a>\n <p:b/></a>", einvoice.ErrMalformed, "2:2"},
	{"prefix of an attribute unbound", `<a p:b="1"/>`, einvoice.ErrMalformed, "1:4"},
	{"prefix of one attribute of two unbound", `<a b="1" p:b="1"/>`, einvoice.ErrMalformed, "1:10"},
	{"prefix out of scope", `<a><p:b xmlns:p="u"/><p:c/></a>`, einvoice.ErrMalformed, "1:22"},
	{"prefix of an attribute out of scope", `<a><b xmlns:p="u" p:c="1"/><b p:c="1"/></a>`, einvoice.ErrMalformed, "1:31"},
	{"prefix bound to nothing", `<a xmlns:p=""/>`, einvoice.ErrMalformed, "1:4"},
	{"prefix declared twice", `<a xmlns:p="u" xmlns:p="v"/>`, einvoice.ErrMalformed, "1:1"},
	{"default namespace declared twice", `<a xmlns="u" xmlns="u"/>`, einvoice.ErrMalformed, "1:1"},
	{"prefix xml for another namespace", `<a xmlns:xml="u"/>`, einvoice.ErrMalformed, "1:4"},
	{"another prefix for the namespace of xml", `<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>`, einvoice.ErrMalformed, "1:4"},
	{"the namespace of xml as default", `<a xmlns="http://www.w3.org/XML/1998/namespace"/>`, einvoice.ErrMalformed, "1:4"},
	{"prefix xmlns declared", `<a xmlns:xmlns="u"/>`, einvoice.ErrMalformed, "1:4"},
	{"the namespace of xmlns", `<a xmlns:p="http://www.w3.org/2000/xmlns/"/>`, einvoice.ErrMalformed, "1:4"},
	{"element with prefix xmlns", `<xmlns:a/>`, einvoice.ErrMalformed, "1:1"},
	{"empty prefix", `<:a/>`, einvoice.ErrMalformed, "1:2"},
	{"empty local name", `<a: xmlns:a="u"/>`, einvoice.ErrMalformed, "1:4"},
	{"two colons", `<a:b:c xmlns:a="u"/>`, einvoice.ErrMalformed, "1:5"},
	{"local name that begins with a digit", `<a:1 xmlns:a="u"/>`, einvoice.ErrMalformed, "1:4"},
	{"declaration of an empty prefix", `<a xmlns:="u"/>`, einvoice.ErrMalformed, "1:10"},
	{"attribute with two colons", `<a xmlns:p="u" p:b:c="1"/>`, einvoice.ErrMalformed, "1:19"},

	{"bare &", "<a>x & y</a>", einvoice.ErrMalformed, "1:6"},
	{"& at the end", "<a>x&</a>", einvoice.ErrMalformed, "1:5"},
	{"reference without ;", "<a>&amp</a>", einvoice.ErrMalformed, "1:4"},
	{"empty reference", "<a>&;</a>", einvoice.ErrMalformed, "1:4"},
	{"unknown entity", "<a>\nx&nbsp;y</a>", einvoice.ErrMalformed, "2:2"},
	{"entity in another case", "<a>&AMP;</a>", einvoice.ErrMalformed, "1:4"},
	{"unknown entity deep inside", "<a><b><c>&x;</c></b></a>", einvoice.ErrMalformed, "1:10"},
	{"reference to nothing", "<a>&#;</a>", einvoice.ErrMalformed, "1:4"},
	{"hexadecimal reference to nothing", "<a>&#x;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference with X", "<a>&#X41;</a>", einvoice.ErrMalformed, "1:4"},
	{"decimal reference with letters", "<a>&#4a;</a>", einvoice.ErrMalformed, "1:4"},
	{"hexadecimal reference with other letters", "<a>&#x4g;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference with a sign", "<a>&#-65;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference with a space", "<a>&# 65;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference to NUL", "<a>&#0;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference to a control character", "<a>&#x1F;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference to a surrogate", "<a>&#xD800;</a>", einvoice.ErrMalformed, "1:4"},
	{"references to a pair of surrogates", "<a>&#xD83D;&#xDE00;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference to U+FFFE", "<a>&#xFFFE;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference beyond Unicode", "<a>&#x110000;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference that overflows 32 bits", "<a>&#4294967361;</a>", einvoice.ErrMalformed, "1:4"},
	{"reference that overflows 64 bits", "<a>&#x10000000000000041;</a>", einvoice.ErrMalformed, "1:4"},

	{"]]> in text", "<a>x]]>y</a>", einvoice.ErrMalformed, "1:5"},
	{"]]> between elements", "<a><b/>]]></a>", einvoice.ErrMalformed, "1:8"},
	{"]]]> in text", "<a>]]]></a>", einvoice.ErrMalformed, "1:5"},
	{"control character in text", "<a>x\n\x01</a>", einvoice.ErrMalformed, "2:1"},
	{"NUL in text", "<a>x\x00</a>", einvoice.ErrMalformed, "1:5"},
	{"form feed between elements", "<a><b/>\f<b/></a>", einvoice.ErrMalformed, "1:8"},
	{"control character in CDATA", "<a><![CDATA[x\x02]]></a>", einvoice.ErrMalformed, "1:14"},
	{"control character in a comment", "<a><!--\n\x1f--></a>", einvoice.ErrMalformed, "2:1"},
	{"control character in a processing instruction", "<a><?x \x08?></a>", einvoice.ErrMalformed, "1:8"},
	{"U+FFFE in text", "<a>\n\uFFFE</a>", einvoice.ErrMalformed, "2:1"},
	{"U+FFFF in an attribute", "<a b='\uFFFF'/>", einvoice.ErrMalformed, "1:7"},
	{"U+FFFF in a comment", "<!--é\uFFFF--><a/>", einvoice.ErrMalformed, "1:6"},

	{"not UTF-8", "<a>\ncaf\xE9 x</a>", einvoice.ErrEncoding, "2:4"},
	{"U+FFFE before what is not UTF-8", "<a>\uFFFE\xFF</a>", einvoice.ErrMalformed, "1:4"},
	{"U+FFFE after what is not UTF-8", "<a>\xFF\uFFFE</a>", einvoice.ErrEncoding, "1:4"},
	{"not UTF-8, overlong", "<a>\xC0\xAF</a>", einvoice.ErrEncoding, "1:4"},
	{"not UTF-8, a surrogate", "<a>\xED\xA0\x80</a>", einvoice.ErrEncoding, "1:4"},
	{"not UTF-8, beyond Unicode", "<a>\xF4\x90\x80\x80</a>", einvoice.ErrEncoding, "1:4"},
	{"not UTF-8, in a name", "<a\xFF/>", einvoice.ErrEncoding, "1:3"},
	{"not UTF-8, a continuation byte alone", "<a b='\x80'/>", einvoice.ErrEncoding, "1:7"},
	{"not ASCII", "<?xml version='1.0' encoding='US-ASCII'?>\n<a>ä</a>", einvoice.ErrEncoding, "2:4"},
	{"unknown encoding", "<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>", einvoice.ErrEncoding, "1:1"},
	{"UTF-16 that is none", "<?xml version='1.0' encoding='UTF-16'?><a/>", einvoice.ErrEncoding, "1:1"},
	{"byte order mark against the declaration", "\uFEFF<?xml version='1.0' encoding='ISO-8859-1'?><a/>", einvoice.ErrEncoding, "1:1"},

	{"CDATA in lower case", "<a><![cdata[x]]></a>", einvoice.ErrMalformed, "1:4"},
	{"CDATA with spaces", "<a><![CDATA [x]]></a>", einvoice.ErrMalformed, "1:4"},
	{"-- in a comment", "<a><!-- x -- y --></a>", einvoice.ErrMalformed, "1:11"},
	{"---> at the end of a comment", "<a><!-- x ---></a>", einvoice.ErrMalformed, "1:11"},
	{"processing instruction without target", "<a><? x?></a>", einvoice.ErrMalformed, "1:4"},
	{"processing instruction without anything", "<a><??></a>", einvoice.ErrMalformed, "1:4"},
	{"processing instruction with a bad target", "<a><?1 x?></a>", einvoice.ErrMalformed, "1:4"},
	{"processing instruction with a colon", "<a><?a:b x?></a>", einvoice.ErrMalformed, "1:4"},
	{"processing instruction XML", "<a><?XML x?></a>", einvoice.ErrMalformed, "1:4"},
	{"processing instruction with a target against the rules", "<?a\u00d7?><a/>", einvoice.ErrMalformed, "1:1"},
	{"unknown markup", "<a><!ELEMENT b EMPTY></a>", einvoice.ErrMalformed, "1:4"},

	{"declaration after space", " <?xml version='1.0'?><a/>", einvoice.ErrMalformed, "1:2"},
	{"declaration twice", "<?xml version='1.0'?><?xml version='1.0'?><a/>", einvoice.ErrMalformed, "1:22"},
	{"declaration inside", "<a><?xml version='1.0'?></a>", einvoice.ErrMalformed, "1:4"},
	{"declaration without version", "<?xml encoding='UTF-8'?><a/>", einvoice.ErrMalformed, "1:1"},
	{"declaration without anything", "<?xml?><a/>", einvoice.ErrMalformed, "1:1"},
	{"declaration with a wrong version", "<?xml version='2.0'?><a/>", einvoice.ErrMalformed, "1:7"},
	{"declaration with half a version", "<?xml version='1.'?><a/>", einvoice.ErrMalformed, "1:7"},
	{"declaration in a wrong order", "<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", einvoice.ErrMalformed, "1:37"},
	{"declaration with something else", "<?xml version='1.0' x='y'?><a/>", einvoice.ErrMalformed, "1:20"},
	{"declaration without space", "<?xml version='1.0'encoding='UTF-8'?><a/>", einvoice.ErrMalformed, "1:20"},
	{"declaration without quotes", "<?xml version=1.0?><a/>", einvoice.ErrMalformed, "1:7"},
	{"declaration without =", "<?xml version '1.0'?><a/>", einvoice.ErrMalformed, "1:7"},
	{"declaration with a quote open", "<?xml version='1.0?><a/>", einvoice.ErrMalformed, "1:7"},
	{"declaration with standalone maybe", "<?xml version='1.0' standalone='maybe'?><a/>", einvoice.ErrMalformed, "1:21"},
	{"declaration with a version twice", "<?xml version='1.0' version='1.0'?><a/>", einvoice.ErrMalformed, "1:20"},
	{"declaration with an empty encoding", "<?xml version='1.0' encoding=''?><a/>", einvoice.ErrMalformed, "1:21"},

	{"DOCTYPE", "<!DOCTYPE a><a/>", einvoice.ErrDoctype, "1:1"},
	{"DOCTYPE after the declaration", "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'x.dtd'><a/>", einvoice.ErrDoctype, "2:1"},
	{"DOCTYPE with entities", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", einvoice.ErrDoctype, "1:1"},
	{"DOCTYPE inside", "<a><!DOCTYPE a></a>", einvoice.ErrDoctype, "1:4"},
	{"DOCTYPE after the root", "<a/><!DOCTYPE a>", einvoice.ErrDoctype, "1:5"},

	{"start tag open", "<a", einvoice.ErrTruncated, "1:3"},
	{"start tag open after space", "<a ", einvoice.ErrTruncated, "1:4"},
	{"attribute open", "<a b", einvoice.ErrTruncated, "1:5"},
	{"attribute open after space", "<a b ", einvoice.ErrTruncated, "1:6"},
	{"attribute open after =", "<a b=", einvoice.ErrTruncated, "1:6"},
	{"attribute value open", "<a b='x>y", einvoice.ErrTruncated, "1:4"},
	{"element open", "<a>\n<b>", einvoice.ErrTruncated, "2:4"},
	{"element with text open", "<a>\n<b>x", einvoice.ErrTruncated, "2:5"},
	{"end tag open", "<a></a", einvoice.ErrTruncated, "1:7"},
	{"comment open", "<a><!-- x", einvoice.ErrTruncated, "1:4"},
	{"comment nearly closed", "<a><!-- x --", einvoice.ErrTruncated, "1:4"},
	{"CDATA open", "<a><![CDATA[x]]", einvoice.ErrTruncated, "1:4"},
	{"CDATA begun", "<a>x<![CDA", einvoice.ErrTruncated, "1:11"},
	{"processing instruction open", "<a><?x y", einvoice.ErrTruncated, "1:4"},
	{"cut inside a character", "<a>x\xC3", einvoice.ErrTruncated, "1:6"},

	{"129 levels", strings.Repeat("<a>", 129) + strings.Repeat("</a>", 129), einvoice.ErrLimit, "1:385"},
	{"129 levels, the last one empty", strings.Repeat("<a>", 128) + "<a/>" + strings.Repeat("</a>", 128), einvoice.ErrLimit, "1:385"},
	{"129 attributes", `<a` + numbered(` a%d="1"`, 129) + `/>`, einvoice.ErrLimit, "1:1046"},
	{"129 namespaces", `<a` + numbered(` xmlns:p%d="u"`, 129) + `/>`, einvoice.ErrLimit, "1:1814"},
	{"a name of 257 bytes", `<` + strings.Repeat("a", 257) + `/>`, einvoice.ErrLimit, "1:2"},
	{"a declaration of 600 bytes", `<?xml version="1.0"` + strings.Repeat(" ", 580) + `encoding="ISO-8859-1"?><a/>`, einvoice.ErrLimit, "1:1"},
	{"a declaration of 600 bytes, begun with a tab", "<?xml\tversion=\"1.0\"" + strings.Repeat(" ", 580) + `encoding="ISO-8859-1"?><a/>`, einvoice.ErrLimit, "1:1"},
	{"a prefix of 255 bytes", `<` + strings.Repeat("a", 255) + `:b/>`, einvoice.ErrLimit, "1:2"},
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

var noNamespaces = &Schema{}

// ways are the ways in which the scanner can go through a document.
var ways = map[string]func(doc []byte) error{
	"skip": func(doc []byte) error { return scan(doc, (*Reader).skip) },
	"value": func(doc []byte) error {
		return scan(doc, func(r *Reader) { r.text() })
	},
	"table": func(doc []byte) error {
		table := Of[struct{}]()
		return scan(doc, func(r *Reader) { table.root.readKids(r, &struct{}{}) })
	},
	"children": func(doc []byte) error {
		return scan(doc, func(r *Reader) { readEvents(r, nil) })
	},
	"peek": func(doc []byte) error {
		return scan(doc, func(r *Reader) {
			r.checkAttrs()
			r.peek(&guard{path: []qname{{local: "nowhere"}, {local: "to be found"}}, match: &match{}})
			r.skip()
		})
	},
	"trace": func(doc []byte) error {
		return scan(doc, func(r *Reader) {
			r.Trace(Wanted{"": einvoice.Location{}})
			r.skip()
		})
	},
	"stream": func(doc []byte) error { return scanStream(doc, (*Reader).skip) },
	"stream of values": func(doc []byte) error {
		return scanStream(doc, func(r *Reader) {
			for r.next() {
				r.text()
			}
		})
	},
	"tokens":              func(doc []byte) error { _, err := tokenEvents(doc, partSize, false); return err },
	"tokens byte by byte": func(doc []byte) error { _, err := tokenEvents(doc, 1+len(doc)/256, false); return err },
	"tokens, unchecked":   func(doc []byte) error { _, err := tokenEvents(doc, 7+len(doc)/256, true); return err },
}

func scan(doc []byte, body func(*Reader)) error {
	text, _, err := Decode(doc)
	if err != nil {
		return err
	}
	r := NewReader(text, noNamespaces, Limits{})
	if r.Start() {
		body(r)
		r.Finish()
	}
	return r.Err()
}

func scanStream(doc []byte, body func(*Reader)) error {
	r, _, err := NewStream(context.Background(), iotest.OneByteReader(bytes.NewReader(doc)), noNamespaces, Limits{})
	if err != nil {
		return err
	}
	if r.Start() {
		r.checkAttrs()
		body(r)
		r.Finish()
	}
	return r.Err()
}

func TestWellFormed(t *testing.T) {
	for _, c := range wellFormed {
		for way, read := range ways {
			if err := read([]byte(c.doc)); err != nil {
				t.Errorf("%s, %s: %.100q: %v", c.name, way, c.doc, err)
			}
		}
	}
}

func TestIllFormed(t *testing.T) {
	for _, c := range illFormed {
		for way, read := range ways {
			var e *einvoice.SyntaxError
			if err := read([]byte(c.doc)); !errors.As(err, &e) {
				t.Errorf("%s, %s: %.100q: error %v, want code %s", c.name, way, c.doc, err, c.code)
			} else if at := fmt.Sprintf("%d:%d", e.Line, e.Column); e.Code != c.code || at != c.at {
				t.Errorf("%s, %s: %.100q: %s at %s (%v), want %s at %s", c.name, way, c.doc, e.Code, at, err, c.code, c.at)
			}
		}
	}
}

// TestTruncated cuts a document after every byte.
func TestTruncated(t *testing.T) {
	const doc = "<?xml version=\"1.0\" encoding='UTF-8' standalone=\"yes\"?>\r\n<!-- é --><?pi x?>\n" +
		"<p:a xmlns:p=\"u\" xmlns='v' b = '&lt;&#x20AC;é'>x &amp; é\U0001F600 ]] <c/>\n" +
		"<p:d p:e=\"1\" xml:lang='de'><![CDATA[<é>]]]>]]y</p:d  ><!-- -é- --><?p ??></p:a\n>"
	for n := range len(doc) {
		for way, read := range ways {
			var e *einvoice.SyntaxError
			want := einvoice.ErrTruncated
			if n == 0 {
				want = einvoice.ErrEmpty
			}
			if err := read([]byte(doc[:n])); !errors.As(err, &e) || e.Code != want {
				t.Errorf("%s: %q: error %v", way, doc[:n], err)
			} else if n > 0 && (e.Line < 1 || e.Column < 1 || e.Offset > int64(n)) {
				t.Errorf("%s: %q: position %+v", way, doc[:n], e.Position)
			}
		}
	}
	for way, read := range ways {
		if err := read([]byte(doc)); err != nil {
			t.Errorf("%s: %v", way, err)
		}
	}
}

// TestBytes puts every byte at every place of a document that has all kinds of
// places: nothing panics, and all ways of reading agree.
func TestBytes(t *testing.T) {
	const doc = `<?xml version="1.0"?><a b="1"><!--c--><?d e?>f&lt;<g:h xmlns:g="i"/><![CDATA[j]]></a>`
	for i := range len(doc) {
		for c := range 256 {
			for _, s := range []string{doc[:i] + string([]byte{byte(c)}) + doc[i:], doc[:i] + string([]byte{byte(c)}) + doc[i+1:]} {
				var first *einvoice.SyntaxError
				errors.As(ways["skip"]([]byte(s)), &first)
				for _, way := range []string{"value", "table", "stream"} {
					var e *einvoice.SyntaxError
					errors.As(ways[way]([]byte(s)), &e)
					if !sameError(first, e) {
						t.Fatalf("%q: skip says %v, %s says %v", s, first, way, e)
					}
				}
			}
		}
	}
}

// sameError compares two errors of one document. Decode looks at all bytes before
// the scanner begins, while a stream reports the first fault that it comes to.
func sameError(whole, stream *einvoice.SyntaxError) bool {
	if whole == nil || stream == nil {
		return whole == stream
	}
	return whole.Code == stream.Code && whole.Position == stream.Position || whole.Code == einvoice.ErrEncoding || strings.Contains(whole.Message, "U+FFFE and")
}

// TestExcerpt holds the excerpts of places in long lines against those of whole lines.
func TestExcerpt(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("ab\U0001F600 ", 700), strings.Repeat(" ", 3000) + "x" + strings.Repeat("é", 500), strings.Repeat("line\n", 300),
		strings.Repeat("x", 600) + "\n" + strings.Repeat("€", 600) + "\r\n" + strings.Repeat("\t", 600),
	} {
		for off := range len(text) + 1 {
			if got, want := excerpt(text, off), einvoice.Excerpt(text, off); got != want {
				t.Fatalf("offset %d of %.20q:\n%s\nwant\n%s", off, text, got, want)
			}
		}
	}
}

// TestHostile compares with libxml2's verdicts: see package published.
func TestHostile(t *testing.T) {
	// Namespace faults that libxml2 reports without letting them show in its verdict.
	namespaceFaults := map[string]bool{"unboundprefix": true, "unboundattr": true, "dupattrns": true, "colon2": true, "nsempty": true, "xmlnsxml": true}
	documents := published.HostileDocuments(t)
	for _, c := range documents {
		for way, read := range ways {
			err := read(c.Document)
			var e *einvoice.SyntaxError
			if err != nil && !errors.As(err, &e) {
				t.Errorf("%s, %s: %T is not a SyntaxError", c.Name, way, err)
			}
			if c.Doctype && (e == nil || e.Code != einvoice.ErrDoctype) {
				t.Errorf("%s, %s: %v, want a refused DOCTYPE", c.Name, way, err)
			}
			if want := c.WellFormed && !c.Doctype && !namespaceFaults[c.Name]; (err == nil) != want {
				t.Errorf("%s, %s: %.100q: %v, libxml2 says well-formed = %t", c.Name, way, c.Document, err, c.WellFormed)
			}
		}
	}
	if len(documents) < 50 {
		t.Errorf("only %d documents", len(documents))
	}
}
