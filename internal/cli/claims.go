package cli

import (
	"bufio"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// claims are the outputs of a run, and of which documents they are: no two documents
// become one file. What it holds of an output are a few bytes; the names of the
// documents, which are needed when something is wrong, go to a temporary file when there
// are many.
type claims struct {
	lock  sync.Mutex
	first map[uint64]int64 // by the output's hash: where the document's name stands
	end   int64            // of the names
	tail  []byte           // those that are not in the file yet
	file  *os.File
}

// heldNames is how many bytes of names are held in memory.
const heldNames = 1 << 20

// take reserves an output for a document. If it is another's already, that one is named.
func (c *claims) take(target, name string) (other string, free bool) {
	c.lock.Lock()
	defer c.lock.Unlock()
	key := keyOf(target)
	if at, taken := c.first[key]; taken {
		return c.name(at), false
	}
	if c.first == nil {
		c.first = map[uint64]int64{}
	}
	c.first[key] = c.end
	line := strings.ReplaceAll(name, "\n", " ") + "\n"
	c.end += int64(len(line))
	if c.tail = append(c.tail, line...); len(c.tail) >= heldNames {
		c.spill()
	}
	return "", true
}

// has tells whether an output is taken.
func (c *claims) has(target string) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	_, taken := c.first[keyOf(target)]
	return taken
}

// keyOf makes names equal that the system may take for one.
func keyOf(target string) uint64 {
	target = filepath.Clean(target)
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		target = strings.ToLower(target)
	}
	h := fnv.New64a()
	h.Write([]byte(target))
	return h.Sum64()
}

// spill moves names to the file. Without a file to be had, they stay where they are.
func (c *claims) spill() {
	if c.file == nil {
		f, err := os.CreateTemp("", "einvoice-names-*")
		if err != nil {
			return
		}
		os.Remove(f.Name()) // where a file that is open can be removed; close does it elsewhere
		c.file = f
	}
	if _, err := c.file.WriteAt(c.tail, c.end-int64(len(c.tail))); err == nil {
		c.tail = c.tail[:0]
	}
}

// name is the document whose name stands somewhere.
func (c *claims) name(at int64) string {
	if held := c.end - int64(len(c.tail)); at >= held {
		name, _, _ := strings.Cut(string(c.tail[at-held:]), "\n")
		return name
	}
	name, err := bufio.NewReader(&fromOffset{c.file, at}).ReadString('\n')
	if err != nil {
		return "another document"
	}
	return strings.TrimSuffix(name, "\n")
}

// fromOffset reads a file from a place on.
type fromOffset struct {
	f  *os.File
	at int64
}

func (r *fromOffset) Read(p []byte) (int, error) {
	n, err := r.f.ReadAt(p, r.at)
	r.at += int64(n)
	return n, err
}

func (c *claims) close() {
	if c.file != nil {
		c.file.Close()
		os.Remove(c.file.Name())
	}
}
