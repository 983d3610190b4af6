package xmldsig

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

// rdn is one attribute of a name, its value of a type.
func rdn(oid asn1.ObjectIdentifier, tag int, value string) pairsSET {
	return pairsSET{{oid, asn1.RawValue{Tag: tag, Bytes: []byte(value)}}}
}

var (
	country = asn1.ObjectIdentifier{2, 5, 4, 6}
	orga    = asn1.ObjectIdentifier{2, 5, 4, 10}
	common  = asn1.ObjectIdentifier{2, 5, 4, 3}
	state   = asn1.ObjectIdentifier{2, 5, 4, 8}
	orgID   = asn1.ObjectIdentifier{2, 5, 4, 97}
)

func nameDER(t testing.TB, rdns ...pairsSET) []byte {
	t.Helper()
	der, err := asn1.Marshal(rdns)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestName(t *testing.T) {
	for _, c := range []struct {
		want string
		rdns []pairsSET
	}{
		{"CN=AC Representación,O=FNMT-RCM,C=ES", []pairsSET{rdn(country, asn1.TagPrintableString, "ES"), rdn(orga, asn1.TagUTF8String, "FNMT-RCM"), rdn(common, asn1.TagUTF8String, "AC Representación")}},
		{"OID.2.5.4.97=VATES-A62634068,ST=Barcelona", []pairsSET{rdn(state, asn1.TagUTF8String, "Barcelona"), rdn(orgID, asn1.TagUTF8String, "VATES-A62634068")}},
		{`CN=\#1 \"A\"\, B\+C\\D\<\>\;\ `, []pairsSET{rdn(common, asn1.TagUTF8String, `#1 "A", B+C\D<>; `)}},
		{`CN=\09#\0A`, []pairsSET{rdn(common, asn1.TagUTF8String, "\t#\n")}},
		{`CN=\#`, []pairsSET{rdn(common, asn1.TagUTF8String, "#")}},
		{`CN=\ x`, []pairsSET{rdn(common, asn1.TagUTF8String, " x")}},
		{"CN=ñ", []pairsSET{rdn(common, asn1.TagT61String, "\xF1")}},
		{"CN=ñ", []pairsSET{rdn(common, asn1.TagBMPString, "\x00\xF1")}},
		{"OID.1.2.3=#0101ff", []pairsSET{rdn(asn1.ObjectIdentifier{1, 2, 3}, asn1.TagBoolean, "\xff")}},
		{"CN=#0c0101", []pairsSET{rdn(common, asn1.TagUTF8String, "\x01")}}, // no character of XML
		{"CN=a+O=b", []pairsSET{{rdn(common, asn1.TagUTF8String, "a")[0], rdn(orga, asn1.TagUTF8String, "b")[0]}}},
		{"", nil},
	} {
		der := nameDER(t, c.rdns...)
		got, err := Name(der)
		if err != nil || got != c.want {
			t.Errorf("%q, %v, not %q", got, err, c.want)
		}
		if c.want != "" && !SameName(got, der) {
			t.Errorf("%q is not taken for what it was made of", got)
		}
	}
	if _, err := Name([]byte{0x30, 1}); err == nil {
		t.Error("a name that is cut short was read")
	}
}

func TestSameName(t *testing.T) {
	der := nameDER(t, rdn(country, asn1.TagPrintableString, "ES"), rdn(state, asn1.TagUTF8String, "Madrid"), rdn(orga, asn1.TagUTF8String, "PRUEBAS, S.L."), rdn(orgID, asn1.TagUTF8String, "VATES-B12345674"), rdn(common, asn1.TagUTF8String, "AC Ñandú"))
	for _, s := range []string{
		`CN=AC Ñandú,OID.2.5.4.97=VATES-B12345674,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
		`CN=AC Ñandú, 2.5.4.97=#0c0f56415445532d423132333435363734, O="PRUEBAS, S.L.", S=Madrid, C=ES`, // .NET, Java
		`C=ES, ST=Madrid, O=PRUEBAS\, S.L., organizationIdentifier=VATES-B12345674, CN=AC Ñandú`,       // OpenSSL, forwards
		`cn=ac ñandú;oid.2.5.4.97=vates-b12345674;o=PRUEBAS\2C  S.L.;st=MADRID;c=es`,
		`CN=AC \C3\91and\C3\BA,OrganizationID=VATES-B12345674,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
	} {
		if !SameName(s, der) {
			t.Errorf("%s is not known", s)
		}
	}
	for _, s := range []string{
		"", "CN", "CN=", `CN=AC Ñandú`, "=x", "UNDEF=VATES-B12345674",
		`CN=AC Ñandú,OID.2.5.4.97=VATES-B12345674,O=PRUEBAS S.L.,ST=Madrid,C=ES`,
		`CN=AC Ñandú,UNDEF=VATES-B12345674,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
		`CN=AC Ñandú,OID.2.5.4.97=VATES-B12345674,ST=Madrid,O=PRUEBAS\, S.L.,C=ES`,
		`CN=AC Ñandú+OID.2.5.4.97=VATES-B12345674,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
		`CN="AC Ñandú,OID.2.5.4.97=VATES-B12345674,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
		`CN=AC Ñandú,OID.2.5.4.97=#zz,O=PRUEBAS\, S.L.,ST=Madrid,C=ES`,
	} {
		if SameName(s, der) {
			t.Errorf("%s is taken for another name", s)
		}
	}
}

// FuzzName: what is written of a name is taken for that name.
func FuzzName(f *testing.F) {
	f.Add("AC Representación", "CN=x")
	f.Add(` #a,+"\<>; `, `C=ES, O="a, b"`)
	f.Add("", "2.5.4.97=#0c0178")
	f.Fuzz(func(t *testing.T, value, written string) {
		der, err := asn1.Marshal(pkix.Name{CommonName: value, Organization: []string{"O"}}.ToRDNSequence())
		if err != nil {
			return
		}
		s, err := Name(der)
		if err != nil {
			t.Fatal(err)
		}
		if !SameName(s, der) {
			t.Errorf("%q is not taken for the name of %q", s, value)
		}
		SameName(written, der)
	})
}
