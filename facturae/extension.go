package facturae

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/einvoice-go/einvoice"
	x "github.com/einvoice-go/einvoice/internal/xmlmap"
)

// Extension is one element of Extensions.
type Extension struct {
	Namespace, Name string
	XML             string // as it stands; prefixes may be declared on the element Extensions
}

// List are the elements of an Extensions element.
func (e Extensions) List() ([]Extension, error) {
	if e == "" {
		return nil, nil
	}
	children, _, err := x.Children(string(e), "Extensions")
	if err != nil {
		return nil, err
	}
	all := make([]Extension, len(children))
	for i, c := range children {
		all[i] = Extension{c.URI, c.Local, string(e[c.Start:c.End])}
	}
	return all, nil
}

// FaceB2B is the extension of FACeB2B, the exchange between enterprises that work for
// public bodies. It stands in AdditionalData.Extensions.
type FaceB2B struct {
	Version               string // "1.1" or "1.0"
	PublicSector          *PublicSectorInformation
	ReceiverCentre        FaceB2BCentre // of the buyer: where the invoice goes
	AdministrativeCentres []FaceB2BCentre
	SellerCentres         []FaceB2BCentre // 1.1
}

// PublicSectorInformation is the public contract behind the invoice.
type PublicSectorInformation struct {
	PublicOrganismCode string // proponentPublicOrganism in 1.0
	ContractReference  string
}

// FaceB2BCentre is an office in DIRe, the directory of enterprises.
type FaceB2BCentre struct {
	Code string // at most 30 characters
	Name string
	Role string // Fiscal, Payer, Buyer, Collector, Seller, Payment receiver, Collection receiver, Issuer; none of the receiver
}

// faceB2BVersion is a version of the extension.
type faceB2BVersion struct {
	version, uri string
	codec        *x.Codec[FaceB2B]
}

// faceB2B are the versions, newest first.
var faceB2B = []faceB2BVersion{
	newFaceB2B("1.1", "http://www.facturae.es/Facturae/Extensions/FaceB2BExtensionv1_1", faceB2B11),
	newFaceB2B("1.0", "http://www.facturae.es/Facturae/Extensions/FB2B", faceB2B10),
}

func newFaceB2B(version, uri string, table *x.Table[FaceB2B]) faceB2BVersion {
	s := &x.Schema{Unqualified: true, Namespaces: []x.Namespace{{Prefix: "fb2b", URI: uri}}}
	return faceB2BVersion{version, uri, x.New(s, "fb2b:FaceB2BExtension", table, "fb2b")}
}

var faceB2B11 = x.Of(
	x.Opt("publicSectorInformation", func(f *FaceB2B) **PublicSectorInformation { return &f.PublicSector }, x.Of(
		number("publicOrganismCode", 30, func(p *PublicSectorInformation) *string { return &p.PublicOrganismCode }),
		text("contractReference", 2500, func(p *PublicSectorInformation) *string { return &p.ContractReference }),
	)),
	x.Group("buyerCentres", buyerCentres()...),
	x.Group("sellerCentres", x.Group("administrativeCentres",
		x.Many("centre", func(f *FaceB2B) *[]FaceB2BCentre { return &f.SellerCentres }, faceB2BCentre()))),
)

var faceB2B10 = x.Of(
	x.Opt("publicSectorInformation", func(f *FaceB2B) **PublicSectorInformation { return &f.PublicSector }, x.Of(
		number("proponentPublicOrganism", 30, func(p *PublicSectorInformation) *string { return &p.PublicOrganismCode }),
		text("contractReference", 2500, func(p *PublicSectorInformation) *string { return &p.ContractReference }),
	)),
	x.Group("mainSubcontractorCentres", buyerCentres()...),
)

func buyerCentres() []x.Row[FaceB2B] {
	return []x.Row[FaceB2B]{
		x.In("receiverAdministrativeCentre", func(f *FaceB2B) *FaceB2BCentre { return &f.ReceiverCentre }, faceB2BCentre()),
		x.Group("administrativeCentres", x.Many("centre", func(f *FaceB2B) *[]FaceB2BCentre { return &f.AdministrativeCentres }, faceB2BCentre())),
	}
}

func faceB2BCentre() *x.Table[FaceB2BCentre] {
	return x.Of(
		number("code", 30, func(c *FaceB2BCentre) *string { return &c.Code }),
		text("name", 2500, func(c *FaceB2BCentre) *string { return &c.Name }),
		x.Code("role", func(c *FaceB2BCentre) *string { return &c.Role }),
	)
}

// FaceB2B reads the extension of FACeB2B; nil if there is none. The losses are what its
// two versions have no place for.
func (e Extensions) FaceB2B() (*FaceB2B, []einvoice.Loss, error) {
	if e == "" {
		return nil, nil, nil
	}
	for _, v := range faceB2B {
		r := x.NewReader(string(e), &x.Schema{}, x.Limits{})
		if !r.Start() {
			return nil, nil, r.Err()
		}
		if !r.Envelope(func() bool { return v.codec.Is(r) }) {
			if err := r.Err(); err != nil {
				return nil, nil, err
			}
			continue
		}
		f := &FaceB2B{Version: v.version}
		losses := v.codec.Read(r, f)
		r.Finish()
		return f, losses, r.Err()
	}
	return nil, nil, nil
}

// SetFaceB2B writes the extension of FACeB2B in the place of the one that there is, or
// behind the others, which stay as they are to the byte.
func (e *Extensions) SetFaceB2B(f FaceB2B) error {
	xml, err := f.build()
	if err != nil {
		return err
	}
	old := *e
	if old == "" {
		old = "<Extensions></Extensions>"
	}
	children, tail, err := x.Children(string(old), "Extensions")
	if err != nil {
		return err
	}
	at, end := tail, tail
	for _, c := range children {
		if c.Local == "FaceB2BExtension" && slices.ContainsFunc(faceB2B, func(v faceB2BVersion) bool { return v.uri == c.URI }) {
			at, end = c.Start, c.End
			break
		}
	}
	if strings.HasPrefix(string(old[tail:]), "/>") { // <Extensions/>
		*e = old[:tail] + ">" + Extensions(xml) + "</Extensions>"
		return nil
	}
	*e = old[:at] + Extensions(xml) + old[end:]
	return nil
}

// ErrExtension: the extension cannot be written as it is.
var ErrExtension = errors.New("extension of FACeB2B")

func (f *FaceB2B) build() (string, error) {
	for _, v := range faceB2B {
		if f.Version != v.version && (f.Version != "" || v.version != "1.1") {
			continue
		}
		if v.version == "1.0" && f.SellerCentres != nil {
			return "", fmt.Errorf("%w: centres of the seller are known to version 1.1 only", ErrExtension)
		}
		if f.ReceiverCentre.Code == "" {
			return "", fmt.Errorf("%w: the code of the centre that receives the invoice is missing", ErrExtension)
		}
		xml, err := v.codec.Append(nil, f, x.Options{Compact: true})
		if err != nil {
			return "", buildError(err)
		}
		_, element, _ := bytes.Cut(xml, []byte("\n")) // behind the XML declaration
		return string(bytes.TrimSpace(element)), nil
	}
	return "", fmt.Errorf("%w: there are versions 1.1 and 1.0, not %q", ErrExtension, f.Version)
}
