package pdfa

import (
	"io"
	"slices"

	"github.com/einvoice-go/einvoice/internal/icc"
	"github.com/einvoice-go/einvoice/internal/pdf"
)

// uses is what colour spaces something needs to be looked at for.
type uses uint8

const (
	gray uses = 1 << iota
	rgb
	cmyk
	iccCMYK
)

var deviceNames = map[pdf.Name]uses{
	"DeviceGray": gray, "G": gray, "DeviceRGB": rgb, "RGB": rgb, "DeviceCMYK": cmyk, "CMYK": cmyk,
}

// devices are the device colour spaces with what may stand for them (6.2.4.3).
var devices = []struct {
	bit     uses
	name    string
	instead pdf.Name
	intents []string
}{
	{gray, "DeviceGray", "DefaultGray", []string{"GRAY", "RGB ", "CMYK"}},
	{rgb, "DeviceRGB", "DefaultRGB", []string{"RGB "}},
	{cmyk, "DeviceCMYK", "DefaultCMYK", []string{"CMYK"}},
}

// device checks device colour spaces that are used against the output intent.
func (m *mender) device(u uses, s *scope) {
	for _, d := range devices {
		if u&d.bit == 0 {
			continue
		}
		if instead := s.own.path("ColorSpace", d.instead); instead.array() != nil {
			m.space(instead, 0)
			continue
		}
		if !slices.Contains(d.intents, m.intent) {
			m.report("6.2.4.3", 0, false, "%s is used, and the output intent is %s; convert its colours, or give the document an output intent of that kind", d.name, spaceName(m.intent))
		}
	}
}

func spaceName(space string) string {
	switch space {
	case "RGB ":
		return "RGB"
	case "GRAY":
		return "gray"
	case "":
		return "none that can be used"
	}
	return space
}

// space checks a colour space, and tells what using it uses.
func (m *mender) space(n *node, deep int) (u uses) {
	if deep > maxDepth {
		return 0
	}
	if name := n.name(); name != "" {
		m.utf8Name(n.object(), name, "colour space")
		return deviceNames[name]
	}
	if n.array() == nil {
		return 0
	}
	key := "space " + n.same()
	m.once(key, func() { m.spaceUses[key] = m.arraySpace(n, deep) })
	return m.spaceUses[key]
}

func (m *mender) arraySpace(n *node, deep int) uses {
	switch n.item(0).name() {
	case "ICCBased":
		return m.iccBased(n.item(1))
	case "Indexed", "I", "Pattern":
		return m.space(n.item(1), deep+1)
	case "Separation":
		m.separation(n)
		return m.space(n.item(2), deep+1)
	case "DeviceN":
		m.deviceN(n, deep)
		return m.space(n.item(2), deep+1)
	}
	return deviceNames[n.item(0).name()]
}

// header reads that of a profile.
func (m *mender) header(s *pdf.Stream) (icc.Header, bool) {
	if s == nil {
		return icc.Header{}, false
	}
	head := make([]byte, 128)
	in, err := m.d.Reader(s, 1<<20)
	if err != nil {
		return icc.Header{}, false
	}
	n, _ := io.ReadFull(in, head)
	m.spend(n, nil)
	return icc.ReadHeader(head[:n])
}

var inputClasses = []string{"mntr", "prtr", "scnr", "spac"}

// iccBased checks a profile of the document's own colours (6.2.4.2).
func (m *mender) iccBased(n *node) uses {
	h, ok := m.header(n.stream())
	components, _ := n.get("N").integer()
	switch {
	case !ok:
		m.report("6.2.4.2", n.object(), false, "the ICC profile of a colour space cannot be read; save the document in another program")
	case h.Major > 4:
		m.report("6.2.4.2", n.object(), false, "the ICC profile of a colour space has version %d; 2 to 4 are allowed", h.Major)
	case !slices.Contains(inputClasses, h.Class) || icc.Components(h.Space) == 0:
		m.report("6.2.4.2", n.object(), false, "the ICC profile of a colour space is of a class or space that is not allowed: %q, %q", h.Class, h.Space)
	case icc.Components(h.Space) != int(components):
		m.report("6.2.4.2", n.object(), n.set("N", int64(icc.Components(h.Space))), "an ICC-based colour space says %d components and its profile has %d", components, icc.Components(h.Space))
	}
	if components == 4 || h.Space == "CMYK" {
		return iccCMYK
	}
	return 0
}

// separation is what a colorant was the first time.
type separation struct{ alternate, tint *node }

// separation: colorants of one name are one colour (6.2.4.4).
func (m *mender) separation(n *node) {
	name := n.item(1).name()
	m.utf8Name(n.object(), name, "colorant")
	now := separation{n.item(2), n.item(3)}
	before, known := m.separations[string(name)]
	if !known {
		m.separations[string(name)] = now
		return
	}
	if !m.equal(before.alternate, now.alternate, 0) || !m.equal(before.tint, now.tint, 0) {
		m.report("6.2.4.4", n.object(), false, "the colorant %q is not the same colour everywhere", string(name))
	}
}

// process are colorants that need no definition.
var process = []pdf.Name{"Cyan", "Magenta", "Yellow", "Black", "None"}

// deviceN: every colorant is defined, and there are 32 at most.
func (m *mender) deviceN(n *node, deep int) {
	names := n.item(1).array()
	if len(names) > 32 {
		m.report("6.1.13", n.object(), false, "a DeviceN colour space has %d colorants; 32 are allowed", len(names))
	}
	attributes := n.item(4)
	colorants := attributes.get("Colorants")
	components := attributes.path("Process", "Components").array()
	for _, o := range names {
		name := m.d.Name(o)
		m.utf8Name(n.object(), name, "colorant")
		if slices.Contains(process, name) || slices.ContainsFunc(components, func(c pdf.Object) bool { return m.d.Name(c) == name }) {
			continue
		}
		if !colorants.get(name).there() {
			m.report("6.2.4.4", n.object(), false, "a DeviceN colour space does not define its colorant %q", string(name))
		}
	}
	for _, key := range colorants.keys() {
		m.space(colorants.get(key), deep+1)
	}
	if p := attributes.path("Process", "ColorSpace"); p.there() {
		m.space(p, deep+1)
	}
}

// equal compares what two places hold. What is too deep to compare is not equal.
func (m *mender) equal(a, b *node, deep int) bool {
	m.visit()
	if a.num != 0 && a.num == b.num {
		return true
	}
	if deep > maxDepth {
		return false
	}
	switch v := a.value().(type) {
	case pdf.Array:
		w := b.array()
		if w == nil || len(v) != len(w) {
			return false
		}
		for i := range v {
			if !m.equal(a.item(i), b.item(i), deep+1) {
				return false
			}
		}
		return true
	case pdf.Dict:
		_, ok := b.value().(pdf.Dict)
		return ok && m.equalKeys(a, b, deep)
	case *pdf.Stream:
		w := b.stream()
		if w == nil || !m.equalKeys(a, b, deep) {
			return false
		}
		x, err1 := m.decoded(v, maxProgram)
		y, err2 := m.decoded(w, maxProgram)
		return err1 == nil && err2 == nil && string(x) == string(y)
	}
	switch b.value().(type) {
	case pdf.Array, pdf.Dict, *pdf.Stream:
		return false
	}
	return a.value() == b.value()
}

// encoding are keys of streams that say how their content is written.
var encoding = []pdf.Name{"Length", "Filter", "DecodeParms"}

func (m *mender) equalKeys(a, b *node, deep int) bool {
	count := func(n *node) (keys []pdf.Name) {
		return slices.DeleteFunc(n.keys(), func(k pdf.Name) bool { return slices.Contains(encoding, k) })
	}
	keys := count(a)
	if len(keys) != len(count(b)) {
		return false
	}
	for _, k := range keys {
		if !m.equal(a.get(k), b.get(k), deep+1) {
			return false
		}
	}
	return true
}
