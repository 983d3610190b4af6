package validate

// CorrectionTexts are the codes of reasons for corrections and, after an m, of methods, with their texts.
func CorrectionTexts() (all []string) {
	for code, text := range correctionReasons {
		all = append(all, code+" "+text)
	}
	for code, text := range correctionMethods {
		all = append(all, "m"+code+" "+text)
	}
	return all
}
