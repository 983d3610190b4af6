package einvoice

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

var dateTexts = []struct {
	text string
	want Date
	err  error
}{
	{"2026-01-21", Date{2026, 1, 21}, nil},
	{"0001-01-01", Date{1, 1, 1}, nil},
	{"9999-12-31", Date{9999, 12, 31}, nil},
	{"2024-02-29", Date{2024, 2, 29}, nil},
	{"2000-02-29", Date{2000, 2, 29}, nil},
	{"1900-02-28", Date{1900, 2, 28}, nil},
	{"2026-04-30", Date{2026, 4, 30}, nil},

	{"", Date{}, ErrDate},
	{"2026-1-21", Date{}, ErrDate},
	{"20260121", Date{}, ErrDate},
	{"2026/01/21", Date{}, ErrDate},
	{"21-01-2026", Date{}, ErrDate},
	{"2026-01-21Z", Date{}, ErrDate},
	{"2026-01-21T00:00:00", Date{}, ErrDate},
	{" 2026-01-2", Date{}, ErrDate},
	{"+026-01-21", Date{}, ErrDate},
	{"-026-01-21", Date{}, ErrDate},
	{"0000-01-01", Date{}, ErrDate},
	{"2026-00-10", Date{}, ErrDate},
	{"2026-13-10", Date{}, ErrDate},
	{"2026-01-00", Date{}, ErrDate},
	{"2026-01-32", Date{}, ErrDate},
	{"2026-04-31", Date{}, ErrDate},
	{"2026-02-29", Date{}, ErrDate},
	{"1900-02-29", Date{}, ErrDate},
	{"2026-01-2１", Date{}, ErrDate},
}

func TestParseDate(t *testing.T) {
	for _, c := range dateTexts {
		d, err := ParseDate(c.text)
		if d != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseDate(%q) = %v, %v; want %v, %v", c.text, d, err, c.want, c.err)
		}
		if err == nil && d.String() != c.text {
			t.Errorf("%q is written as %q", c.text, d)
		}
	}
}

// FuzzParseDate holds ParseDate against package time.
func FuzzParseDate(f *testing.F) {
	for _, c := range dateTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		want, wantErr := time.Parse(time.DateOnly, s)
		if wantErr == nil && want.Year() == 0 {
			wantErr = ErrDate // no year of the calendar
		}
		if (err == nil) != (wantErr == nil) || err == nil && (d != DateOf(want) || d.String() != s) {
			t.Fatalf("ParseDate(%q) = %v, %v; package time says %v, %v", s, d, err, want, wantErr)
		}
	})
}

func TestDateAgainstTime(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	at := func(d Date) time.Time {
		return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
	}
	random := func() Date { return Date{int16(1 + r.IntN(9999)), uint8(1 + r.IntN(12)), uint8(1 + r.IntN(31))} }
	for range 20000 {
		d, e := random(), random()
		if exists := DateOf(at(d)) == d; d.IsValid() != exists {
			t.Fatalf("%s: IsValid is %t", d, d.IsValid())
		}
		if d.Compare(e) != at(d).Compare(at(e)) && d.IsValid() && e.IsValid() {
			t.Fatalf("%s against %s is %d", d, e, d.Compare(e))
		}
		days := r.IntN(2000) - 1000
		if got, want := d.AddDays(days), at(d).AddDate(0, 0, days); want.Year() >= 1 && want.Year() <= 9999 && got != DateOf(want) {
			t.Fatalf("%s and %d days is %s, want %s", d, days, got, want)
		}
	}
}

// TestDateOutOfRange: what does not fit must not turn into another day that exists.
func TestDateOutOfRange(t *testing.T) {
	for _, d := range []Date{
		NewDate(1<<16+2026, 1, 21), NewDate(-1, 1, 21), NewDate(12026, 1, 21), NewDate(math.MinInt, 1, 1),
		NewDate(2026, 257, 21), NewDate(2026, -255, 21), NewDate(2026, 1, 257), NewDate(2026, 1, -255),
		DateOf(time.Date(1<<16+2026, 1, 21, 0, 0, 0, 0, time.UTC)),
		NewDate(9999, 12, 31).AddDays(1), NewDate(1, 1, 1).AddDays(-1),
		{2026, 101, 21}, {2026, 1, 121}, {-5, 1, 1},
	} {
		if d.IsValid() {
			t.Errorf("%#v counts as a day", d)
		}
		if p, err := ParseDate(d.String()); err == nil || len(d.String()) != 10 {
			t.Errorf("%#v is written as %q, which reads as %v", d, d, p)
		}
	}
	if d := (Date{}).AddDays(30); d.IsSet() {
		t.Errorf("30 days after no date is %v", d)
	}
}

func TestDateText(t *testing.T) {
	b, err := json.Marshal(struct {
		A Date
		B Date
		C Date `json:",omitzero"`
	}{A: NewDate(2026, 1, 21)})
	if want := `{"A":"2026-01-21","B":""}`; err != nil || string(b) != want {
		t.Errorf("%s, %v; want %s", b, err, want)
	}
	d := NewDate(2026, 1, 21)
	if err := d.UnmarshalText([]byte("2025-12-31")); err != nil || d != NewDate(2025, 12, 31) {
		t.Errorf("UnmarshalText: %s, %v", d, err)
	}
	if err := d.UnmarshalText(nil); err != nil || d.IsSet() {
		t.Errorf("UnmarshalText of nothing: %s, %v", d, err)
	}
	if err := d.UnmarshalText([]byte("31.12.2025")); !errors.Is(err, ErrDate) {
		t.Errorf("UnmarshalText(31.12.2025): %v", err)
	}
}
