package unzip

import "fmt"

// NoteKind classes what is odd about an archive without making it unreadable.
type NoteKind string

const (
	NotePath       NoteKind = "path"        // the name leads into a folder
	NoteUnsafeName NoteKind = "unsafe-name" // the name is dangerous to use as a file name
	NoteSameName   NoteKind = "same-name"   // several entries have this name
	NoteOtherName  NoteKind = "other-name"  // the directory has another name than the entry's own header
	NoteLink       NoteKind = "link"        // a symbolic link: the content is its target
	NoteSlack      NoteKind = "slack"       // bytes after the end of the packed data that nobody reads
	NoteTrailing   NoteKind = "trailing"    // bytes after the archive
	NoteMore       NoteKind = "more"        // notes of one kind were left out
)

// Note is an oddity.
type Note struct {
	Kind    NoteKind
	Entry   string // name of the entry, cut to 200 bytes; may be empty
	Offset  int64  // of the entry, or of the bytes meant, in the archive
	Message string
}

const (
	notesEach = 20  // of one kind: an archive must not make us remember all its names
	nameShown = 200 // bytes
)

type notes struct {
	list  []Note
	count map[NoteKind]int
	cut   []NoteKind // kinds of which not all are in the list
}

func (n *notes) add(kind NoteKind, entry string, offset int64, format string, a ...any) {
	if n.count == nil {
		n.count = map[NoteKind]int{}
	}
	n.count[kind]++
	switch k := n.count[kind]; {
	case k <= notesEach:
		n.list = append(n.list, Note{kind, shown(entry), offset, fmt.Sprintf(format, a...)})
	case k == notesEach+1:
		n.cut = append(n.cut, kind)
	}
}

// all lists the notes, and for each kind how many were left out.
func (n *notes) all() []Note {
	list := append([]Note(nil), n.list...)
	for _, kind := range n.cut {
		list = append(list, Note{Kind: NoteMore, Message: fmt.Sprintf("%d more notes of the kind %q", n.count[kind]-notesEach, kind)})
	}
	return list
}
