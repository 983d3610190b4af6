package pdftext

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// glyphNames are the names of glyphs with their characters (Adobe Glyph List), as far as
// business documents use them. Letters with accents are put together: see glyphText.
var glyphNames = sync.OnceValue(func() map[string]string {
	return parseNames(`
	exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright ) asterisk * plus + comma ,
	hyphen - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal =
	greater > question ? at @ bracketleft [ backslash \ bracketright ] asciicircum ^ underscore _ grave ` + "`" + ` braceleft { bar |
	braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª
	guillemotleft « logicalnot ¬ registered ® macron ¯ degree ° plusminus ± twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶
	periodcentered · cedilla ¸ onesuperior ¹ ordmasculine º guillemotright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿
	AE Æ Eth Ð multiply × Oslash Ø Thorn Þ germandbls ß ae æ eth ð divide ÷ oslash ø thorn þ Dcroat Đ dcroat đ Hbar Ħ hbar ħ
	dotlessi ı IJ Ĳ ij ĳ kgreenlandic ĸ Ldot Ŀ ldot ŀ Lslash Ł lslash ł napostrophe ŉ Eng Ŋ eng ŋ OE Œ oe œ Tbar Ŧ tbar ŧ longs ſ florin ƒ
	Scommaaccent Ș scommaaccent ș Tcommaaccent Ț tcommaaccent ț Tcedilla Ţ tcedilla ţ Germandbls ẞ
	circumflex ˆ caron ˇ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ tilde ˜ hungarumlaut ˝
	endash – emdash — horizontalbar ― underscoredbl ‗ quoteleft ‘ quoteright ’ quotesinglbase ‚ quotereversed ‛ quotedblleft “ quotedblright ”
	quotedblbase „ dagger † daggerdbl ‡ bullet • onedotenleader ․ twodotenleader ‥ ellipsis … perthousand ‰ minute ′ second ″
	guilsinglleft ‹ guilsinglright › exclamdbl ‼ overline ‾ fraction ⁄ zerosuperior ⁰ foursuperior ⁴ fivesuperior ⁵ sixsuperior ⁶
	sevensuperior ⁷ eightsuperior ⁸ ninesuperior ⁹ nsuperior ⁿ zeroinferior ₀ oneinferior ₁ twoinferior ₂ threeinferior ₃ fourinferior ₄
	fiveinferior ₅ sixinferior ₆ seveninferior ₇ eightinferior ₈ nineinferior ₉
	colonmonetary ₡ franc ₣ lira ₤ peseta ₧ won ₩ dong ₫ Euro € euro € afii61289 ℓ afii61352 № trademark ™ Ohm Ω estimated ℮ oneeighth ⅛
	threeeighths ⅜ fiveeighths ⅝ seveneighths ⅞ onethird ⅓ twothirds ⅔ arrowleft ← arrowup ↑ arrowright → arrowdown ↓ arrowboth ↔
	partialdiff ∂ Delta ∆ increment ∆ product ∏ summation ∑ minus − asteriskmath ∗ bulletoperator ∙ radical √ infinity ∞ integral ∫
	approxequal ≈ notequal ≠ equivalence ≡ lessequal ≤ greaterequal ≥ lozenge ◊ filledbox ■ square □ H22073 □ H18543 ▪ triagrt ►
	triagup ▲ triagdn ▼ circle ○ smileface ☺ checkmark ✓ spade ♠ club ♣ heart ♥ diamond ♦ ff ﬀ fi ﬁ fl ﬂ ffi ﬃ ffl ﬄ f_i ﬁ f_l ﬂ
	zerooldstyle 0 oneoldstyle 1 twooldstyle 2 threeoldstyle 3 fouroldstyle 4 fiveoldstyle 5 sixoldstyle 6 sevenoldstyle 7 eightoldstyle 8
	nineoldstyle 9 dollaroldstyle $ commasuperior , periodsuperior . commainferior , periodinferior . minusplus ∓
	figuredash ‒ hyphentwo ‐ softhyphen - sfthyphen - middot · nonbreakinghyphen ‑
	Alpha Α Beta Β Gamma Γ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ
	Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ nu ν xi ξ
	omicron ο pi π rho ρ sigma1 ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω theta1 ϑ phi1 ϕ omega1 ϖ Upsilon1 ϒ Deltagreek Δ mugreek μ
	Alphatonos Ά Epsilontonos Έ Etatonos Ή Iotatonos Ί Omicrontonos Ό Upsilontonos Ύ Omegatonos Ώ Iotadieresis Ϊ Upsilondieresis Ϋ
	alphatonos ά epsilontonos έ etatonos ή iotatonos ί omicrontonos ό upsilontonos ύ omegatonos ώ iotadieresis ϊ upsilondieresis ϋ
	iotadieresistonos ΐ upsilondieresistonos ΰ tonos ΄ dieresistonos ΅ anoteleia ·
	afii10023 Ё afii10051 Ђ afii10052 Ѓ afii10053 Є afii10054 Ѕ afii10055 І afii10056 Ї afii10057 Ј afii10058 Љ afii10059 Њ afii10060 Ћ
	afii10061 Ќ afii10062 Ў afii10145 Џ afii10050 Ґ afii10098 ґ afii10071 ё afii10099 ђ afii10100 ѓ afii10101 є afii10102 ѕ afii10103 і
	afii10104 ї afii10105 ј afii10106 љ afii10107 њ afii10108 ћ afii10109 ќ afii10110 ў afii10193 џ
	musicsharp ♯ sharp ♯ flat ♭ natural ♮`)
})

// spaceNames are names of what leaves no mark.
var spaceNames = map[string]string{"space": " ", "nbspace": " ", "nonbreakingspace": " ", "uni00A0": " ", "spacehackarabic": " ", "enspace": " ", "emspace": " ", "thinspace": " ", "figurespace": " "}

func parseNames(table string) map[string]string {
	m := map[string]string{}
	words := strings.Fields(table)
	for i := 0; i+1 < len(words); i += 2 {
		m[words[i]] = words[i+1]
	}
	// Russian stands in order, but for the letter io.
	for i := range 32 {
		m["afii"+strconv.Itoa(10017+i+(i+26)/32)] = string(rune('А' + i))
		m["afii"+strconv.Itoa(10065+i+(i+26)/32)] = string(rune('а' + i))
	}
	return m
}

// accents are names of accents, with the character that puts them on a letter. Names
// that end alike stand with the longer one first.
var accents = []struct{ name, mark string }{
	{"hungarumlaut", "\u030B"}, {"commaaccent", "\u0327"}, {"circumflex", "\u0302"}, {"dotaccent", "\u0307"}, {"dieresis", "\u0308"}, {"cedilla", "\u0327"},
	{"ogonek", "\u0328"}, {"macron", "\u0304"}, {"acute", "\u0301"}, {"grave", "\u0300"}, {"tilde", "\u0303"}, {"breve", "\u0306"}, {"caron", "\u030C"},
	{"ring", "\u030A"}, {"dot", "\u0307"},
}

// glyphText is the text that the name of a glyph stands for (Adobe Glyph List
// Specification, 2), "" if it is not known.
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".") // a variant, as in "one.oldstyle"
	if len(name) > 100 || name == "" {
		return ""
	}
	if s := component(name); s != "" || !strings.Contains(name, "_") {
		return s
	}
	var b strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		s := component(part)
		if s == "" {
			return ""
		}
		b.WriteString(s)
	}
	return b.String()
}

func component(name string) string {
	if s := spaceNames[name]; s != "" {
		return s
	}
	if s := glyphNames()[name]; s != "" {
		return s
	}
	if len(name) == 1 && (name >= "A" && name <= "Z" || name >= "a" && name <= "z") {
		return name
	}
	for _, a := range accents {
		if letter, ok := strings.CutSuffix(name, a.name); ok && len(letter) == 1 {
			if s := norm.NFC.String(letter + a.mark); len([]rune(s)) == 1 {
				return s
			}
		}
	}
	return numbered(name)
}

// numbered are names that give the character by its number: uni20AC, uni00410301, u1F600.
func numbered(name string) string {
	digits, ok := strings.CutPrefix(name, "uni")
	size := 4
	if !ok || len(digits)%4 != 0 {
		if digits, ok = strings.CutPrefix(name, "u"); !ok || len(digits) < 4 || len(digits) > 6 {
			return ""
		}
		size = len(digits)
	}
	var b strings.Builder
	for ; digits != ""; digits = digits[size:] {
		n, err := strconv.ParseUint(digits[:size], 16, 32)
		if err != nil || n > 0x10FFFF || n < ' ' {
			return ""
		}
		b.WriteRune(rune(n))
	}
	return b.String()
}
