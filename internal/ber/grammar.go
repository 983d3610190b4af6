package ber

import (
	"bytes"
	"strconv"
)

// The tags that a wrapper is made of, with the bit that says constructed.
const (
	tagEnd      = 0x00 // end-of-contents
	tagString   = 0x04 // OCTET STRING, primitive
	tagOID      = 0x06 // OBJECT IDENTIFIER
	tagStrings  = 0x24 // OCTET STRING, constructed of others
	tagSequence = 0x30 // SEQUENCE
	tagContent  = 0xA0 // [0]
)

// state is what may come next inside a value.
type state uint8

const (
	leaf        state = iota // nothing: the value is primitive
	wantValue                // the whole
	wantType                 // the content type of a ContentInfo
	wantContent              // the content of a ContentInfo
	wantString               // one OCTET STRING
	wantSegment              // an OCTET STRING, or the end
	wantEnd                  // the end
)

// mayEnd tells whether a value may end in a state.
func (s state) mayEnd() bool { return s == wantSegment || s == wantEnd }

// name says in a message what a state waits for.
func (s state) name() string {
	return [...]string{
		leaf: "nothing", wantValue: "an OCTET STRING or a ContentInfo", wantType: "the type of the ContentInfo",
		wantContent: "the content of the ContentInfo", wantString: "an OCTET STRING",
		wantSegment: "an OCTET STRING or the end", wantEnd: "the end",
	}[s]
}

// rule is one value that may come in a state.
type rule struct {
	in     state
	tag    byte
	next   state // of the value that this one is in
	inside state // of this one
}

// grammar is all that a wrapper may be.
var grammar = [...]rule{
	{wantSegment, tagString, wantSegment, leaf}, // first: it is nearly always this one
	{wantSegment, tagStrings, wantSegment, wantSegment},
	{wantValue, tagString, wantEnd, leaf},
	{wantValue, tagStrings, wantEnd, wantSegment},
	{wantValue, tagSequence, wantEnd, wantType},
	{wantType, tagOID, wantContent, leaf},
	{wantContent, tagContent, wantEnd, wantString},
	{wantString, tagString, wantEnd, leaf},
	{wantString, tagStrings, wantEnd, wantSegment},
}

// ruleFor finds the rule of a tag in a state.
func ruleFor(s state, tag byte) (rule, bool) {
	for _, r := range grammar {
		if r.in == s && r.tag == tag {
			return r, true
		}
	}
	return rule{}, false
}

// idData is the content of the object identifier 1.2.840.113549.1.7.1.
var idData = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01}

// contentTypes names those of CMS other than data, by what follows 1.2.840.113549.1.
var contentTypes = []struct{ arcs, name string }{
	{"\x07\x02", "CMS signed-data"},
	{"\x07\x03", "CMS enveloped-data"},
	{"\x07\x04", "PKCS#7 signed-and-enveloped-data"},
	{"\x07\x05", "CMS digested-data"},
	{"\x07\x06", "CMS encrypted-data"},
	{"\x09\x10\x01\x02", "CMS authenticated-data"},
	{"\x09\x10\x01\x09", "CMS compressed-data"},
	{"\x09\x10\x01\x17", "CMS authenticated-enveloped-data"},
}

// typeName says what a ContentInfo of a type is.
func typeName(oid []byte) string {
	if bytes.Equal(oid, idData) {
		return "CMS data without an OCTET STRING"
	}
	if arcs, ok := bytes.CutPrefix(oid, idData[:7]); ok {
		for _, t := range contentTypes {
			if t.arcs == string(arcs) {
				return t.name
			}
		}
	}
	if text := dotted(oid); text != "" {
		return "a SEQUENCE of type " + text
	}
	return ""
}

// dotted writes an object identifier as people do; "" if it is malformed.
func dotted(oid []byte) string {
	if len(oid) == 0 || oid[len(oid)-1]&0x80 != 0 {
		return ""
	}
	var text []byte
	arc, first := uint64(0), true
	for _, b := range oid {
		if arc >= 1<<57 || arc == 0 && b == 0x80 {
			return "" // too large, or zeros in front
		}
		arc = arc<<7 | uint64(b&0x7F)
		if b&0x80 != 0 {
			continue
		}
		if first {
			root := min(arc/40, 2)
			text = append(strconv.AppendUint(text, root, 10), '.')
			arc -= root * 40
		} else {
			text = append(text, '.')
		}
		text = strconv.AppendUint(text, arc, 10)
		arc, first = 0, false
	}
	return string(text)
}
