package pdftext

import (
	"sync"

	"golang.org/x/text/encoding/charmap"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// encoding is the texts of codes of one byte (annex D).
type encoding [256]string

// encodings are those that have names, and those of the two standard fonts with
// characters of their own.
var encodings = sync.OnceValue(func() map[pdf.Name]*encoding {
	return map[pdf.Name]*encoding{
		"WinAnsiEncoding":  winAnsi(),
		"MacRomanEncoding": decode(charmap.Macintosh),
		"StandardEncoding": standard(),
		"PDFDocEncoding":   pdfDoc(),
		"Symbol":           symbol(),
		"Dingbats":         dingbats(),
	}
})

// decode is a table of a code page.
func decode(c *charmap.Charmap) *encoding {
	e := new(encoding)
	for i := ' '; i < 256; i++ {
		if r := c.DecodeByte(byte(i)); r != '\uFFFD' && r > 0x1F && (r < 0x7F || r > 0x9F) {
			e[i] = string(r)
		}
	}
	return e
}

// winAnsi has a bullet wherever the code page has nothing (D.2, note 3).
func winAnsi() *encoding {
	e := decode(charmap.Windows1252)
	for i := 0x7F; i <= 0xA0; i++ {
		if e[i] == "" {
			e[i] = "\u2022"
		}
	}
	return e
}

func pdfDoc() *encoding {
	e := new(encoding)
	for i := 0x18; i < 256; i++ {
		if s := pdf.Text(string([]byte{byte(i)})); s != "\uFFFD" {
			e[i] = s
		}
	}
	return e
}

// cffStandard is the characters of the standard strings 0 to 228 of CFF (Technical Note
// 5176, annex A), of which 1 to 149 are those of StandardEncoding in their order there.
var cffStandard = []rune("\x00" +
	` !"#$%&’()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_‘abcdefghijklmnopqrstuvwxyz{|}~` +
	"¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ–†‡·¶•‚„”»…‰¿`´ˆ˜¯˘˙¨˚¸˝˛ˇ—ÆªŁØŒºæıłøœß" +
	"¹¬µ™Ð½±Þ¼÷¦°þ¾²®−ð×³©ÁÂÄÀÅÃÇÉÊËÈÍÎÏÌÑÓÔÖÒÕŠÚÛÜÙÝŸŽáâäàåãçéêëèíîïìñóôöòõšúûüùýÿž")

// standardHigh is where the codes of StandardEncoding beyond ASCII stand, in order.
const standardHigh = "\xA1\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9\xAA\xAB\xAC\xAD\xAE\xAF\xB1\xB2\xB3\xB4\xB6\xB7\xB8\xB9\xBA\xBB\xBC\xBD\xBF" +
	"\xC1\xC2\xC3\xC4\xC5\xC6\xC7\xC8\xCA\xCB\xCD\xCE\xCF\xD0\xE1\xE3\xE8\xE9\xEA\xEB\xF1\xF5\xF8\xF9\xFA\xFB"

func standard() *encoding {
	e := new(encoding)
	for i := ' '; i <= '~'; i++ {
		e[i] = string(cffStandard[i-' '+1])
	}
	for i := range len(standardHigh) {
		e[standardHigh[i]] = string(cffStandard[96+i])
	}
	return e
}

// symbol is the font of that name (D.5). What it has for drawing brackets is a box here.
func symbol() *encoding {
	e := new(encoding)
	for i, r := range []rune(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼") {
		e[' '+i] = string(r)
	}
	for i, r := range []rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑") {
		e[0xA0+i] = string(r)
	}
	for i := 0xE6; i < 0xFF; i++ {
		e[i] = "\u25A1"
	}
	return e
}

// dingbats are ornaments, whichever.
func dingbats() *encoding {
	e := new(encoding)
	for i := 0x21; i < 256; i++ {
		e[i] = "\u25A1"
	}
	e[' '] = " "
	return e
}

// Widths of the characters from space to tilde in the standard fonts, in 1/1000.
type widths [95]int

var (
	helvetica = widths{278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
		1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
		333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584}
	helveticaBold = widths{278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
		975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
		333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584}
	times = widths{250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
		921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
		333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541}
	timesBold = widths{250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500,
		930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500,
		333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520}
)
