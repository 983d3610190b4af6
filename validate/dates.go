package validate

import (
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
)

// dayCastable: the text is a date without zone, YYYY-MM-DD, and nothing else.
func dayCastable(s string) bool {
	if strings.HasPrefix(s, "0000-") { // XML Schema has a year 0, a leap year
		s = "2000-" + s[5:]
	}
	_, err := einvoice.ParseDate(s)
	return err == nil
}

// instant is where an xs:date begins, in minutes, so that dates can be compared. Those without a zone are taken to be
// in UTC.
func instant(s string) (minutes int64, ok bool) {
	s = strings.Trim(s, " \t\r\n")
	year, rest, ok := yearOf(s)
	if !ok || len(rest) < len("-01-02") {
		return 0, false
	}
	day := rest[:6]
	// The calendar repeats itself after 400 years.
	like := 2000 + (year%400+400)%400
	offset, ok := zone(rest[6:])
	date := s[:len(s)-len(rest[6:])]
	if year < 1 || year > 9999 {
		date = strconv.FormatInt(like, 10) + day
	}
	if !ok || !dayCastable(date) {
		return 0, false
	}
	days := dayNumber(int(like), valueOf(day[1:3]), valueOf(day[4:])) + (year-like)/400*(400*365+97)
	return days*24*60 - int64(offset), true
}

// yearOf cuts the year off, which may have more than four digits and be below zero.
func yearOf(s string) (year int64, rest string, ok bool) {
	digits, before := strings.CutPrefix(s, "-")
	end := strings.IndexByte(digits, '-')
	if end < 4 || end > 9 || end > 4 && digits[0] == '0' || !digitsOnly(digits[:end]) {
		return 0, "", false
	}
	if year = int64(valueOf(digits[:end])); before {
		year = -year
	}
	return year, digits[end:], true
}

// dayNumber counts days. Years begin in March, so that the day that not all years have is their last.
func dayNumber(year, month, day int) int64 {
	if month -= 3; month < 0 {
		month, year = month+12, year-1
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + day)
}

// zone reads the time zone of a date, in minutes.
func zone(s string) (minutes int, ok bool) {
	if s == "" || s == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	h, err1 := strconv.ParseUint(s[1:3], 10, 8)
	m, err2 := strconv.ParseUint(s[4:], 10, 8)
	minutes = int(h)*60 + int(m)
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, err1 == nil && err2 == nil && m < 60 && h*60+m <= 14*60
}
