package cli

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	longestExcerpt = 6   // lines
	longestLine    = 140 // characters
	wholeElement   = 4   // lines up to which an element is shown in full
)

// excerpt shows what makes a document bad: the element that begins at an offset, and
// what was changed in the good one, nearest first.
func excerpt(good, bad string, offset int) []excerptLine {
	all := compare(strings.Split(strings.TrimRight(good, "\n"), "\n"), strings.Split(strings.TrimRight(bad, "\n"), "\n"))
	first, last := linesOf(bad, offset)
	all = slices.DeleteFunc(fold(all, first), func(l excerptLine) bool { return strings.TrimSpace(l.Text) == "" })
	from := slices.IndexFunc(all, func(l excerptLine) bool { return l.Line == first })
	to := slices.IndexFunc(all, func(l excerptLine) bool { return l.Line == last })
	if from < 0 {
		return nil
	}
	if to < 0 { // folded into one line
		to = from
	}
	show := map[int]bool{from: true}
	if to-from < longestExcerpt && last-first < wholeElement {
		for i := from; i <= to; i++ {
			show[i] = true
		}
	}
	for _, i := range nearest(all, from, to) {
		if len(show) < longestExcerpt {
			show[i] = true
		}
	}
	if up := parentOf(all, from); up >= 0 && len(show) < longestExcerpt {
		show[up] = true
	}
	var lines []excerptLine
	before := -1
	for i, l := range all {
		if show[i] {
			l.gap = before >= 0 && before != i-1
			before = i
			lines = append(lines, l)
		}
	}
	return tidy(lines)
}

// fold puts what was added or taken away as a whole on one line, unless it is short, which
// of what is new is more, or the line of the finding is in it.
func fold(all []excerptLine, finding int) (folded []excerptLine) {
	for i := 0; i < len(all); i++ {
		l := all[i]
		end := i + 1
		for l.Change != "" && end < len(all) && all[end].Change == l.Change && indentOf(all[end].Text) > indentOf(l.Text) {
			end++
		}
		within := finding > l.Line && end < len(all) && finding < all[end].Line
		long := l.Change == "-" && end-i > 2 || end-i >= longestExcerpt
		if long && end < len(all) && all[end].Change == l.Change && !within {
			l.Text += "…" + strings.TrimLeft(all[end].Text, " ")
			i = end
		}
		folded = append(folded, l)
	}
	return folded
}

// linesOf are the first and the last line of the element that begins at an offset.
func linesOf(xml string, offset int) (first, last int) {
	depth, end := 0, len(xml)
	for _, t := range tagsOf(xml) {
		if t.from < offset {
			continue
		}
		if depth += t.step; depth <= 0 {
			end = t.to
			break
		}
	}
	return 1 + strings.Count(xml[:offset], "\n"), 1 + strings.Count(xml[:end], "\n")
}

// parentOf is the line of the element around that of a line; -1 for the root and what
// stands in it.
func parentOf(all []excerptLine, at int) int {
	indent := indentOf(all[at].Text)
	for i := at - 1; i >= 0 && indent > 2; i-- {
		if all[i].Change != "-" && indentOf(all[i].Text) < indent {
			return i
		}
	}
	return -1
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// nearest lists the changes: those within the element, what is new before what is gone,
// then the others by their distance.
func nearest(all []excerptLine, from, to int) (changes []int) {
	distance := func(i int) int {
		switch {
		case i < from:
			return from - i
		case i > to:
			return i - to
		}
		return 0
	}
	for i, l := range all {
		if l.Change != "" {
			changes = append(changes, i)
		}
	}
	slices.SortStableFunc(changes, func(a, b int) int {
		if d := distance(a) - distance(b); d != 0 {
			return d
		}
		return strings.Compare(all[a].Change, all[b].Change) // "+" is before "-"
	})
	return changes
}

// compare tells which lines two documents share: the longest common subsequence, what
// was taken away before what came instead.
func compare(old, now []string) (all []excerptLine) {
	common := make([][]int, len(old)+1)
	for i := range common {
		common[i] = make([]int, len(now)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for k := len(now) - 1; k >= 0; k-- {
			common[i][k] = max(common[i+1][k], common[i][k+1])
			if old[i] == now[k] {
				common[i][k] = common[i+1][k+1] + 1
			}
		}
	}
	for i, k := 0, 0; i < len(old) || k < len(now); {
		switch {
		case i < len(old) && k < len(now) && old[i] == now[k]:
			all = append(all, excerptLine{Line: k + 1, Text: now[k]})
			i, k = i+1, k+1
		case i < len(old) && (k == len(now) || common[i+1][k] >= common[i][k+1]):
			all = append(all, excerptLine{Change: "-", Text: old[i]})
			i++
		default:
			all = append(all, excerptLine{Line: k + 1, Change: "+", Text: now[k]})
			k++
		}
	}
	return all
}

var namespaces = regexp.MustCompile(`( xmlns(:\w+)?="[^"]*")+`)

// tidy takes away the indentation that all lines have, and what makes them long.
func tidy(lines []excerptLine) []excerptLine {
	common := len(lines[0].Text)
	for _, l := range lines {
		common = min(common, indentOf(l.Text))
	}
	for i := range lines {
		text := namespaces.ReplaceAllString(lines[i].Text[common:], " …")
		if utf8.RuneCountInString(text) > longestLine {
			text = string([]rune(text)[:longestLine]) + "…"
		}
		lines[i].Text = strings.TrimRight(text, "\r")
	}
	return lines
}
