package pdfa

type font struct {
	key   string
	type3 bool
}

func (m *mender) font(n *node) *font    { return &font{key: n.same()} }
func (m *mender) show(r *run, s string) {}
func (m *mender) fontsDone()            {}
