package schema

import "strings"

// Dates and times as XML Schema writes them: years of four digits and more, also
// negative, no year 0; an optional time zone.

func isDate(s string) bool {
	rest, ok := day(s)
	return ok && isZone(rest)
}

func isTime(s string) bool {
	rest, ok := clock(s)
	return ok && isZone(rest)
}

func isDateTime(s string) bool {
	rest, ok := day(s)
	if !ok || rest == "" || rest[0] != 'T' {
		return false
	}
	rest, ok = clock(rest[1:])
	return ok && isZone(rest)
}

// part is a date of which only a part is written. One that begins with a year lacks
// what is after it; one that begins with lead, hyphens for what is left out, lacks
// what is before, and perhaps the day after.
func part(lead, before, after string) func(string) bool {
	return func(s string) bool {
		if lead != "" { // "--MM" continues "2000" as "-MM"
			rest, ok := strings.CutPrefix(s, lead)
			return ok && isDate(insert(before+"-"+rest, len("2000-MM"), after))
		}
		start := strings.TrimPrefix(s, "-")
		n := digits(start)
		if after == "-01" { // year and month
			n += len("-MM")
		}
		return n <= len(start) && isDate(insert(s, len(s)-len(start)+n, after))
	}
}

func insert(s string, at int, what string) string {
	if what == "" || at > len(s) {
		return s
	}
	return s[:at] + what + s[at:]
}

// two reads two digits.
func two(s string) (int, bool) {
	if len(s) < 2 || s[0]-'0' >= 10 || s[1]-'0' >= 10 {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

// day reads a date; rest is what follows.
func day(s string) (rest string, ok bool) {
	s = strings.TrimPrefix(s, "-")
	n := digits(s)
	if n < 4 || n > 4 && s[0] == '0' || n > 9 || len(s) < n+6 || s[n] != '-' || s[n+3] != '-' {
		return "", false
	}
	year := 0
	for i := range n {
		year = year*10 + int(s[i]-'0')
	}
	m, ok1 := two(s[n+1:])
	d, ok2 := two(s[n+4:])
	if !ok1 || !ok2 || year == 0 || m < 1 || m > 12 || d < 1 || d > monthDays(year, m) {
		return "", false
	}
	return s[n+6:], true
}

func monthDays(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// clock reads hh:mm:ss with any decimals.
func clock(s string) (rest string, ok bool) {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' {
		return "", false
	}
	h, ok1 := two(s)
	m, ok2 := two(s[3:])
	sec, ok3 := two(s[6:])
	if !ok1 || !ok2 || !ok3 || h > 24 || m > 59 || sec > 59 {
		return "", false
	}
	rest = s[8:]
	fraction := ""
	if rest != "" && rest[0] == '.' {
		n := digits(rest[1:])
		if n == 0 {
			return "", false
		}
		fraction, rest = rest[1:1+n], rest[1+n:]
	}
	if h == 24 && (m > 0 || sec > 0 || strings.Trim(fraction, "0") != "") {
		return "", false
	}
	return rest, true
}

// isZone is nothing, Z, or an offset of at most 14 hours.
func isZone(s string) bool {
	if s == "" || s == "Z" {
		return true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return false
	}
	h, ok1 := two(s[1:])
	m, ok2 := two(s[4:])
	return ok1 && ok2 && m < 60 && (h < 14 || h == 14 && m == 0)
}
