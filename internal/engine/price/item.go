package price

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// pricer adds the lines of one type of resource.
type pricer func(*item)

// item is a resource that is being priced.
type item struct {
	*estimator
	r              *assay.Resource
	kind, provider string
	regionAssumed  bool
	// times is how many of it there are; the zero value stands for one.
	times quantity
	// doubt says why nothing of it is certain; empty as a rule.
	doubt string
	out   Resource
}

// quantity is a number that may not be known.
type quantity struct {
	n     money.Number
	state State // empty stands for fixed
	why   string
}

func whole(n int64) quantity { return quantity{n: decimal.NewFromInt(n), state: Fixed} }

func exact(text string) quantity { return quantity{n: decimal.RequireFromString(text), state: Fixed} }

func unknown(why string) quantity { return quantity{state: Unknown, why: why} }

// mul multiplies; the less known of both decides.
func (q quantity) mul(by quantity) quantity {
	return q.with(by, q.n.Mul(by.n))
}

// over is what lies above a number, and nothing below it.
func (q quantity) over(n int64) quantity {
	q.n = decimal.Max(q.n.Sub(decimal.NewFromInt(n)), decimal.Zero)
	return q
}

func (q quantity) with(by quantity, n money.Number) quantity {
	out := quantity{n: n, state: Fixed}
	for _, part := range []quantity{q, by} {
		switch {
		case part.state == Unknown && out.state != Unknown:
			out.state, out.why = Unknown, part.why
		case part.state == Assumed && out.state == Fixed:
			out.state, out.why = Assumed, part.why
		}
	}
	return out
}

func (q quantity) known() bool   { return q.state != Unknown }
func (q quantity) nothing() bool { return q.known() && q.n.IsZero() }

// value is an attribute as far as it is known.
type value struct {
	text          string
	there, unsure bool // unsure: there, and its value is not known
}

// get reads an attribute by its path in Terraform's words.
func (it *item) get(path string) value {
	it.ask(path)
	r := it.r
	if a, ok := r.Attribute(path); ok {
		return value{a.Value, a.Kind != assay.KindNull, a.Kind == assay.KindUnknown}
	}
	for parent := path; ; {
		if parent == "" {
			return value{}
		}
		parent = parent[:max(0, strings.LastIndexByte(parent, '.'))] // at last all that it says
		if a, ok := r.Attribute(parent); ok && a.Kind == assay.KindUnknown {
			return value{"", true, true}
		}
		if parent != "" && len(r.Under(parent)) > 0 {
			return value{} // what holds it is there, and does not say it
		}
	}
}

// ask tells a test which attributes are asked for.
func (it *item) ask(path string) {
	if it.asked != nil {
		it.asked(it.r, path)
	}
}

// blocks is how many there are in a list of blocks; known is false when there may be
// others.
func (it *item) blocks(path string) (n int, known bool) {
	for _, a := range it.r.Under(path) {
		index, _, _ := strings.Cut(strings.TrimPrefix(a.Path, path+"."), ".")
		if i, err := strconv.Atoi(index); err == nil {
			n = max(n, i+1)
		}
	}
	return n, !it.get(path).unsure
}

// text is an attribute's text, or what the provider takes when it is absent; ok
// is false when it is not known.
func (it *item) text(path, absent string) (s string, ok bool) {
	switch v := it.get(path); {
	case v.unsure:
		return "", false
	case !v.there || v.text == "":
		return absent, true
	default:
		return v.text, true
	}
}

// yes says whether an attribute is true; ok is false when it is not known.
func (it *item) yes(path string) (yes, ok bool) {
	s, ok := it.text(path, "false")
	return strings.EqualFold(s, "true"), ok
}

// number is an attribute's number. Without it, absent is what the provider takes;
// an empty one says that there is no such thing.
func (it *item) number(path, absent string) quantity {
	s, ok := it.text(path, absent)
	if !ok || s == "" {
		return unknown(path + " is not known from the files")
	}
	n, err := money.ParseNumber(s)
	if err != nil || n.IsNegative() || n.GreaterThan(decimal.New(1, 15)) {
		return unknown(path + " is no number of units")
	}
	return quantity{n: n, state: Fixed}
}

// use is what the usage file says under a key.
func (it *item) use(key string) quantity {
	if n, ok := it.Usage.of(it.r, key); ok {
		return quantity{n: n, state: Assumed, why: key + " of the usage file"}
	}
	return unknown("depends on use: " + key + " in the usage file")
}

// useOr takes what the usage file says before the other.
func (it *item) useOr(key string, other quantity) quantity {
	if q := it.use(key); q.known() {
		return q
	}
	return other
}

// running is how many run: as the usage file says, else as the code does. None of
// what scales is not known: it begins with none, and does not stay there.
func (it *item) running(key string, code quantity, most string) quantity {
	if q := it.use(key); q.known() {
		return q
	}
	if !code.nothing() || most != "" && it.number(most, "").nothing() {
		return code
	}
	return unknown("the code begins with none, and something scales it: " + key + " in the usage file")
}

// region is where it is: the zone's, the resource's, the provider's, or assumed.
func (it *item) region() {
	paths := []string{"region", "provider.region", "location"}
	for _, p := range []string{"availability_zone", "availability_zones.0", "zone"} {
		if v := it.get(p); v.there && !v.unsure {
			switch it.provider {
			case "aws":
				it.out.Region = strings.TrimRight(v.text, "abcdefghijklmnopqrstuvwxyz")
			case "google":
				if i := strings.LastIndexByte(v.text, '-'); i > 0 {
					it.out.Region = v.text[:i]
				}
			}
		}
	}
	for _, p := range paths {
		if v := it.get(p); it.out.Region == "" && v.there && !v.unsure {
			it.out.Region = strings.ToLower(strings.ReplaceAll(v.text, " ", ""))
		}
	}
	if it.out.Region == "" {
		it.regionAssumed = true
		if it.out.Region = it.Region; it.out.Region == "" {
			it.out.Region = DefaultRegion[it.provider]
		}
	}
}

// add adds a line: a quantity of a product. What is known to be none adds none.
func (it *item) add(component, product string, q quantity) {
	if q.nothing() {
		return
	}
	if it.times.state != "" {
		q = q.mul(it.times)
	}
	if strings.HasSuffix(it.r.Address, "[*]") {
		q = unknown("how many there are is not known from the files")
	}
	if it.doubt != "" {
		q = unknown(it.doubt)
	}
	l := Line{Component: component, State: q.state, Product: product, Why: q.why}
	if q.known() {
		l.Quantity = &q.n
	}
	p, ok := it.Book.Find(it.provider, it.out.Region, product)
	switch {
	case !ok:
		l.State, l.Why = Unknown, fmt.Sprintf("the price book has no %s in %s", product, it.out.Region)
	case p.Currency != Currency:
		l.State, l.Why = Unknown, fmt.Sprintf("%s is priced in %s, and the estimate is in %s", product, p.Currency, Currency)
	default:
		each := p.Each()
		l.Unit, l.Each, l.Source, l.Date = p.Unit, &each, p.Source.Text, p.Source.Date
		if !q.known() {
			break
		}
		if sum, ok := p.Of(q.n); ok {
			l.Monthly = &sum
		} else {
			from, _ := p.Limit()
			l.State, l.Why = Unknown, fmt.Sprintf("the price book has no %s in %s beyond %s %s a month", product, it.out.Region, from, p.Unit)
		}
	}
	it.out.Lines = append(it.out.Lines, l)
}

// hourly adds something that runs all the time, so many times.
func (it *item) hourly(component, product string, n quantity) {
	it.add(component, product, n.mul(whole(Hours)))
}

// used adds something of which the usage file says how much.
func (it *item) used(component, product, key string) {
	it.add(component, product, it.use(key))
}

// missing adds a line that can't be priced.
func (it *item) missing(component, unit, why string) {
	it.out.Lines = append(it.out.Lines, Line{Component: component, State: Unknown, Unit: unit, Why: why})
}

// open is the reason for an attribute that the files leave open.
func open(path string) string { return path + " is not known from the files" }

// referred finds what an attribute refers to, by the attribute's first name, of
// one of some types; nothing where it may be one of several.
func (it *item) referred(path string, types ...string) (found *assay.Resource) {
	it.ask(path)
	for _, ref := range it.r.References {
		if first, _, _ := strings.Cut(ref.Path, "."); first != path {
			continue
		}
		to := it.byAddress[it.r.Root+"\x00"+ref.To]
		if to == nil {
			continue
		}
		kind, _, _ := kindOf(to)
		if !slices.Contains(types, kind) || to == found {
			continue
		}
		if found != nil {
			return nil
		}
		found = to
	}
	return found
}

// as prices lines of another resource as this one's: the template's of a group.
func (it *item) as(r *assay.Resource) *item {
	other := *it
	other.r = r
	return &other
}

func mapsKeys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
