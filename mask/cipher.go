package mask

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"unicode"
)

// cipher puts all texts of a shape into a secret order, a circle, and goes round it: the
// next one is never the same, and no two have the same next one. The order is that of
// counting, of numbers that a Feistel network makes of texts. Its two halves are lists of
// symbols, each of which moves within its own alphabet, so that the shape stays.
type cipher struct{ mac hash.Hash }

func newCipher(key []byte) *cipher {
	sum := sha256.Sum256(append([]byte("einvoice mask 1\x00"), key...))
	return &cipher{hmac.New(sha256.New, sum[:])}
}

// symbol is a letter or digit: its place in its alphabet.
type symbol struct {
	of    *alphabet
	index uint32
}

// alphabet is letters of one kind, or digits.
type alphabet struct {
	number byte
	runes  []rune
}

const rounds = 8

// circle is a place in the order.
type circle struct {
	cipher *cipher
	number []symbol
	step   uint32 // of a single symbol, whose alphabet is counted in steps; 0: there are more
}

// at is the place of a text.
func (c *cipher) at(text []symbol) *circle {
	o := &circle{cipher: c, number: append([]symbol(nil), text...)}
	if len(text) == 1 {
		r := uint32(len(text[0].of.runes))
		o.step = 1 + c.stream(text, nil, 0)[0]%(r-1)
		return o
	}
	c.unmix(o.number)
	return o
}

// next is the text that follows.
func (o *circle) next(text []symbol) {
	if s := o.number; o.step > 0 {
		s[0].index = (s[0].index + o.step) % uint32(len(s[0].of.runes))
		copy(text, s)
		return
	}
	for i := len(o.number) - 1; i >= 0; i-- { // count on
		s := &o.number[i]
		if s.index++; s.index < uint32(len(s.of.runes)) {
			break
		}
		s.index = 0
	}
	copy(text, o.number)
	o.cipher.mix(text)
}

// mix makes a text of a number.
func (c *cipher) mix(s []symbol) {
	moving, still := s[:len(s)/2], s[len(s)/2:]
	for round := range byte(rounds) {
		for i, n := range c.stream(moving, still, round)[:len(moving)] {
			r := uint32(len(moving[i].of.runes))
			moving[i].index = (moving[i].index + n%r) % r
		}
		moving, still = still, moving
	}
}

// unmix makes the number again.
func (c *cipher) unmix(s []symbol) {
	moving, still := s[:len(s)/2], s[len(s)/2:]
	for round := byte(rounds); round > 0; round-- {
		moving, still = still, moving
		for i, n := range c.stream(moving, still, round-1)[:len(moving)] {
			r := uint32(len(moving[i].of.runes))
			moving[i].index = (moving[i].index + r - n%r) % r
		}
	}
}

// stream is pseudorandom numbers for the symbols that move: of their alphabets, and of
// the symbols that stand still.
func (c *cipher) stream(moving, still []symbol, round byte) []uint32 {
	head := make([]byte, 0, 16+len(moving)+5*len(still))
	head = append(head, round)
	head = binary.BigEndian.AppendUint32(head, uint32(len(moving)))
	for _, s := range moving {
		head = append(head, s.of.number)
	}
	for _, s := range still {
		head = append(head, s.of.number)
		head = binary.BigEndian.AppendUint32(head, s.index)
	}
	numbers := make([]uint32, 0, len(moving)+8)
	var sum [sha256.Size]byte
	for block := uint32(0); len(numbers) < len(moving); block++ {
		c.mac.Reset()
		c.mac.Write(binary.BigEndian.AppendUint32(nil, block))
		c.mac.Write(head)
		for b := c.mac.Sum(sum[:0]); len(b) >= 4; b = b[4:] {
			numbers = append(numbers, binary.BigEndian.Uint32(b))
		}
	}
	return numbers
}

// alphabets, of which the first that has a rune is its own.
var alphabets = func() (all []*alphabet) {
	kinds := []func(rune) bool{unicode.IsUpper, unicode.IsLower}
	ranges := [][2]rune{{'A', 'z'}, {0xC0, 0xFF}, {0x100, 0x17F}, {0x391, 0x3C9}, {0x410, 0x44F}}
	add := func(from, to rune, is func(rune) bool) {
		a := &alphabet{number: byte(len(all))}
		for r := from; r <= to; r++ {
			if is(r) {
				a.runes = append(a.runes, r)
			}
		}
		all = append(all, a)
	}
	add('0', '9', unicode.IsDigit)
	for _, r := range ranges {
		for _, is := range kinds {
			add(r[0], r[1], is)
		}
	}
	for _, r := range [][2]rune{{0x5D0, 0x5EA}, {0x621, 0x64A}, {0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x4E00, 0x9FA5}, {0xAC00, 0xD7A3}} {
		add(r[0], r[1], unicode.IsLetter)
	}
	return all
}()

// leading is the digits that a number without zeros in front begins with.
var leading = &alphabet{number: 255, runes: []rune("123456789")}

// symbols are what can be replaced in a text, and where: the runes of it. Letters that no
// alphabet has become an x in place. Zeros in front stay, unless zeros may change.
func symbols(text []rune, zeros bool) (all []symbol, at []int) {
	for i, r := range text {
		a := alphabetOf(r)
		switch {
		case a == nil && unicode.IsUpper(r):
			text[i] = 'X'
		case a == nil && (unicode.IsLetter(r) || unicode.IsMark(r)):
			text[i] = 'x'
		case a == nil && unicode.IsNumber(r):
			text[i] = '0'
		case a == nil:
		case len(all) == 0 && r == '0' && !zeros: // a zero in front stays one
		case a == alphabets[0] && len(all) == 0 && r != '0':
			all, at = append(all, symbol{leading, uint32(r - '1')}), append(at, i)
		default:
			all, at = append(all, symbol{a, a.place(r)}), append(at, i)
		}
	}
	return all, at
}

func alphabetOf(r rune) *alphabet {
	for _, a := range alphabets {
		if r >= a.runes[0] && r <= a.runes[len(a.runes)-1] && a.runes[a.place(r)] == r {
			return a
		}
	}
	return nil
}

// place is where a rune stands, or would stand.
func (a *alphabet) place(r rune) uint32 {
	low, high := 0, len(a.runes)-1
	for low < high {
		if m := (low + high) / 2; a.runes[m] < r {
			low = m + 1
		} else {
			high = m
		}
	}
	return uint32(low)
}
