package pdf

import (
	"maps"
	"slices"
)

// NewStream is a stream with content that stands in the encoding which the dictionary
// names in Filter.
func NewStream(dict Dict, content []byte) *Stream {
	if content == nil {
		content = []byte{}
	}
	return &Stream{Dict: dict, own: content}
}

// Set puts an object in the place of another. Whoever asks for the number from now on
// gets it, and it is what Write and Append write; nil takes the object away. The document
// that was opened does not change.
func (d *Doc) Set(num int, o Object) {
	if s, ok := o.(*Stream); ok && s.own != nil {
		s.Ref = Ref{Num: num}
	}
	d.edits[num] = o
	if d.top > 0 {
		d.top = max(d.top, num)
	}
}

// Add gives an object a number, which nothing refers to yet as far as Probe has seen.
func (d *Doc) Add(o Object) Ref {
	num := d.next()
	d.Set(num, o)
	d.top = num
	return Ref{Num: num}
}

// next is a number that is not taken.
func (d *Doc) next() int {
	num := d.highest() + 1
	for d.dangling[num] {
		num++
	}
	return num
}

// Undo takes all edits back.
func (d *Doc) Undo() {
	d.edits, d.top = map[int]Object{}, 0
	if d.trailer != nil {
		d.Trailer, d.trailer = d.trailer, nil
	}
}

// highest is the highest number that is taken.
func (d *Doc) highest() int {
	if d.top == 0 {
		for num := range d.entries {
			d.top = max(d.top, num)
		}
		for num := range d.edits {
			d.top = max(d.top, num)
		}
	}
	return d.top
}

// Edited lists the numbers of the objects that are new or changed.
func (d *Doc) Edited() []int { return slices.Sorted(maps.Keys(d.edits)) }

// With is a dictionary with a key set, or taken out where the value is nil. The
// dictionary itself stays as it is.
func (d Dict) With(key Name, value Object) Dict {
	out := slices.DeleteFunc(slices.Clone(d), func(e Entry) bool { return e.Key == key })
	if value != nil {
		out = append(out, Entry{key, value})
	}
	return out
}

// WithDict is the stream with another dictionary, which has to tell the same Length and
// Filter of the same content.
func (s *Stream) WithDict(dict Dict) *Stream {
	c := *s
	c.Dict = dict
	return &c
}
