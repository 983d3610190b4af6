package einvoice

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"reflect"
	"slices"
	"strings"
)

// keyer makes keys of contents: what Diff takes for equal.
type keyer struct {
	noNumbers bool             // line identifiers (BT-126) are passed over
	known     map[*Line]string // so that lines of lines are read once, and not once a level
	buf       []byte           // what has been read of the values around the present one, and of itself
}

// key is a digest that is the same for values that say the same, and "" for what is
// absent. The value must be addressable, as fields and elements of an invoice are.
func (k *keyer) key(v reflect.Value) string {
	line, isLine := v.Addr().Interface().(*Line)
	if key, ok := k.known[line]; ok && isLine {
		return key
	}
	if isLine && k.noNumbers {
		c := *line
		c.ID = ""
		v = reflect.ValueOf(&c).Elem()
	}
	start, key := len(k.buf), ""
	k.read(v)
	if read := k.buf[start:]; len(read) > 0 {
		sum := sha256.Sum256(read)
		key = string(sum[:])
	}
	k.buf = k.buf[:start]
	if isLine {
		k.known[line] = key
	}
	return key
}

// read appends a value so that no two contents look alike, and nothing if it is absent:
// texts with their length, fields with their number and a 0 after the last one, lists as
// the sorted keys of their elements.
func (k *keyer) read(v reflect.Value) {
	switch t := v.Type(); {
	case isLeaf(t):
		if s := content(v); s != "" {
			k.buf = append(binary.AppendUvarint(k.buf, uint64(len(s))), s...)
		}
	case t.Kind() == reflect.Pointer:
		if !v.IsNil() {
			k.read(v.Elem())
		}
	case t.Kind() == reflect.Slice:
		var keys []string
		for i := range v.Len() {
			if key := k.key(v.Index(i)); key != "" {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		if len(keys) > 0 {
			k.buf = append(binary.AppendUvarint(k.buf, uint64(len(keys))), strings.Join(keys, "")...)
		}
	case t.Kind() == reflect.Struct:
		k.readFields(v)
	}
}

func (k *keyer) readFields(v reflect.Value) {
	start := len(k.buf)
	for i := range v.NumField() {
		k.buf = append(k.buf, byte(i+1))
		before := len(k.buf)
		if k.read(v.Field(i)); len(k.buf) == before {
			k.buf = k.buf[:before-1]
		}
	}
	if len(k.buf) > start {
		k.buf = append(k.buf, 0)
	}
}

// content is what makes two leaves equal, and "" if the leaf is absent.
func content(v reflect.Value) string {
	if v.Kind() == reflect.String {
		if s := v.String(); strings.Contains(s, "\r") { // seldom: the replacer copies every text
			return lineEnds.Replace(s)
		}
		return v.String()
	}
	switch x := v.Addr().Interface().(type) {
	case *Decimal:
		s := x.String()
		if strings.Contains(s, ".") {
			s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
		}
		return s
	case *Date:
		if x.IsSet() { // it may be a day that no calendar has, and whose text is not its own
			return string([]byte{byte(x.Year >> 8), byte(x.Year), x.Month, x.Day})
		}
	case *Binary:
		return x.contentDigest()
	}
	return ""
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// contentDigest is a digest of the decoded content, or of the text that cannot be decoded.
func (b Binary) contentDigest() string {
	if !b.IsSet() {
		return ""
	}
	r, err := b.Open()
	if err != nil {
		return b.digest()
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return b.digest()
	}
	return string(h.Sum(nil))
}
