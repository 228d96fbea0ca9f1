package units

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

var march = time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)

func on(day int) time.Time { return march.AddDate(0, 0, day-1) }

// months makes metrics of 10 calls that earn 40, and costs, of the days of March.
func daysOf(t *testing.T, cost func(day int) int64) (Metrics, []DayCost) {
	t.Helper()
	text := "day,service,metric,value,revenue,currency\n"
	var costs []DayCost
	for d := 1; d <= 31; d++ {
		text += on(d).Format(time.DateOnly) + ",pay,calls,10,40,USD\n"
		if n := cost(d); n >= 0 {
			costs = append(costs, DayCost{on(d), "pay", "aws", "USD", money.NumberOf(n), d == 31})
		}
	}
	m, err := ParseMetrics("m.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m, costs
}

func deploy(day int, commit string) assay.Deploy {
	return assay.Deploy{At: on(day).Add(13 * time.Hour), Service: "pay", Environment: "production", Commit: commit, Ticket: "T-" + commit}
}

// TestAround is worked out by hand: 20 a day until the 15th, 1000 on that day, 30 after.
func TestAround(t *testing.T) {
	m, costs := daysOf(t, func(d int) int64 {
		switch {
		case d < 15:
			return 20
		case d == 15:
			return 1000
		}
		return 30
	})
	c, err := m.Around(Deploys{List: []assay.Deploy{deploy(15, "b"), deploy(15, "a")}}, costs)
	if err != nil || len(c.List) != 1 {
		t.Fatal(c, err)
	}
	x := c.List[0]
	if x.Day != "2025-03-15" || len(x.Deploys) != 2 || x.Before.From != "2025-03-01" || x.Before.To != "2025-03-14" || x.After.From != "2025-03-16" || x.After.To != "2025-03-29" {
		t.Errorf("%+v", x)
	}
	if x.Before.CostPer.String() != "2" || x.After.CostPer.String() != "3" || x.Change.String() != "50" || x.Before.MarginPer.String() != "2" || x.After.MarginPer.String() != "1" || x.After.RevenuePer.String() != "4" {
		t.Errorf("%+v", x)
	}
	if !x.Certain || x.AsBefore || x.Estimated || x.Why != "" || x.Before.Days != 14 {
		t.Errorf("%+v", x)
	}
	var b strings.Builder
	if err := c.CSV(&b); err != nil {
		t.Fatal(err)
	}
	if want := "2025-03-15,pay,production,b a,T-b T-a,calls,USD,2025-03-01,2025-03-14,14,140,280,560,2,4,2,2025-03-16,2025-03-29,14,140,420,560,3,4,1,50,true,false,false,\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("%s", b.String())
	}

	// Deploys cut each other's days, to whole weeks where there is one.
	c, err = m.Around(Deploys{List: []assay.Deploy{deploy(15, "b"), deploy(25, "c"), deploy(27, "d"), deploy(28, "e")}}, costs)
	if err != nil || len(c.List) != 4 {
		t.Fatal(c, err)
	}
	for i, want := range []string{"14+7 true", "7+1 false", "1+0 false", "0+3 false"} { // to the 31st
		x := c.List[i]
		if got := fmt.Sprintf("%d+%d %t", x.Before.Days, x.After.Days, x.Certain); got != want {
			t.Errorf("%s: %s, want %s (%+v)", x.Day, got, want, x)
		}
	}
	if c.List[0].After.To != "2025-03-22" || c.List[1].Before.From != "2025-03-18" || c.List[2].Why != "another deploy is on the day after" || c.List[3].Why != "another deploy is on the day before" || !c.List[3].Estimated {
		t.Errorf("%+v", c.List)
	}
	// Those that nobody asks for still bound the others.
	c, err = m.Around(Deploys{List: []assay.Deploy{{At: on(-3), Service: "pay"}, deploy(4, "b")}, From: "2025-03"}, costs)
	if err != nil || len(c.List) != 1 || c.List[0].Before.From != "2025-02-26" || c.List[0].Before.Days != 3 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestAroundUnknown(t *testing.T) {
	m, costs := daysOf(t, func(d int) int64 {
		if d%7 < 2 {
			return 10 // weekends
		}
		return 30
	})
	one := Deploys{List: []assay.Deploy{deploy(15, "b")}}
	why := func(m Metrics, d Deploys, costs []DayCost) Change {
		t.Helper()
		c, err := m.Around(d, costs)
		if err != nil || len(c.List) != 1 {
			t.Fatal(c, err)
		}
		return c.List[0]
	}
	if x := why(m, one, costs); !x.AsBefore || !x.Certain {
		t.Errorf("one costs as much after as on some day before: %+v", x)
	}
	if x := why(Metrics{Months: m.Months}, one, costs); x.Why != "the metrics are by month: a deploy needs days" || x.Before.CostPer != nil {
		t.Errorf("%+v", x)
	}
	if x := why(m, Deploys{List: []assay.Deploy{{At: on(15), Service: "other"}}}, costs); x.Why != "no metric of the service" {
		t.Errorf("%+v", x)
	}
	if x := why(m, one, nil); x.Why != "no cost of the service by day" {
		t.Errorf("%+v", x)
	}
	if x := why(m, one, costs[:15]); x.Why != "no day after it has both metric and cost" || x.Change != nil || x.Before.CostPer == nil {
		t.Errorf("bills that end with the deploy: %+v", x)
	}

	// A source that ends earlier leaves its days unknown; one of a single day a month
	// is no source of days, and is named.
	late := append([]DayCost{}, costs...)
	for d := 1; d <= 20; d++ {
		late = append(late, DayCost{on(d), "pay", "azure", "USD", money.NumberOf(1), false})
	}
	late = append(late, DayCost{on(1), "pay", "saas", "USD", money.NumberOf(1000), false})
	c, err := m.Around(one, late)
	if err != nil || len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "saas") {
		t.Fatal(c, err)
	}
	if x := c.List[0]; x.After.Days != 5 || x.Certain || x.Before.Cost.String() != "354" {
		t.Errorf("%+v", x)
	}

	// A day without a line of the service, in bills that know the day, costs nothing.
	gap := append([]DayCost{}, costs[:15]...)
	for d := 1; d <= 31; d++ {
		gap = append(gap, DayCost{on(d), "other", "aws", "USD", money.NumberOf(1), false})
	}
	if x := why(m, one, gap); x.After.Days != 14 || !x.After.CostPer.IsZero() || x.Change.String() != "-100" {
		t.Errorf("%+v", x)
	}
}

func TestAroundBounds(t *testing.T) {
	var text strings.Builder
	text.WriteString("day,service,metric,value\n")
	for i := range 1100 {
		fmt.Fprintf(&text, "2025-03-01,pay,m%d,1\n", i)
	}
	m, err := ParseMetrics("m.csv", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	var many []assay.Deploy
	for i := range 100 {
		many = append(many, deploy(i, "x"))
	}
	_, costs := daysOf(t, func(int) int64 { return 1 })
	if _, err := m.Around(Deploys{List: many}, costs); !errors.Is(err, fault.Invalid) || fault.Help(err) == "" {
		t.Error(err)
	}
}

func TestTooManyRows(t *testing.T) {
	var text strings.Builder
	text.WriteString("month,metric,value\n1990-01,first,1\n2030-12,last,1\n")
	for i := range 1100 {
		fmt.Fprintf(&text, "2025-03,m%d,1\n", i)
	}
	if _, err := ParseMetrics("m.csv", []byte(text.String())); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "1102 metrics of 492 months") {
		t.Error(err)
	}
}

func TestSVG(t *testing.T) {
	metrics, err := ParseMetrics("m.csv", []byte(header+"2025-01,<pay>,calls,100,,\n2025-02,<pay>,calls,,,\n2025-03,<pay>,calls,50,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	costs := []Cost{cost("2025-01", "<pay>", "USD", 200), cost("2025-02", "<pay>", "USD", 10), cost("2025-03", "<pay>", "USD", 50)}
	costs[2].Estimated = true
	svg := SVG(Divide(metrics.Months, costs), []assay.Deploy{{At: on(16), Service: "<pay>", Commit: "c1"}, {At: on(1), Service: "other"}})
	for _, want := range []string{
		"&lt;pay&gt; · calls · USD", `class="p" cx="160.0" cy="82.0" r="4"><title>2025-01: 2.00000<`, `class="e" cx="800.0" cy="157.0"`, `d="M160.0 82.0M800.0 157.0"`,
		`class="d" d="M800.0 82.0V232.0"><title>deployed on 2025-03-16 c1<`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("%s is not in\n%s", want, svg)
		}
	}
	if strings.Contains(svg, "<pay>") || strings.Count(svg, `class="d"`) != 1 {
		t.Error(svg)
	}
}
