package unzip

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"testing"

	"github.com/ulikunitz/xz/lzma"
)

// layout is the fixed part of a record: its fields, in order, with their width in bytes.
type layout []struct {
	name  string
	width int
}

var (
	localLayout = layout{
		{"signature", 4}, {"needed", 2}, {"flags", 2}, {"method", 2}, {"time", 2}, {"date", 2},
		{"crc", 4}, {"packed", 4}, {"size", 4}, {"nameLength", 2}, {"extraLength", 2},
	}
	centralLayout = layout{
		{"signature", 4}, {"version", 1}, {"host", 1}, {"needed", 2}, {"flags", 2}, {"method", 2}, {"time", 2}, {"date", 2},
		{"crc", 4}, {"packed", 4}, {"size", 4}, {"nameLength", 2}, {"extraLength", 2}, {"commentLength", 2},
		{"disk", 2}, {"internal", 2}, {"attributes", 4}, {"offset", 4},
	}
	endLayout = layout{
		{"signature", 4}, {"disk", 2}, {"directoryDisk", 2}, {"here", 2}, {"entries", 2}, {"size", 4}, {"offset", 4}, {"commentLength", 2},
	}
	end64Layout = layout{
		{"signature", 4}, {"length", 8}, {"version", 2}, {"needed", 2}, {"disk", 4}, {"directoryDisk", 4},
		{"here", 8}, {"entries", 8}, {"size", 8}, {"offset", 8},
	}
	locatorLayout = layout{{"signature", 4}, {"disk", 4}, {"offset", 8}, {"disks", 4}}
)

// set gives fields of a record by name.
type set map[string]uint64

func number(n uint64, width int) string {
	return string(le.AppendUint64(nil, n)[:width])
}

// record writes the fields; those of over replace those of values.
func (l layout) record(values, over set) string {
	all := maps.Clone(values)
	maps.Copy(all, over)
	var b []byte
	for _, f := range l {
		b = append(b, number(all[f.name], f.width)...)
		delete(all, f.name)
	}
	if len(all) > 0 {
		panic(fmt.Sprintf("no such fields: %v", all))
	}
	return string(b)
}

// raw is an entry to be written as it is wanted, right or wrong.
type raw struct {
	name       string
	method     Method
	flags      flags
	content    string
	packed     string // instead of packing content
	extra      string
	after      string // before the next record
	descriptor string // a form: "signed 32", "bare 32", "signed 64", "bare 64", "none"
	keepSizes  bool   // in the local header, in spite of the descriptor

	centralName, centralExtra, centralComment string

	local, central, tail set  // tail: of the descriptor
	unlisted             bool // left out of the directory
}

// archive is an archive to be written as it is wanted.
type archive struct {
	prefix           string
	entries          []raw
	beforeDirectory  string
	afterDirectory   string
	comment          string
	trailing         string
	zip64            bool
	end64Extra       string
	end              set
	end64, locator   set
	noLocator        bool
	beforeEnd        string
	listOrder        []int // of the directory
	directoryEntries []raw // listed, though not there
}

func pack(m Method, content string) string {
	var b bytes.Buffer
	switch m {
	case Deflate:
		w, err := flate.NewWriter(&b, 6)
		if err != nil {
			panic(err)
		}
		must(w.Write([]byte(content)))
		if err := w.Close(); err != nil {
			panic(err)
		}
	case LZMA:
		return packLZMA(content, lzma.WriterConfig{EOSMarker: true, SizeInHeader: false, DictCap: 1 << 16})
	default:
		return content
	}
	return b.String()
}

// packLZMA makes of the .lzma format that of an entry.
func packLZMA(content string, c lzma.WriterConfig) string {
	var b bytes.Buffer
	w, err := c.NewWriter(&b)
	if err != nil {
		panic(err)
	}
	must(w.Write([]byte(content)))
	if err := w.Close(); err != nil {
		panic(err)
	}
	s := b.String()
	return "\x09\x04\x05\x00" + s[:5] + s[lzma.HeaderLen:]
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (e *raw) body() string {
	if e.packed != "" {
		return e.packed
	}
	return pack(e.method, e.content)
}

func (e *raw) values() set {
	f := e.flags
	if e.descriptor != "" {
		f |= flagDescriptor
	}
	return set{
		"needed": 20, "flags": uint64(f), "method": uint64(e.method), "crc": uint64(crc32.ChecksumIEEE([]byte(e.content))),
		"packed": uint64(len(e.body())), "size": uint64(len(e.content)),
	}
}

func (e *raw) writeLocal() string {
	v := e.values()
	if e.descriptor != "" && !e.keepSizes {
		v["crc"], v["packed"], v["size"] = 0, 0, 0
	}
	v["signature"], v["nameLength"], v["extraLength"] = sigLocal, uint64(len(e.name)), uint64(len(e.extra))
	return localLayout.record(v, e.local) + e.name + e.extra + e.body() + e.writeDescriptor() + e.after
}

func (e *raw) writeDescriptor() string {
	width, signed := 4, layout{{"signature", 4}}
	switch e.descriptor {
	case "", "none":
		return ""
	case "signed 32":
	case "bare 32":
		signed = nil
	case "signed 64":
		width = 8
	case "bare 64":
		width, signed = 8, nil
	default:
		panic(e.descriptor)
	}
	v := set{}
	for name, n := range e.values() {
		if name == "crc" || name == "packed" || name == "size" {
			v[name] = n
		}
	}
	l := layout{{"crc", 4}, {"packed", width}, {"size", width}}
	if signed != nil {
		v["signature"] = sigDescriptor
		l = append(signed, l...)
	}
	return l.record(v, e.tail)
}

func (e *raw) writeCentral(offset int) string {
	v := e.values()
	name := e.centralName
	if name == "" {
		name = e.name
	}
	maps.Copy(v, set{
		"signature": sigCentral, "version": 20, "host": 3, "offset": uint64(offset),
		"nameLength": uint64(len(name)), "extraLength": uint64(len(e.centralExtra)), "commentLength": uint64(len(e.centralComment)),
	})
	return centralLayout.record(v, e.central) + name + e.centralExtra + e.centralComment
}

func (a archive) build() []byte {
	var out bytes.Buffer
	out.WriteString(a.prefix)
	a.entries = slices.Clone(a.entries)
	for i := range a.entries {
		a.entries[i].packed = a.entries[i].body() // once
	}
	list := make([]string, len(a.entries))
	for i := range a.entries {
		list[i] = a.entries[i].writeCentral(out.Len())
		if a.entries[i].unlisted {
			list[i] = ""
		}
		out.WriteString(a.entries[i].writeLocal())
	}
	for _, e := range a.directoryEntries {
		list = append(list, e.writeCentral(0))
	}
	out.WriteString(a.beforeDirectory)
	start := out.Len()
	count := 0
	for i := range list {
		if a.listOrder != nil {
			i = a.listOrder[i]
		}
		if list[i] != "" {
			out.WriteString(list[i])
			count++
		}
	}
	out.WriteString(a.afterDirectory)
	v := set{"here": uint64(count), "entries": uint64(count), "size": uint64(out.Len() - start), "offset": uint64(start)}
	if a.zip64 {
		out.WriteString(a.writeEnd64(out.Len(), v))
		v = set{"here": in64s, "entries": in64s, "size": in64, "offset": in64}
	}
	out.WriteString(a.beforeEnd)
	maps.Copy(v, set{"signature": sigEnd, "commentLength": uint64(len(a.comment))})
	out.WriteString(endLayout.record(v, a.end) + a.comment + a.trailing)
	return out.Bytes()
}

func (a *archive) writeEnd64(at int, v set) string {
	w := maps.Clone(v)
	maps.Copy(w, set{"signature": sigEnd64, "length": uint64(44 + len(a.end64Extra)), "version": 45, "needed": 45})
	out := end64Layout.record(w, a.end64) + a.end64Extra
	if a.noLocator {
		return out
	}
	return out + locatorLayout.record(set{"signature": sigLocator64, "offset": uint64(at), "disks": 1}, a.locator)
}

func field(id uint16, data string) string {
	return number(uint64(id), 2) + number(uint64(len(data)), 2) + data
}

func numbers64(n ...uint64) string {
	s := ""
	for _, x := range n {
		s += number(x, 8)
	}
	return s
}

// one is an archive of one entry.
func one(e raw) archive {
	if e.name == "" {
		e.name = "a.txt"
	}
	return archive{entries: []raw{e}}
}

func TestBuilderIsRight(t *testing.T) {
	a := archive{entries: []raw{
		{name: "stored", content: "one"},
		{name: "deflated", method: Deflate, content: "two two two"},
		{name: "streamed", method: Deflate, content: "three", descriptor: "signed 32"},
	}, comment: "hello"}
	got, err := readWithStandard(a.build())
	if err != nil || len(got) != 3 || string(got[1].content) != "two two two" {
		t.Fatalf("archive/zip reads %v, %v", got, err)
	}
}
