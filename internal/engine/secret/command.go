package secret

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// commandForms are the ways in which tools take a password as an argument;
// the first group is the password.
var commandForms = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, e := range []string{
		`^(?:mysql|mariadb)(?:dump|admin|import|check)?\b[^|;\n]*?\s-p['"]?([^\s'"|;&-][^\s'"|;&]*)`,
		`^sshpass\s+-p\s*['"]?([^\s'"]+)`,
		`^redis-cli\b[^|;\n]*?\s-a\s+['"]?([^\s'"]+)`,
		`^docker login\b[^|;\n]*?\s-p\s*['"]?([^\s'"]+)`,
		`^htpasswd -\w*b\w*\s+\S+\s+\S+\s+['"]?([^\s'"]+)`,
		`^smbclient\b[^|;\n]*?\s-U\s*['"]?[^\s%'"]+%([^\s'"]+)`,
		`^ldapsearch\b[^|;\n]*?\s-w\s*['"]?([^\s'"]+)`,
		`^sqlcmd\b[^|;\n]*?\s-P\s*['"]?([^\s'"]+)`,
		`(?i)^schtasks\b[^\n]*?\s/rp\s+['"]?([^\s'"]+)`,
		`(?i)^net use\s+\S+\s+(?:/user:\S+\s+)?([^\s/'"*][^\s'"]*)`,
		`^openssl\s+passwd\s[^|;\n]*?\s['"]?([^\s'"$)-][^\s'")]*)`,
		`^openssl\b[^|;\n]*?\s(?:-k|-passin\s+pass:|-passout\s+pass:|-pass\s+pass:)\s*['"]?([^\s'"]+)`,
		`^(?:un)?zip\s[^|;\n]*?-P\s*['"]?([^\s'"]+)`,
		`^(?:plink|pscp)\b[^|;\n]*?\s-pw\s+['"]?([^\s'"]+)`,
		`^az login\b[^|;\n]*?\s-p\s+['"]?([^\s'"]+)`,
		`^lftp\b[^|;\n]*?\s-u\s*['"]?[^\s,'"]+,([^\s'"]+)`,
		`^sqlplus\s[^|;\n/]*?[\w$#]+/['"]?([^\s'"@/]+)`,
		`^echo\s+(?:-n\s+)?['"]?([^\s'"|$]+)['"]?\s*\|\s*(?:sudo\s+-S|docker login\b|podman login\b|helm registry login\b|cryptsetup\b)`,
		`^echo\s+(?:-n\s+)?['"]?[\w.-]+:([^\s'"|$]+)['"]?\s*\|\s*(?:sudo\s+)?chpasswd`,
		`^mongo(?:dump|restore|sh)?\b[^|;\n]*?\s-p\s*['"]?([^\s'"]+)`,
	} {
		out = append(out, regexp.MustCompile(e))
	}
	return out
})

var curlForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^curl\b[^\n]*?\s(?:-[a-zA-Z]{0,6}u|--user|-U|--proxy-user)[ =]?['"]?[^\s:'"]+:([^\s'"]+)`)
})

// command looks at a command line from the name of its tool on.
func (s *scan) command(start, _ int) {
	if !s.startsWord(start) {
		return
	}
	line := s.data[start:s.lineEnd(start)]
	if !bytes.Contains(line, []byte(" -")) && !bytes.ContainsAny(line, "/|") || !s.spend(regexCost*len(line)) {
		return
	}
	for _, form := range commandForms() {
		if m := form.FindSubmatchIndex(line); m != nil {
			s.argument(start+m[2], start+m[3])
			return
		}
	}
}

func (s *scan) curl(start, _ int) {
	if !s.startsWord(start) {
		return
	}
	line := s.data[start:s.lineEnd(start)]
	if !bytes.ContainsAny(line, "uU") || !bytes.Contains(line, []byte(" -")) || !s.spend(regexCost*len(line)) {
		return
	}
	if m := curlForm().FindSubmatchIndex(line); m != nil {
		s.argument(start+m[2], start+m[3])
	}
}

// startsWord says whether a word begins at an offset; the letter of an escaped
// line break or tab before it does not belong to it.
func (s *scan) startsWord(at int) bool {
	if at > 1 && s.data[at-2] == '\\' && bytes.IndexByte([]byte("nrt"), s.data[at-1]) >= 0 {
		return true
	}
	return at == 0 || !identByte(s.data[at-1]) || s.data[at-1] == '-'
}

// argument judges a password on a command line. Code and prose quote commands
// with invented passwords, so there it must look real.
func (s *scan) argument(from, to int) {
	if s.data[from] == '$' {
		return
	}
	place := s.kind.place
	if historyFile(base(s.path)) {
		place = value.Store
	}
	if value.Judge(value.Password, nil, s.data[from:to], place) == value.No {
		return
	}
	s.add(candidate{
		rule: "command-line-password", start: from, end: to, severity: assay.High, confidence: assay.Firm, rank: rankFile,
	})
}
