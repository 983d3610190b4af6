package pdf

import (
	"maps"
	"slices"
)

// again lets the document be read once more, from first to last object, at the cost that
// Limits allow.
func (d *Doc) again() {
	d.values, d.decoded = d.limits.Values, d.limits.Decoded
}

// peek is the object of a number, which is not kept. What cannot be read is null, and
// Unreadable lists it.
func (d *Doc) peek(num int) (Object, error) {
	if o, ok := d.edits[num]; ok {
		return o, nil
	}
	if o, ok := d.cache[num]; ok && o != nil {
		return o, nil
	}
	o, err := d.load(num)
	if final(err) {
		return nil, err
	}
	if err != nil {
		d.unreadable[num] = true
		return nil, nil
	}
	return o, nil
}

// Unreadable lists the objects that something leads to and that cannot be read, as far as
// Write or Plain has come upon them.
func (d *Doc) Unreadable() []int { return slices.Sorted(maps.Keys(d.unreadable)) }

// Numbers are those of the objects that are there, in their order.
func (d *Doc) Numbers() []int {
	there := map[int]bool{}
	for num, e := range d.entries {
		there[num] = e.kind != free
	}
	for num, o := range d.edits {
		there[num] = o != nil
	}
	maps.DeleteFunc(there, func(_ int, is bool) bool { return !is })
	return slices.Sorted(maps.Keys(there))
}

// Probe reads all objects that something leads to. If one cannot be read, the
// cross-reference table is damaged, and made anew. It is to be asked before the first
// edit of a document that Write shall write.
func (d *Doc) Probe() (err error) {
	defer guard(&err)
	defer d.again()
	if _, err = d.reach(); err != nil || len(d.unreadable) == 0 || d.Repaired {
		return err
	}
	clear(d.unreadable)
	if err := d.repair(); err != nil {
		return err
	}
	_, err = d.reach()
	return err
}

// reach lists the objects that the catalog and the information dictionary lead to, in the
// order of their numbers.
func (d *Doc) reach() ([]int, error) {
	d.again()
	there := map[int]bool{}
	for _, num := range d.Numbers() {
		there[num] = true
	}
	var seen, next []int
	found := func(r Ref) {
		is, known := there[r.Num]
		if is {
			there[r.Num] = false
			next = append(next, r.Num)
		}
		if !known {
			d.dangling[r.Num] = true
		}
	}
	refs(Dict{{"Root", d.Trailer.Get("Root")}, {"Info", d.Trailer.Get("Info")}}, found)
	for len(next) > 0 {
		wave := next
		next = nil
		slices.Sort(wave) // so that object streams are decoded once
		for _, num := range wave {
			o, err := d.peek(num)
			if err == nil {
				err = d.ctx.Err()
			}
			if err != nil {
				return nil, err
			}
			if s, ok := o.(*Stream); ok {
				o = s.Dict.With("Length", nil) // which is written anew
			}
			refs(o, found)
		}
		seen = append(seen, wave...)
	}
	slices.Sort(seen)
	return seen, nil
}

// refs finds the references in an object.
func refs(o Object, found func(Ref)) {
	switch o := o.(type) {
	case Ref:
		found(o)
	case Array:
		for _, v := range o {
			refs(v, found)
		}
	case Dict:
		for _, e := range o {
			refs(e.Value, found)
		}
	}
}

// Place is where the object of a key of the trailer stands, or would: it gives it a number
// where it has none.
func (d *Doc) Place(key Name) Ref {
	o := d.Trailer.Get(key)
	ref, is := o.(Ref)
	if !is || d.Resolve(ref) == nil {
		if is = false; d.Resolve(o) == nil {
			o = Dict{}
		}
		ref = d.Add(o)
	}
	for range hops {
		next, again := d.object(ref.Num).(Ref)
		if !again {
			break
		}
		ref = next
	}
	if !is || o != Object(ref) {
		if d.trailer == nil {
			d.trailer = d.Trailer
		}
		d.Trailer = d.Trailer.With(key, ref)
	}
	return ref
}
