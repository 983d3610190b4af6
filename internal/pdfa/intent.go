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
	var ours *node // the profile of the first for PDF/A, or else of another that can be it too
	claimed := false
	var keep []*node
	for _, in := range intents.items() {
		m.visit()
		profile := in.get("DestOutputProfile")
		mine := in.get("S").is("GTS_PDFA1")
		if mine && !m.readable(profile) {
			m.report("6.2.3", in.object(), true, "the profile of the output intent cannot be read; one for sRGB takes its place")
			continue
		}
		if ours == nil && profile.there() || mine && !claimed {
			ours = profile
		}
		claimed = claimed || mine
		keep = append(keep, in)
	}
	if !claimed {
		ours = m.addIntent(root, keep, ours)
	} else if len(keep) < len(intents.items()) {
		root.set("OutputIntents", raws(keep))
	}
	for _, in := range keep {
		m.another(in, ours)
	}
	m.profile(ours)
}

func raws(nodes []*node) (a pdf.Array) {
	for _, n := range nodes {
		a = append(a, n.raw())
	}
	return a
}

// readable tells whether there is a profile.
func (m *mender) readable(profile *node) bool {
	_, ok := m.header(profile.stream())
	return ok
}

// another: all intents have one profile, as one object, which stands in the document.
func (m *mender) another(in, ours *node) {
	if in.get("S").is("GTS_PDFX") && in.get("DestOutputProfileRef").there() {
		m.report("6.2.3", in.object(), in.set("DestOutputProfileRef", nil), "an output intent refers to a profile outside the document")
	}
	profile := in.get("DestOutputProfile")
	if !profile.there() || profile.num != 0 && profile.num == ours.num {
		return
	}
	done := m.equal(profile, ours, 0) && ours.num != 0 && in.set("DestOutputProfile", ours.raw())
	m.report("6.2.3", in.object(), done, "output intents have different profiles; leave one of them")
}

// addIntent adds an output intent for PDF/A. An intent for something else shows which
// colours are meant; if there is none it is sRGB, which is what viewers take.
func (m *mender) addIntent(root *node, keep []*node, ours *node) *node {
	what := "the document has no output intent: it gets one for sRGB"
	identifier := pdf.String("sRGB")
	if h, ok := m.headerOf(ours); ok && ours.num != 0 && slices.Contains(outputSpaces, h.Space) {
		what = "the document has no output intent for PDF/A: it gets one with the profile of another intent"
		identifier = "Custom"
	} else {
		ours = m.node(m.d.Add(pdf.NewStream(pdf.Dict{{Key: "N", Value: int64(3)}, {Key: "Alternate", Value: pdf.Name("DeviceRGB")}}, icc.SRGB())))
	}
	ref := m.d.Add(pdf.Dict{
		{Key: "Type", Value: pdf.Name("OutputIntent")}, {Key: "S", Value: pdf.Name("GTS_PDFA1")},
		{Key: "OutputConditionIdentifier", Value: identifier}, {Key: "Info", Value: identifier},
		{Key: "DestOutputProfile", Value: ours.raw()},
	})
	m.report("6.2.3", root.object(), root.set("OutputIntents", append(raws(keep), ref)), "%s", what)
	return ours
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
