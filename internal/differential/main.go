// Command differential compares this project's verdicts with those of the published
// artefacts on fresh mutants: documents that it makes out of seeds by a few changes
// each. The artefacts run in another program, which is given a list of files and
// prints one JSON line a document and rule set.
//
//	go run ./internal/differential -oracle ./oracle.sh -n 5000 -seed 1 testdata
//
// It prints how many documents agree by rule set, and those that differ. The mutants
// stay in the folder -o, each with what was done to it in a comment at its end.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/einvoice-go/einvoice/validate"
)

func main() {
	oracle := flag.String("oracle", "", "the program that runs the published artefacts")
	n := flag.Int("n", 1000, "number of mutants")
	seed := flag.Uint64("seed", 1, "of the random changes")
	show := flag.Int("show", 20, "differences to print")
	out := flag.String("o", filepath.Join(os.TempDir(), "einvoice-differential"), "folder for the mutants")
	flag.Parse()
	if err := run(*oracle, *out, *n, *seed, *show, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(oracle, out string, n int, seed uint64, show int, seeds []string) error {
	if oracle == "" {
		return errors.New("name the program that runs the published artefacts: -oracle FILE")
	}
	m, err := newMutator(rand.New(rand.NewPCG(seed, 0)), seeds)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	var files []string
	for i := range n {
		doc, what := m.mutant()
		for try := 0; try < 20 && i%10 > 0 && !acceptable(doc); try++ {
			doc, what = m.mutant()
		}
		name := filepath.Join(out, fmt.Sprintf("%05d.xml", i))
		if err := os.WriteFile(name, append(doc, []byte("\n<!-- "+strings.ReplaceAll(what, "--", "__")+" -->\n")...), 0o666); err != nil {
			return err
		}
		files = append(files, name)
	}
	verdicts, err := ask(oracle, out, files)
	if err != nil {
		return err
	}
	return compare(files, verdicts, show)
}

// acceptable documents are those that the schema accepts: only they say something of
// the rules. One mutant in ten may be anything.
func acceptable(doc []byte) bool {
	r, err := validate.Document(context.Background(), doc, validate.Options{Rules: []string{"schema"}})
	return err == nil && r.Status == validate.Valid
}

// expand lists the XML files below the seeds.
func expand(seeds []string) (files []string, err error) {
	for _, s := range seeds {
		err := filepath.WalkDir(s, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".xml") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// verdict is what one published artefact says of one document.
type verdict struct {
	File, Ruleset string
	Failed        []struct{ ID, Flag string }
	Error         any
}

func ask(oracle, out string, files []string) (map[string][]verdict, error) {
	list := filepath.Join(out, "list.txt")
	if err := os.WriteFile(list, []byte(strings.Join(files, "\n")+"\n"), 0o666); err != nil {
		return nil, err
	}
	cmd := exec.Command(oracle, "--files", list)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	answers, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, complaints.String())
	}
	all := map[string][]verdict{}
	s := bufio.NewScanner(bytes.NewReader(answers))
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		var v verdict
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return nil, err
		}
		all[v.File] = append(all[v.File], v)
	}
	return all, s.Err()
}

// ours names our rule set for a published one, by what its name begins with.
var ours = []struct{ theirs, ours string }{
	{"xsd-", "schema"}, {"en16931-", "en16931"}, {"peppol-", "peppol"}, {"xrechnung-", "xrechnung"}, {"fx-", "facturx"},
}

func ourSet(theirs string) string {
	for _, o := range ours {
		if strings.HasPrefix(theirs, o.theirs) {
			return o.ours
		}
	}
	return ""
}

// tally counts how the documents of a rule set compare.
type tally struct{ documents, agree int }

func compare(files []string, verdicts map[string][]verdict, show int) error {
	tallies := map[string]*tally{}
	differ := map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		r, err := validate.Document(context.Background(), data, validate.Options{Rules: []string{"schema", "en16931", "peppol", "xrechnung", "facturx"}})
		if err != nil {
			return err
		}
		refused := slices.ContainsFunc(verdicts[f], func(v verdict) bool {
			return strings.HasPrefix(v.Ruleset, "xsd-") && (v.Error != nil || len(v.Failed) > 0)
		})
		for _, v := range verdicts[f] {
			set := ourSet(v.Ruleset)
			if set == "" || set != "schema" && (refused || v.Error != nil) {
				continue
			}
			t := tallies[v.Ruleset]
			if t == nil {
				t = new(tally)
				tallies[v.Ruleset] = t
			}
			t.documents++
			missed, extra := difference(set, v, r)
			if len(missed)+len(extra) == 0 {
				t.agree++
				continue
			}
			for _, id := range missed {
				differ[v.Ruleset+" missed "+id]++
			}
			for _, id := range extra {
				differ[v.Ruleset+" extra "+id]++
			}
			if show > 0 {
				show--
				fmt.Printf("  %s %s: missed %v, extra %v: %s\n", v.Ruleset, filepath.Base(f), missed, extra, whatWasDone(data))
			}
		}
	}
	printTallies(tallies, differ)
	return nil
}

func whatWasDone(data []byte) string {
	i := bytes.LastIndex(data, []byte("<!--"))
	return strings.TrimSpace(string(bytes.TrimSuffix(bytes.TrimSpace(data[i:]), []byte("-->"))[4:]))
}

// difference lists the rules that only one side fired; of a schema or of Factur-X only
// the verdict counts.
func difference(set string, v verdict, r *validate.Report) (missed, extra []string) {
	theirs, mine := map[string]bool{}, map[string]bool{}
	for _, f := range v.Failed {
		switch {
		case set == "schema" || set == "facturx" && f.Flag != "warning" && f.Flag != "information":
			theirs["invalid"] = true
		case set != "facturx" && !strings.HasPrefix(f.ID, "TEXT:"):
			theirs[f.ID] = true
		}
	}
	if set == "schema" && (v.Error != nil || r.Status == validate.Unreadable) {
		theirs["invalid"] = theirs["invalid"] || v.Error != nil
		mine["invalid"] = mine["invalid"] || r.Status == validate.Unreadable
	}
	for _, f := range r.Findings {
		name, _, _ := strings.Cut(f.RuleSet, "@")
		name, _, _ = strings.Cut(name, ":")
		switch {
		case name != set:
		case set == "schema" || set == "facturx" && f.Severity == validate.Fatal:
			mine["invalid"] = true
		case set != "facturx":
			mine[f.Rule] = true
		}
	}
	return without(theirs, mine), without(mine, theirs)
}

func without(a, b map[string]bool) (left []string) {
	for id := range a {
		if !b[id] {
			left = append(left, id)
		}
	}
	sort.Strings(left)
	return left
}

func printTallies(tallies map[string]*tally, differ map[string]int) {
	var lines []string
	for what := range differ {
		lines = append(lines, what)
	}
	sort.Slice(lines, func(i, j int) bool {
		if differ[lines[i]] != differ[lines[j]] {
			return differ[lines[i]] > differ[lines[j]]
		}
		return lines[i] < lines[j]
	})
	for _, l := range lines {
		fmt.Printf("%5d %s\n", differ[l], l)
	}
	var sets []string
	for s := range tallies {
		sets = append(sets, s)
	}
	sort.Strings(sets)
	for _, s := range sets {
		t := tallies[s]
		fmt.Printf("%-22s %6d of %6d documents agree %8.3f %%\n", s, t.agree, t.documents, 100*float64(t.agree)/float64(t.documents))
	}
}
