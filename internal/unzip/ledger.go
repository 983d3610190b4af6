package unzip

import (
	"hash/maphash"
	"slices"
	"sort"
)

// ledger remembers the entries met, in the order of their offsets, to hold the directory
// against them.
type ledger struct {
	pages [][]sighting
	count int
	seed  maphash.Seed
}

// sighting is what is kept of an entry: as little as the comparison takes.
type sighting struct {
	offset, packed, size int64
	name                 uint64 // hash
	crc                  uint32
	method               Method
	listed               bool // by the directory
	sealed               bool // encrypted
}

const pageLength = 256 // pages, so that growing copies nothing

func (l *ledger) add(s sighting) {
	if l.count%pageLength == 0 {
		l.pages = append(l.pages, make([]sighting, 0, pageLength))
	}
	last := &l.pages[len(l.pages)-1]
	*last = append(*last, s)
	l.count++
}

func (l *ledger) at(i int) *sighting { return &l.pages[i/pageLength][i%pageLength] }

// find gives the entry that begins at an offset, or nil.
func (l *ledger) find(offset int64) *sighting {
	i := sort.Search(l.count, func(i int) bool { return l.at(i).offset >= offset })
	if i == l.count || l.at(i).offset != offset {
		return nil
	}
	return l.at(i)
}

// unlisted gives the first entry that the directory does not list, or nil.
func (l *ledger) unlisted() *sighting {
	for i := range l.count {
		if s := l.at(i); !s.listed {
			return s
		}
	}
	return nil
}

// hash stands for a name. Its seed is random: nobody can choose names that collide.
func (l *ledger) hash(name string) uint64 {
	if l.seed == (maphash.Seed{}) {
		l.seed = maphash.MakeSeed()
	}
	return maphash.String(l.seed, name)
}

// shared lists, in order, the hashes of names that several entries have.
func (l *ledger) shared() []uint64 {
	all := make([]uint64, l.count)
	for i := range all {
		all[i] = l.at(i).name
	}
	slices.Sort(all)
	several := all[:0]
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			several = append(several, all[i])
		}
	}
	return several
}
