package pdfa

import (
	"slices"

	"github.com/einvoice-go/einvoice/internal/icc"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// outputIntents finds the output intent of PDF/A (6.2.3), mends it and those beside it,
// or adds one.
func (m *mender) outputIntents(root *node) {
	intents := root.get("OutputIntents")
	var ours *node // the profile of the first for PDF/A, or of another that can be it too
	claimed := false
	var keep pdf.Array
	for _, in := range intents.items() {
		m.visit()
		profile := in.get("DestOutputProfile")
		mine := in.get("S").is("GTS_PDFA1")
		if in.get("DestOutputProfileRef").there() && in.get("S").is("GTS_PDFX") {
			m.report("6.2.3", in.object(), in.set("DestOutputProfileRef", nil), "an output intent refers to a profile outside the document")
		}
		switch {
		case mine && !m.readable(profile):
			m.report("6.2.3", in.object(), true, "the profile of the output intent cannot be read; one for sRGB takes its place")
			continue
		case profile.there() && ours == nil:
			ours = profile
		case profile.there() && profile.object() != ours.object():
			m.another(in, profile, ours)
		}
		claimed = claimed || mine
		keep = append(keep, in.raw())
	}
	if claimed {
		if len(keep) < len(intents.array()) {
			root.set("OutputIntents", keep)
		}
	} else {
		keep = m.addIntent(root, keep, &ours)
	}
	m.profile(ours)
}

// readable tells whether there is a profile.
func (m *mender) readable(profile *node) bool {
	_, ok := m.header(profile.stream())
	return ok
}

// another: all intents have one profile, as one object.
func (m *mender) another(in, profile, ours *node) {
	done := m.equal(profile, ours, 0) && ours.num != 0 && in.set("DestOutputProfile", ours.raw())
	m.report("6.2.3", in.object(), done, "output intents have different profiles; leave one of them")
}

// addIntent adds an output intent for PDF/A. An intent for something else shows which
// colours are meant; if there is none it is sRGB, which is what viewers take.
func (m *mender) addIntent(root *node, keep pdf.Array, ours **node) pdf.Array {
	what := "the document has no output intent; one for sRGB is added"
	identifier := pdf.String("sRGB")
	if h, ok := m.headerOf(*ours); ok && (*ours).num != 0 && slices.Contains(outputSpaces, h.Space) {
		what = "the document has no output intent for PDF/A; one with the profile of another intent is added"
		identifier = "Custom"
	} else {
		if *ours != nil { // not to be read: nothing can use it
			keep = nil
		}
		profile := m.d.Add(pdf.NewStream(pdf.Dict{{Key: "N", Value: int64(3)}, {Key: "Alternate", Value: pdf.Name("DeviceRGB")}}, icc.SRGB()))
		*ours = m.node(profile)
	}
	ref := m.d.Add(pdf.Dict{
		{Key: "Type", Value: pdf.Name("OutputIntent")}, {Key: "S", Value: pdf.Name("GTS_PDFA1")},
		{Key: "OutputConditionIdentifier", Value: identifier}, {Key: "Info", Value: identifier},
		{Key: "DestOutputProfile", Value: (*ours).raw()},
	})
	keep = append(keep, ref)
	m.report("6.2.3", root.object(), root.set("OutputIntents", keep), "%s", what)
	return keep
}

func (m *mender) headerOf(profile *node) (icc.Header, bool) {
	if profile == nil {
		return icc.Header{}, false
	}
	return m.header(profile.stream())
}

var (
	outputSpaces  = []string{"RGB ", "CMYK", "GRAY"}
	outputClasses = []string{"mntr", "prtr"}
)

// profile checks that of the output intent, and says what colours it is for.
func (m *mender) profile(n *node) {
	h, _ := m.header(n.stream())
	m.intent = h.Space
	switch {
	case !slices.Contains(outputClasses, h.Class):
		m.report("6.2.3", n.object(), false, "the profile of the output intent is for no screen or printer: class %q", h.Class)
	case !slices.Contains(outputSpaces, h.Space):
		m.report("6.2.3", n.object(), false, "the profile of the output intent is neither RGB nor CMYK nor gray: %q", h.Space)
	case h.Major > 4:
		m.report("6.2.3", n.object(), false, "the profile of the output intent has version %d; 2 to 4 are allowed", h.Major)
	}
	if want := int64(icc.Components(h.Space)); want != 0 {
		if got, _ := n.get("N").integer(); got != want {
			m.report("6.2.3", n.object(), n.set("N", want), "the profile of the output intent says %d components and has %d", got, want)
		}
	}
}
