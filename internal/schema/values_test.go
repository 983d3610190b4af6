package schema

import (
	"strings"
	"testing"
)

// TestBuiltIns is what each type of XML Schema takes, and what it does not. A case that
// ends in white space or begins with it is taken where that is collapsed.
func TestBuiltIns(t *testing.T) {
	cases := map[string]struct{ good, bad []string }{
		"string":             {[]string{"", " x\n"}, nil},
		"token":              {[]string{"", " a  b "}, nil},
		"language":           {[]string{"en", "pt-BR", "x-1", " de "}, []string{"", "e1", "-", "en-", "abcdefghi", "é"}},
		"NCName":             {[]string{"a", "_1", "é.-"}, []string{"", "1", "a:b", "a b", "-"}},
		"Name":               {[]string{":a", "a:b"}, []string{"", "1a"}},
		"ID":                 {[]string{" a "}, []string{"1", ""}},
		"NMTOKEN":            {[]string{"1", "-a:b"}, []string{"", "a b", "/"}},
		"NMTOKENS":           {[]string{"1", " a \n b "}, []string{"", "/"}},
		"QName":              {[]string{"a", "a:b"}, []string{"", ":a", "a:", "a:b:c"}},
		"boolean":            {[]string{"true", "false", "1", " 0\n"}, []string{"", "TRUE", "yes", "2"}},
		"decimal":            {[]string{"0", "-1.50", "+5", ".5", "5.", " 1 ", strings.Repeat("9", 60)}, []string{"", "-", ".", "+.", "1e5", "1,0", "1.2.3", "INF", "1 0", "٣"}},
		"integer":            {[]string{"0", "-0", "+007"}, []string{"", "-", "1.0", "1e2"}},
		"long":               {[]string{"9223372036854775807", "-9223372036854775808", "0009223372036854775807"}, []string{"9223372036854775808", "-9223372036854775809"}},
		"byte":               {[]string{"-128", "127"}, []string{"128", "-129"}},
		"unsignedLong":       {[]string{"18446744073709551615", "-0"}, []string{"18446744073709551616", "-1"}},
		"positiveInteger":    {[]string{"1", "+1"}, []string{"0", "-1"}},
		"negativeInteger":    {[]string{"-1", "-10"}, []string{"0", "1", "-0"}},
		"nonPositiveInteger": {[]string{"0", "-9"}, []string{"1"}},
		"double":             {[]string{"1", "-1.5E-3", "1e+5", "INF", "-INF", "NaN", ".5"}, []string{"", "inf", "+INF", "1e", "e5", "1e1.5", "0x1"}},
		"date":               {[]string{"2026-02-28", "2024-02-29", "2000-02-29", "-0044-03-15", "12026-01-01", "2026-01-01Z", "2026-01-01-14:00", " 2026-01-31 "}, []string{"", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "0000-01-01", "02026-01-01", "26-01-01", "2026-1-1", "2026-01-01+14:01", "2026-01-01+15:00", "2026-01-01z", "2026-01-01T00:00:00", "2026-01-00", "2026/01/01", "99999999999-01-01"}},
		"time":               {[]string{"00:00:00", "23:59:59.999Z", "24:00:00", "24:00:00.00", "10:00:00+01:00"}, []string{"", "10:00", "24:00:01", "24:00:00.1", "25:00:00", "10:60:00", "10:00:60", "10:00:00.", "1:00:00"}},
		"dateTime":           {[]string{"2026-02-28T10:00:00", "2026-02-28T24:00:00Z"}, []string{"", "2026-02-28", "2026-02-28 10:00:00", "2026-02-30T10:00:00", "2026-02-28T"}},
		"duration":           {[]string{"P1Y", "-P1Y2M3DT4H5M6.7S", "PT1S"}, []string{"", "P", "P1", "PT", "P1YT", "1Y", "P-1Y"}},
		"gYear":              {[]string{"2026", "-2026", "12026", "2026Z"}, []string{"", "26", "0000", "2026-01"}},
		"gYearMonth":         {[]string{"2026-01", "2026-12+01:00"}, []string{"", "2026-13", "2026", "2026-01-01"}},
		"gMonth":             {[]string{"--01", "--12Z"}, []string{"", "--13", "01", "-01", "--1"}},
		"gMonthDay":          {[]string{"--02-29", "--12-31Z"}, []string{"", "--02-30", "--13-01", "02-28"}},
		"gDay":               {[]string{"---01", "---31Z"}, []string{"", "---32", "---0", "--01", "31"}},
		"hexBinary":          {[]string{"", "0aFF"}, []string{"0", "0g", "0 a"}},
		"base64Binary":       {[]string{"", "AAAA", "AAA=", "AA==", "A A\nA =", " AA = = "}, []string{"A", "AA", "AAA", "AAAA=", "AAB=", "AB==", "A===", "=", "AA=A", "AA==AAAA", "A-AA", "AAAé"}},
		"anyURI":             {[]string{"", "urn:x", "a/b", "a b", "é", "#a", "http://[::1]/x?[y]", "/a:b", "a%20b", "x+y:z"}, []string{"%", "%zz", "a#b#c", ":a", "1a:b", "urn:", "urn:#a", "a[b]", "http://", "//", "<x>:y"}},
		"NOTATION":           {nil, []string{"", "x"}},
	}
	l := &loader{t: &table{byName: map[string]typeID{}}}
	l.builtIns()
	for name, x := range cases {
		s := l.t.types[l.typ("xs:"+name)].value
		for _, v := range x.good {
			if code, _ := s.check(v); code != 0 {
				t.Errorf("%q is no %s", v, name)
			}
		}
		for _, v := range x.bad {
			if code, expected := s.check(v); code != BadValue || expected == "" {
				t.Errorf("%q is a %s", v, name)
			}
		}
	}
}

// TestFacets holds each facet against values.
func TestFacets(t *testing.T) {
	for _, x := range []struct {
		base, facets, value string
		want                Code
	}{
		{"string", "maxLength=3", "äöü", 0},
		{"string", "maxLength=3", "äöüß", TooLong},
		{"string", "minLength=2", "ä", TooShort},
		{"string", "minLength=2", "äö", 0},
		{"string", "length=2", "", BadLength},
		{"string", "length=2", "abc", BadLength},
		{"string", "maxLength=1", " a ", TooLong},
		{"token", "maxLength=1", " a ", 0},
		{"string", `pattern=\d{2}`, "12", 0},
		{"string", `pattern=\d{2}`, "١٢", 0},
		{"string", `pattern=[0-9]*`, "1a", BadForm},
		{"double", `pattern=-?[0-9]+\.[0-9]{2}`, " 1.50 ", 0},
		{"double", `pattern=-?[0-9]+\.[0-9]{2}`, "1.5", BadForm},
		{"double", `pattern=x`, "x", BadValue},
		{"string", "enum A B", "B", 0},
		{"string", "enum A B", " B", NotAmong},
		{"token", "enum A B", " B", 0},
		{"token", "enum A B C D E F G H I J K L M", "N", NotInList},
	} {
		l := &loader{t: &table{byName: map[string]typeID{}}}
		l.builtIns()
		s := *l.t.types[l.typ("xs:"+x.base)].value
		if err := s.restrict(strings.Fields(x.facets)); err != nil {
			t.Fatal(err)
		}
		if code, _ := s.check(x.value); code != x.want {
			t.Errorf("%s %s: %q gives %d, want %d", x.base, x.facets, x.value, code, x.want)
		}
	}
	for _, bad := range []string{"maxLength=x", "pattern=(", "totalDigits=3", "enum B A"} {
		if (&simple{}).restrict(strings.Fields(bad)) == nil {
			t.Errorf("facet %s is taken", bad)
		}
	}
}
