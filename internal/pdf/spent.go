package pdf

// Spent is an Error once more values were asked for than Limits allow, or what the
// context says: from then on objects read as nil.
func (d *Doc) Spent() error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if d.values < 0 || d.decoded < 0 {
		return fail(Limit, "the PDF has more values than %d, or its object streams decode to more than %d bytes", d.limits.Values, d.limits.Decoded)
	}
	return nil
}
