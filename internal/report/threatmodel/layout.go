package threatmodel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/threat"
)

// Measures of a picture, in units of the drawing.
const (
	nodeWidth  = 188.0
	nodeHeight = 58.0
	rowGap     = 34.0
	columnGap  = 168.0
	boxPad     = 16.0 // between a boundary and what is in it
	boxHead    = 30.0 // for the name of a boundary
	boxGap     = 26.0
	margin     = 28.0
)

type rect struct{ x, y, w, h float64 }

func (r rect) grown(by float64) rect { return rect{r.x - by, r.y - by, r.w + 2*by, r.h + 2*by} }

func (r rect) meets(o rect) bool {
	return r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h
}

// box is a boundary as it is drawn.
type box struct {
	rect
	title string
	kind  threat.BoundaryKind
	depth int
}

// route is an edge as it is drawn: a curve with two control points.
type route struct {
	*edge
	x, y [4]float64
	// bend is where it turns from one row to another, when it runs in straight
	// lines; zero when it is a curve.
	bend  float64
	label rect // zero when there was no room
	mark  string
}

// layout is a picture with places.
type layout struct {
	picture
	column map[string]int
	at     map[string]rect
	boxes  []box
	routes []route
	width  float64
	height float64
	spare  []string // labels that found no room
}

// arrange lays a picture out: who is outside at the left, what runs in the
// middle by its distance from there, what keeps at the right, one band for each
// outermost boundary.
func arrange(p picture) *layout {
	l := &layout{picture: p, column: map[string]int{}, at: map[string]rect{}}
	columns := l.columns()
	depth := l.deepest()
	left := func(column int) float64 { return margin + boxPad + float64(column)*(nodeWidth+columnGap) }
	children := map[string][]threat.Boundary{}
	for _, b := range p.bounds {
		children[b.Parent] = append(children[b.Parent], b)
	}
	order := []threat.BoundaryKind{threat.Service, threat.Cluster, threat.Provider}
	slices.SortStableFunc(children[""], func(a, b threat.Boundary) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	bands := left(0)
	if columns > 1 {
		bands = left(1)
	}
	// side is how far the box of a depth reaches beyond its nodes.
	side := func(d int) float64 { return boxPad + float64(depth-d)*12 }
	shift := float64(depth) * 12
	var place func(b threat.Boundary, y float64, d int) float64
	place = func(b threat.Boundary, y float64, d int) float64 {
		top := y
		y += boxHead + 8
		if rows := l.rows(b.ID); rows > 0 {
			l.members(b.ID, func(n *node, row int) {
				l.at[n.id] = rect{left(l.column[n.id]) + shift, y + float64(row)*(nodeHeight+rowGap), nodeWidth, nodeHeight}
			})
			y += float64(rows)*(nodeHeight+rowGap) - rowGap + boxPad
		}
		for _, c := range children[b.ID] {
			y = place(c, y, d+1) + boxPad
		}
		last := left(columns-1) + shift + nodeWidth
		if l.sinks() {
			last -= nodeWidth + columnGap
		}
		x := bands + shift - side(d)
		l.boxes = append(l.boxes, box{rect{x, top, last + side(d) - x, y - top}, boundaryTitle(b), b.Kind, d})
		return y
	}
	y := margin + 6
	var outside *threat.Boundary
	for _, b := range children[""] {
		if b.Kind == threat.Internet {
			outside = &b
			continue
		}
		y = place(b, y, 0) + boxGap
	}
	if rows := l.rows(""); rows > 0 { // folded to the utmost: nodes without a boundary
		l.members("", func(n *node, row int) {
			l.at[n.id] = rect{left(l.column[n.id]) + shift, y + float64(row)*(nodeHeight+rowGap), nodeWidth, nodeHeight}
		})
		y += float64(rows) * (nodeHeight + rowGap)
	}
	bottom := y - boxGap
	if outside != nil {
		bottom = max(bottom, l.outsiders(*outside, left, shift, columns, bottom))
	}
	l.width = left(columns-1) + 2*shift + nodeWidth + boxPad + margin
	l.height = bottom + margin
	l.order()
	l.connect()
	return l
}

// outsiders places who is outside: callers at the left, whom we call at the
// right, in the middle of the height. It gives the bottom.
func (l *layout) outsiders(b threat.Boundary, left func(int) float64, shift float64, columns int, bottom float64) float64 {
	by := map[int][]string{}
	for _, n := range l.nodes {
		if n.boundary == b.ID {
			by[l.column[n.id]] = append(by[l.column[n.id]], n.id)
		}
	}
	var cols []int
	for c := range by {
		cols = append(cols, c)
	}
	slices.Sort(cols)
	for _, c := range cols {
		h := boxHead + 8 + float64(len(by[c]))*(nodeHeight+rowGap) - rowGap + boxPad
		y := max(margin+6, (bottom+margin-h)/2)
		x := left(c)
		if c == columns-1 && c > 0 {
			x += 2 * shift
		}
		for i, id := range by[c] {
			l.at[id] = rect{x, y + boxHead + 8 + float64(i)*(nodeHeight+rowGap), nodeWidth, nodeHeight}
		}
		l.boxes = append(l.boxes, box{rect{x - boxPad, y, nodeWidth + 2*boxPad, h}, boundaryTitle(b), b.Kind, 0})
		bottom = max(bottom, y+h)
	}
	return bottom
}

// sinks says whether the last column is of those outside whom we call.
func (l *layout) sinks() bool {
	for _, n := range l.nodes {
		if n.role == threat.External && l.column[n.id] > 0 {
			return true
		}
	}
	return false
}

func (l *layout) deepest() int {
	parent := map[string]string{}
	for _, b := range l.bounds {
		parent[b.ID] = b.Parent
	}
	deepest := 0
	for _, b := range l.bounds {
		d := 0
		for id := b.Parent; id != "" && d < 10; id = parent[id] {
			d++
		}
		deepest = max(deepest, d)
	}
	return deepest
}

// columns gives each node its column, and says how many there are.
func (l *layout) columns() int {
	role, calls := map[string]threat.Role{}, map[string]bool{}
	for _, n := range l.nodes {
		role[n.id] = n.role
	}
	for _, e := range l.edges {
		calls[e.from] = true
	}
	level := map[string]int{}
	for range 3 { // three columns of what runs are enough
		for _, e := range l.edges {
			if role[e.from] == threat.Process && role[e.to] == threat.Process && level[e.to] <= level[e.from] && level[e.from] < 2 {
				level[e.to] = level[e.from] + 1
			}
		}
	}
	used := map[int]bool{}
	for _, n := range l.nodes {
		c := 1 + level[n.id]
		switch {
		case n.role == threat.External && (calls[n.id] || n.boundary == ""):
			c = 0
		case n.role == threat.External:
			c = 9
		case n.role == threat.Store:
			c = 5
		}
		l.column[n.id] = c
		used[c] = true
	}
	used[0] = used[0] || used[9]
	next := map[int]int{}
	n := 0
	for c := range 10 {
		if used[c] {
			next[c] = n
			n++
		}
	}
	for id, c := range l.column {
		l.column[id] = next[c]
	}
	return max(n, 1)
}

// members calls f for the nodes of a boundary, with the row in their column.
func (l *layout) members(boundary string, f func(n *node, row int)) {
	row := map[int]int{}
	for i := range l.nodes {
		n := &l.nodes[i]
		if n.boundary == boundary {
			f(n, row[l.column[n.id]])
			row[l.column[n.id]]++
		}
	}
}

func (l *layout) rows(boundary string) int {
	most := 0
	l.members(boundary, func(_ *node, row int) { most = max(most, row+1) })
	return most
}

// order swaps nodes within their column of a boundary, so that each is near
// what it is joined to.
func (l *layout) order() {
	type cell struct {
		boundary string
		column   int
	}
	cells := map[cell][]string{}
	var keys []cell
	for _, n := range l.nodes {
		k := cell{n.boundary, l.column[n.id]}
		if len(cells[k]) == 0 {
			keys = append(keys, k)
		}
		cells[k] = append(cells[k], n.id)
	}
	slices.SortStableFunc(keys, func(a, b cell) int { return a.column - b.column })
	for range 4 {
		for _, k := range keys {
			ids := cells[k]
			if len(ids) < 2 {
				continue
			}
			var ys []float64
			want := map[string]float64{}
			for _, id := range ids {
				ys = append(ys, l.at[id].y)
				sum, n := 0.0, 0.0
				for i := range l.edges {
					if e := &l.edges[i]; e.from == id {
						sum, n = sum+l.at[e.to].y, n+1
					} else if e.to == id {
						sum, n = sum+l.at[e.from].y, n+1
					}
				}
				want[id] = l.at[id].y
				if n > 0 {
					want[id] = sum / n
				}
			}
			slices.Sort(ys)
			slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(want[a], want[b]) })
			for i, id := range ids {
				r := l.at[id]
				r.y = ys[i]
				l.at[id] = r
			}
		}
	}
}

// connect draws the edges and finds room for their labels.
func (l *layout) connect() {
	type port struct {
		node  string
		right bool
	}
	ends := map[port][]*float64{}
	others := map[*float64]float64{}
	l.routes = make([]route, len(l.edges))
	for i := range l.edges {
		e := &l.edges[i]
		r := &l.routes[i]
		r.edge = e
		from, to := l.at[e.from], l.at[e.to]
		fromRight, toRight := to.x > from.x, to.x < from.x
		if to.x == from.x {
			fromRight, toRight = true, true
		}
		r.x[0], r.x[3] = from.x, to.x
		if fromRight {
			r.x[0] += from.w
		}
		if toRight {
			r.x[3] += to.w
		}
		bend := max(46, abs(r.x[3]-r.x[0])/2)
		r.x[1], r.x[2] = r.x[0]-bend, r.x[3]-bend
		if fromRight {
			r.x[1] = r.x[0] + bend
		}
		if toRight {
			r.x[2] = r.x[3] + bend
		}
		a, b := port{e.from, fromRight}, port{e.to, toRight}
		ends[a], ends[b] = append(ends[a], &r.y[0]), append(ends[b], &r.y[3])
		others[&r.y[0]], others[&r.y[3]] = to.y, from.y
	}
	for p, list := range ends {
		slices.SortStableFunc(list, func(a, b *float64) int { return cmp.Compare(others[a], others[b]) })
		at := l.at[p.node]
		for i, y := range list {
			*y = at.y + 8 + (at.h-16)*float64(i+1)/float64(len(list)+1)
		}
	}
	for i := range l.routes {
		l.routes[i].y[1], l.routes[i].y[2] = l.routes[i].y[0], l.routes[i].y[3]
		l.evade(&l.routes[i], float64(i%7)*8)
	}
	l.label()
}

// evade bends a route so that it runs behind as few nodes as it can; lane keeps
// turns in one gap apart.
func (l *layout) evade(r *route, lane float64) {
	y1, y2 := r.y[1], r.y[2]
	best, least := 0.0, 1<<30
	for _, by := range []float64{0, -50, 50, -100, 100, -160, 160, -230, 230} {
		r.y[1], r.y[2] = y1+by, y2+by
		if n := l.hidden(r); n < least {
			best, least = by, n
		}
		if least == 0 {
			break
		}
	}
	r.y[1], r.y[2] = y1+best, y2+best
	if least == 0 || abs(r.x[3]-r.x[0]) < nodeWidth {
		return
	}
	// Straight lines with a turn in the gap before the first or the last column.
	side := 1.0
	if r.x[3] < r.x[0] {
		side = -1
	}
	turn := 0.0
	for _, off := range []float64{44 + lane, 64 + lane, 84 + lane} {
		for _, x := range []float64{r.x[0] + side*off, r.x[3] - side*off} {
			r.bend = x
			if n := l.hidden(r); n < least {
				turn, least = x, n
			}
		}
	}
	r.bend = turn
}

// hidden counts the points of a route that lie behind a node, or outside.
func (l *layout) hidden(r *route) int {
	n := 0
	for i := 1; i < 48; i++ {
		x, y := r.point(float64(i) / 48)
		if y < 4 || y > l.height-4 {
			n += 4
		}
		for id, at := range l.at {
			if at = at.grown(6); id != r.from && id != r.to && x > at.x && x < at.x+at.w && y > at.y && y < at.y+at.h {
				n++
			}
		}
	}
	return n
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// point is a place on a route, t from 0 to 1.
func (r *route) point(t float64) (x, y float64) {
	if r.bend != 0 {
		first, down, last := abs(r.bend-r.x[0]), abs(r.y[3]-r.y[0]), abs(r.x[3]-r.bend)
		switch at := t * (first + down + last); {
		case at < first:
			return r.x[0] + (r.bend-r.x[0])*at/max(first, 1), r.y[0]
		case at < first+down:
			return r.bend, r.y[0] + (r.y[3]-r.y[0])*(at-first)/max(down, 1)
		default:
			return r.bend + (r.x[3]-r.bend)*(at-first-down)/max(last, 1), r.y[3]
		}
	}
	u := 1 - t
	w := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
	for i := range w {
		x += w[i] * r.x[i]
		y += w[i] * r.y[i]
	}
	return x, y
}

// label finds a place for each label where it covers no node, name or other
// label. What finds none is numbered, and the number explained below.
func (l *layout) label() {
	var taken []rect
	for _, at := range l.at {
		taken = append(taken, rect{at.x - 5, at.y - 12, at.w + 10, at.h + 18})
	}
	for _, b := range l.boxes {
		taken = append(taken, rect{b.x + 8, b.y + 2, 14 + 8*textWidth(b.title), boxHead - 4})
	}
	fits := func(r rect) bool {
		if r.x < 4 || r.y < 4 || r.x+r.w > l.width-4 || r.y+r.h > l.height-4 {
			return false
		}
		return !slices.ContainsFunc(taken, r.meets)
	}
	try := func(r *route, w float64) bool {
		for _, off := range []float64{0, -11, 11, -20, 20} {
			for _, t := range []float64{.5, .42, .58, .34, .66, .27, .73, .2, .8, .14, .86, .09, .91} {
				x, y := r.point(t)
				if at := (rect{x - w/2, y + off - 9, w, 18}); fits(at.grown(2)) {
					r.label = at
					taken = append(taken, at)
					return true
				}
			}
		}
		return false
	}
	for i := range l.routes {
		r := &l.routes[i]
		r.mark = r.edge.label()
		if try(r, 30+6.8*textWidth(r.mark)) {
			continue
		}
		number := "#" + itoa(len(l.spare)+1)
		l.spare = append(l.spare, number+" "+r.mark+" "+l.name(r.from)+" → "+l.name(r.to))
		r.mark = number
		try(r, 30+6.8*textWidth(number))
	}
}

func (l *layout) name(id string) string {
	for _, n := range l.nodes {
		if n.id == id {
			return n.name
		}
	}
	return id
}

func itoa(n int) string {
	const digits = "0123456789"
	if n < 10 {
		return digits[n : n+1]
	}
	return itoa(n/10) + digits[n%10:n%10+1]
}

// textWidth counts the columns of a text: two for wide characters.
func textWidth(s string) float64 {
	n := 0.0
	for _, r := range s {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n + float64(strings.Count(s, "W")+strings.Count(s, "M"))*0.3
}
