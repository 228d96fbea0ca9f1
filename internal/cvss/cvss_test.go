package cvss

import "testing"

func TestBase(t *testing.T) {
	for vector, want := range map[string]float64{
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 9.8, "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H": 7.5,
		"(AV:N/AC:L/Au:N/C:P/I:P/A:P)": 7.5, "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H": 10, "": 0, "7.5": 0, "CVSS:3.1/AV:X": 0,
	} {
		if got := Base(vector); got != want {
			t.Errorf("%q is %v, want %v", vector, got, want)
		}
	}
}
