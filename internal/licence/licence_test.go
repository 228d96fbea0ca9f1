package licence

import "testing"

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"MIT": "MIT", "mit": "MIT", "Apache License, Version 2.0": "Apache-2.0", "The Apache Software License, Version 2.0": "Apache-2.0", "Apache 2": "Apache-2.0",
		"http://www.apache.org/licenses/LICENSE-2.0.txt": "Apache-2.0", "The MIT License": "MIT", "The MIT License (MIT)": "MIT", "BSD": "BSD-3-Clause", "New BSD License": "BSD-3-Clause",
		"(MIT OR Apache-2.0)": "MIT OR Apache-2.0", "mit and (gpl-2.0-only or BSD-3-Clause)": "MIT AND (GPL-2.0-only OR BSD-3-Clause)", "GPL-2.0+": "GPL-2.0+",
		"GPL-2.0-only WITH Classpath-exception-2.0": "GPL-2.0-only WITH Classpath-exception-2.0", "License :: OSI Approved :: MIT License": "MIT",
		"Eclipse Public License v2.0": "EPL-2.0", "EPL 2.0": "EPL-2.0", "GNU Lesser General Public License": "LGPL-2.0-or-later", "GPL v3": "GPL-3.0-only", "LicenseRef-Bought": "LicenseRef-Bought",
		"License :: OSI Approved :: GNU General Public License v3 (GPLv3)": "GPL-3.0-only", "UNLICENSED": "LicenseRef-Unlicensed", "Other/Proprietary License": "LicenseRef-Proprietary", "GPL2 w/ CPE": "GPL-2.0-only WITH Classpath-exception-2.0",
	} {
		if got, _, err := Canonical(text); err != nil || got != want {
			t.Errorf("%q: %q (%v), want %q", text, got, err, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, text := range []string{"", "SEE LICENSE IN LICENSE.txt", "MIT OR", "(MIT", "MIT)", "MIT WITH nothing", "Classpath-exception-2.0", "AND"} {
		if got, _, err := Canonical(text); err == nil {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}

func TestJudge(t *testing.T) {
	verdict := func(id string) Verdict {
		switch ClassOf(id) {
		case Permissive:
			return Allow
		case Weak:
			return Review
		case Unknown:
			return Unclear
		}
		return Deny
	}
	for text, want := range map[string]Verdict{
		"MIT": Allow, "GPL-3.0-only": Deny, "MIT OR GPL-3.0-only": Allow, "MIT AND GPL-3.0-only": Deny, "MPL-2.0 AND MIT": Review,
		"GPL-3.0-only OR (MPL-2.0 AND MIT)": Review, "LicenseRef-X": Unclear, "LicenseRef-X OR MIT": Allow,
	} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Judge(verdict); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestNamesAreExpressions(t *testing.T) {
	for name, id := range names {
		if _, err := parse(id); err != nil {
			t.Errorf("%s stands for %s: %v", name, id, err)
		}
	}
	for _, p := range pages {
		if ClassOf(p.id) == Unknown {
			t.Errorf("%s is unknown", p.id)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("mit and (gpl-2.0-only or BSD-3-Clause)")
	f.Add("GPL-2.0-only WITH Classpath-exception-2.0")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(e.String())
		if err != nil || again.String() != e.String() {
			t.Errorf("%q is %q, and that %v %v", text, e, again, err)
		}
	})
}
