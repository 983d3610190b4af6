package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// stamp is what the release script (.ci/release) tells the linker: version, commit and the
// commit's time, with spaces between. Nothing else sets it.
var stamp string

// build is what the program knows of its own making. What is not known is "".
type build struct {
	version  string
	revision string // commit
	time     string // of the commit, as in 2026-01-21T10:00:00Z
	modified bool   // by changes that are in no commit
}

// built reads the stamp of the release script, or what go build noted.
func built() (b build) {
	if parts := strings.Fields(stamp); len(parts) == 3 {
		return build{version: parts[0], revision: parts[1], time: parts[2]}
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return build{version: "(devel)"}
	}
	b.version = info.Main.Version
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.time":
			b.time = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	if b.version == "" {
		b.version = "(devel)"
	}
	return b
}

// version is the version alone, as reports have it.
func version() string { return built().version }

// day is the day of the commit, "" if it is not known.
func (b build) day() string { return b.time[:min(len(b.time), len("2026-01-21"))] }

// String is a line such as
//
//	v0.1.0 (commit 0123456789ab of 2026-01-21, go1.26.1, linux/amd64)
func (b build) String() string {
	var parts []string
	if b.revision != "" {
		commit := "commit " + b.revision[:min(len(b.revision), 12)]
		if b.time != "" {
			commit += " of " + b.day()
		}
		if b.modified {
			commit += " with changes"
		}
		parts = append(parts, commit)
	}
	parts = append(parts, runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	return fmt.Sprintf("%s (%s)", b.version, strings.Join(parts, ", "))
}
