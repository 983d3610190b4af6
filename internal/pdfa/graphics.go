package pdfa

import (
	"slices"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// blends are the blend modes of 11.3.5.
var blends = []pdf.Name{"Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn",
	"HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"}

// intents are the rendering intents of 8.6.5.8.
var intents = []pdf.Name{"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}

// extGState is a graphics state dictionary being put into effect.
func (r *run) extGState(n *node) {
	r.m.once("gs "+n.same(), func() { r.m.checkExtGState(n) })
	if op, ok := n.get("OP").value().(bool); ok {
		r.strokeOver = op
		if !n.get("op").there() {
			r.fillOver = op
		}
	}
	if op, ok := n.get("op").value().(bool); ok {
		r.fillOver = op
	}
	if mode, ok := n.get("OPM").integer(); ok {
		r.overMode = mode != 0
	}
	if f := n.get("Font").item(0); f.dict() != nil {
		r.font = r.m.font(f)
	}
	if g := n.path("SMask", "G"); g.stream() != nil {
		r.m.drawForm(g, r.inherited(), newState(), r.deep+1)
	}
}

// inherited are the resources that forms fall back to.
func (s *scope) inherited() *node {
	if s.page != nil {
		return s.page
	}
	return s.own
}

func (m *mender) checkExtGState(n *node) {
	for _, key := range []pdf.Name{"TR", "TR2"} {
		tr := n.get(key)
		if n.dict().Get(key) == nil || key == "TR2" && tr.is("Default") {
			continue
		}
		plain := tr.is("Identity") || tr.is("Default") || !tr.there()
		m.report("6.2.5", n.object(), plain && n.set(key, nil), "a graphics state has a transfer function (%s)", string(key))
	}
	if n.dict().Get("HTP") != nil {
		m.report("6.2.5", n.object(), n.set("HTP", nil), "a graphics state has a halftone phase (HTP)")
	}
	if ht := n.get("HT"); ht.dict() != nil && !m.halftone(ht) {
		m.report("6.2.5", n.object(), n.set("HT", nil), "a graphics state has a halftone that is not allowed")
	}
	m.intentName(n, n.get("RI"), n.get("RI").name())
	m.blendMode(n)
}

// halftone tells whether a halftone is one of those allowed (6.2.5). Those say how to
// print, and change nothing that is seen.
func (m *mender) halftone(ht *node) bool {
	kind, _ := ht.get("HalftoneType").integer()
	if kind != 1 && kind != 5 || ht.get("HalftoneName").there() {
		return false
	}
	if kind == 1 {
		return !ht.get("TransferFunction").there()
	}
	for _, key := range ht.keys() {
		part := ht.get(key)
		if part.dict() == nil {
			continue
		}
		k, _ := part.get("HalftoneType").integer()
		primary := key == "Cyan" || key == "Magenta" || key == "Yellow" || key == "Black"
		if k != 1 || part.get("HalftoneName").there() || key != "Default" && primary == part.get("TransferFunction").there() {
			return false
		}
	}
	return true
}

// blendMode: unknown modes are Normal to viewers (11.3.5), and here they have to say so.
func (m *mender) blendMode(n *node) {
	bm := n.get("BM")
	modes := bm.items()
	if bm.name() != "" {
		modes = []*node{bm}
	}
	for _, mode := range modes {
		if !slices.Contains(blends, mode.name()) {
			m.report("6.2.10", n.object(), len(modes) == 1 && n.set("BM", pdf.Name("Normal")), "a graphics state has a blend mode that there is not: %s", string(mode.name()))
		}
	}
}

// intentName checks the name of a rendering intent. One that is unknown means
// RelativeColorimetric (8.6.5.8). Where it stands in content there is no place.
func (m *mender) intentName(owner, place *node, name pdf.Name) {
	if name == "" || slices.Contains(intents, name) {
		return
	}
	done := place != nil && place.put(pdf.Name("RelativeColorimetric"))
	m.report("6.2.6", owner.object(), done, "a rendering intent that there is not: %s", string(name))
}

// xobject is one being drawn.
func (r *run) xobject(n *node) {
	switch n.get("Subtype").name() {
	case "Image":
		u := r.m.image(n)
		if mask, _ := n.get("ImageMask").value().(bool); mask {
			fills(r, nil)
		}
		r.paints(paint{uses: u}, r.fillOver)
	case "Form":
		r.m.drawForm(n, r.inherited(), r.state, r.deep+1)
	case "PS":
		r.m.report("6.2.9", n.object(), false, "PostScript is drawn (a PS XObject); take it out or draw it")
	}
}

// image checks one, and tells what colours it uses.
func (m *mender) image(n *node) uses {
	key := "image " + n.same()
	m.once(key, func() { m.spaceUses[key] = m.checkImage(n, 0) })
	return m.spaceUses[key]
}

func (m *mender) checkImage(n *node, deep int) (u uses) {
	m.forbidden(n, inImage)
	if on, _ := n.get("Interpolate").value().(bool); on {
		m.report("6.2.8", n.object(), n.set("Interpolate", nil), "an image asks to be smoothed (Interpolate)")
	}
	m.intentName(n, n.get("Intent"), n.get("Intent").name())
	m.depthOfImage(n)
	for _, key := range []pdf.Name{"SMask", "Mask"} {
		if mask := n.get(key); mask.stream() != nil && deep == 0 {
			u |= m.checkImage(mask, 1)
		}
	}
	if mask, _ := n.get("ImageMask").value().(bool); mask {
		return u
	}
	if m.lastFilter(n) == "JPXDecode" {
		m.jpeg2000(n)
	}
	return u | m.space(n.get("ColorSpace"), 0)
}

// depthOfImage checks the bits of a component.
func (m *mender) depthOfImage(n *node) {
	bits, ok := n.get("BitsPerComponent").integer()
	mask, _ := n.get("ImageMask").value().(bool)
	switch {
	case !ok, m.lastFilter(n) == "JPXDecode":
	case mask && bits != 1:
		m.report("6.2.8", n.object(), false, "an image mask has %d bits a component", bits)
	case !slices.Contains([]int64{1, 2, 4, 8, 16}, bits):
		m.report("6.2.8", n.object(), false, "an image has %d bits a component", bits)
	}
}

// lastFilter is that which gives the samples of an image.
func (m *mender) lastFilter(n *node) pdf.Name {
	f := n.get("Filter")
	if a := f.array(); len(a) > 0 {
		return m.d.Name(a[len(a)-1])
	}
	return f.name()
}

// inlineFilters are those that images in content may have (6.1.10).
var inlineFilters = []pdf.Name{"ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "DCTDecode",
	"AHx", "A85", "Fl", "RL", "CCF", "DCT"}

// inlineImage checks an image in content, which is not mended: content stays as it is.
func (r *run) inlineImage(o []pdf.Object) {
	if len(o) == 0 {
		return
	}
	dict, _ := o[0].(pdf.Dict)
	value := func(long, short pdf.Name) pdf.Object {
		if v := dict.Get(long); v != nil {
			return v
		}
		return dict.Get(short)
	}
	filters, _ := value("Filter", "F").(pdf.Array)
	if f, ok := value("Filter", "F").(pdf.Name); ok {
		filters = pdf.Array{f}
	}
	for _, f := range filters {
		if name, _ := f.(pdf.Name); !slices.Contains(inlineFilters, name) {
			r.m.report("6.1.10", r.owner.object(), false, "an image in content has the filter %v; save the document in another program", f)
		}
	}
	if on, _ := value("Interpolate", "I").(bool); on {
		r.m.report("6.2.8", r.owner.object(), false, "an image in content asks to be smoothed (Interpolate); save the document in another program")
	}
	name, _ := value("Intent", "Intent").(pdf.Name)
	r.m.intentName(r.owner, nil, name)
	if mask, _ := value("ImageMask", "IM").(bool); mask {
		fills(r, nil)
		return
	}
	r.inlineSpace(value("ColorSpace", "CS"))
}

func (r *run) inlineSpace(cs pdf.Object) {
	switch cs := cs.(type) {
	case pdf.Name:
		r.paints(paint{uses: r.space(cs)}, r.fillOver)
	case pdf.Array: // [/Indexed base high lookup]
		if len(cs) > 1 {
			if name, ok := cs[1].(pdf.Name); ok {
				r.use(r.space(name))
			}
		}
	}
}

// shading checks one, and tells what colours it uses.
func (m *mender) shading(n *node) (u uses) { return m.space(n.get("ColorSpace"), 0) }

// pattern is one being painted with.
func (r *run) pattern(n *node) {
	if kind, _ := n.get("PatternType").integer(); kind == 2 {
		r.use(r.m.shading(n.get("Shading")))
		if gs := n.get("ExtGState"); gs.dict() != nil {
			r.m.once("gs "+gs.same(), func() { r.m.checkExtGState(gs) })
		}
		return
	}
	if r.deep >= maxDepth || n.stream() == nil {
		return
	}
	r.m.once("pattern "+n.same(), func() {
		st := newState()
		kind, _ := n.get("PaintType").integer()
		st.colourless = kind == 2
		data, err := r.m.decoded(n.stream(), r.m.left)
		if err != nil {
			r.m.report("6.2.2", n.object(), false, "the content of a pattern is damaged: %v", err)
		}
		r.m.content(&scope{m: r.m, owner: n, own: n.get("Resources"), page: r.inherited()}, data, st, r.deep+1)
	})
}
