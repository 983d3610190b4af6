package facturae

import (
	"sync"

	"github.com/einvoice-go/einvoice"
	x "github.com/einvoice-go/einvoice/internal/xmlmap"
)

// The versions as profiles of a table: one bit each.
const (
	bit32 = 1 << iota
	bit321
	bit322
)

// Only the root is in the format's namespace; everything within it is in none.
func schemaOf(uri string) *x.Schema {
	return &x.Schema{Unqualified: true, Namespaces: []x.Namespace{
		{Prefix: "fe", URI: uri},
		{Prefix: "ds", URI: "http://www.w3.org/2000/09/xmldsig#"},
	}}
}

// format is one version.
type format struct {
	version Version
	bit     uint16
	schema  *x.Schema
	codec   *x.Codec[Facturae]
	rest    func() x.Rest // the places that it does not bind
}

// formats are the versions, newest first.
var formats = []*format{
	newFormat(V322, bit322, "http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml"),
	newFormat(V321, bit321, "http://www.facturae.es/Facturae/2014/v3.2.1/Facturae"),
	newFormat(V32, bit32, "http://www.facturae.es/Facturae/2009/v3.2/Facturae"),
}

func newFormat(v Version, bit uint16, uri string) *format {
	s := schemaOf(uri)
	c := x.New(s, "fe:Facturae", root, "fe")
	return &format{v, bit, s, c, sync.OnceValue(func() x.Rest { return c.Rest(bit) })}
}

// text, need: text of at most so many characters, that may be left out or has to be there.
func text[T any](p string, most int, at func(*T) *string) x.Row[T] {
	return x.Text(p, at).Limit(at, most)
}

func need[T any](p string, most int, at func(*T) *string) x.Row[T] {
	return text(p, most, at).Needed()
}

// The kinds of numbers. 3.2 has fixed numbers of decimals, later versions have up to
// eight, but for a few.
var (
	two = func(uint16) x.Decimals { return x.Decimals{Min: 2, Max: 2} }
	// 3.2: DoubleTwoDecimalType, DoubleSixDecimalType, DoubleFourDecimalType
	money = digits(2, false)
	price = digits(6, false)
	rate  = digits(4, true)
	whole = func(uint16) x.Decimals { return x.Decimals{} }
	// free is xs:double, which has no limit but that of numbers.
	free = func(uint16) x.Decimals { return x.Decimals{Max: einvoice.MaxDigits} }
)

// digits is a number that has exactly n decimals in 3.2, and up to eight later.
func digits(n uint8, unsigned bool) func(uint16) x.Decimals {
	return func(version uint16) x.Decimals {
		if version == bit32 {
			return x.Decimals{Min: n, Max: n, Unsigned: unsigned}
		}
		return x.Decimals{Max: 8}
	}
}

var root = x.Of(
	x.In("FileHeader", func(f *Facturae) *FileHeader { return &f.FileHeader }, fileHeader),
	x.Group("Parties",
		x.In("SellerParty", func(f *Facturae) *Party { return &f.SellerParty }, party),
		x.In("BuyerParty", func(f *Facturae) *Party { return &f.BuyerParty }, party),
	),
	x.Group("Invoices", x.Many("Invoice", func(f *Facturae) *[]Invoice { return &f.Invoices }, invoice)),
	x.Raw("Extensions", func(f *Facturae) *Extensions { return &f.Extensions }),
	x.Declared[Facturae]("ds:Signature", "a signature holds for the document that it was made for: it is not part of the content"),
)

var fileHeader = x.Of(
	x.Code("SchemaVersion", func(h *FileHeader) *string { return &h.SchemaVersion }),
	x.Code("Modality", func(h *FileHeader) *string { return &h.Modality }),
	x.Code("InvoiceIssuerType", func(h *FileHeader) *string { return &h.InvoiceIssuerType }),
	x.Opt("ThirdParty", func(h *FileHeader) **ThirdParty { return &h.ThirdParty }, thirdParty),
	x.In("Batch", func(h *FileHeader) *Batch { return &h.Batch }, batch),
	x.Opt("FactoringAssignmentData", func(h *FileHeader) **FactoringAssignmentData { return &h.FactoringAssignmentData }, factoring),
)

var thirdParty = x.Of(
	x.In("TaxIdentification", func(p *ThirdParty) *TaxIdentification { return &p.TaxIdentification }, taxIdentification),
	x.Opt("LegalEntity", func(p *ThirdParty) **LegalEntity { return &p.LegalEntity }, legalEntity),
	x.Opt("Individual", func(p *ThirdParty) **Individual { return &p.Individual }, individual),
)

var taxIdentification = x.Of(
	x.Code("PersonTypeCode", func(t *TaxIdentification) *string { return &t.PersonTypeCode }),
	x.Code("ResidenceTypeCode", func(t *TaxIdentification) *string { return &t.ResidenceTypeCode }),
	number("TaxIdentificationNumber", 30, func(t *TaxIdentification) *string { return &t.TaxIdentificationNumber }),
)

// number is an identifier of at most so many characters: white space around it is none
// of it.
func number[T any](p string, most int, at func(*T) *string) x.Row[T] {
	return x.Code(p, at).Limit(at, most)
}

var batch = x.Of(
	need("BatchIdentifier", 70, func(b *Batch) *string { return &b.BatchIdentifier }),
	x.Scaled("InvoicesCount", whole, func(b *Batch) *einvoice.Decimal { return &b.InvoicesCount }),
	sum("TotalInvoicesAmount", func(b *Batch) *Amount { return &b.TotalInvoicesAmount }),
	sum("TotalOutstandingAmount", func(b *Batch) *Amount { return &b.TotalOutstandingAmount }),
	sum("TotalExecutableAmount", func(b *Batch) *Amount { return &b.TotalExecutableAmount }),
	x.Code("InvoiceCurrencyCode", func(b *Batch) *string { return &b.InvoiceCurrencyCode }),
)

// sum is an amount in two currencies.
func sum[T any](p string, at func(*T) *Amount) x.Row[T] {
	return x.In(p, at, amount).When(func(t *T) bool { a := at(t); return a.TotalAmount.IsSet() || a.EquivalentInEuros.IsSet() })
}

var amount = x.Of(
	x.Scaled("TotalAmount", money, func(a *Amount) *einvoice.Decimal { return &a.TotalAmount }),
	x.Scaled("EquivalentInEuros", two, func(a *Amount) *einvoice.Decimal { return &a.EquivalentInEuros }),
)

var factoring = x.Of(
	x.In("Assignee", func(f *FactoringAssignmentData) *Assignee { return &f.Assignee }, assignee),
	x.Group("PaymentDetails", x.Many("Installment", func(f *FactoringAssignmentData) *[]Installment { return &f.PaymentDetails }, installment)),
	need("FactoringAssignmentClauses", 2500, func(f *FactoringAssignmentData) *string { return &f.FactoringAssignmentClauses }),
	x.Many("FactoringAssignmentDocument", func(f *FactoringAssignmentData) *[]FactoringAssignmentDocument {
		return &f.FactoringAssignmentDocuments
	}, assignmentDocument).For(bit322),
)

var assignee = x.Of(
	x.In("TaxIdentification", func(a *Assignee) *TaxIdentification { return &a.TaxIdentification }, taxIdentification),
	x.Opt("LegalEntity", func(a *Assignee) **LegalEntity { return &a.LegalEntity }, legalEntity),
	x.Opt("Individual", func(a *Assignee) **Individual { return &a.Individual }, individual),
)

var assignmentDocument = x.Of(
	need("DocumentCharacter", 50, func(d *FactoringAssignmentDocument) *string { return &d.DocumentCharacter }),
	text("RepresentationIdentity", 80, func(d *FactoringAssignmentDocument) *string { return &d.RepresentationIdentity }),
	need("DocumentType", 50, func(d *FactoringAssignmentDocument) *string { return &d.DocumentType }),
	x.Opt("Repository", func(d *FactoringAssignmentDocument) **Repository { return &d.Repository }, x.Of(
		need("RepositoryName", 20, func(r *Repository) *string { return &r.RepositoryName }),
		text("URL", 250, func(r *Repository) *string { return &r.URL }),
		need("Reference", 250, func(r *Repository) *string { return &r.Reference }),
	)),
)

var party = x.Of(
	x.In("TaxIdentification", func(p *Party) *TaxIdentification { return &p.TaxIdentification }, taxIdentification),
	number("PartyIdentification", 10, func(p *Party) *string { return &p.PartyIdentification }),
	x.Group("AdministrativeCentres", x.Many("AdministrativeCentre", func(p *Party) *[]AdministrativeCentre { return &p.AdministrativeCentres }, centre)),
	x.Opt("LegalEntity", func(p *Party) **LegalEntity { return &p.LegalEntity }, legalEntity),
	x.Opt("Individual", func(p *Party) **Individual { return &p.Individual }, individual),
)

var centre = x.Of(
	number("CentreCode", 10, func(c *AdministrativeCentre) *string { return &c.CentreCode }),
	x.Code("RoleTypeCode", func(c *AdministrativeCentre) *string { return &c.RoleTypeCode }),
	text("Name", 40, func(c *AdministrativeCentre) *string { return &c.Name }),
	text("FirstSurname", 40, func(c *AdministrativeCentre) *string { return &c.FirstSurname }),
	text("SecondSurname", 40, func(c *AdministrativeCentre) *string { return &c.SecondSurname }),
	x.Opt("AddressInSpain", func(c *AdministrativeCentre) **AddressInSpain { return &c.Address.InSpain }, addressInSpain),
	x.Opt("OverseasAddress", func(c *AdministrativeCentre) **OverseasAddress { return &c.Address.Overseas }, overseasAddress),
	x.Opt("ContactDetails", func(c *AdministrativeCentre) **ContactDetails { return &c.ContactDetails }, contactDetails),
	number("PhysicalGLN", 14, func(c *AdministrativeCentre) *string { return &c.PhysicalGLN }),
	number("LogicalOperationalPoint", 14, func(c *AdministrativeCentre) *string { return &c.LogicalOperationalPoint }),
	text("CentreDescription", 2500, func(c *AdministrativeCentre) *string { return &c.CentreDescription }),
)

var legalEntity = x.Of(
	need("CorporateName", 80, func(e *LegalEntity) *string { return &e.CorporateName }),
	text("TradeName", 40, func(e *LegalEntity) *string { return &e.TradeName }),
	x.Opt("RegistrationData", func(e *LegalEntity) **RegistrationData { return &e.RegistrationData }, x.Of(
		text("Book", 20, func(r *RegistrationData) *string { return &r.Book }),
		text("RegisterOfCompaniesLocation", 20, func(r *RegistrationData) *string { return &r.RegisterOfCompaniesLocation }),
		text("Sheet", 20, func(r *RegistrationData) *string { return &r.Sheet }),
		text("Folio", 20, func(r *RegistrationData) *string { return &r.Folio }),
		text("Section", 20, func(r *RegistrationData) *string { return &r.Section }),
		text("Volume", 20, func(r *RegistrationData) *string { return &r.Volume }),
		text("AdditionalRegistrationData", 20, func(r *RegistrationData) *string { return &r.AdditionalRegistrationData }),
	)),
	x.Opt("AddressInSpain", func(e *LegalEntity) **AddressInSpain { return &e.Address.InSpain }, addressInSpain),
	x.Opt("OverseasAddress", func(e *LegalEntity) **OverseasAddress { return &e.Address.Overseas }, overseasAddress),
	x.Opt("ContactDetails", func(e *LegalEntity) **ContactDetails { return &e.ContactDetails }, contactDetails),
)

var individual = x.Of(
	need("Name", 40, func(i *Individual) *string { return &i.Name }),
	need("FirstSurname", 40, func(i *Individual) *string { return &i.FirstSurname }),
	text("SecondSurname", 40, func(i *Individual) *string { return &i.SecondSurname }),
	x.Opt("AddressInSpain", func(i *Individual) **AddressInSpain { return &i.Address.InSpain }, addressInSpain),
	x.Opt("OverseasAddress", func(i *Individual) **OverseasAddress { return &i.Address.Overseas }, overseasAddress),
	x.Opt("ContactDetails", func(i *Individual) **ContactDetails { return &i.ContactDetails }, contactDetails),
)

var addressInSpain = x.Of(
	need("Address", 80, func(a *AddressInSpain) *string { return &a.Address }),
	number("PostCode", 5, func(a *AddressInSpain) *string { return &a.PostCode }),
	need("Town", 50, func(a *AddressInSpain) *string { return &a.Town }),
	need("Province", 20, func(a *AddressInSpain) *string { return &a.Province }),
	x.Code("CountryCode", func(a *AddressInSpain) *string { return &a.CountryCode }),
)

var overseasAddress = x.Of(
	need("Address", 80, func(a *OverseasAddress) *string { return &a.Address }),
	need("PostCodeAndTown", 50, func(a *OverseasAddress) *string { return &a.PostCodeAndTown }),
	need("Province", 20, func(a *OverseasAddress) *string { return &a.Province }),
	x.Code("CountryCode", func(a *OverseasAddress) *string { return &a.CountryCode }),
)

var contactDetails = x.Of(
	text("Telephone", 15, func(c *ContactDetails) *string { return &c.Telephone }),
	text("TeleFax", 15, func(c *ContactDetails) *string { return &c.TeleFax }),
	text("WebAddress", 60, func(c *ContactDetails) *string { return &c.WebAddress }),
	text("ElectronicMail", 60, func(c *ContactDetails) *string { return &c.ElectronicMail }),
	text("ContactPersons", 40, func(c *ContactDetails) *string { return &c.ContactPersons }),
	number("CnoCnae", 5, func(c *ContactDetails) *string { return &c.CnoCnae }),
	number("INETownCode", 9, func(c *ContactDetails) *string { return &c.INETownCode }),
	text("AdditionalContactDetails", 60, func(c *ContactDetails) *string { return &c.AdditionalContactDetails }),
)
