package golden

import (
	"fmt"
	"strings"

	"github.com/einvoice-go/einvoice/internal/comparison"
)

// mostShown is the number of differences that a failure lists.
const mostShown = 50

// describe writes a line for each difference, "" if there is none.
func describe(r *comparison.Result) string {
	count := r.Count()
	if count == 0 {
		return ""
	}
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if r.InvoicesA != r.InvoicesB {
		add("invoices in the document: %d -> %d", r.InvoicesA, r.InvoicesB)
	}
	for _, inv := range r.Invoices {
		number := ""
		if inv.Number > 0 {
			number = fmt.Sprintf("invoice %d: ", inv.Number)
		}
		for i := range inv.Changes {
			add("%s", number+change(&inv.Changes[i]))
		}
		for i := range inv.Beyond {
			add("%s", number+beyond(&inv.Beyond[i]))
		}
	}
	if n := len(lines) - mostShown; n > 0 {
		lines = append(lines[:mostShown], fmt.Sprintf("and %d more", n))
	}
	head := " 1 difference"
	if count > 1 {
		head = fmt.Sprintf(" %d differences", count)
	}
	return head + "\n  " + strings.Join(lines, "\n  ")
}

// change is a line such as
//
//	BT-131 Invoice line net amount Lines[0].NetAmount: "10.00" -> "11.00" (at 50:7 -> 52:7)
func change(c *comparison.Change) string {
	return c.Change.String() + positions(c.LineA, c.ColumnA, c.LineB, c.ColumnB)
}

func beyond(b *comparison.Beyond) string {
	s := "not in the model: " + b.Path
	switch {
	case !b.InB:
		s += ": " + content(b.A) + " -> (absent)"
	case !b.InA:
		s += ": (absent) -> " + content(b.B)
	case b.A == b.B:
		s += ": differs in what is inside, or beyond what is shown here: " + content(b.A)
	default:
		s += ": " + content(b.A) + " -> " + content(b.B)
	}
	return s + positions(b.LineA, b.ColumnA, b.LineB, b.ColumnB)
}

func content(s string) string {
	if s == "" {
		return "(no text of its own)"
	}
	return fmt.Sprintf("%q", s)
}

// positions says where something stands in the golden file, and where in what was got.
func positions(lineA, columnA, lineB, columnB int) string {
	if lineA == 0 && lineB == 0 {
		return ""
	}
	return " (at " + position(lineA, columnA) + " -> " + position(lineB, columnB) + ")"
}

func position(line, column int) string {
	if line == 0 {
		return "none"
	}
	return fmt.Sprintf("%d:%d", line, column)
}
