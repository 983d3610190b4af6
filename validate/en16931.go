package validate

// The rules of EN 16931, as the validation artefacts of CEN/TC 434 have them.
var en16931 = Set{
	Name: "en16931", Version: "1.3.16", UBL: true, CII: true,
	ublStructure: &structured{machine: ublStructure}, ciiStructure: &structured{machine: ciiStructure},
	rules: joined(presence, linePresence, calculation, decimals, vatCategories, codeLists),
}
