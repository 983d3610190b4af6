package facturx

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/einvoice-go/einvoice"
)

func TestHasNumber(t *testing.T) {
	for _, c := range []struct {
		text, number string
		want         bool
	}{
		{"Rechnung R-2026-0117 vom", "R-2026-0117", true},
		{"RECHNUNG r-2026-0117", "R-2026-0117", true},
		{"Invoice\u00A0No.\tR\u20112026\u20110117", "R-2026-0117", true},
		{"R–2026—0117", "R-2026-0117", true},
		{"R - 2026 - 0117", "R-2026-0117", true},
		{"R-2026-0117", "R - 2026 - 0117", true},
		{"R-2026-\n0117", "R-2026-0117", true},
		{"R2026-\n0117", "R20260117", true},
		{"R2026\n0117", "R20260117", true},
		{"FACTURE N°2026/É7", "2026/E\u03017", true},
		{"Rechnung Nr.7", "7", true},
		{"Rechnung Nr. 7.", "7", true},
		{"№7", "7", true},
		{"Rechnung７", "7", true},
		{"Nr. 17", "7", false},
		{"Nr. 71", "7", false},
		{"0,7 %", "7", false},
		{"7,50 EUR", "7", false},
		{"12 34", "1234", false}, // short ones have no spaces
		{"123 456", "123456", true},
		{"123\t456", "123456", false}, // two columns
		{"R-2026-01170", "R-2026-0117", false},
		{"R-2026-0117a", "R-2026-0117", true},
		{"ER-2026-0117", "R-2026-0117", false},
		{"R-2026-0118", "R-2026-0117", false},
		{"R-2026-", "R-2026-0117", false},
		{"", "R-2026-0117", false},
		{strings.Repeat("1", 300), strings.Repeat("1", 300), false}, // what is compared ends within a number
		{strings.Repeat("1-", 300), strings.Repeat("1-", 300), true},
	} {
		if got := hasNumber(fold(c.text), fold(c.number)); got != c.want {
			t.Errorf("%q in %q: %t", c.number, c.text, got)
		}
	}
}

func TestHasDate(t *testing.T) {
	date := einvoice.NewDate(2026, 1, 21)
	for _, s := range []string{
		"2026-01-21", "21.01.2026", "21.1.2026", "21/01/2026", "01/21/2026", "1/21/26", "21-01-2026", "21.01.26", "26-01-21", "2026/01/21", "2026. 01. 21.", "21. 1. 2026", "21 01 2026",
		"20260121", "21012026", "2026-01-21T10:00:00", "vom21.01.2026an", "21․01.2026",
		"21. Januar 2026", "21. Jänner 2026", "21.Jan.2026", "21-Jan-26", "21 JAN 2026", "January 21, 2026", "January 21st, 2026", "21st of January 2026", "Jan. 21, 2026",
		"21 janvier 2026", "21 janv. 2026", "21 de enero de 2026", "21 de janeiro de 2026", "21 gennaio 2026", "21 januari 2026", "21 stycznia 2026 r.", "21. ledna 2026", "21. januára 2026",
		"2026. január 21.", "21 ianuarie 2026", "21. siječnja 2026.", "21. tammikuuta 2026", "21. jaanuar 2026", "2026. gada 21. janvāris", "2026 m. sausio 21 d.", "21 Ιανουαρίου 2026", "21 януари 2026 г.",
		"21 Eanáir 2026", "21 ta' Jannar 2026", "21. januar 2026", "21. Januar\n2026", "21.\u00A0Januar\u202F2026",
	} {
		if !hasDate(fold("Rechnung 4711, "+s+"\nund 12"), date) {
			t.Errorf("%q is not found", s)
		}
	}
	for _, s := range []string{"22.01.2026", "21.02.2026", "21.01.2025", "121.01.2026", "21.01.20261", "21. Februar 2026", "21. Januar", "January 2026", "21 kg Januar 2026", "2026 21", "21\t\t\t\t\t\t01 2026", "202601211", "2102026"} {
		if hasDate(fold(s), date) {
			t.Errorf("%q is found", s)
		}
	}
	// The months of all languages, by the day that no month is.
	names := map[time.Month]string{2: "Februar február fevereiro Φεβρουαρίου luty lutego helmikuuta únor února veljače vasario Feabhra Frar février", 3: "März Mrz marzo mars maart března března ožujka marca kovo Μαρτίου Marta",
		5: "Mai mayo maggio mei maja května svibnja május Μαΐου май gegužės Bealtaine Mejju toukokuuta", 6: "Juni juin giugno czerwca června lipnja kesäkuuta birželio juuni Ιουνίου юни Ġunju Meitheamh",
		7: "Juli juillet luglio lipca července srpnja heinäkuuta liepos juuli Ιουλίου юли Lulju Iúil", 8: "August août agosto sierpnia srpna kolovoza elokuuta rugpjūčio Αυγούστου август Awwissu Lúnasa",
		9: "September Sept. settembre setiembre września září rujna syyskuuta rugsėjo Σεπτεμβρίου szeptember", 10: "Oktober Okt octobre ottobre outubro października října listopada lokakuuta spalio Οκτωβρίου Ottubru",
		11: "November listopada studenoga marraskuuta lapkričio Νοεμβρίου noiembrie ноември Samhain", 12: "Dezember diciembre dicembre décembre desember grudnia prosince prosinca joulukuuta gruodžio Δεκεμβρίου Nollaig detsember",
		4: "April avril abril aprile kwietnia dubna travnja huhtikuuta balandžio Απριλίου Aibreán"}
	for month, all := range names {
		for _, name := range strings.Fields(all) {
			if !hasDate(fold("3 "+name+" 2026"), einvoice.NewDate(2026, month, 3)) {
				t.Errorf("%s is not month %d", name, month)
			}
		}
	}
}

func TestHasAmount(t *testing.T) {
	for _, c := range []struct{ amount, found, not string }{
		{"1234.56", "1234.56|1,234.56|1.234,56|1 234,56|1\u00A0234,56|1\u202F234,56|1\u2009234.56|1'234.56|1’234.56|€1,234.56|1.234,56€|EUR1234,56|-1.234,56|−1 234,56|1.234,56-|(1,234.56)|1234,560|Summe:1.234,56 EUR|Σ 1234,56.|１２３４,５６|3 \t1 234,56|2 1 234,56",
			"234.56|11234.56|1234.5|1234.567|1,234.65|12.34,56|1.234.56|1 234|1.1234,56|01.234.56|1234 56"},
		{"234.56", "234.56|1\t234,56|Pos. 1  x 234,56", "1234.56|1,234.56|1 234,56|1'234.56|234.561|23456"},
		{"1234567.89", "1,234,567.89|1.234.567,89|1 234 567,89|1'234'567.89|12,34,567.89|1234567,89", "1,234,56,7.89|1.234,567.89.1"},
		{"1234.00", "1234|1.234|1,234|1 234|1.234,00|1234,-|1.234,– €|1234.0", "1234.01|12340|123,4|1234.56"},
		{"5.00", "5,00|5.00|5 €|€5|5,-|EUR 5|5 EUR|5,- EUR|$ 5", "Pos. 5|5 Stück|15,00|5,001|5 %"},
		{"-12.30", "12,30|-12.30|12.3|12,30 CR", "12,03|112,30"},
		{"1000.005", "1000,005|1.000,01", "1000,00"},
		{"0.5", "0,50|0.5", "10,50|5|,50"},
		{"100", "100|100,00", "1 100|1.100|100.100"},
	} {
		amount := einvoice.MustDecimal(c.amount)
		for s := range strings.SplitSeq(c.found, "|") {
			if !hasAmount(fold(s), amount, "EUR") {
				t.Errorf("%s is not found in %q", c.amount, s)
			}
		}
		for s := range strings.SplitSeq(c.not, "|") {
			if hasAmount(fold(s), amount, "EUR") {
				t.Errorf("%s is found in %q", c.amount, s)
			}
		}
	}
}

// FuzzVisible: an amount and a date as people write them are found, whatever stands around
// them; and nothing panics.
func FuzzVisible(f *testing.F) {
	f.Add("Rechnung ", " und 12", int64(123456), uint16(20), "R-1")
	f.Add("1.", ",5", int64(-1), uint16(3000), "7")
	f.Fuzz(func(t *testing.T, before, after string, cents int64, day uint16, number string) {
		amount := einvoice.NewDecimal(cents%1e12, 2)
		date := einvoice.DateOf(time.Date(2000, 1, 1+int(day), 0, 0, 0, 0, time.UTC))
		text := fold(fmt.Sprintf("%s\t\n%s\n\t%s\n\n\n\n\n\n%s\n\n\n\n\n\n%s", before, number, amount, date, after))
		if !hasAmount(text, amount, "EUR") {
			t.Errorf("%s is not in %q", amount, text)
		}
		if !hasDate(text, date) {
			t.Errorf("%s is not in %q", date, text)
		}
		hasNumber(text, fold(number))
	})
}
