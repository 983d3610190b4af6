package xmldsig

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice/internal/xmlmap"
)

// What a document may ask of who verifies it.
const (
	maxReferences = 100
	maxTransforms = 8
	maxPasses     = 16      // times the document may be digested
	freeBytes     = 1 << 20 // that do not count
)

// Signature is a ds:Signature (XML Signature, chapter 4), its structure checked and
// nothing else.
type Signature struct {
	Element    Element
	SignedInfo Element
	KeyInfo    Element // zero if there is none
	Objects    []Element
	Method     string // URI
	Value      []byte
	References []*Reference

	how    Canonicalization // of SignedInfo
	budget int64            // bytes that may still be digested
}

// Reference is a ds:Reference.
type Reference struct {
	Element    Element
	URI        string // "" also where there is none: both are the document here
	Type       string
	Method     string // URI of the digest
	Digest     []byte
	Transforms []Element

	// Target is what Check digested: an element with all that is in it but, with the
	// enveloped-signature transform, the signature. The root stands for the document.
	Target Element
}

// Signature reads a ds:Signature. Its errors have the codes ErrStructure, ErrLimit and
// ErrUnsupported.
func (d *Document) Signature(e Element) (*Signature, error) {
	s := &Signature{Element: e, budget: maxPasses*int64(len(d.text)) + freeBytes}
	var value Element
	step := 0 // SignedInfo, SignatureValue, KeyInfo, Object
	for c := range e.Children() {
		if c.Space() != Namespace {
			return nil, faultAt(c, ErrStructure, "<%s> has no place in a signature", c.Name())
		}
		switch {
		case c.Local() == "SignedInfo" && step == 0:
			s.SignedInfo, step = c, 1
		case c.Local() == "SignatureValue" && step == 1:
			value, step = c, 2
		case c.Local() == "KeyInfo" && step == 2:
			s.KeyInfo, step = c, 3
		case c.Local() == "Object" && step >= 2:
			s.Objects, step = append(s.Objects, c), 4
		default:
			return nil, faultAt(c, ErrStructure, "<%s> stands in the wrong place of the signature, or twice", c.Name())
		}
	}
	if step < 2 {
		return nil, faultAt(e, ErrStructure, "the signature has no SignedInfo and SignatureValue")
	}
	var err error
	if s.Value, err = base64Of(value); err != nil {
		return nil, err
	}
	return s, s.signedInfo()
}

func (s *Signature) signedInfo() (err error) {
	canon := false
	for c := range s.SignedInfo.Children() {
		switch {
		case c.Is(Namespace, "CanonicalizationMethod") && !canon && s.Method == "":
			canon = true
			if s.how, err = canonicalization(c); err != nil {
				return err
			}
		case c.Is(Namespace, "SignatureMethod") && canon && s.Method == "":
			if s.Method, _ = c.Attr("Algorithm"); s.Method == "" {
				return faultAt(c, ErrStructure, "<%s> names no algorithm", c.Name())
			}
		case c.Is(Namespace, "Reference") && s.Method != "":
			if len(s.References) == maxReferences {
				return faultAt(c, ErrLimit, "the signature has more than %d references", maxReferences)
			}
			r, err := reference(c)
			if err != nil {
				return err
			}
			s.References = append(s.References, r)
		default:
			return faultAt(c, ErrStructure, "<%s> stands in the wrong place of SignedInfo, or twice", c.Name())
		}
	}
	if len(s.References) == 0 {
		return faultAt(s.SignedInfo, ErrStructure, "SignedInfo has no reference: nothing is signed")
	}
	return nil
}

func reference(e Element) (*Reference, error) {
	r := &Reference{Element: e}
	r.URI, _ = e.Attr("URI")
	r.Type, _ = e.Attr("Type")
	step := 0 // Transforms, DigestMethod, DigestValue
	for c := range e.Children() {
		switch {
		case c.Is(Namespace, "Transforms") && step == 0:
			step = 1
			for t := range c.Children() {
				if !t.Is(Namespace, "Transform") {
					return nil, faultAt(t, ErrStructure, "<%s> is no transform", t.Name())
				}
				if len(r.Transforms) == maxTransforms {
					return nil, faultAt(t, ErrLimit, "a reference has more than %d transforms", maxTransforms)
				}
				r.Transforms = append(r.Transforms, t)
			}
		case c.Is(Namespace, "DigestMethod") && step < 2:
			r.Method, _ = c.Attr("Algorithm")
			step = 2
		case c.Is(Namespace, "DigestValue") && step == 2:
			var err error
			if r.Digest, err = base64Of(c); err != nil {
				return nil, err
			}
			step = 3
		default:
			return nil, faultAt(c, ErrStructure, "<%s> stands in the wrong place of a reference, or twice", c.Name())
		}
	}
	if step != 3 {
		return nil, faultAt(e, ErrStructure, "a reference has no digest")
	}
	return r, nil
}

// canonicalization reads a method with its parameters.
func canonicalization(e Element) (Canonicalization, error) {
	uri, _ := e.Attr("Algorithm")
	how, known := canonicalizations[uri]
	if !known {
		return how, faultAt(e, ErrUnsupported, "the canonicalization %q is not supported", uri)
	}
	for c := range e.Children() {
		if !how.Exclusive || !c.Is(excC14, "InclusiveNamespaces") || how.Inclusive != nil {
			return how, faultAt(c, ErrUnsupported, "<%s> in a canonicalization is not supported", c.Name())
		}
		list, _ := c.Attr("PrefixList")
		how.Inclusive = []string{}
		for _, prefix := range strings.Fields(list) {
			if prefix == "#default" {
				prefix = ""
			}
			how.Inclusive = append(how.Inclusive, prefix)
		}
	}
	return how, nil
}

func base64Of(e Element) ([]byte, error) {
	for c := range e.Children() {
		return nil, faultAt(c, ErrStructure, "<%s> stands in base64", c.Name())
	}
	data, err := Base64(e.Text())
	if err != nil || len(data) == 0 {
		return nil, faultAt(e, ErrStructure, "<%s> holds no base64", e.Name())
	}
	return data, nil
}

// Base64 decodes base64 as XML Schema has it: with white space anywhere.
func Base64(s string) ([]byte, error) {
	return base64.StdEncoding.Strict().DecodeString(strings.Map(func(c rune) rune {
		if c < 0x80 && xmlmap.IsSpace(byte(c)) {
			return -1
		}
		return c
	}, s))
}

// CheckValue checks the signature value. Its errors are those of CheckSignature.
func (s *Signature) CheckValue(key crypto.PublicKey) error {
	h, known := SignatureHash(s.Method)
	if !known {
		return unsupported(fmt.Sprintf("the signature method %q", s.Method))
	}
	digest, err := s.digest(h, s.how, Subset{Apex: s.SignedInfo})
	if err != nil {
		return err
	}
	return CheckSignature(key, s.Method, digest, s.Value)
}

// Check follows a reference of the signature and compares its digest. Its errors have
// the codes ErrReference, ErrDigest, ErrLimit and ErrUnsupported.
func (s *Signature) Check(r *Reference) error {
	d := s.Element.d
	what, err := s.target(r)
	if err != nil {
		return err
	}
	r.Target = what.Apex
	if what.Apex.IsZero() {
		r.Target = d.Root()
	}
	how, done := Canonicalization{}, false
	for _, t := range r.Transforms {
		uri, _ := t.Attr("Algorithm")
		switch {
		case done:
			return faultAt(t, ErrUnsupported, "a transform behind a canonicalization is not supported")
		case uri == Enveloped && !s.Element.Within(r.Target):
			return faultAt(t, ErrUnsupported, "an enveloped-signature transform of what the signature does not stand in is not supported")
		case uri == Enveloped:
			what.Without = s.Element
		default:
			if how, err = canonicalization(t); err != nil {
				return faultAt(t, ErrUnsupported, "the transform %q is not supported", uri)
			}
			done = true
		}
	}
	h, known := digests[r.Method]
	if !known {
		return faultAt(r.Element, ErrUnsupported, "the digest method %q is not supported", r.Method)
	}
	// A URI of "", none, or an element's id stands for nodes without comments.
	how.Comments = false
	digest, err := s.digest(h, how, what)
	if err != nil {
		return err
	}
	if !bytes.Equal(digest, r.Digest) {
		return faultAt(r.Element, ErrDigest, "%s has been changed since it was signed", r.what())
	}
	return nil
}

// target is what a reference leads to.
func (s *Signature) target(r *Reference) (Subset, error) {
	if r.URI == "" {
		return Subset{}, nil
	}
	id, local := strings.CutPrefix(r.URI, "#")
	if !local || strings.ContainsAny(id, "()") {
		return Subset{}, faultAt(r.Element, ErrUnsupported, "a reference to %q is not supported: only the document and its elements by Id are", r.URI)
	}
	e, found := s.Element.d.ByID(id)
	if !found {
		return Subset{}, faultAt(r.Element, ErrReference, "the reference %q leads to no element: it was taken out or renamed", r.URI)
	}
	return Subset{Apex: e}, nil
}

func (r *Reference) what() string {
	if r.URI == "" {
		return "the document"
	}
	return fmt.Sprintf("<%s> (%s)", r.Target.Name(), r.URI)
}

func (s *Signature) digest(h crypto.Hash, how Canonicalization, what Subset) ([]byte, error) {
	d := s.Element.d
	if s.budget -= d.length(what); s.budget < 0 {
		return nil, faultAt(s.Element, ErrLimit, "the references of the signature cover the document more than %d times", maxPasses)
	}
	return d.Digest(h, how, what)
}

// Digest is the digest of a canonical form.
func (d *Document) Digest(h crypto.Hash, how Canonicalization, what Subset) ([]byte, error) {
	sum := h.New()
	if err := d.Canonical(sum, how, what); err != nil {
		return nil, err
	}
	return sum.Sum(nil), nil
}
