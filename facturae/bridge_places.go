package facturae

import (
	"strings"
	"sync"
)

// provinces are those of Spain: the number of a province, from 1, is how its post codes
// begin. "Santa Cruz de Tenerife" has more than the 20 characters of Province.
var provinces = [...]string{
	"Álava", "Albacete", "Alicante", "Almería", "Ávila", "Badajoz", "Illes Balears", "Barcelona", "Burgos",
	"Cáceres", "Cádiz", "Castellón", "Ciudad Real", "Córdoba", "A Coruña", "Cuenca", "Girona", "Granada",
	"Guadalajara", "Gipuzkoa", "Huelva", "Huesca", "Jaén", "León", "Lleida", "La Rioja", "Lugo", "Madrid",
	"Málaga", "Murcia", "Navarra", "Ourense", "Asturias", "Palencia", "Las Palmas", "Pontevedra", "Salamanca",
	"S.C. de Tenerife", "Cantabria", "Segovia", "Sevilla", "Soria", "Tarragona", "Teruel", "Toledo", "Valencia",
	"Valladolid", "Bizkaia", "Zamora", "Zaragoza", "Ceuta", "Melilla",
}

// provinceOf is the province of a Spanish post code, "" if there is none.
func provinceOf(postCode string) string {
	if len(postCode) != 5 || !allDigits(postCode) {
		return ""
	}
	n := int(postCode[0]-'0')*10 + int(postCode[1]-'0')
	if n < 1 || n > len(provinces) {
		return ""
	}
	return provinces[n-1]
}

func allDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// countries are those of Facturae's list, which is of about 2010: alpha-2 and alpha-3.
// ANT and ZAR (Netherlands Antilles, Zaire), which it also has, stand behind.
const countries = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO ARARG ASASM ATAUT AUAUS AWABW AZAZE BABIH BBBRB BDBGD BEBEL
BFBFA BGBGR BHBHR BIBDI BJBEN BMBMU BNBRN BOBOL BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CDCOD CFCAF CGCOG
CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA
ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GTGTM GUGUM GWGNB GYGUY HKHKG HNHND HRHRV HTHTI HUHUN
IDIDN IEIRL ILISR IMIMN ININD IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM
KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR
MCMCO MDMDA MEMNE MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI
MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER
PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA
SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR STSTP SVSLV SYSYR
SZSWZ TCTCA TDTCD TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA
USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
ANANT`

// otherCountries are those of ISO 3166-1 that Facturae's list lacks.
const otherCountries = `
AQATA AXALA BLBLM BQBES BVBVT CCCCK CWCUW CXCXR GSSGS HMHMD IOIOT MFMAF SSSSD SXSXM TFATF UMUMI`

type countryTable struct {
	alpha3, alpha2 map[string]string
	known          map[string]bool // alpha-2
}

// countryTables go from alpha-2 to alpha-3 and back.
var countryTables = sync.OnceValue(func() (t countryTable) {
	t.alpha3, t.alpha2, t.known = map[string]string{"EL": "GRC"}, map[string]string{"ZAR": "CD"}, map[string]bool{}
	for i, list := range []string{countries, otherCountries} {
		for pair := range strings.FieldsSeq(list) {
			t.alpha2[pair[2:]] = pair[:2]
			t.known[pair[:2]] = true
			if i == 0 {
				t.alpha3[pair[:2]] = pair[2:]
			}
		}
	}
	return t
})

// alpha3 is a country as Facturae writes it, "" if its list lacks the country.
func alpha3(alpha2 string) string { return countryTables().alpha3[alpha2] }

// alpha2 is a country as EN 16931-1 writes it, "" if there is none.
func alpha2(alpha3 string) string { return countryTables().alpha2[alpha3] }

// currencies is Facturae's list: it lacks newer currencies and has some that ISO 4217 has
// given up or never had.
const currencies = ` AFN ALL AMD ANG AOA ARS AUD AWG AZN BAD BBD BDT BGN BHD BIF BMD BND BOB BRL BRR BSD BWP BYR BZD CAD CDF CDP CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DRP DZD EEK EGP ESP ETB EUR FJD FKP GBP GEK GHC GIP GMD GNF GTQ GWP GYD
HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
LTL LVL LYD MAD MDL MGF MNC MNT MOP MRO MUR MVR MWK MXN MYR MZM NGN NIC NIO NIS NOK NPR NZD OMR PAB PEI PEN PES
PGK PHP PKR PLN PYG QAR RMB RON RUB RWF SAR SBD SCR SDP SEK SGD SHP SKK SLL SOL SOS SRD STD SVC SYP SZL THB TJS
TMM TND TOP TPE TRY TTD TWD TZS UAH UGS USD UYP UYU VEF VND VUV WST XAF XCD XOF YER ZAR ZMK ZWD `

// isCurrency tells whether Facturae's list has the currency.
func isCurrency(code string) bool {
	return len(code) == 3 && strings.Contains(strings.ReplaceAll(currencies, "\n", " "), " "+code+" ")
}
