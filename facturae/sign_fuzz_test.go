package facturae_test

import (
	"testing"

	"github.com/einvoice-go/einvoice/facturae"
)

// FuzzVerify: whatever is done to a signed document, integrity is good only if what the
// signature protects is the same.
func FuzzVerify(f *testing.F) {
	var honest []string
	for _, doc := range []string{
		string(readFile(f, "testdata/signed-rsa.xsig")), string(readFile(f, "testdata/signed-p256.xsig")),
		sign(f, unsigned, options(f, "p384")),
	} {
		f.Add([]byte(doc))
		honest = append(honest, meaning(f, []byte(doc)))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		v, err := facturae.Verify(doc, facturae.VerifyOptions{Roots: roots(t)})
		if err != nil {
			return
		}
		for _, j := range []facturae.Judgement{v.Integrity, v.Profile, v.Trust} {
			if j.Verdict == facturae.Bad != (len(j.Findings) > 0) || j.Verdict == "" {
				t.Errorf("a judgement without reason, or a reason without judgement: %+v", j)
			}
		}
		if v.Integrity.Verdict != facturae.Good {
			return
		}
		got := meaning(t, doc)
		for _, want := range honest {
			if got == want {
				return
			}
		}
		t.Errorf("another document is good: %s", doc)
	})
}

// FuzzSign: what can be signed is good afterwards, keeps its bytes, and is the same when
// signed again; nothing that is signed is signed twice.
func FuzzSign(f *testing.F) {
	for _, doc := range []string{unsigned, encode(f, unsigned, "UTF-16"), encode(f, unsigned, "ISO-8859-1"), "\xEF\xBB\xBF" + unsigned} {
		f.Add([]byte(doc), "supplier")
	}
	for _, doc := range examples(f) {
		f.Add([]byte(doc), "")
	}
	o := options(f, "p256")
	trusted := roots(f)
	f.Fuzz(func(t *testing.T, doc []byte, role string) {
		o := o
		o.Role = facturae.SignerRole(role)
		signed, err := facturae.Sign(doc, o)
		if err != nil {
			return
		}
		if v := verify(t, string(signed), facturae.VerifyOptions{Roots: trusted}); !v.Good() {
			t.Errorf("not good: %+v", v)
		}
		if len(signed) <= len(doc) {
			t.Error("the document has become shorter")
		}
		at := 0
		for at < len(doc) && signed[at] == doc[at] {
			at++
		}
		for i := 1; i <= len(doc)-at; i++ {
			if signed[len(signed)-i] != doc[len(doc)-i] {
				t.Fatalf("bytes behind the signature have changed")
			}
		}
		if again, err := facturae.Sign(doc, o); err != nil || string(again) != string(signed) {
			t.Errorf("signed again, it differs: %v", err)
		}
		if _, err := facturae.Sign(signed, o); err == nil {
			t.Error("signed twice")
		}
	})
}
