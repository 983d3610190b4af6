package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// journal is a file to which a run writes what it has finished, so that it can be resumed
// after whatever end it came to. It is only ever added to. A line says of a document what
// it was and what became of it, and is written when its outputs have their names; a last
// line that is not whole is as good as none.
type journal struct {
	file    *os.File
	out     *bufio.Writer
	end     int64            // where the next line begins
	lines   map[uint64]int64 // where the last line on a document stands, by the hash of its name
	begun   runLine
	earlier []string // tags of the runs before

	unwritten int
	written   time.Time // when lines were written last
}

// runLine is the first line of a run in a journal.
type runLine struct {
	Version string   `json:"einvoice"`
	Command string   `json:"command"`
	Options []string `json:"options"`
	Folder  string   `json:"folder"` // in which it was run
	Run     string   `json:"run"`    // tag of its temporary files
}

// record is a line on a document.
type record struct {
	File     string            `json:"file"`
	Size     int64             `json:"size"`
	Modified int64             `json:"modified,omitempty"` // nanoseconds since 1970
	Sum      string            `json:"sum,omitempty"`      // checksum of a document in an archive
	Place    string            `json:"place,omitempty"`    // name that depends on the documents before
	Claims   []string          `json:"claims,omitempty"`
	Outputs  []recorded        `json:"outputs,omitempty"`
	Status   int               `json:"status"` // exit status
	Word     string            `json:"word"`   // what became of it
	Failed   bool              `json:"failed,omitempty"`
	Results  []json.RawMessage `json:"results"`
	Saved    json.RawMessage   `json:"saved,omitempty"` // what a command wants back
}

// recorded is an output in a journal.
type recorded struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// longestRecord bounds what is held of a journal.
const longestRecord = 1 << 30

// openJournal opens a journal, or begins one.
func openJournal(name string, h runLine) (*journal, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, fmt.Errorf("--resume %s: %w", name, plain(err))
	}
	if lockFile(f) {
		f.Close()
		return nil, usagef("--resume %s: another run is using it", name)
	}
	j := &journal{file: f, lines: map[uint64]int64{}, begun: h}
	if err := j.load(); err != nil {
		f.Close()
		return nil, fmt.Errorf("--resume %s: %w", name, plain(err))
	}
	j.out = bufio.NewWriterSize(&appender{j.file, j.end}, 64<<10)
	line, err := json.Marshal(h)
	if err == nil {
		err = j.line(line)
	}
	if err == nil {
		err = j.out.Flush() // before there is anything to be swept away
	}
	return j, err
}

// appender writes on where a file ends.
type appender struct {
	f  *os.File
	at int64
}

func (w *appender) Write(p []byte) (int, error) {
	n, err := w.f.WriteAt(p, w.at)
	w.at += int64(n)
	return n, err
}

// load notes where the lines stand, and cuts off what is left of one that was being
// written.
func (j *journal) load() error {
	if info, err := j.file.Stat(); err != nil || !info.Mode().IsRegular() {
		return errors.Join(err, errors.New("a journal is a regular file"))
	}
	r := bufio.NewReaderSize(j.file, 64<<10)
	for nth := 1; ; nth++ {
		line, err := readLine(r)
		if err == io.EOF {
			return j.file.Truncate(j.end)
		}
		if err == nil {
			err = j.note(line)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", nth, err)
		}
		j.end += int64(len(line))
	}
}

// readLine reads a whole line, with its end.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > longestRecord:
			return nil, fmt.Errorf("longer than %d bytes", longestRecord)
		}
	}
}

// note notes a line, and demands of the first of each run that it was the same one.
func (j *journal) note(line []byte) error {
	if !bytes.HasPrefix(line, []byte(`{"einvoice":`)) {
		name := fileOf(line)
		if name == "" || j.end == 0 {
			return errors.New("this is no journal of einvoice")
		}
		j.lines[hashOf(name)] = j.end
		return nil
	}
	var h runLine
	if err := json.Unmarshal(line, &h); err != nil {
		return fmt.Errorf("this is no journal of einvoice: %w", err)
	}
	j.earlier = append(j.earlier, h.Run)
	return h.compare(j.begun)
}

// compare demands that a run goes on as it was begun.
func (h runLine) compare(now runLine) error {
	const advice = "; remove the journal to begin anew"
	switch {
	case h.Command != now.Command:
		return fmt.Errorf("it is of einvoice %s, not of einvoice %s"+advice, h.Command, now.Command)
	case h.Version != now.Version:
		return fmt.Errorf("it was begun by einvoice %s, this is %s"+advice, h.Version, now.Version)
	case !slices.Equal(h.Options, now.Options):
		return fmt.Errorf("it was begun with the options %q, not %q"+advice, strings.Join(h.Options, " "), strings.Join(now.Options, " "))
	case h.Folder != now.Folder:
		return fmt.Errorf("it was begun in the folder %s, where file names may mean other files"+advice, h.Folder)
	}
	return nil
}

// fileOf is the name at the beginning of a record; "" if it is none.
func fileOf(line []byte) string {
	const begin = `{"file":`
	rest, found := bytes.CutPrefix(line, []byte(begin))
	if !found || !bytes.HasSuffix(line, []byte("}\n")) {
		return ""
	}
	end := 1
	for end < len(rest) && rest[end] != '"' {
		if rest[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(rest) {
		return ""
	}
	var name string
	if json.Unmarshal(rest[:end+1], &name) != nil {
		return ""
	}
	return name
}

func hashOf(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// finished is the line on a document, if it was finished before and is still the same;
// nil otherwise. It is safe for several workers.
func (j *journal) finished(in *input) *record {
	at, there := j.lines[hashOf(in.name)]
	if !there || in.modified == 0 && in.sum == "" {
		return nil
	}
	line, err := readLine(bufio.NewReader(&fromOffset{j.file, at}))
	if err != nil {
		return nil
	}
	var r record
	if json.Unmarshal(line, &r) != nil || r.File != in.name || r.Size != in.size || r.Modified != in.modified || r.Sum != in.sum || r.Place != in.place {
		return nil
	}
	for _, o := range r.Outputs {
		if info, err := os.Stat(o.Name); err != nil || !info.Mode().IsRegular() || info.Size() != o.Size {
			return nil
		}
	}
	return &r
}

// add writes a line on a document.
func (j *journal) add(r *record) error {
	line, err := encode(r)
	if err != nil {
		return err
	}
	if err := j.line(line); err != nil {
		return err
	}
	if j.unwritten++; j.unwritten < kept && time.Since(j.written) < keptFor {
		return nil
	}
	j.unwritten, j.written = 0, time.Now()
	return j.out.Flush()
}

// How many lines, and how long, a journal keeps to itself: what is lost of them is done
// again.
const (
	kept    = 32
	keptFor = 100 * time.Millisecond
)

func (j *journal) line(text []byte) error {
	if _, err := j.out.Write(text); err != nil {
		return fmt.Errorf("the journal: %w", plain(err))
	}
	if !bytes.HasSuffix(text, []byte("\n")) {
		return j.out.WriteByte('\n')
	}
	return nil
}

func (j *journal) close() error { return errors.Join(j.out.Flush(), j.file.Close()) }

// encode is JSON on a line, as the commands print it.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}
