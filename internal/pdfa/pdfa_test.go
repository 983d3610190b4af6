package pdfa_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/einvoice-go/einvoice"
	"github.com/einvoice-go/einvoice/facturx"
	"github.com/einvoice-go/einvoice/internal/icc"
	"github.com/einvoice-go/einvoice/internal/pdf"
	"github.com/einvoice-go/einvoice/internal/pdfa"
	"github.com/einvoice-go/einvoice/internal/pdftest"
	"github.com/einvoice-go/einvoice/internal/sample"
)

// sheet is a document of one page that is sound but for what a case puts in. Its catalog
// is object 1, the page 3, its content 4, the output intent 5, the profile 6; objects of
// the case follow from 7, streams as "keys|content".
type sheet struct {
	catalog, page, resources, content string
	noIntent                          bool
	objects                           []string
}

func (s sheet) bytes() []byte {
	d := &pdftest.Doc{}
	intents := "/OutputIntents[5 0 R]"
	if s.noIntent {
		intents = ""
	}
	d.Add("<</Type/Catalog/Pages 2 0 R%s%s>>", intents, s.catalog)
	d.Add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	d.Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>%s>>", s.resources, s.page)
	d.Stream("", []byte(s.content))
	d.Add("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile 6 0 R>>")
	d.Stream("/N 3", icc.SRGB())
	for _, o := range s.objects {
		if keys, content, ok := strings.Cut(o, "|"); ok {
			d.Stream(keys, []byte(content))
		} else {
			d.Add("%s", o)
		}
	}
	return d.Bytes()
}

func open(t testing.TB, data []byte) *pdf.Doc {
	t.Helper()
	d, err := pdf.Open(context.Background(), data, pdf.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mend(t testing.TB, d *pdf.Doc) []pdfa.Problem {
	t.Helper()
	problems, err := pdfa.Mend(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// brief is "6.5.1 + p1 o3" for a mended problem of object 3 on page 1, with "-" if it is
// not mended.
func brief(p pdfa.Problem) string {
	sign := "-"
	if p.Mended {
		sign = "+"
	}
	return fmt.Sprintf("%s %s p%d o%d", p.Clause, sign, p.Page, p.Object)
}

func briefs(problems []pdfa.Problem, unmended bool) string {
	var out []string
	for _, p := range problems {
		if !unmended || !p.Mended {
			out = append(out, brief(p))
		}
	}
	return strings.Join(out, ", ")
}

// check holds what is found in a document against what is wanted, and that the mended
// document has nothing more to mend.
func check(t *testing.T, data []byte, want string) *pdf.Doc {
	t.Helper()
	d := open(t, data)
	problems := mend(t, d)
	if got := briefs(problems, false); got != want {
		t.Errorf("found %s\nwant  %s", got, want)
		for _, p := range problems {
			t.Logf("%s: %s", brief(p), p.Message)
		}
	}
	for _, p := range problems {
		if p.Message == "" || strings.Contains(p.Message, "%!") {
			t.Errorf("message %q", p.Message)
		}
	}
	plain, err := d.Plain()
	if err != nil {
		t.Fatal(err)
	}
	again := open(t, plain)
	left := mend(t, again)
	if got := briefs(left, false); got != briefs(problems, true) {
		t.Errorf("a second time: %s, of which unmended before: %s", got, briefs(problems, true))
		for _, p := range left {
			t.Logf("%s: %s", brief(p), p.Message)
		}
	}
	return again
}

const form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"

// annot is an annotation as object 7 that would be sound but for what a case adds.
func annot(keys string, objects ...string) sheet {
	return sheet{page: "/Annots[7 0 R]", objects: append([]string{"<</Type/Annot/Rect[0 0 9 9]" + keys + ">>"}, objects...)}
}

var cases = []struct {
	name  string
	sheet sheet
	want  string
}{
	{"sound", sheet{content: "q 1 0 0 rg 0 0 m 9 9 l S Q"}, ""},

	// the document
	{"no intent", sheet{noIntent: true}, "6.2.3 + p0 o1"},
	{"intent of another kind", sheet{noIntent: true, catalog: "/OutputIntents[<</S/GTS_PDFX/DestOutputProfile 6 0 R>>]"}, "6.2.3 + p0 o1"},
	{"two profiles that are one", sheet{noIntent: true, catalog: "/OutputIntents[<</S/GTS_PDFX/DestOutputProfile 7 0 R>> 5 0 R]", objects: []string{"/N 3|" + string(icc.SRGB())}}, "6.2.3 + p0 o1"},
	{"two profiles", sheet{noIntent: true, catalog: "/OutputIntents[<</S/GTS_PDFX/DestOutputProfile 7 0 R>> 5 0 R]", objects: []string{"/N 3|" + strings.Replace(string(icc.SRGB()), "RGB ", "CMYK", 1)}}, "6.2.3 - p0 o1"},
	{"profile that cannot be read", sheet{noIntent: true, catalog: "/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 7 0 R>>]", objects: []string{"/N 3|x"}}, "6.2.3 + p0 o1, 6.2.3 + p0 o1"},
	{"profile of a scanner", sheet{noIntent: true, catalog: "/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 7 0 R>>]", objects: []string{"/N 4|" + strings.Replace(string(icc.SRGB()), "mntr", "scnr", 1)}}, "6.2.3 - p0 o7, 6.2.3 + p0 o7"},
	{"actions of the catalog", sheet{catalog: "/AA<</WC<</S/JavaScript>>>>/OpenAction<</S/Launch>>"}, "6.5.2 + p0 o1, 6.5.1 + p0 o1"},
	{"destination when opened", sheet{catalog: "/OpenAction[3 0 R/Fit]"}, ""},
	{"requirements", sheet{catalog: "/Requirements[]"}, "6.11 + p0 o1"},
	{"permissions", sheet{catalog: "/Perms<</UR<<>>/UR3<<>>/DocMDP<</Reference[<</DigestMethod/MD5>>]>>>>"}, "6.1.12 + p0 o1, 6.1.12 + p0 o1"},
	{"name trees", sheet{catalog: "/Names<</JavaScript<<>>/AlternatePresentations<<>>/Dests<<>>>>"}, "6.5.1 + p0 o1, 6.10 + p0 o1"},
	{"form", sheet{catalog: "/AcroForm<</XFA[]/NeedAppearances true/Fields[7 0 R]>>", objects: []string{"<</T(a)/AA<<>>/Kids[7 0 R<</AA<<>>>>]>>"}}, "6.4.2 + p0 o1, 6.4.1 - p0 o1, 6.4.1 + p0 o7"},
	{"form without fields", sheet{catalog: "/AcroForm<</NeedAppearances true/Fields[]>>"}, "6.4.1 + p0 o1"},
	{"form drawn by viewers", sheet{catalog: "/NeedsRendering true/AcroForm<</XFA[]>>"}, "6.4.2 - p0 o1"},
	{"signed", sheet{catalog: "/AcroForm<</Fields[7 0 R]>>", objects: []string{"<</FT/Sig/V<</ByteRange[0 1 2 3]>>>>"}}, "6.4.3 - p0 o7"},
	{"layers", sheet{catalog: "/OCProperties<</OCGs[7 0 R 8 0 R]/D<</AS[]/Order[7 0 R]>>/Configs[<</Name(a)>><</Name(a)>>]>>", objects: []string{"<</Type/OCG/Name(x)>>", "<</Type/OCG/Name(y)>>"}},
		"6.9 + p0 o1, 6.9 + p0 o1, 6.9 + p0 o1, 6.9 + p0 o1"},
	{"layers in order", sheet{catalog: "/OCProperties<</OCGs[7 0 R]/D<</Name(a)/Order[[7 0 R]]>>>>", objects: []string{"<</Type/OCG/Name(x)>>"}}, ""},
	{"bookmarks", sheet{catalog: "/Outlines 7 0 R", objects: []string{"<</First 8 0 R>>", "<</A<</S/URI/Next[<</S/Sound>>]>>/Next 9 0 R>>", "<</A<</S/Named/N/Print>>/Next 8 0 R>>"}}, "6.5.1 + p0 o8, 6.5.1 + p0 o9"},
	{"chain of actions", sheet{catalog: "/OpenAction<</S/GoTo/Next<</S/URI/Next<</S/Movie>>>>>>"}, "6.5.1 + p0 o1"},

	// pages
	{"keys of a page", sheet{page: "/AA<<>>/PresSteps<<>>"}, "6.5.2 + p1 o3, 6.10 + p1 o3"},
	{"small boxes", sheet{page: "/CropBox[0 0 2 9]/TrimBox[0 0 1 1]"}, "6.1.13 - p1 o3, 6.1.13 + p1 o3"},

	// annotations
	{"annotation of another type", annot("/Subtype/Sound/F 4"), "6.3.1 + p1 o7"},
	{"movie", annot("/Subtype/Movie/F 4/AP<</N 8 0 R>>", form+"|"), "6.3.1 - p1 o7"},
	{"flags", annot("/Subtype/Link/F 257"), "6.3.2 + p1 o7"},
	{"no flags", annot("/Subtype/Link"), "6.3.2 + p1 o7"},
	{"hidden", annot("/Subtype/Link/F 6"), "6.3.2 - p1 o7"},
	{"pop-up", annot("/Subtype/Popup"), ""},
	{"no appearance", annot("/Subtype/Square/F 4"), "6.3.3 - p1 o7"},
	{"nothing to see", sheet{page: "/Annots[<</Subtype/Square/F 4/Rect[1 1 1 1]>>]"}, ""},
	{"more appearances", annot("/Subtype/Square/F 4/AP<</N 8 0 R/D 8 0 R>>", form+"|"), "6.3.3 + p1 o7"},
	{"states", annot("/Subtype/Square/F 4/AS/On/AP<</N<</On 8 0 R>>>>", form+"|"), "6.3.3 + p1 o7"},
	{"state that is missing", annot("/Subtype/Square/F 4/AS/Off/AP<</N<</On 8 0 R>>>>", form+"|"), "6.3.3 - p1 o7"},
	{"button", annot("/Subtype/Widget/Parent<</FT/Btn>>/F 4/AP<</N 8 0 R>>", form+"|"), "6.3.3 + p1 o7"},
	{"button with states", annot("/Subtype/Widget/FT/Btn/F 4/AS/On/AP<</N<</On 8 0 R>>>>", form+"|"), ""},
	{"button without", annot("/Subtype/Widget/FT/Btn/F 4/AP<</N<<>>>>"), "6.3.3 - p1 o7"},
	{"actions of a field", annot("/Subtype/Widget/F 4/A<</S/URI>>/AA<<>>/AP<</N 8 0 R>>", form+"|"), "6.4.1 + p1 o7, 6.4.1 + p1 o7"},
	{"action of a link", annot("/Subtype/Link/F 4/A<</S/JavaScript>>/AA<<>>"), "6.5.2 + p1 o7, 6.5.1 + p1 o7"},
	{"colours of an appearance", annot("/Subtype/Square/F 4/AP<</N 8 0 R>>", form+"|0 0 0 1 k 0 0 9 9 re f"), "6.2.4.3 - p1 o0"},

	// content
	{"operator", sheet{content: "BX 1 xyz EX"}, "6.2.2 - p1 o3"},
	{"no such resource", sheet{content: "/X Do"}, "6.2.2 - p1 o3"},
	{"nesting", sheet{content: strings.Repeat("q ", 29) + strings.Repeat("Q ", 29)}, "6.1.13 - p1 o3"},
	{"numbers and names", sheet{content: "3000000000 w /" + strings.Repeat("n", 128) + " MP (" + strings.Repeat("x", 32768) + ") Tj"}, "6.1.13 - p1 o3, 6.1.13 - p1 o3, 6.1.13 - p1 o3"},
	{"form without resources", sheet{content: "/F Do", resources: "/XObject<</F 7 0 R>>/ExtGState<</G<<>>>>", objects: []string{form + "|/G gs"}}, "6.2.2 + p1 o7"},

	// colours
	{"CMYK", sheet{content: "0 0 0 1 k"}, "6.2.4.3 - p1 o0"},
	{"CMYK by default", sheet{content: "0 0 0 1 k", resources: "/ColorSpace<</DefaultCMYK[/DeviceN[/Cyan]/DeviceRGB 7 0 R]>>", objects: []string{"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]|{dup dup}"}}, ""},
	{"gray", sheet{content: "0 g 0 0 9 9 re f"}, ""},
	{"separation of CMYK", sheet{content: "/S cs 1 scn", resources: "/ColorSpace<</S[/Separation/Gold/DeviceCMYK 7 0 R]>>", objects: []string{"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]|{0 0 0}"}}, "6.2.4.3 - p1 o0"},
	{"two colours of one name", sheet{content: "/S cs 1 scn /T cs 1 scn", resources: "/ColorSpace<</S[/Separation/Gold/DeviceRGB 7 0 R]/T[/Separation/Gold/DeviceGray 7 0 R]>>", objects: []string{"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]|{0 0}"}}, "6.2.4.4 - p1 o3"},
	{"colorant not defined", sheet{content: "/S cs 1 scn", resources: "/ColorSpace<</S[/DeviceN[/Gold/Black]/DeviceRGB 7 0 R]>>", objects: []string{"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]|{0 0}"}}, "6.2.4.4 - p1 o3"},
	{"profile that is none", sheet{content: "/S cs 1 scn", resources: "/ColorSpace<</S[/ICCBased 7 0 R]>>", objects: []string{"/N 3|x"}}, "6.2.4.2 - p1 o7"},
	{"components of a profile", sheet{content: "/S cs 1 scn", resources: "/ColorSpace<</S[/ICCBased 7 0 R]>>", objects: []string{"/N 1|" + string(icc.SRGB())}}, "6.2.4.2 + p1 o7"},
	{"group", sheet{page: "/Group<</S/Transparency/CS/DeviceCMYK>>"}, "6.2.4.3 - p1 o0"},
	{"shading", sheet{content: "/S sh", resources: "/Shading<</S<</ShadingType 2/ColorSpace/DeviceCMYK>>>>"}, "6.2.4.3 - p1 o0"},
	{"tiles", sheet{content: "/Pattern cs /P scn 0 0 9 9 re f", resources: "/Pattern<</P 7 0 R>>", objects: []string{"/PatternType 1/Resources<<>>|0 0 0 1 k"}}, "6.2.4.3 - p1 o0"},
	{"image in content", sheet{content: "BI /W 1 /H 1 /BPC 8 /CS /CMYK /I true /F /LZW ID xxxx EI"}, "6.1.10 - p1 o3, 6.2.8 - p1 o3, 6.2.4.3 - p1 o0"},

	// graphics
	{"graphics state", sheet{content: "/G gs", resources: "/ExtGState<</G<</TR/Identity/TR2/Default/HTP[0 0]/RI/Nice/BM/Nicer/HT<</HalftoneType 6>>>>>>"}, "6.2.5 + p1 o3, 6.2.5 + p1 o3, 6.2.5 + p1 o3, 6.2.6 + p1 o3, 6.2.10 + p1 o3"},
	{"transfer function", sheet{content: "/G gs", resources: "/ExtGState<</G<</TR 7 0 R>>>>", objects: []string{"/FunctionType 4/Domain[0 1]/Range[0 1]|{1 exch sub}"}}, "6.2.5 - p1 o3"},
	{"not in use", sheet{resources: "/ExtGState<</G<</TR 7 0 R>>>>", objects: []string{"<<>>"}}, ""},
	{"image", sheet{content: "/I Do", resources: "/XObject<</I 7 0 R>>", objects: []string{"/Subtype/Image/Width 1/Height 1/BitsPerComponent 3/ColorSpace/DeviceGray/Interpolate true/Alternates[]/OPI<<>>/Intent/Nice|x"}},
		"6.2.8 + p1 o7, 6.2.8 + p1 o7, 6.2.8 + p1 o7, 6.2.6 + p1 o7, 6.2.8 - p1 o7"},
	{"form XObject", sheet{content: "/F Do", resources: "/XObject<</F 7 0 R>>", objects: []string{form + "/OPI<<>>/PS 4 0 R/Ref<<>>|"}}, "6.2.9 + p1 o7, 6.2.9 + p1 o7, 6.2.9 + p1 o7"},
	{"PostScript", sheet{content: "/F Do", resources: "/XObject<</F 7 0 R>>", objects: []string{"/Subtype/PS|"}}, "6.2.9 - p1 o7"},
	{"form that draws itself", sheet{content: "/F Do", resources: "/XObject<</F 7 0 R>>", objects: []string{form + "/Resources<</XObject<</F 7 0 R>>>>|/F Do 0 0 0 1 k /F Do"}}, "6.2.4.3 - p1 o0"},

	// objects
	{"LZW", sheet{objects: []string{"/Filter/LZWDecode|\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01"}}, "6.1.7.2 + p0 o7"},
	{"short name", sheet{objects: []string{"/Filter/AHx|4142>"}}, "6.1.7.2 + p0 o7"},
	{"outside", sheet{objects: []string{"/F(a.txt)|", "/FFilter/FlateDecode|"}}, "6.1.7.1 - p0 o7, 6.1.7.1 + p0 o8"},
	{"limits", sheet{objects: []string{"[3000000000 (" + strings.Repeat("x", 32768) + ")/" + strings.Repeat("n", 128) + "]", "[0." + strings.Repeat("0", 50) + "1]"}}, "6.1.13 - p0 o7, 6.1.13 - p0 o7, 6.1.13 - p0 o7, 6.1.13 + p0 o8"},
}

func TestProblems(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { check(t, c.sheet.bytes(), c.want) })
	}
}

// TestSound: what this module draws has no problem, with all that it draws.
func TestSound(t *testing.T) {
	for _, profile := range []string{"extended", "xrechnung"} {
		made, err := facturx.Create(&einvoice.Document{Invoice: *sample.Invoice()}, facturx.CreateOptions{Profile: profile, Language: "de"})
		if err != nil {
			t.Fatal(err)
		}
		if problems := mend(t, open(t, made.PDF)); len(problems) > 0 {
			t.Errorf("%s: %v", profile, problems)
		}
	}
}
