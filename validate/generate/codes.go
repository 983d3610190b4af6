package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"

	"github.com/einvoice-go/einvoice/internal/codes"
)

// codeLists finds our lists for the numbers of those that the Schematrons use.
func codeLists(dir string) (func(profile byte, number string) (string, error), error) {
	type key struct {
		profile byte
		number  string
	}
	found := map[key]string{}
	for i, name := range profileNames {
		data, err := os.ReadFile(dir + "/FACTUR-X_" + name + "_codedb.xml")
		if err != nil {
			return nil, err
		}
		var db struct {
			Lists []struct {
				ID    string `xml:"id,attr"`
				Codes []struct {
					Value string `xml:"value,attr"`
				} `xml:"enumeration"`
			} `xml:"cl"`
		}
		if err := xml.Unmarshal(data, &db); err != nil {
			return nil, err
		}
		for _, l := range db.Lists {
			values := map[string]bool{}
			for _, c := range l.Codes {
				values[c.Value] = true
			}
			found[key{profiles[i], l.ID}] = ourList(values)
		}
	}
	return func(profile byte, number string) (string, error) {
		if id := found[key{profile, number}]; id != "" {
			return id, nil
		}
		return "", fmt.Errorf("internal/codes has no list like number %s of profile %c", number, profile)
	}, nil
}

// ourList is the list of Factur-X that has exactly these codes.
func ourList(values map[string]bool) string {
	for _, l := range codes.Lists() {
		_, version, _ := strings.Cut(l.ID(), "@")
		if !strings.HasPrefix(version, "facturx") {
			continue
		}
		all, same := l.All(), true
		for _, c := range all {
			same = same && values[c]
		}
		if same && len(all) == len(values) {
			return strings.TrimSuffix(l.ID(), "@facturx-1.09.2")
		}
	}
	return ""
}
