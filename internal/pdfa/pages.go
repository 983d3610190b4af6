package pdfa

import (
	"strconv"

	"github.com/einvoice-go/einvoice/internal/pdf"
)

// pages checks what every page shows.
func (m *mender) pages() {
	for p := range m.d.AllPages() {
		m.alive()
		m.page = p.Number
		page := m.node(p.Ref)
		if p.Ref.Num == 0 {
			page = m.node(p.Dict)
			m.report("6.1.9", 0, false, "the page is no object of its own; save the document in another program")
		}
		m.onePage(page, p)
	}
	m.page = 0
}

func (m *mender) onePage(page *node, p pdf.Page) {
	m.forbidden(page, inPage)
	m.sizes(page, p.MediaBox)
	if page.dict().Get("Resources") == nil && p.Resources != nil {
		done := page.set("Resources", m.shared(p.Resources))
		m.report("6.2.2", page.object(), done, "the page has no resources of its own")
	}
	m.action(page.get("AA"), "O", "the page")
	m.annotations(page)
	m.group(page)
	resources := page.get("Resources")
	if !resources.there() {
		resources = m.node(p.Resources)
	}
	content, err := m.d.PageContent(page.dict(), m.left)
	m.spend(len(content), err)
	if err != nil {
		m.report("6.2.2", page.object(), false, "the content of the page is damaged: %v", err)
	}
	m.content(&scope{m: m, owner: page, own: resources}, content, newState(), 0)
}

// shared is a reference to resources that pages inherit, so that all of them can have it.
func (m *mender) shared(o pdf.Object) pdf.Object {
	dict, ok := o.(pdf.Dict)
	if !ok || len(dict) == 0 {
		return o
	}
	if ref, ok := m.explicit[&dict[0]]; ok {
		return ref
	}
	ref := m.d.Add(dict)
	m.explicit[&dict[0]] = ref
	return ref
}

// scope is what names in content stand for.
type scope struct {
	m     *mender
	owner *node // page, form, pattern or font
	own   *node // its resources
	page  *node // those of the page, which stand in for what is missing; nil: they do not
	known map[resource]*node
}

// resource is how content names one.
type resource struct{ kind, name pdf.Name }

// look finds what a name stands for. What a form takes from its page is given to it.
func (s *scope) look(kind, name pdf.Name) *node {
	r := resource{kind, name}
	if n, ok := s.known[r]; ok {
		return n
	}
	if s.known == nil {
		s.known = map[resource]*node{}
	}
	s.known[r] = s.find(kind, name)
	return s.known[r]
}

func (s *scope) find(kind, name pdf.Name) *node {
	own := s.own.path(kind, name)
	if s.page == nil {
		return own
	}
	key := loan{s.owner.object(), kind, name}
	lent, isLent := s.m.lent[key]
	if own.there() && !isLent {
		return own
	}
	there := s.page.path(kind, name)
	if !isLent && !there.there() {
		return own
	}
	s.m.borrowed++
	if !isLent {
		return s.lend(key, there)
	}
	if lent.page != s.m.page && !s.m.equal(s.m.node(lent.what), there, 0) {
		s.m.report("6.2.2", s.owner.object(), false, "content that has no resources of its own takes them from its page, and not the same on every page")
	}
	return own
}

// lend gives a form, pattern or font a resource of its page.
func (s *scope) lend(key loan, there *node) *node {
	raw := there.raw()
	resources := s.own.dict()
	resources = resources.With(key.kind, s.m.d.Dict(resources.Get(key.kind)).With(key.name, raw))
	done := s.owner.set("Resources", resources)
	if done {
		s.m.lent[key] = lent{raw, s.m.page}
		s.own = s.owner.get("Resources")
	}
	s.m.report("6.2.2", s.owner.object(), done, "content has no resources of its own, and takes those of its page")
	return there
}

// loan is a resource that a form took from its page, and lent what that is.
type (
	loan struct {
		owner      int
		kind, name pdf.Name
	}
	lent struct {
		what pdf.Object
		page int
	}
)

// drawForm checks a form XObject, once for each state that it is drawn in.
func (m *mender) drawForm(form, page *node, st state, deep int) {
	if deep > maxDepth {
		m.report("6.1.13", form.object(), false, "form XObjects are drawn in one another more than %d deep", maxDepth)
		return
	}
	key := "form " + form.same() + " " + st.key()
	if m.borrowers[form.object()] && page != nil {
		key += " " + page.same() + strconv.Itoa(m.page)
	}
	before := m.borrowed
	m.once(key, func() { m.formContent(form, page, st, deep) })
	if m.borrowed > before {
		m.borrowers[form.object()] = true
	}
}

func (m *mender) formContent(form, page *node, st state, deep int) {
	m.visit()
	m.forbidden(form, inForm)
	if form.get("Subtype2").is("PS") {
		m.report("6.2.9", form.object(), false, "a form XObject is PostScript; take it out or draw it")
	}
	m.group(form)
	data, err := m.decoded(form.stream(), m.left)
	if err != nil {
		m.report("6.2.2", form.object(), false, "the content of a form XObject is damaged: %v", err)
	}
	m.content(&scope{m: m, owner: form, own: form.get("Resources"), page: page}, data, st, deep)
}

// group checks the colour space of a transparency group.
func (m *mender) group(owner *node) {
	g := owner.get("Group")
	if g.get("S").is("Transparency") && g.get("CS").there() {
		m.device(m.space(g.get("CS"), 0), &scope{m: m, owner: owner, own: owner.get("Resources")})
	}
}
