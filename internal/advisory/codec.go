package advisory

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// errDamaged says that bytes of an index are not what was written.
var errDamaged = errors.New("the advisory index is damaged")

// encode writes the advisories of one package: unsigned varints, and texts with
// their length before them.
func encode(list []Advisory) []byte {
	var b encoder
	b.text(string(list[0].Ecosystem))
	b.text(list[0].Package)
	b.number(len(list))
	for i := range list {
		b.advisory(&list[i])
	}
	return b
}

type encoder []byte

func (b *encoder) number(n int) { *b = binary.AppendUvarint(*b, uint64(n)) }

func (b *encoder) text(s string) {
	b.number(len(s))
	*b = append(*b, s...)
}

func (b *encoder) texts(ss []string) {
	b.number(len(ss))
	for _, s := range ss {
		b.text(s)
	}
}

// day writes a date as days since 1970, 0 for none.
func (b *encoder) day(t time.Time) {
	if t.IsZero() {
		b.number(0)
		return
	}
	b.number(int(t.Unix() / 86400))
}

// share writes a number between 0 and 10 with five digits.
func (b *encoder) share(f float64) { b.number(int(math.Round(f * 1e5))) }

func (b *encoder) advisory(a *Advisory) {
	b.text(a.ID)
	b.texts(a.Aliases)
	b.number(len(a.Ranges))
	for _, r := range a.Ranges {
		b.number(len(r))
		for _, ev := range r {
			b.text(ev.Introduced)
			b.text(ev.Fixed)
			b.text(ev.LastAffected)
		}
	}
	b.texts(a.Versions)
	b.number(len(a.CWE))
	for _, n := range a.CWE {
		b.number(n)
	}
	b.number(len(a.Imports))
	for _, im := range a.Imports {
		b.text(im.Path)
		b.texts(im.Symbols)
	}
	b.share(a.CVSS)
	b.text(a.Vector)
	b.text(a.Label)
	b.share(a.EPSS)
	b.day(a.Exploited)
	b.day(a.Published)
	b.day(a.Modified)
}

type decoder struct {
	s   string
	bad bool
}

func decode(data []byte) ([]Advisory, error) {
	d := decoder{s: string(data)}
	e, pkg := assay.Ecosystem(d.text()), d.text()
	n := d.count()
	out := make([]Advisory, 0, n)
	for ; n > 0 && !d.bad; n-- {
		a := d.advisory()
		a.Ecosystem, a.Package = e, pkg
		out = append(out, a)
	}
	if d.bad || d.s != "" {
		return nil, errDamaged
	}
	return out, nil
}

func (d *decoder) number() int {
	n, size := binary.Uvarint([]byte(d.s[:min(len(d.s), binary.MaxVarintLen64)]))
	if size <= 0 || n > math.MaxInt32 {
		d.bad, d.s = true, ""
		return 0
	}
	d.s = d.s[size:]
	return int(n)
}

// count reads a number of items, each of which takes a byte at least.
func (d *decoder) count() int {
	n := d.number()
	if n > len(d.s) {
		d.bad, d.s = true, ""
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count()
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) texts() []string {
	var out []string
	for n := d.count(); n > 0 && !d.bad; n-- {
		out = append(out, d.text())
	}
	return out
}

func (d *decoder) day() time.Time {
	n := d.number()
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(int64(n)*86400, 0).UTC()
}

func (d *decoder) share() float64 { return float64(d.number()) / 1e5 }

func (d *decoder) advisory() Advisory {
	a := Advisory{ID: d.text(), Aliases: d.texts()}
	for n := d.count(); n > 0 && !d.bad; n-- {
		var r version.Range
		for k := d.count(); k > 0 && !d.bad; k-- {
			r = append(r, version.Event{Introduced: d.text(), Fixed: d.text(), LastAffected: d.text()})
		}
		a.Ranges = append(a.Ranges, r)
	}
	a.Versions = d.texts()
	for n := d.count(); n > 0 && !d.bad; n-- {
		a.CWE = append(a.CWE, d.number())
	}
	for n := d.count(); n > 0 && !d.bad; n-- {
		a.Imports = append(a.Imports, Import{Path: d.text(), Symbols: d.texts()})
	}
	a.CVSS, a.Vector, a.Label, a.EPSS = d.share(), d.text(), d.text(), d.share()
	a.Exploited, a.Published, a.Modified = d.day(), d.day(), d.day()
	return a
}
