package licence

import "strings"

// names are common licences by what packages call them, in lower case without
// "the", "license", "licence", "version", "v", commas and such; see fold.
var names = map[string]string{
	"apache": "Apache-2.0", "apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache software 2.0": "Apache-2.0", "apache software": "Apache-2.0", "apache2": "Apache-2.0", "asl 2.0": "Apache-2.0", "al 2.0": "Apache-2.0", "apache-2": "Apache-2.0", "apache2.0": "Apache-2.0", "apache software - 2.0": "Apache-2.0",
	"mit": "MIT", "mit x11": "MIT", "expat": "MIT", "bouncy castle": "MIT", "mit (mit)": "MIT",
	"bsd": "BSD-3-Clause", "new bsd": "BSD-3-Clause", "modified bsd": "BSD-3-Clause", "revised bsd": "BSD-3-Clause", "bsd 3-clause": "BSD-3-Clause", "3-clause bsd": "BSD-3-Clause", "bsd-3": "BSD-3-Clause", "bsd 3 clause": "BSD-3-Clause", "bsd new": "BSD-3-Clause", "edl 1.0": "BSD-3-Clause", "eclipse distribution - 1.0": "BSD-3-Clause", "eclipse distribution 1.0": "BSD-3-Clause",
	"simplified bsd": "BSD-2-Clause", "bsd 2-clause": "BSD-2-Clause", "2-clause bsd": "BSD-2-Clause", "freebsd": "BSD-2-Clause", "bsd-2": "BSD-2-Clause", "bsd 2 clause": "BSD-2-Clause",
	"gpl": "GPL-1.0-or-later", "gnu gpl": "GPL-1.0-or-later", "gnu general public": "GPL-1.0-or-later",
	"gpl2": "GPL-2.0-only", "gpl 2": "GPL-2.0-only", "gpl 2.0": "GPL-2.0-only", "gplv2": "GPL-2.0-only", "gnu gpl 2": "GPL-2.0-only", "gnu general public 2": "GPL-2.0-only", "gnu general public 2.0": "GPL-2.0-only", "gnu general public 2 (gplv2)": "GPL-2.0-only",
	"gpl3": "GPL-3.0-only", "gpl 3": "GPL-3.0-only", "gpl 3.0": "GPL-3.0-only", "gplv3": "GPL-3.0-only", "gnu gpl 3": "GPL-3.0-only", "gnu gplv3": "GPL-3.0-only", "gnu general public 3": "GPL-3.0-only", "gnu general public 3.0": "GPL-3.0-only", "gnu general public 3 (gplv3)": "GPL-3.0-only", "gplv3+": "GPL-3.0-or-later", "gplv2+": "GPL-2.0-or-later", "gnu general public 3 or later (gplv3+)": "GPL-3.0-or-later", "gnu general public 2 or later (gplv2+)": "GPL-2.0-or-later",
	"gpl2 w/ cpe": "GPL-2.0-only WITH Classpath-exception-2.0", "gnu general public 2 with the classpath exception": "GPL-2.0-only WITH Classpath-exception-2.0", "gpl2 with classpath exception": "GPL-2.0-only WITH Classpath-exception-2.0", "gpl-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
	"lgpl": "LGPL-2.0-or-later", "gnu lgpl": "LGPL-2.0-or-later", "gnu lesser general public": "LGPL-2.0-or-later", "gnu library or lesser general public (lgpl)": "LGPL-2.0-or-later",
	"lgpl 2.1": "LGPL-2.1-only", "lgplv2.1": "LGPL-2.1-only", "gnu lesser general public 2.1": "LGPL-2.1-only", "lesser general public 2.1": "LGPL-2.1-only", "lgpl 3": "LGPL-3.0-only", "lgpl 3.0": "LGPL-3.0-only", "lgplv3": "LGPL-3.0-only", "gnu lesser general public 3": "LGPL-3.0-only", "gnu lesser general public 3.0": "LGPL-3.0-only", "gnu lesser general public 3 (lgplv3)": "LGPL-3.0-only", "gnu lesser general public 2 or later (lgplv2+)": "LGPL-2.0-or-later", "gnu lesser general public 3 or later (lgplv3+)": "LGPL-3.0-or-later",
	"agpl": "AGPL-3.0-only", "agpl 3": "AGPL-3.0-only", "agplv3": "AGPL-3.0-only", "agpl 3.0": "AGPL-3.0-only", "gnu affero general public 3": "AGPL-3.0-only", "gnu affero general public 3.0": "AGPL-3.0-only", "gnu affero general public 3 or later (agplv3+)": "AGPL-3.0-or-later",
	"mpl": "MPL-2.0", "mpl 2.0": "MPL-2.0", "mpl 1.1": "MPL-1.1", "mozilla public 2.0": "MPL-2.0", "mozilla public 2.0 (mpl 2.0)": "MPL-2.0", "mozilla public 1.1": "MPL-1.1", "mozilla public 1.1 (mpl 1.1)": "MPL-1.1",
	"epl 1.0": "EPL-1.0", "eclipse public 1.0": "EPL-1.0", "eclipse public - 1.0": "EPL-1.0", "epl 2.0": "EPL-2.0", "eclipse public 2.0": "EPL-2.0", "eclipse public - 2.0": "EPL-2.0", "epl": "EPL-1.0",
	"cddl": "CDDL-1.0", "cddl 1.0": "CDDL-1.0", "cddl 1.1": "CDDL-1.1", "common development and distribution (cddl) 1.0": "CDDL-1.0", "cddl + gplv2 with classpath exception": "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0", "cddl+gpl": "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0", "cddl/gplv2+ce": "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0",
	"isc": "ISC", "iscl": "ISC", "isc (iscl)": "ISC", "zlib": "Zlib", "zlib/libpng": "Zlib", "unlicense": "Unlicense", "un": "Unlicense", "public domain": "CC0-1.0", "cc0": "CC0-1.0", "cc0 1.0": "CC0-1.0", "cc0 1.0 universal": "CC0-1.0", "wtfpl": "WTFPL",
	"unlicensed": "LicenseRef-Unlicensed", "proprietary": "LicenseRef-Proprietary", "commercial": "LicenseRef-Proprietary", "all rights reserved": "LicenseRef-Proprietary", "other/proprietary": "LicenseRef-Proprietary",
	"psf": "PSF-2.0", "python software foundation": "PSF-2.0", "python": "PSF-2.0", "boost software 1.0": "BSL-1.0", "bsl 1.0": "BSL-1.0", "postgresql": "PostgreSQL", "go": "BSD-3-Clause", "universal permissive 1.0": "UPL-1.0", "upl 1.0": "UPL-1.0", "json": "JSON", "zpl 2.1": "ZPL-2.1", "artistic 2.0": "Artistic-2.0", "ruby": "Ruby",
}

// pages are addresses that packages give in place of a name.
var pages = []struct{ part, id string }{
	{"apache.org/licenses/license-2.0", "Apache-2.0"},
	{"opensource.org/licenses/mit", "MIT"},
	{"opensource.org/license/mit", "MIT"},
	{"opensource.org/licenses/apache-2.0", "Apache-2.0"},
	{"opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"},
	{"opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"},
	{"gnu.org/licenses/gpl-3.0", "GPL-3.0-only"},
	{"gnu.org/licenses/gpl-2.0", "GPL-2.0-only"},
	{"gnu.org/licenses/lgpl-2.1", "LGPL-2.1-only"},
	{"gnu.org/licenses/lgpl-3.0", "LGPL-3.0-only"},
	{"gnu.org/licenses/agpl-3.0", "AGPL-3.0-only"},
	{"eclipse.org/legal/epl-v10", "EPL-1.0"},
	{"eclipse.org/legal/epl-2.0", "EPL-2.0"},
	{"eclipse.org/legal/epl-v20", "EPL-2.0"},
	{"eclipse.org/org/documents/edl-v10", "BSD-3-Clause"},
	{"mozilla.org/mpl/2.0", "MPL-2.0"},
	{"mozilla.org/en-us/mpl/2.0", "MPL-2.0"},
	{"creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"},
}

// common is the expression that a usual name, page or classifier stands for;
// empty when it is none of them, or an identifier already.
func common(text string) string {
	if _, ok := known()[strings.ToLower(text)]; ok {
		return ""
	}
	if _, last, ok := cutLast(text, " :: "); ok { // Python's classifiers
		text = last
	}
	if strings.Contains(text, "://") {
		address := strings.ToLower(text)
		for _, p := range pages {
			if strings.Contains(address, p.part) {
				return p.id
			}
		}
		return ""
	}
	return names[fold(text)]
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// fold takes away the words that make no difference.
func fold(text string) string {
	text = strings.NewReplacer(",", " ", ";", " ", "\"", " ").Replace(strings.ToLower(text))
	var out []string
	for _, w := range strings.Fields(text) {
		switch w {
		case "the", "license", "licence", "version", "licensed", "under", "v", "v.", "ver", "open-source", "source":
			continue
		}
		if len(w) > 1 && w[0] == 'v' && w[1] >= '0' && w[1] <= '9' {
			w = w[1:]
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}
