package pdfwrite_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"testing"
)

// objects reads a file that this package wrote, by its cross-reference table.
func objects(t *testing.T, pdf []byte) map[int]string {
	t.Helper()
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("no startxref at the end")
	}
	start, _ := strconv.Atoi(string(m[1]))
	table := pdf[start:]
	rows := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(table, -1)
	objects := map[int]string{}
	for i, row := range rows {
		from, _ := strconv.Atoi(string(row[1]))
		to := start
		if i+1 < len(rows) {
			to, _ = strconv.Atoi(string(rows[i+1][1]))
		}
		head := strconv.Itoa(i+1) + " 0 obj\n"
		body := pdf[from:to]
		if !bytes.HasPrefix(body, []byte(head)) || !bytes.HasSuffix(body, []byte("\nendobj\n")) {
			t.Fatalf("object %d does not stand where the table says", i+1)
		}
		objects[i+1] = string(body[len(head) : len(body)-len("\nendobj\n")])
	}
	return objects
}

// stream is the content of a stream object.
func stream(t *testing.T, object string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)^<<.*?/Length (\d+)>>\nstream\n`).FindStringSubmatch(object)
	if m == nil {
		t.Fatalf("no stream: %.80s", object)
	}
	n, _ := strconv.Atoi(m[1])
	data := object[len(m[0]):]
	if len(data) != n+len("\nendstream") {
		t.Fatalf("Length is %d, the stream has %d bytes", n, len(data)-len("\nendstream"))
	}
	if !bytes.Contains([]byte(m[0]), []byte("FlateDecode")) {
		return data[:n]
	}
	r, err := zlib.NewReader(bytes.NewReader([]byte(data[:n])))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
