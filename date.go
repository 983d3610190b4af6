package einvoice

import (
	"cmp"
	"errors"
	"math"
	"time"
)

// Date is a calendar date without time or zone (EN 16931-1, data type Date). The
// zero Date is absent.
type Date struct {
	Year       int16
	Month, Day uint8
}

// ErrDate: the text is no date of the calendar in the form YYYY-MM-DD.
var ErrDate = errors.New("not a calendar date (YYYY-MM-DD)")

// NewDate makes a Date; it does not check that the day exists: see IsValid.
func NewDate(year int, month time.Month, day int) Date {
	// What does not fit its field must stay wrong, and not wrap around to a day that exists.
	return Date{
		Year:  int16(min(max(year, math.MinInt16), math.MaxInt16)),
		Month: uint8(min(max(month, 0), math.MaxUint8)),
		Day:   uint8(min(max(day, 0), math.MaxUint8)),
	}
}

// DateOf is the calendar date of t in t's own location.
func DateOf(t time.Time) Date { return NewDate(t.Date()) }

// ParseDate reads YYYY-MM-DD (ISO 8601) and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, ErrDate
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	date := Date{int16(y), uint8(m), uint8(d)}
	if !ok1 || !ok2 || !ok3 || !date.IsValid() {
		return Date{}, ErrDate
	}
	return date, nil
}

func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// IsValid tells whether the day exists, in the years 1 to 9999.
func (d Date) IsValid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

func daysIn(year int16, month uint8) uint8 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// IsSet tells whether there is a date at all.
func (d Date) IsSet() bool { return d != Date{} }

// Compare is -1, 0 or +1 as d lies before, on or after e.
func (d Date) Compare(e Date) int { return cmp.Compare(d.ordinal(), e.ordinal()) }

func (d Date) ordinal() int { return int(d.Year)<<9 | int(d.Month)<<5 | int(d.Day) }

// AddDays is the date n days later (earlier if n is negative); absent if d is.
func (d Date) AddDays(n int) Date {
	if !d.IsSet() {
		return d
	}
	return DateOf(time.Date(int(d.Year), time.Month(d.Month), int(d.Day)+n, 0, 0, 0, 0, time.UTC))
}

// String is YYYY-MM-DD; "" when absent. A year, month or day that no calendar has
// is written as zeros.
func (d Date) String() string { return string(d.Append(nil)) }

// Append appends String to b.
func (d Date) Append(b []byte) []byte {
	if !d.IsSet() {
		return b
	}
	y, m, day := int(d.Year), d.Month, d.Day
	if y < 1 || y > 9999 {
		y = 0
	}
	if m > 12 {
		m = 0
	}
	if day > 31 {
		day = 0
	}
	return append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		'0'+m/10, '0'+m%10, '-', '0'+day/10, '0'+day%10)
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText is ParseDate; empty text is absent.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}
