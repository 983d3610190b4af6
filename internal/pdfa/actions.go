package pdfa

import "github.com/einvoice-go/einvoice/internal/pdf"

// allowedActions are the types of 6.5.1.
var allowedActions = map[pdf.Name]bool{
	"GoTo": true, "GoToR": true, "GoToE": true, "Thread": true, "URI": true, "SubmitForm": true, "Named": true,
}

// allowedNames are the named actions of 6.5.1.
var allowedNames = map[pdf.Name]bool{"NextPage": true, "PrevPage": true, "FirstPage": true, "LastPage": true}

// refused is the type of an action that is not allowed, "" if it is.
func refused(action *node) string {
	s := action.get("S").name()
	switch {
	case s == "":
		return "without a type"
	case !allowedActions[s]:
		return string(s)
	case s == "Named" && !allowedNames[action.get("N").name()]:
		return "Named " + string(action.get("N").name())
	}
	return ""
}

// action checks the action that a key holds, and those that follow it. One that is not
// allowed goes, and what follows it with it.
func (m *mender) action(owner *node, key pdf.Name, of string) {
	action := owner.get(key)
	seen := map[int]bool{}
	for range maxDepth {
		m.visit()
		if action.dict() == nil || action.num != 0 && seen[action.num] {
			return
		}
		seen[action.num] = true
		if bad := refused(action); bad != "" {
			m.report("6.5.1", owner.object(), owner.set(key, nil), "%s has an action that is not allowed: %s", of, bad)
			return
		}
		owner, key = action, "Next"
		action = owner.get(key)
		if action.array() != nil {
			m.actions(owner)
			return
		}
	}
	if action.dict() != nil {
		m.report("6.5.1", owner.object(), owner.set(key, nil), "%s has a chain of more than %d actions", of, maxDepth)
	}
}

// actions checks several that follow one: all or none stay.
func (m *mender) actions(owner *node) {
	for _, a := range owner.get("Next").items() {
		m.visit()
		bad := refused(a)
		if bad == "" && a.get("Next").there() {
			m.action(a, "Next", "an action")
		}
		if bad != "" {
			m.report("6.5.1", owner.object(), owner.set("Next", nil), "an action is followed by one that is not allowed: %s", bad)
			return
		}
	}
}

func (m *mender) openAction(root *node) {
	if root.get("OpenAction").array() == nil { // a destination is no action
		m.action(root, "OpenAction", "the document when it is opened")
	}
}

// outlines walks the bookmarks.
func (m *mender) outlines(root *node) {
	seen := map[int]bool{}
	next := []*node{root.get("First")}
	for len(next) > 0 {
		item := next[len(next)-1]
		next = next[:len(next)-1]
		if item.num == 0 || seen[item.num] || item.dict() == nil {
			continue
		}
		seen[item.num] = true
		m.visit()
		m.action(item, "A", "a bookmark")
		next = append(next, item.get("Next"), item.get("First"))
	}
}
