package pdfa

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice/internal/font"
)

// latin are the names of the glyphs of the Latin encodings (ISO 32000-1, annex D), each
// with its character.
const latin = `A A AE Æ Aacute Á Acircumflex Â Adieresis Ä Agrave À Aring Å Atilde Ã B B C C Ccedilla Ç D D E E Eacute É
Ecircumflex Ê Edieresis Ë Egrave È Eth Ð Euro € F F G G H H I I Iacute Í Icircumflex Î Idieresis Ï Igrave Ì J J K K L L
Lslash Ł M M N N Ntilde Ñ O O OE Œ Oacute Ó Ocircumflex Ô Odieresis Ö Ograve Ò Oslash Ø Otilde Õ P P Q Q R R S S Scaron Š
T T Thorn Þ U U Uacute Ú Ucircumflex Û Udieresis Ü Ugrave Ù V V W W X X Y Y Yacute Ý Ydieresis Ÿ Z Z Zcaron Ž a a
aacute á acircumflex â acute ´ adieresis ä ae æ agrave à ampersand & aring å asciicircum ^ asciitilde ~ asterisk * at @
atilde ã b b backslash \ bar | braceleft { braceright } bracketleft [ bracketright ] breve ˘ brokenbar ¦ bullet • c c
caron ˇ ccedilla ç cedilla ¸ cent ¢ circumflex ˆ colon : comma , copyright © currency ¤ d d dagger † daggerdbl ‡ degree °
dieresis ¨ divide ÷ dollar $ dotaccent ˙ dotlessi ı e e eacute é ecircumflex ê edieresis ë egrave è eight 8 ellipsis …
emdash — endash – equal = eth ð exclam ! exclamdown ¡ f f fi ﬁ five 5 fl ﬂ florin ƒ four 4 fraction ⁄ g g germandbls ß
grave ` + "` greater > guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright › h h hungarumlaut ˝ hyphen - i i" + `
iacute í icircumflex î idieresis ï igrave ì j j k k l l less < logicalnot ¬ lslash ł m m macron ¯ minus − mu µ multiply ×
n n nine 9 ntilde ñ numbersign # o o oacute ó ocircumflex ô odieresis ö oe œ ogonek ˛ ograve ò one 1 onehalf ½ onequarter ¼
onesuperior ¹ ordfeminine ª ordmasculine º oslash ø otilde õ p p paragraph ¶ parenleft ( parenright ) percent % period .
periodcentered · perthousand ‰ plus + plusminus ± q q question ? questiondown ¿ quotedbl " quotedblbase „ quotedblleft “
quotedblright ” quoteleft ‘ quoteright ’ quotesinglbase ‚ quotesingle ' r r registered ® ring ˚ s s scaron š section §
semicolon ; seven 7 six 6 slash / sterling £ t t thorn þ three 3 threequarters ¾ threesuperior ³ tilde ˜ trademark ™ two 2
twosuperior ² u u uacute ú ucircumflex û udieresis ü ugrave ù underscore _ v v w w x x y y yacute ý ydieresis ÿ yen ¥ z z
zcaron ž zero 0
notequal ≠ infinity ∞ lessequal ≤ greaterequal ≥ partialdiff ∂ summation ∑ product ∏ pi π integral ∫ Omega Ω radical √
approxequal ≈ Delta ∆ lozenge ◊ apple ` + "\uF8FF"

// names are the glyph names of characters, and the other way round.
var names = sync.OnceValue(func() (n struct {
	rune map[string]rune
	name map[rune]string
}) {
	n.rune, n.name = map[string]rune{"space": ' '}, map[rune]string{' ': "space"}
	fields := strings.Fields(latin)
	for i := 0; i+1 < len(fields); i += 2 {
		r := []rune(fields[i+1])[0]
		n.rune[fields[i]], n.name[r] = r, fields[i]
	}
	return n
})

// runeOf is the character that a glyph name stands for (Adobe Glyph List): those of the
// Latin encodings, those of the built-in font, Cyrillic, and uniXXXX.
func runeOf(name string) (rune, bool) {
	if r, ok := names().rune[name]; ok {
		return r, true
	}
	if r, ok := font.Character(name); ok {
		return r, true
	}
	if digits, ok := strings.CutPrefix(name, "afii"); ok {
		n, err := strconv.Atoi(digits)
		return cyrillic(n), err == nil && cyrillic(n) != 0
	}
	for _, p := range []struct {
		prefix   string
		min, max int
	}{{"uni", 4, 4}, {"u", 4, 6}} {
		if digits, ok := strings.CutPrefix(name, p.prefix); ok && len(digits) >= p.min && len(digits) <= p.max {
			if n, err := strconv.ParseUint(digits, 16, 32); err == nil {
				return rune(n), true
			}
		}
	}
	return 0, false
}

// cyrillic are the afii numbers of the Russian letters and those beside them.
func cyrillic(n int) rune {
	switch {
	case n == 10023:
		return 'Ё'
	case n == 10071:
		return 'ё'
	case n >= 10017 && n < 10023:
		return 'А' + rune(n-10017)
	case n > 10023 && n <= 10049:
		return 'А' + rune(n-10018)
	case n >= 10065 && n < 10071:
		return 'а' + rune(n-10065)
	case n > 10071 && n <= 10097:
		return 'а' + rune(n-10066)
	case n >= 10051 && n <= 10061:
		return []rune("ЂЃЄЅІЇЈЉЊЋЌ")[n-10051]
	case n >= 10099 && n <= 10109:
		return []rune("ђѓєѕіїјљњћќ")[n-10099]
	}
	return map[int]rune{10062: 'Ў', 10145: 'Џ', 10110: 'ў', 10193: 'џ', 10050: 'Ґ', 10098: 'ґ', 61352: '№', 208: '―'}[n]
}

// encodingTable is the name of the glyph of each code.
type encodingTable [256]string

// encodingTables are the named encodings.
var encodingTables = sync.OnceValue(func() map[string]*encodingTable {
	return map[string]*encodingTable{
		"StandardEncoding": standardEncoding(),
		"WinAnsiEncoding":  winAnsi(),
		"MacRomanEncoding": macRoman(),
	}
})

func winAnsi() *encodingTable {
	t := &encodingTable{}
	for code := 0x20; code <= 0xFF; code++ {
		r := charmap.Windows1252.DecodeByte(byte(code))
		if t[code] = names().name[r]; t[code] == "" {
			t[code] = "bullet"
		}
	}
	t[0xA0], t[0xAD] = "space", "hyphen"
	return t
}

func macRoman() *encodingTable {
	t := &encodingTable{}
	for code := 0x20; code <= 0xFF; code++ {
		t[code] = names().name[charmap.Macintosh.DecodeByte(byte(code))]
	}
	t[0xCA], t[0xDB] = "space", "currency"
	return t
}

// standardRuns are where in StandardEncoding the standard strings of CFF stand, which are
// in the same order.
var standardRuns = []struct{ code, sid, n int }{
	{32, 1, 95}, {161, 96, 15}, {177, 111, 4}, {182, 115, 8}, {191, 123, 1}, {193, 124, 8}, {202, 132, 2},
	{205, 134, 4}, {225, 138, 1}, {227, 139, 1}, {232, 140, 4}, {241, 144, 1}, {245, 145, 1}, {248, 146, 4},
}

func standardEncoding() *encodingTable {
	t := &encodingTable{}
	for _, r := range standardRuns {
		for i := range r.n {
			t[r.code+i] = standardStrings()[r.sid+i]
		}
	}
	return t
}

// standardStrings are the names that fonts in CFF need not spell out (Adobe Technical
// Note 5176, appendix A).
var standardStrings = sync.OnceValue(func() []string { return strings.Fields(cffStrings) })

const cffStrings = `.notdef space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright asterisk
plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at
A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft
a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft guilsinglright fi fl
endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand
questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut ogonek caron emdash
AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls
onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn threequarters twosuperior
registered minus eth multiply threesuperior copyright
Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave
Ntilde Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron
aacute acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave
ntilde oacute ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron
exclamsmall Hungarumlautsmall dollaroldstyle dollarsuperior ampersandsmall Acutesmall parenleftsuperior parenrightsuperior
twodotenleader onedotenleader zerooldstyle oneoldstyle twooldstyle threeoldstyle fouroldstyle fiveoldstyle sixoldstyle sevenoldstyle
eightoldstyle nineoldstyle commasuperior threequartersemdash periodsuperior questionsmall asuperior bsuperior centsuperior dsuperior
esuperior isuperior lsuperior msuperior nsuperior osuperior rsuperior ssuperior tsuperior ff ffi ffl parenleftinferior
parenrightinferior Circumflexsmall hyphensuperior Gravesmall Asmall Bsmall Csmall Dsmall Esmall Fsmall Gsmall Hsmall Ismall Jsmall
Ksmall Lsmall Msmall Nsmall Osmall Psmall Qsmall Rsmall Ssmall Tsmall Usmall Vsmall Wsmall Xsmall Ysmall Zsmall colonmonetary
onefitted rupiah Tildesmall exclamdownsmall centoldstyle Lslashsmall Scaronsmall Zcaronsmall Dieresissmall Brevesmall Caronsmall
Dotaccentsmall Macronsmall figuredash hypheninferior Ogoneksmall Ringsmall Cedillasmall questiondownsmall oneeighth threeeighths
fiveeighths seveneighths onethird twothirds zerosuperior foursuperior fivesuperior sixsuperior sevensuperior eightsuperior
ninesuperior zeroinferior oneinferior twoinferior threeinferior fourinferior fiveinferior sixinferior seveninferior eightinferior
nineinferior centinferior dollarinferior periodinferior commainferior Agravesmall Aacutesmall Acircumflexsmall Atildesmall
Adieresissmall Aringsmall AEsmall Ccedillasmall Egravesmall Eacutesmall Ecircumflexsmall Edieresissmall Igravesmall Iacutesmall
Icircumflexsmall Idieresissmall Ethsmall Ntildesmall Ogravesmall Oacutesmall Ocircumflexsmall Otildesmall Odieresissmall OEsmall
Oslashsmall Ugravesmall Uacutesmall Ucircumflexsmall Udieresissmall Yacutesmall Thornsmall Ydieresissmall 001.000 001.001 001.002
001.003 Black Bold Book Light Medium Regular Roman Semibold`

// macGlyphs are the names of the first 258 glyphs that a table "post" need not spell out
// (OpenType, post).
var macGlyphs = sync.OnceValue(func() []string { return strings.Fields(macStrings) })

const macStrings = `.notdef .null nonmarkingreturn space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft
parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal
greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore
grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
Adieresis Aring Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis atilde aring ccedilla eacute egrave
ecircumflex edieresis iacute igrave icircumflex idieresis ntilde oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex
udieresis dagger degree cent sterling section bullet paragraph germandbls registered copyright trademark acute dieresis notequal AE
Oslash infinity plusminus lessequal greaterequal yen mu partialdiff summation product pi integral ordfeminine ordmasculine Omega ae
oslash questiondown exclamdown logicalnot radical florin approxequal Delta guillemotleft guillemotright ellipsis nonbreakingspace
Agrave Atilde Otilde OE oe endash emdash quotedblleft quotedblright quoteleft quoteright divide lozenge ydieresis Ydieresis fraction
currency guilsinglleft guilsinglright fi fl daggerdbl periodcentered quotesinglbase quotedblbase perthousand Acircumflex Ecircumflex
Aacute Edieresis Egrave Iacute Icircumflex Idieresis Igrave Oacute Ocircumflex apple Ograve Uacute Ucircumflex Ugrave dotlessi
circumflex tilde macron breve dotaccent ring cedilla hungarumlaut ogonek caron Lslash lslash Scaron scaron Zcaron zcaron brokenbar
Eth eth Yacute yacute Thorn thorn minus multiply onesuperior twosuperior threesuperior onehalf onequarter threequarters franc Gbreve
gbreve Idotaccent Scedilla scedilla Cacute cacute Ccaron ccaron dcroat`
