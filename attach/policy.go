package attach

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/internal/codes"
	"github.com/einvoice-go/einvoice/internal/filetype"
)

// Policy is what a channel lets through. Zero fields let everything through.
type Policy struct {
	Name      string
	MaxFile   int64    // bytes of one file, decoded
	MaxTotal  int64    // bytes of all files of a document
	WarnTotal int64    // bytes from which on all files together are a warning
	Blocked   []string // extensions, in lower case and without dot: in names, also in archives, and by content
	Types     []string // the only MIME types that a document may claim for its files
	Formats   bool     // the formats of Facturae's version at hand
	Unique    bool     // no two files of one name
	Detached  bool     // no files at all, references only
}

// MB is 1,048,576 bytes: services that publish limits in MB count in these.
const MB = 1 << 20

// B2Brouter is what the import API of B2Brouter takes: 50 MB a file, and no programs,
// scripts, web pages or GIF images, also in ZIP archives.
func B2Brouter() Policy {
	return Policy{Name: "b2brouter", MaxFile: 50 * MB, Blocked: []string{"exe", "js", "bat", "sh", "jar", "ps1", "html", "htm", "gif"}}
}

// Email is B2Brouter by e-mail: 40 MB in all.
func Email() Policy {
	p := B2Brouter()
	p.Name, p.MaxTotal = "email", 40*MB
	return p
}

// Channel is a network with a limit of its own for all files together; from 10 MB on
// some of them fail, which is a warning.
func Channel(most int64) Policy {
	return Policy{Name: "channel:" + strconv.FormatInt(most, 10), MaxTotal: most, WarnTotal: min(most, 10*MB)}
}

// BIS is Peppol BIS Billing 3.0, and EN 16931 itself: the MIME types of BT-125 (BR-CL-24,
// PEPPOL-EN16931-CL001).
func BIS() Policy { return Policy{Name: "bis", Types: mimeEN16931.All()} }

// XRechnung is XRechnung 3.0: XML besides (BR-DEX-01, of the extension), and no two files
// of one name (BR-DE-22).
func XRechnung() Policy {
	return Policy{Name: "xrechnung", Types: mimeXRechnung.All(), Unique: true}
}

// Facturae is what AttachmentFormat allows in the version at hand.
func Facturae() Policy { return Policy{Name: "facturae", Formats: true} }

// Detached is a channel that carries no files in invoices.
func Detached() Policy { return Policy{Name: "detached", Detached: true} }

var (
	mimeEN16931   = codes.Get("mime@en16931-1.3.16")
	mimeXRechnung = codes.Get("mime@xrechnung-3.0.2")
)

// PolicyNames are the names that NamedPolicy knows.
func PolicyNames() []string {
	return []string{"b2brouter", "email", "bis", "xrechnung", "facturae", "detached", "channel:SIZE"}
}

// NamedPolicy finds a policy by its name; "channel:20MB" is one with that limit.
func NamedPolicy(name string) (Policy, error) {
	if size, ok := strings.CutPrefix(name, "channel:"); ok {
		n, err := ParseSize(size)
		if err != nil {
			return Policy{}, err
		}
		p := Channel(n)
		p.Name = name
		return p, nil
	}
	for _, p := range []Policy{B2Brouter(), Email(), BIS(), XRechnung(), Facturae(), Detached()} {
		if strings.EqualFold(p.Name, name) {
			return p, nil
		}
	}
	return Policy{}, fmt.Errorf("there is no policy %q: %s are", name, strings.Join(PolicyNames(), ", "))
}

// ParseSize reads a number of bytes: 1000, 200KB, 20MB, 1GB; a KB has 1,024 bytes.
func ParseSize(s string) (int64, error) {
	upper := strings.ToUpper(strings.TrimSpace(s))
	digits := strings.TrimRight(upper, "KMGIB")
	n, err := strconv.ParseInt(digits, 10, 40)
	unit, ok := map[string]int64{"": 1, "B": 1, "K": 1 << 10, "KB": 1 << 10, "KIB": 1 << 10, "M": MB, "MB": MB, "MIB": MB, "G": 1 << 30, "GB": 1 << 30, "GIB": 1 << 30}[upper[len(digits):]]
	if err != nil || !ok || n <= 0 || n > 1<<62/unit {
		return 0, fmt.Errorf("%q is no size: as in 500KB or 20MB", s)
	}
	return n * unit, nil
}

// ViolationCode classes violations.
type ViolationCode string

// The codes of violations.
const (
	TooLarge    ViolationCode = "file-size"
	TooMuch     ViolationCode = "total-size"
	BlockedType ViolationCode = "blocked-type"
	OtherType   ViolationCode = "type"        // not among the types that are allowed
	OtherFormat ViolationCode = "format"      // not among the formats of Facturae
	SameName    ViolationCode = "same-name"   // as another file
	NotDetached ViolationCode = "detached"    // there are files, where only references may be
	Uninspected ViolationCode = "uninspected" // an archive whose files cannot all be told
	Undecoded   ViolationCode = "undecoded"   // the content cannot be decoded, so that nothing is known of it
)

// Violation is what a policy has against a document.
type Violation struct {
	Policy  string        `json:"policy"`
	Code    ViolationCode `json:"code"`
	Index   int           `json:"index,omitempty"` // of the file; 0: all of them
	Name    string        `json:"name,omitempty"`
	Warning bool          `json:"warning,omitempty"` // it may still pass
	Message string        `json:"message"`
}

func (v Violation) String() string {
	s := v.Policy + ": "
	if v.Name != "" {
		s = v.Name + ": " + s
	}
	return s + v.Message
}

// PolicyError says that policies stand against an edit.
type PolicyError struct{ Violations []Violation }

func (e *PolicyError) Error() string {
	s := e.Violations[0].String()
	if n := len(e.Violations); n > 1 {
		s += fmt.Sprintf(" (and %d more)", n-1)
	}
	return s
}

// Check holds the files of a document against the policy. They come from List, which
// reads them to their ends and looks into archives.
func (p Policy) Check(files []*File, format einvoice.Format) (all []Violation) {
	total := int64(0)
	names := map[string]bool{}
	for _, f := range files {
		if f.Kind == External {
			continue
		}
		total += f.Size
		add := func(code ViolationCode, format string, a ...any) {
			all = append(all, Violation{Policy: p.Name, Code: code, Index: f.Index, Name: f.Name, Message: fmt.Sprintf(format, a...)})
		}
		p.checkFile(f, format, add)
		key := strings.ToLower(f.given())
		if p.Unique && names[key] {
			add(SameName, "another file is called %q too", f.given())
		}
		names[key] = true
	}
	v := Violation{Policy: p.Name, Code: TooMuch}
	switch {
	case p.MaxTotal > 0 && total > p.MaxTotal:
		v.Message = fmt.Sprintf("the files have %d bytes in all, %d are allowed", total, p.MaxTotal)
	case p.WarnTotal > 0 && total > p.WarnTotal:
		v.Message = fmt.Sprintf("the files have %d bytes in all: above %d some channels fail", total, p.WarnTotal)
		v.Warning = true
	default:
		return all
	}
	return append(all, v)
}

// given is the name in the document.
func (f *File) given() string {
	if f.Filename != "" {
		return f.Filename
	}
	return f.Name
}

func (p Policy) checkFile(f *File, format einvoice.Format, add func(ViolationCode, string, ...any)) {
	if p.Detached {
		add(NotDetached, "the channel carries no files, only references")
	}
	if f.Err != nil && (p.MaxFile > 0 || p.MaxTotal > 0 || len(p.Blocked) > 0) {
		add(Undecoded, "the content cannot be decoded: %s", f.Err.Message)
	}
	if p.MaxFile > 0 && f.Size > p.MaxFile {
		add(TooLarge, "%d bytes, %d are allowed", f.Size, p.MaxFile)
	}
	if len(p.Blocked) > 0 {
		p.checkBlocked(f, add)
	}
	if len(p.Types) > 0 && !slices.Contains(p.Types, f.Claim()) {
		add(OtherType, "the MIME type %q is not one of %s", f.Claim(), strings.Join(p.Types, ", "))
	}
	if p.Formats && isFacturae(format) && !slices.Contains(FacturaeFormats(format), f.Format) {
		add(OtherFormat, "%s has no format %q: %s", format, f.Format, strings.Join(FacturaeFormats(format), ", "))
	}
}

func (p Policy) checkBlocked(f *File, add func(ViolationCode, string, ...any)) {
	names := []string{f.given(), f.Name}
	if f.Format != "" {
		names = append(names, "x."+f.Format)
	}
	for _, name := range names {
		all, ok := extensionsOf(name)
		if x := p.blocked(all); x != "" {
			add(BlockedType, "files of type .%s are blocked", x)
			return
		}
		if !ok {
			add(Uninspected, "its name is too long to tell its type")
			return
		}
	}
	if x := p.blockedType(f.Type); x != "" {
		add(BlockedType, "it is of type .%s by its content, which is blocked", x)
		return
	}
	for _, in := range f.inside.files {
		for _, x := range []string{p.blocked(in.extensions), p.blockedType(in.mime)} {
			if t := filetype.ByExtension(x); x != "" && (!in.part || t != nil && t.Executable) {
				add(BlockedType, "%q in the archive is of type .%s, which is blocked", cut(in.name), x)
				return
			}
		}
	}
	switch {
	case f.inside.sealed != "":
		add(Uninspected, "the archive cannot be looked into: %s", f.inside.sealed)
	case !f.inside.looked && f.Err == nil:
		add(Uninspected, "nobody has looked into it")
	}
}

// blockedType is the extension for which a type is blocked.
func (p Policy) blockedType(mime string) string {
	if t := filetype.ByMIME(mime); t != nil {
		for _, x := range t.Extensions {
			if slices.Contains(p.Blocked, x) {
				return x
			}
		}
	}
	return ""
}

// blocked is the extension of some that is blocked.
func (p Policy) blocked(all []string) string {
	for _, x := range all {
		if slices.Contains(p.Blocked, x) {
			return x
		}
	}
	return ""
}

// check holds the document as it will be against the policies.
func (e *editing) check(o EditOptions) error {
	if len(o.Policies) == 0 {
		return nil
	}
	var files []*File
	for _, f := range e.files {
		if !slices.Contains(e.Removed, f) {
			files = append(files, f)
		}
	}
	files = append(files, e.Added...)
	fatal := false
	for _, p := range o.Policies {
		for _, v := range p.Check(files, e.Document.Format) {
			e.Violations = append(e.Violations, v)
			fatal = fatal || !v.Warning
		}
	}
	if fatal {
		return &PolicyError{e.Violations}
	}
	return nil
}
