package validate

import "testing"

// forms are texts that have a form, and texts that have not.
func forms(t *testing.T, what string, has func(string) bool, good, bad []string) {
	t.Helper()
	for _, s := range good {
		if !has(s) {
			t.Errorf("%q is no %s", s, what)
		}
	}
	for _, s := range bad {
		if has(s) {
			t.Errorf("%q is a %s", s, what)
		}
	}
}

func TestXRechnungForms(t *testing.T) {
	forms(t, "IBAN", isIBAN,
		[]string{"DE75512108001245126199", "DE75 5121 0800 1245 1261 99", "\nDE7551210800\t1245126199 ", "GB82WEST12345698765432", "NO9386011117947"},
		[]string{"", "DE", "DE75", "DE75512108001245126198", "de75512108001245126199", "GB82west12345698765432", "DE75-5121-0800-1245-1261-99",
			"DE7551210800124512619\u00a09", "ÄE75512108001245126199", "DE75512108001245126199512108001245126", "D175512108001245126199", "DEA5512108001245126199"})
	forms(t, "e-mail address", isEmail,
		[]string{"a@b.c", "a.b@c.d.e", "ä@ö.ü", "a@b\u00a0.c"},
		[]string{"", "a", "a@b", "@b.c", "a@", "a@.c", "a@b.", "a@b..c", "a@@b.c", "a@b@c.d", "a b@c.d", "a@b.c d"})
	forms(t, "telephone number", isTelephone, []string{"112", "1 a 2 b 3", "+49 341 555010"}, []string{"", "12", "٣٣٣"})
	forms(t, "URL", isAbsoluteURI,
		[]string{"https://x", "ht:", "a+b-c.9:x"}, []string{"", "x", "h:x", ":x", "1a:x", " http:x", "ht/p:x", "ät:x", "http"})
}

func TestCashDiscount(t *testing.T) {
	const sk = "#SKONTO#TAGE=7#PROZENT=2.00#"
	forms(t, "line of cash discount", isDiscount,
		[]string{sk, "#SKONTO#TAGE=07#PROZENT=12.34#BASISBETRAG=-10.00#"},
		[]string{"x" + sk, sk + "#", "#SKONTO#TAGE=#PROZENT=2.00#", "#SKONTO#TAGE=7#PROZENT=2.0#", "#skonto#TAGE=7#PROZENT=2.00#", sk + "BASISBETRAG=10.0#"})
	forms(t, "text whose cash discount ends its line", endsItsLine,
		[]string{sk + "\n", sk + " \t\r\n", sk + "\nx", sk + "\nx\n" + sk + "\n", sk + "\nx # y", "## " + sk + "\n"},
		[]string{sk, sk + " x\n", sk + "\n" + sk, sk + "\nx #y# z\n", "x", ""})
}
