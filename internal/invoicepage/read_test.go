package invoicepage

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A small reader of the documents that pdfwrite writes: text and where it stands.

type drawnText struct {
	page              int
	x, y, right, size float64 // points, from the lower left corner
	pen               float64
	text              string
}

type reader struct {
	t       testing.TB
	objects map[int]string
	fonts   map[string]*readFont
}

type readFont struct {
	chars  map[int]string
	widths []float64
}

var (
	objectStart = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
	reference   = func(key string) *regexp.Regexp { return regexp.MustCompile(key + `[ \[]?(\d+) 0 R`) }
)

func read(t testing.TB, pdf []byte) *reader {
	t.Helper()
	r := &reader{t: t, objects: map[int]string{}, fonts: map[string]*readFont{}}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("no startxref")
	}
	start, _ := strconv.Atoi(string(m[1]))
	rows := objectStart.FindAllSubmatch(pdf[start:], -1)
	for i, row := range rows {
		from, _ := strconv.Atoi(string(row[1]))
		to := start
		if i+1 < len(rows) {
			to, _ = strconv.Atoi(string(rows[i+1][1]))
		}
		_, body, _ := strings.Cut(string(pdf[from:to]), " obj\n")
		r.objects[i+1] = strings.TrimSuffix(body, "\nendobj\n")
	}
	return r
}

func (r *reader) follow(object, key string) string {
	m := reference(key).FindStringSubmatch(object)
	if m == nil {
		r.t.Fatalf("no %s in %.200s", key, object)
	}
	n, _ := strconv.Atoi(m[1])
	return r.objects[n]
}

func (r *reader) find(part string) string {
	for i := 1; i <= len(r.objects); i++ {
		if strings.HasPrefix(r.objects[i], part) {
			return r.objects[i]
		}
	}
	r.t.Fatalf("no object %s", part)
	return ""
}

func (r *reader) inflate(object string) string {
	_, data, _ := strings.Cut(object, "stream\n")
	z, err := zlib.NewReader(bytes.NewReader([]byte(data)))
	if err != nil {
		r.t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(out)
}

// pages lists the texts of all pages in the order in which they are drawn.
func (r *reader) pages() (all []drawnText) {
	kids := r.find("<</Type/Pages")
	kids = kids[strings.Index(kids, "/Kids[")+6 : strings.Index(kids, "]")]
	for n, kid := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(kids, -1) {
		number, _ := strconv.Atoi(kid[1])
		page := r.objects[number]
		if n == 0 {
			r.readFonts(r.follow(page, "/Resources"))
		}
		content := r.inflate(r.follow(page, "/Contents"))
		for {
			_, rest, found := strings.Cut(content, "BT ")
			if !found {
				break
			}
			block, after, _ := strings.Cut(rest, "ET\n")
			content = after
			all = append(all, r.block(n, block))
		}
	}
	return all
}

// block reads "x y Td /F size Tf [<codes>shift<codes>] TJ ...".
func (r *reader) block(page int, block string) drawnText {
	d := drawnText{page: page}
	at, shows, _ := strings.Cut(block, " Td ")
	fmt.Sscan(at, &d.x, &d.y)
	d.pen, d.right = d.x, d.x
	var text strings.Builder
	name := ""
	for shows != "" {
		var state, codes string
		state, shows, _ = strings.Cut(shows, "[")
		codes, shows, _ = strings.Cut(shows, "] TJ ")
		if _, font, found := strings.Cut(state, "/"); found {
			fmt.Sscan(font, &name, &d.size)
		} // else text rises
		for codes != "" {
			var piece, shift string
			shift, codes, _ = strings.Cut(codes, "<")
			piece, codes, _ = strings.Cut(codes, ">")
			if n, err := strconv.ParseFloat(shift, 64); err == nil {
				d.pen -= n * d.size / 1000
			}
			r.show(&d, &text, r.fonts[name], piece)
		}
	}
	d.text = text.String()
	return d
}

func (r *reader) show(d *drawnText, text *strings.Builder, f *readFont, codes string) {
	for i := 0; i+4 <= len(codes); i += 4 {
		code, _ := strconv.ParseInt(codes[i:i+4], 16, 32)
		c, known := f.chars[int(code)]
		if !known || int(code) >= len(f.widths) {
			r.t.Fatalf("code %d has no character or width", code)
		}
		text.WriteString(c)
		d.pen += f.widths[code] * d.size / 1000
		if c != " " { // spaces may hang over the end of a line
			d.right = d.pen
		}
	}
}

func (r *reader) readFonts(resources string) {
	for _, m := range regexp.MustCompile(`/(F\d+) (\d+) 0 R`).FindAllStringSubmatch(resources, -1) {
		n, _ := strconv.Atoi(m[2])
		f := &readFont{chars: map[int]string{}}
		for _, line := range regexp.MustCompile(`<(\w{4})> <(\w+)>`).FindAllStringSubmatch(r.inflate(r.follow(r.objects[n], "/ToUnicode")), -1) {
			code, _ := strconv.ParseInt(line[1], 16, 32)
			value, _ := strconv.ParseInt(line[2][:4], 16, 32)
			char := string(rune(value))
			if len(line[2]) == 8 {
				low, _ := strconv.ParseInt(line[2][4:], 16, 32)
				char = string(rune((value-0xD800)<<10 | (low - 0xDC00) + 0x10000))
			}
			f.chars[int(code)] = char
		}
		widths := r.follow(r.objects[n], "/DescendantFonts")
		widths = widths[strings.Index(widths, "/W[0[")+5:]
		for w := range strings.FieldsSeq(widths[:strings.Index(widths, "]")]) {
			x, _ := strconv.ParseFloat(w, 64)
			f.widths = append(f.widths, x)
		}
		r.fonts[m[1]] = f
	}
}

// squeezed is all text without white space.
func squeezed(all []drawnText) string {
	var b strings.Builder
	for _, d := range all {
		b.WriteString(withoutSpace(d.text))
	}
	return b.String()
}

func withoutSpace(s string) string {
	return strings.Join(strings.Fields(s), "")
}

// inside demands that nothing stands outside the paper's printable part.
func inside(t testing.TB, all []drawnText) {
	t.Helper()
	for _, d := range all {
		if d.x < 60 || d.right > 595.3-50 || d.y < 20 || d.y > 842-20 {
			t.Fatalf("page %d: %q stands from %.1f to %.1f at height %.1f", d.page+1, d.text, d.x, d.right, d.y)
		}
	}
}
