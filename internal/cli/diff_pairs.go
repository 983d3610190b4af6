package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice/report"
)

// documentPair is a document of A and the one of B that goes with it; nil if there is none.
type documentPair struct{ a, b *input }

func (p documentPair) nameA() string { return nameOf(p.a) }
func (p documentPair) nameB() string { return nameOf(p.b) }

func nameOf(in *input) string {
	if in == nil {
		return ""
	}
	return in.name
}

// pairs finds the documents to compare: one and one, or those of two folders. None if
// there is nothing to read, which has been reported then.
func (a *app) pairs(nameA, nameB string) ([]documentPair, error) {
	extensions := []string{".xml", ".json", ".csv", ".xsig"}
	inA, inB := a.found(nameA, extensions), a.found(nameB, extensions)
	if isFolder(nameA) && isFolder(nameB) {
		return match(nameA, nameB, inA, inB), nil
	}
	for _, side := range []struct {
		name string
		all  []input
	}{{nameA, inA}, {nameB, inB}} {
		if len(side.all) > 1 {
			return nil, usagef("%s stands for %d documents: diff compares one with one, or folder with folder", side.name, len(side.all))
		}
		if len(side.all) == 0 {
			return nil, nil
		}
	}
	return []documentPair{{&inA[0], &inB[0]}}, nil
}

// found are the documents that an argument stands for. What leads nowhere is reported.
func (a *app) found(arg string, extensions []string) (all []input) {
	for in := range a.from([]string{arg}, extensions...).all() {
		in.look()
		if in.lost == nil {
			all = append(all, in)
			continue
		}
		a.complain(exitUsage, in.name, in.lost)
		a.lost = append(a.lost, report.Unread(in.name, in.lost))
	}
	return all
}

// match pairs the documents of two folders by their names in them, and what is left by
// these without extension where that is clear. They stand in the order of A, and then
// those of B that are left.
func match(folderA, folderB string, inA, inB []input) (all []documentPair) {
	taken := make([]bool, len(inB))
	partner := make([]*input, len(inA))
	pair := func(key func(folder, name string) string) {
		with, count := map[string]int{}, map[string]int{}
		for k := range inB {
			if !taken[k] {
				key := key(folderB, inB[k].name)
				with[key] = k
				count[key]++
			}
		}
		seen := map[string]int{}
		for i := range inA {
			if partner[i] == nil {
				seen[key(folderA, inA[i].name)]++
			}
		}
		for i := range inA {
			name := key(folderA, inA[i].name)
			if partner[i] == nil && count[name] == 1 && seen[name] == 1 {
				partner[i], taken[with[name]] = &inB[with[name]], true
			}
		}
	}
	pair(within)
	pair(func(folder, name string) string {
		name = within(folder, name)
		return strings.TrimSuffix(name, filepath.Ext(name))
	})
	for i := range inA {
		all = append(all, documentPair{&inA[i], partner[i]})
	}
	for k := range inB {
		if !taken[k] {
			all = append(all, documentPair{nil, &inB[k]})
		}
	}
	return slices.Clip(all)
}

// within is a name in a folder.
func within(folder, name string) string {
	if relative, err := filepath.Rel(folder, name); err == nil {
		return relative
	}
	return name
}
