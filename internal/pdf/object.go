package pdf

// Object is a PDF object: nil, bool, int64, float64, String, Name, Array, Dict, Ref or
// *Stream (ISO 32000-1, 7.3).
type Object any

type (
	Name   string // without its slash, #-escapes resolved
	String string // the bytes, decrypted: see Text
	Array  []Object
	Ref    struct{ Num, Gen int }
	Dict   []Entry
	// Entry is one key of a dictionary.
	Entry struct {
		Key   Name
		Value Object
	}
	// Stream is a dictionary with content: see Doc.Reader.
	Stream struct {
		Dict
		Ref   Ref
		start int    // where the content begins in the document
		file  bool   // it is an embedded file, whatever it says
		own   []byte // the content, of a stream that stands in no document: see NewStream
	}
)

// keyword is a token that is no object: obj, endobj, R ...
type keyword string

// Get is the value of a key, nil if there is none; of a key that is there twice, the last.
func (d Dict) Get(key Name) Object {
	for i := len(d) - 1; i >= 0; i-- {
		if d[i].Key == key {
			return d[i].Value
		}
	}
	return nil
}

// hops is how many references may lead to one another.
const hops = 16

// Resolve follows references. What leads nowhere or in a circle, or cannot be read, is
// nil, which is what ISO 32000-1, 7.3.10 says of the first.
func (d *Doc) Resolve(o Object) Object {
	for range hops {
		r, ok := o.(Ref)
		if !ok {
			return o
		}
		o = d.object(r.Num)
	}
	return nil
}

// Dict is the dictionary that an object is, or that of a stream; nil if it is neither.
func (d *Doc) Dict(o Object) Dict {
	switch o := d.Resolve(o).(type) {
	case Dict:
		return o
	case *Stream:
		return o.Dict
	}
	return nil
}

// Stream is the stream that an object is, or nil.
func (d *Doc) Stream(o Object) *Stream {
	s, _ := d.Resolve(o).(*Stream)
	return s
}

// Array is the array that an object is, or nil.
func (d *Doc) Array(o Object) Array {
	a, _ := d.Resolve(o).(Array)
	return a
}

// Name is the name that an object is, or "".
func (d *Doc) Name(o Object) Name {
	n, _ := d.Resolve(o).(Name)
	return n
}

// Int is the whole number that an object is.
func (d *Doc) Int(o Object) (n int64, ok bool) {
	n, ok = d.Resolve(o).(int64)
	return n, ok
}

// Number is the number that an object is, whole or not.
func (d *Doc) Number(o Object) (n float64, ok bool) {
	switch o := d.Resolve(o).(type) {
	case int64:
		return float64(o), true
	case float64:
		return o, true
	}
	return 0, false
}

// Bytes are those of a string, or "".
func (d *Doc) Bytes(o Object) string {
	s, _ := d.Resolve(o).(String)
	return string(s)
}

// Text is the text of a string, or "": see Text.
func (d *Doc) Text(o Object) string { return Text(d.Bytes(o)) }
