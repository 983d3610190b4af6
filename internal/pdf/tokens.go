package pdf

// Tokens parses what is written like content but is PostScript: character maps (9.7.5.4)
// and the heads of Type 1 fonts. do gets every object, or else the word that is none, and
// ends the work with false. The error is that of data that end within an object.
func Tokens(data []byte, do func(o Object, word string) bool) (err error) {
	defer guard(&err)
	l := &lexer{d: &Doc{}, src: data, free: true}
	for {
		l.space()
		if l.pos >= len(l.src) {
			return nil
		}
		o, err := l.object()
		if err != nil {
			return err
		}
		word, isWord := o.(keyword)
		if isWord {
			o = nil
		}
		if !do(o, string(word)) {
			return nil
		}
	}
}

// Stored is how many bytes a stream has in the document, before its filters.
func (d *Doc) Stored(s *Stream) (n int, err error) {
	defer guard(&err)
	return len(d.raw(s)), nil
}
