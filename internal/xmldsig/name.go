package xmldsig

import (
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Distinguished names as text (RFC 2253). Writers of signatures differ: in the names of
// attribute types, in the order, in blanks, and in what is hexadecimal. SameName takes
// them for what they mean.

// pairOf is an attribute of a name.
type pairOf struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

// pairsSET is a relative distinguished name. The ending tells encoding/asn1 what it is.
type pairsSET []pairOf

// mostRDNs bounds names from documents.
const mostRDNs = 64

// keywords are what attribute types are called, the name that is written first. Those of
// RFC 2253 and what the readers of Facturae signatures (Java, @firma) know besides; the
// state is ST and never S, which @firma refuses.
var keywords = []struct {
	oid   string
	names []string
}{
	{"2.5.4.3", []string{"CN"}},
	{"2.5.4.7", []string{"L"}},
	{"2.5.4.8", []string{"ST", "S", "SP"}},
	{"2.5.4.10", []string{"O"}},
	{"2.5.4.11", []string{"OU"}},
	{"2.5.4.6", []string{"C"}},
	{"2.5.4.9", []string{"STREET"}},
	{"0.9.2342.19200300.100.1.25", []string{"DC"}},
	{"0.9.2342.19200300.100.1.1", []string{"UID", "USERID"}},
	{"2.5.4.5", []string{"SERIALNUMBER"}},
	{"2.5.4.4", []string{"SURNAME", "SN"}},
	{"2.5.4.42", []string{"GIVENNAME", "GN", "G"}},
	{"2.5.4.12", []string{"T", "TITLE"}},
	{"1.2.840.113549.1.9.1", []string{"EMAILADDRESS", "E", "EMAIL"}},
	// Read only: as OID.2.5.4.97 every reader knows it.
	{"2.5.4.97", []string{"", "ORGANIZATIONIDENTIFIER", "ORGANIZATIONID", "OI"}},
	{"2.5.4.17", []string{"", "POSTALCODE"}},
	{"2.5.4.13", []string{"", "DESCRIPTION"}},
	{"2.5.4.46", []string{"", "DNQUALIFIER", "DNQ", "DN"}},
	{"2.5.4.65", []string{"", "PSEUDONYM"}},
	{"2.5.4.15", []string{"", "BUSINESSCATEGORY"}},
}

// Name writes a name in DER as RFC 2253 has it: the last part first, commas without
// blanks. Types without a keyword there are written OID.2.5.4.97=VATES-..., as Java and
// its descendants in the public administrations read and write them, and not as #130f...;
// values that are no text are hexadecimal.
func Name(der []byte) (string, error) {
	rdns, err := nameOf(der)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, rdn := range slices.Backward(rdns) {
		if i < len(rdns)-1 {
			b.WriteByte(',')
		}
		for j, p := range rdn {
			if j > 0 {
				b.WriteByte('+')
			}
			b.WriteString(keyword(p.Type))
			b.WriteByte('=')
			if s, ok := stringOf(p.Value); ok {
				escapeName(&b, s)
			} else {
				b.WriteString("#" + hex.EncodeToString(p.Value.FullBytes))
			}
		}
	}
	return b.String(), nil
}

func nameOf(der []byte) (rdns []pairsSET, err error) {
	rest, err := asn1.Unmarshal(der, &rdns)
	if err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("not a distinguished name in DER: %w", err)
	}
	return rdns, nil
}

func keyword(oid asn1.ObjectIdentifier) string {
	s := oid.String()
	for i := range keywords {
		if keywords[i].oid == s && keywords[i].names[0] != "" {
			return keywords[i].names[0]
		}
	}
	return "OID." + s
}

// stringOf is the text of a value, if it is of a type of text.
func stringOf(v asn1.RawValue) (string, bool) {
	if v.Class != asn1.ClassUniversal || v.IsCompound {
		return "", false
	}
	switch v.Tag {
	case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String, asn1.TagNumericString:
		return string(v.Bytes), utf8.Valid(v.Bytes) && xmlmap.CheckText(string(v.Bytes)) == nil
	case asn1.TagT61String: // in practice ISO-8859-1
		r := make([]rune, len(v.Bytes))
		for i, c := range v.Bytes {
			r[i] = rune(c)
		}
		return string(r), xmlmap.CheckText(string(r)) == nil
	case asn1.TagBMPString:
		if len(v.Bytes)%2 != 0 {
			return "", false
		}
		u := make([]uint16, len(v.Bytes)/2)
		for i := range u {
			u[i] = uint16(v.Bytes[2*i])<<8 | uint16(v.Bytes[2*i+1])
		}
		s := string(utf16.Decode(u))
		return s, xmlmap.CheckText(s) == nil
	}
	return "", false
}

// escapeName escapes a value (RFC 2253, 2.4).
func escapeName(b *strings.Builder, s string) {
	for i, c := range s {
		if c < ' ' {
			fmt.Fprintf(b, `\%02X`, c)
			continue
		}
		first, last := i == 0, i+utf8.RuneLen(c) == len(s)
		if strings.ContainsRune(`,+"\<>;`, c) || first && (c == '#' || c == ' ') || last && c == ' ' {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
}

// SameName tells whether a text means the name in DER: keywords of any kind and in any
// case, values as text or hexadecimal, blanks, and either order; as RFC 4518 has it,
// upper and lower case and runs of blanks in values are the same.
func SameName(written string, der []byte) bool {
	rdns, err := nameOf(der)
	if err != nil {
		return false
	}
	parts, ok := parseName(written)
	if !ok || len(parts) != len(rdns) {
		return false
	}
	want := make([][]string, len(rdns))
	for i, rdn := range rdns {
		for _, p := range rdn {
			want[i] = append(want[i], p.Type.String()+"="+canonicalValue(p.Value))
		}
		slices.Sort(want[i])
	}
	if slices.EqualFunc(parts, want, slices.Equal[[]string]) {
		return true
	}
	slices.Reverse(parts)
	return slices.EqualFunc(parts, want, slices.Equal[[]string])
}

func canonicalValue(v asn1.RawValue) string {
	if s, ok := stringOf(v); ok {
		return canonicalText(s)
	}
	return "#" + hex.EncodeToString(v.FullBytes)
}

func canonicalText(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// parseName reads a name as text: of each part its attributes as "oid=value", sorted.
func parseName(s string) (parts [][]string, ok bool) {
	var part []string
	for rest := s; ; {
		var kind, value string
		var end byte
		if kind, value, end, rest, ok = nextPair(rest); !ok {
			return nil, false
		}
		part = append(part, kind+"="+value)
		if end == '+' {
			continue
		}
		slices.Sort(part)
		if parts = append(parts, part); len(parts) > mostRDNs {
			return nil, false
		}
		part = nil
		if end == 0 {
			return parts, true
		}
	}
}

// nextPair reads an attribute and what ends it: ',' or ';', '+', or 0 at the end.
func nextPair(s string) (kind, value string, end byte, rest string, ok bool) {
	kind, s, ok = strings.Cut(s, "=")
	if kind = typeOf(strings.TrimSpace(kind)); !ok || kind == "" {
		return "", "", 0, "", false
	}
	s = strings.TrimLeft(s, " \t\r\n")
	raw, text, quoted := s, []byte{}, false
	i := 0
scan:
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b, _ := hex.DecodeString(s[i+1 : i+3])
			text = append(text, b...)
			i += 2
		case c == '\\' && i+1 < len(s):
			i++
			text = append(text, s[i])
		case !quoted && (c == ',' || c == ';' || c == '+'):
			end = c
			break scan
		default:
			text = append(text, c)
		}
	}
	raw = strings.TrimRight(raw[:i], " \t\r\n")
	if rest = s[i:]; end != 0 {
		rest = rest[1:]
	}
	value, ok = canonicalText(string(text)), true
	if strings.HasPrefix(raw, "#") {
		value, ok = hexValue(raw[1:])
	}
	return kind, value, end, rest, ok && !quoted
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

// hexValue is the value whose DER is given.
func hexValue(s string) (value string, ok bool) {
	der, err := hex.DecodeString(s)
	if err != nil {
		return "", false
	}
	var v asn1.RawValue
	rest, err := asn1.Unmarshal(der, &v)
	if err != nil || len(rest) > 0 {
		return "", false
	}
	return canonicalValue(v), true
}

// typeOf is the number of an attribute type, "" for what is no type.
func typeOf(s string) string {
	upper := strings.ToUpper(s)
	if rest := strings.TrimPrefix(upper, "OID."); rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return rest
	}
	if upper == "" {
		return ""
	}
	for i := range keywords {
		if slices.Contains(keywords[i].names, upper) {
			return keywords[i].oid
		}
	}
	return ""
}
