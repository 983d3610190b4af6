package facturx

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice"
)

// months are how the names of months begin, in the languages of the European Union and
// their neighbours: without accents, as fold makes them, in the cases that dates have,
// and long enough to tell them apart within a language. Croatian and Polish give one name
// to two months, which stands with both.
var months = [12][]string{
	strings.Fields("jan jaa jaen ene gen gin sty tam led ian ιαν sij siecan яну sau ean"),
	strings.Fields("feb fev fra lut hel uno φεβ φλεβ velj фев veeb vas fea"),
	strings.Fields("mar mrz mrt maa bre ozuj мар kov μαρ"),
	strings.Fields("apr abr avr kwi huh dub aib travnj travanj απρ апр bal"),
	strings.Fields("may mai mei maj mag mej tou kve svib μαι маи geg beal"),
	strings.Fields("jun juin juun giu cze kes cerv lipnj lipanj ιουν юни iun birz meit gun"),
	strings.Fields("jul juil juul lug lip hei cervenc srpnj srpanj ιουλ юли iul iuil liep lul"),
	strings.Fields("aug aou ago avg sie elo srpn srpen kol αυγ авг rugp lun aww"),
	strings.Fields("sep set sze wrz syy zar ruj σεπ сеп rugs mean mfom"),
	strings.Fields("oct okt out ott paz lok rij listopad οκτ окт spal deir dfom"),
	strings.Fields("nov lis marr stud νοε ное lapk samh noi"),
	strings.Fields("dec dez dic des det gru jou pros δεκ дек noll"),
}

// fillers are words within dates: of, the endings of ordinals, year.
var fillers = strings.Fields("de del of den der d the er st nd rd th le el o a m r g gada metu ta t")

// piece is a number or a word of a text.
type piece struct {
	number int // -1: a word
	digits int
	word   string
}

// hasDate finds a date in a folded text: day, month and year in the orders in which
// people write them, the month as a number or a name, with whatever separates them.
func hasDate(text string, date einvoice.Date) bool {
	var last [3]piece // that stand close to one another, the newest at the end
	for at, gap := 0, 0; at < len(text); {
		p, size := pieceAt(text[at:])
		if size == 0 {
			_, size = utf8.DecodeRuneInString(text[at:])
			at, gap = at+size, gap+1
			continue
		}
		at += size
		if p.number < 0 && slices.Contains(fillers, p.word) {
			continue
		}
		const apart = 5
		if gap > apart {
			last = [3]piece{}
		}
		gap = 0
		last[0], last[1], last[2] = last[1], last[2], p
		if isDate(last, date) || wholeDate(p, date) {
			return true
		}
	}
	return false
}

// pieceAt is the number or word that a text begins with.
func pieceAt(text string) (p piece, size int) {
	for size < len(text) && isDigit(text[size]) {
		if p.number < 1e8 {
			p.number = p.number*10 + int(text[size]-'0')
		}
		size++
	}
	if p.digits = size; size > 0 {
		return p, size
	}
	for size < len(text) {
		r, n := utf8.DecodeRuneInString(text[size:])
		if !unicode.IsLetter(r) {
			break
		}
		size += n
	}
	return piece{number: -1, word: text[:size]}, size
}

func isDate(p [3]piece, date einvoice.Date) bool {
	is := func(p piece, n int) bool { return p.digits > 0 && p.digits <= 2 && p.number == n }
	day := func(p piece) bool { return is(p, int(date.Day)) }
	month := func(p piece) bool { return is(p, int(date.Month)) || p.isMonth(date.Month) }
	year := func(p piece) bool {
		return p.digits == 4 && p.number == int(date.Year) || p.digits == 2 && p.number == int(date.Year)%100
	}
	switch {
	case day(p[0]) && month(p[1]) && year(p[2]), month(p[0]) && day(p[1]) && year(p[2]), year(p[0]) && month(p[1]) && day(p[2]):
		return true
	}
	return year(p[0]) && day(p[1]) && p[2].isMonth(date.Month)
}

func (p piece) isMonth(month uint8) bool {
	return p.digits == 0 && p.word != "" && slices.ContainsFunc(months[month-1], func(stem string) bool { return strings.HasPrefix(p.word, stem) })
}

// wholeDate tells dates without separators: 20260121, 21012026.
func wholeDate(p piece, date einvoice.Date) bool {
	y, m, d := int(date.Year), int(date.Month), int(date.Day)
	return p.digits == 8 && (p.number == y*10000+m*100+d || p.number == d*1000000+m*10000+y)
}
