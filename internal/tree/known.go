package tree

// A path that leads out of an element asks the same of a group as it does from each of the
// group's other elements. Where such a group is large, and has many of them, the answers
// are kept: the time that a document takes grows with its length, not with the square of it.

// question is a way of a path, from where it begins to lead down.
type question struct {
	path *Path
	way  int
	base int32
	what answer
}

type answer uint8

const (
	first answer = iota
	count
	texts
	normTexts
)

func (a answer) of(n Node) string {
	if a == normTexts {
		return n.Norm()
	}
	return n.Text()
}

// outwards takes the first steps, as far as they lead out of an element.
func outwards(way []step, n Node) ([]step, Node) {
	for len(way) > 0 && way[0].kind == up {
		way, n = way[1:], n.Parent()
	}
	if len(way) > 0 && way[0].kind == root && n.t != nil {
		n = n.t.Root()
	}
	return way, n
}

// Base is the element that the path begins to lead down from, the same for many elements.
func (p *Path) Base(from Node) Node {
	_, base := outwards(p.parsed()[0], from)
	for _, way := range p.parsed()[1:] {
		if _, other := outwards(way, from); other != base {
			return from
		}
	}
	return base
}

// small is the size of groups that are looked through each time.
const small = 512

// shared tells whether other elements than the one given ask the same of a large group.
func (n Node) shared(from Node) bool {
	return len(n.t.nodes) > small && (n != from || n.i == 0) && n.size() > small
}

// size is the number of elements within an element, itself included, if it is complete.
func (n Node) size() int {
	for x := n; ; x = x.Parent() {
		if next := n.t.nodes[x.i].next; next != 0 {
			return int(next - n.i)
		}
		if x.i == 0 {
			return len(n.t.nodes) - int(n.i)
		}
	}
}

// Ask answers a question on an element, of which there may be many: once, if the group is
// large. The key tells the question from others.
func Ask[T any](n Node, key any, answer func(Node) T) T {
	if n.t == nil || len(n.t.nodes) <= small || n.size() <= small {
		return answer(n)
	}
	k := asked[T]{key, n.i}
	if known, ok := n.t.known[k].(T); ok {
		return known
	}
	found := answer(n)
	n.t.remember(k, found)
	return found
}

// asked are questions with answers of a type.
type asked[T any] struct {
	key  any
	base int32
}

func (t *Tree) remember(key, answer any) {
	if t.known == nil {
		t.known = map[any]any{}
	}
	t.known[key] = answer
}
