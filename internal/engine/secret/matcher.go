package secret

import (
	"github.com/assay-dev/assay/internal/engine/secret/automaton"
)

// detector looks at one occurrence of a literal.
type detector func(s *scan, start, end int)

// matcher is the compiled form of all rules: which literal wakes whom.
type matcher struct {
	machine   *automaton.Automaton
	detectors [][]detector    // by literal
	vendors   [][]*vendorRule // by literal
}

// ownLiterals lists the literals of this package's own detectors.
func ownLiterals() map[string][]detector {
	m := map[string][]detector{
		"://":                  {(*scan).url},
		"-----begin":           {(*scan).pem},
		"putty-user-key-file-": {(*scan).putty},
		"eyj":                  {(*scan).jwt},
		"identified by":        {(*scan).identifiedBy},
		"identified with":      {(*scan).identifiedBy},
		"jdbc:oracle:thin:":    {(*scan).oracle},
		"@tcp(":                {(*scan).goDSN},
		`"kty"`:                {(*scan).jwk},
		"<rsakeyvalue>":        {(*scan).xmlKey},
		"insert into":          {(*scan).insert},
		"curl":                 {(*scan).curl},
		"encryptedusername":    {(*scan).firefox},
		"encryptedpassword":    {(*scan).firefox},
	}
	for _, l := range []string{"pass", "pwd", "secret", "token", "key", "auth", "cred", "salt", "kennwort", "contrasena", "psk", "bindpw", "rootpw", "_pat"} {
		m[l] = append(m[l], (*scan).assignment)
	}
	for _, l := range []string{"mysql", "sshpass", "redis-cli", "docker login", "mariadb", "htpasswd -", "smbclient", "ldapsearch", "mongo ", "sqlcmd", "schtasks", "net use", "openssl", "unzip", "zip ", "plink", "pscp", "az login", "lftp", "sqlplus", "echo "} {
		m[l] = append(m[l], (*scan).command)
	}
	for _, l := range []string{"$apr1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$1$", "$y$", "$argon2", "{ssha}", "pbkdf2_sha256$", "{bcrypt}$", "$p$b"} {
		m[l] = append(m[l], (*scan).cryptHash)
	}
	for _, l := range []string{"new pdo(", "new mysqli(", "mysqli_connect(", "mysql_connect(", ".getconnection("} {
		m[l] = append(m[l], (*scan).connectCall)
	}
	m["convertto-securestring"] = []detector{(*scan).secureString}
	for _, l := range []string{"basicauth(", "networkcredential(", "passwordcredentials(", "credentials.basic(", "auth=(", "passwordauthentication(", "awscredentials(", ".basic(", "ftp.login(", "smtp.login(", "server.login("} {
		m[l] = append(m[l], (*scan).pairCall)
	}
	for _, l := range []string{"sequelize(", "dbi->connect(", "mysql.connect(", "psycopg2.connect(", "mysqldb.connect("} {
		m[l] = append(m[l], (*scan).connectCall)
	}
	for _, l := range []string{"secretkeyspec(", "securitykey(", "signwith(", "jwt.sign(", "jwt.encode(", "jwt.verify(", "jwt.decode(", "hmacshakeyfor(", "createhmac(", "hmac.new(", "bearerauth(", "aes.new(", "fernet("} {
		m[l] = append(m[l], (*scan).keyCall)
	}
	m[`".tochararray()`] = []detector{(*scan).charArray}
	for _, l := range []string{"ibadanbgkqhkig9w0baqefaasc", "ibaakcaqea", "ibaakcagea", "ibaakbgq"} {
		m[l] = append(m[l], (*scan).bareKey)
	}
	for _, l := range []string{".login(", ".authenticate(", ".signin("} {
		m[l] = append(m[l], (*scan).loginCall)
	}
	return m
}

func newMatcher() *matcher {
	own := ownLiterals()
	index := map[string]int{}
	m := &matcher{}
	var literals []string
	at := func(l string) int {
		i, ok := index[l]
		if !ok {
			i = len(literals)
			index[l] = i
			literals = append(literals, l)
			m.detectors = append(m.detectors, nil)
			m.vendors = append(m.vendors, nil)
		}
		return i
	}
	for l, d := range own {
		i := at(l)
		m.detectors[i] = append(m.detectors[i], d...)
	}
	for _, r := range vendorRules() {
		for _, l := range r.literals {
			i := at(l)
			m.vendors[i] = append(m.vendors[i], r)
		}
	}
	m.machine = automaton.New(literals)
	return m
}
