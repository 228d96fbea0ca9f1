package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// url looks at the authority after "://" for user:password@host.
func (s *scan) url(start, end int) {
	stop := s.authorityEnd(end)
	at := bytes.LastIndexByte(s.data[end:stop], '@')
	if at < 0 {
		return
	}
	info, host := s.data[end:end+at], s.data[end+at+1:stop]
	colon := bytes.IndexByte(info, ':')
	from, to := end+colon+1, end+at
	if colon < 0 || from >= to {
		return
	}
	if !s.believableURL(info[:colon], s.data[from:to], host, s.kind.place) {
		return
	}
	s.add(candidate{
		rule: "url-credentials", start: from, end: to, severity: assay.High, confidence: assay.Firm, rank: rankFile,
	})
}

// authorityEnd is where the authority of a URL ends. Git's own store of
// passwords writes one URL per line, whatever is in the password.
func (s *scan) authorityEnd(at int) int {
	stops := "/?# \t\r\n\"'`<>(){},;|\\"
	if s.gitCredentials() {
		stops = " \t\r\n"
	}
	i := at
	for i < len(s.data) && i-at < 320 && bytes.IndexByte([]byte(stops), s.data[i]) < 0 {
		if s.data[i] == '{' || s.data[i] == '$' {
			break
		}
		i++
	}
	return i
}

func (s *scan) gitCredentials() bool {
	return bytes.HasSuffix([]byte(s.path), []byte(".git-credentials"))
}

func (s *scan) believableURL(user, pass, host []byte, place value.Place) bool {
	if place == value.Store {
		return !value.Reference(pass) && !value.Reference(user) && len(pass) > 2
	}
	if exampleUser[string(bytes.ToLower(user))] && exampleUser[string(bytes.ToLower(pass))] || exampleHost(host) || bytes.EqualFold(user, pass) && place >= value.Code {
		return false
	}
	verdict := value.Judge(value.Password, user, pass, place)
	return verdict != value.No && (verdict == value.Strong || place < value.Code || !exampleUser[string(bytes.ToLower(user))])
}

var exampleUser = words("user username usr user1 pass password pwd passwd pw login me foo bar myuser mypassword mypass username1 name secret u p a b user:password token host")

func exampleHost(host []byte) bool {
	low := bytes.ToLower(host)
	for _, w := range []string{"example.", "host:", "hostname", "server:", "foo.", "bar.", "domain.", "yourhost", "your-"} {
		if bytes.Contains(low, []byte(w)) {
			return true
		}
	}
	return string(low) == "host" || string(low) == "server" || len(low) < 2
}

// oracle is jdbc:oracle:thin:user/password@….
func (s *scan) oracle(_, end int) {
	rest := s.data[end:min(s.lineEnd(end), end+120)]
	slash, at := bytes.IndexByte(rest, '/'), bytes.IndexByte(rest, '@')
	if slash <= 0 || at < slash+2 || bytes.ContainsAny(rest[:at], " \"'") {
		return
	}
	s.addURL(rest[:slash], end+slash+1, end+at)
}

// goDSN is user:password@tcp(host:port)/name of Go's driver for MySQL.
func (s *scan) goDSN(start, _ int) {
	low := max(s.lineStart(start), start-120)
	lead := s.data[low:start]
	if i := bytes.LastIndexAny(lead, "\"'`= \t"); i >= 0 {
		lead, low = lead[i+1:], low+i+1
	}
	if i := bytes.IndexByte(lead, ':'); i > 0 && i+1 < len(lead) {
		s.addURL(lead[:i], low+i+1, start)
	}
}

func (s *scan) addURL(user []byte, from, to int) {
	if s.believableURL(user, s.data[from:to], []byte("a.internal"), s.kind.place) {
		s.add(candidate{rule: "url-credentials", start: from, end: to, severity: assay.High, confidence: assay.Firm, rank: rankFile})
	}
}
