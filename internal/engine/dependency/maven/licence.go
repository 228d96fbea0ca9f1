package maven

import "strings"

// spdx are the spellings that leave no doubt (https://spdx.org/licenses/).
var spdx = map[string]string{
	"apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache-2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0",
	"apache license version 2.0": "Apache-2.0", "apache license": "", "apache software license 2.0": "Apache-2.0",
	"apache software license version 2.0": "Apache-2.0", "asl 2.0": "Apache-2.0",
	"mit": "MIT", "mit license": "MIT",
	"eclipse public license 1.0": "EPL-1.0", "eclipse public license v1.0": "EPL-1.0", "epl-1.0": "EPL-1.0",
	"eclipse public license 2.0": "EPL-2.0", "eclipse public license v2.0": "EPL-2.0", "epl-2.0": "EPL-2.0", "epl 2.0": "EPL-2.0",
	"bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause", "bsd 3-clause license": "BSD-3-Clause",
	"mozilla public license 2.0": "MPL-2.0", "mozilla public license version 2.0": "MPL-2.0", "mpl-2.0": "MPL-2.0",
	"gnu general public license v3.0": "GPL-3.0-only", "cc0": "CC0-1.0", "cc0-1.0": "CC0-1.0",
}

// licence joins names: several licences of a pom are a choice
// (https://maven.apache.org/pom.html#Licenses).
func licence(names []string) string {
	var all []string
	clean := true
	for _, n := range names {
		id := normal(n)
		clean = clean && !strings.Contains(id, " ")
		all = append(all, id)
	}
	if clean {
		return strings.Join(all, " OR ")
	}
	return strings.Join(all, " or ")
}

// normal is the SPDX name where the text leaves no doubt, else the text.
func normal(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	key := strings.ToLower(strings.NewReplacer(",", "", "(", "", ")", "").Replace(name))
	key = strings.TrimPrefix(key, "the ")
	if id := spdx[strings.Join(strings.Fields(key), " ")]; id != "" {
		return id
	}
	return name
}
