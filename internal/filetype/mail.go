package filetype

import "bytes"

// headers is the fields, in lower case, by which a mail is known.
var headers = []string{
	"return-path:", "received:", "delivered-to:", "from:", "to:", "cc:", "subject:", "date:", "message-id:", "reply-to:",
	"mime-version:", "content-type:", "content-transfer-encoding:", "dkim-signature:", "authentication-results:", "sender:",
	"arc-seal:", "x-mozilla-status:", "x-account-key:", "x-mailer:", "x-sender:", "x-received:", "thread-topic:", "in-reply-to:", "user-agent:",
}

// isMail tells whether the first line is a field of a mail, and another is below it
// before a line that can be none.
func isMail(b []byte) bool {
	for found := 0; len(b) > 0; {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		switch {
		case isHeader(line):
			if found++; found == 2 {
				return true
			}
		case found == 0 || !isField(line):
			return false
		}
		b = rest
	}
	return false
}

func isHeader(line []byte) bool {
	for _, h := range headers {
		if hasPrefixFold(line, h) {
			return true
		}
	}
	return false
}

// isField tells whether a line is a field of any name, or goes on with the one before.
func isField(line []byte) bool {
	if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
		return len(bytes.TrimSpace(line)) > 0
	}
	colon := bytes.IndexByte(line, ':')
	return colon > 0 && bytes.IndexByte(line[:colon], ' ') < 0
}
