package threat

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// connect finds the flows between resources: what a process refers to, what
// links join, and what a role lets its bearer use.
func (b *builder) connect() {
	b.users = map[*node][]*node{}
	for _, n := range b.order {
		for _, of := range b.ends(n, n.of) {
			if n.part == modifier && of.part == through { // a policy of a role: the role leads to what it names
				b.users[of] = append(b.users[of], n)
			}
		}
	}
	into, outOf := map[*node][]*node{}, map[*node][]*node{} // of hubs
	listeners := map[*node]*node{}                          // the door of a listener
	for _, n := range b.order {
		if n.part != link {
			continue
		}
		for _, from := range b.ends(n, n.from) {
			if from.part == element && strings.Contains(strings.ToLower(n.Type), "listener") {
				listeners[n] = from
			}
		}
	}
	for _, n := range b.order {
		switch n.part {
		case link:
			b.link(n, into, outOf, listeners)
		case hub:
			outOf[n] = append(outOf[n], b.ends(n, n.to)...)
		case element:
			b.uses(n, outOf)
			for _, to := range b.ends(n, n.to) {
				b.between(n, to, n.Resource)
			}
		}
	}
	for _, h := range b.order {
		for _, from := range into[h] {
			for _, to := range outOf[h] {
				f := b.between(from, to, h.Resource)
				if f != nil {
					b.protocolOf(f, h.Resource, "protocol", "Protocol")
				}
			}
		}
	}
}

// protocolOf reads how a hub calls what is behind it.
func (b *builder) protocolOf(f *Flow, r *assay.Resource, names ...string) {
	for _, name := range names {
		a, ok := r.Attribute(name)
		if !ok || a.Kind != assay.KindString {
			continue
		}
		f.Protocol = strings.ToUpper(a.Value)
		f.enc = fact{answer: secure(f.Protocol), because: a.Path + " = " + quote(a.Value) + " in " + r.Address, at: a.Location.At()}
		f.Encrypted = f.enc.answer
	}
}

// secure says whether a protocol encrypts.
func secure(protocol string) Answer {
	switch strings.ToUpper(protocol) {
	case "HTTPS", "TLS", "SSL", "SSH", "WSS", "AMQPS", "REDISS", "LDAPS", "SFTP", "FTPS", "GRPCS":
		return Yes
	case "HTTP", "WS", "FTP", "TELNET", "LDAP", "REDIS", "AMQP", "SMTP":
		return No
	}
	return Unknown
}

func (b *builder) link(n *node, into, outOf map[*node][]*node, listeners map[*node]*node) {
	for _, from := range b.ends(n, n.from) {
		if door := listeners[from]; door != nil {
			from = door
		}
		for _, to := range b.ends(n, n.to) {
			switch {
			case to.part == hub:
				into[to] = append(into[to], from)
			case from.part == hub:
				outOf[from] = append(outOf[from], to)
			default:
				b.between(from, to, n.Resource)
			}
		}
		if from.id != "" && strings.Contains(strings.ToLower(n.Type), "listener") {
			b.listener(n, b.elements[from.id])
		}
	}
}

// listener adds how the door of a load balancer is entered.
func (b *builder) listener(n *node, door *Element) {
	protocol := ""
	for _, name := range []string{"protocol", "Protocol"} {
		if a, ok := n.Attribute(name); ok && a.Kind == assay.KindString {
			protocol = strings.ToUpper(a.Value)
		}
	}
	if protocol == "" {
		return
	}
	f := fact{answer: secure(protocol), because: "protocol = " + protocol + " in " + n.Address, at: place(n.Resource)}
	for _, a := range append(n.Under("default_action"), n.Under("DefaultActions")...) {
		if strings.EqualFold(a.Value, "redirect") && f.answer == No {
			return // it only sends callers to another door
		}
	}
	if old, ok := door.facts[tls]; ok && old.answer == No { // one open door is enough
		return
	}
	if door.facts == nil {
		door.facts = map[aspect]fact{}
	}
	door.facts[tls] = f
}

// uses adds flows from a process to what it refers to, straight or through task
// definitions, roles and their policies; and from hubs to it.
func (b *builder) uses(n *node, outOf map[*node][]*node) {
	for _, h := range b.ends(n, n.behind) {
		if h.part == hub {
			outOf[h] = append(outOf[h], n)
		} else if h.part == element {
			b.between(h, n, n.Resource)
		}
	}
	if n.role != Process || n.part != element {
		return
	}
	seen := map[*node]bool{n: true}
	budget := followBudget
	var follow func(at *node, depth int)
	follow = func(at *node, depth int) {
		if depth > maxHops {
			return
		}
		step := func(to *node) {
			if budget--; budget < 0 || seen[to] {
				return
			}
			seen[to] = true
			switch to.part {
			case element:
				b.between(n, to, at.Resource)
			case through:
				follow(to, depth+1)
			case modifier:
				follow(to, depth+1)
			}
		}
		for _, r := range at.refs {
			if at == n && (within(r.path, n.behind) || r.to.part == modifier) || at.part == modifier && within(r.path, at.of) {
				continue
			}
			step(r.to)
		}
		for _, policy := range b.users[at] {
			step(policy)
		}
	}
	follow(n, 0)
}

func within(path string, attributes []string) bool {
	return slices.ContainsFunc(attributes, func(a string) bool { return path == a || strings.HasPrefix(path, a+".") })
}

// between adds the flow from one element to another; nil when one is none.
func (b *builder) between(from, to *node, by *assay.Resource) *Flow {
	if from.id == "" || to.id == "" || from.id == to.id {
		return nil
	}
	f := Flow{From: from.id, To: to.id, Protocol: to.protocol, Location: place(by)}
	e := b.elements[to.id]
	f.enc, f.auth = e.facts[tls], e.facts[auth]
	if to.tls {
		f.enc = fact{answer: Yes, because: "a " + to.word + " takes encrypted calls only", at: place(to.Resource)}
	}
	if to.signed {
		f.auth = fact{answer: Yes, because: "the provider checks who calls a " + to.word, at: place(to.Resource)}
	}
	return b.flow(f)
}

const outside = "external/internet"

// outsider is the element of whoever is on the internet.
func (b *builder) outsider() string {
	return b.add(&Element{ID: outside, Role: External, Type: "anybody", Name: "Internet", Boundary: b.bound(Internet, "Internet", "internet", ""), Exposed: Yes})
}

// expose adds what the internet reaches: public doors and stores, and open
// ports of firewalls.
func (b *builder) expose() {
	for _, n := range b.order {
		e := b.elements[n.id]
		if e == nil {
			continue
		}
		switch p := e.facts[private]; p.answer {
		case Yes:
			if e.Exposed == Unknown {
				e.Exposed = No
			}
		case No:
			f := Flow{From: b.outsider(), To: e.ID, Protocol: n.protocol, Location: p.at, enc: e.facts[tls], auth: e.facts[auth]}
			if n.tls {
				f.enc = fact{answer: Yes, because: "a " + n.word + " takes encrypted calls only", at: p.at}
			}
			if n.signed && e.Role == Process && !e.facts[auth].known() {
				f.auth = fact{answer: Yes, because: "the provider checks who calls a " + n.word, at: p.at}
			}
			if e.Role == Store && (n.word == "bucket" || n.word == "storage account") {
				f.auth = fact{answer: No, because: p.because, at: p.at}
			}
			if n.word == "load balancer" && f.Protocol == "" && f.enc.known() {
				f.Protocol = pick2(f.enc.answer == Yes, "HTTPS", "HTTP")
			}
			e.Exposed = Yes
			b.flow(f)
		}
	}
	b.openPorts()
}

func pick2(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// ports are those by which machines and stores are administered.
var ports = map[int]struct{ protocol, what string }{
	22: {"SSH", "administration"}, 3389: {"RDP", "administration"}, 5900: {"VNC", "administration"}, 23: {"TELNET", "administration"}, 5985: {"WinRM", "administration"},
	80: {"HTTP", ""}, 8080: {"HTTP", ""}, 443: {"HTTPS", ""}, 8443: {"HTTPS", ""},
	1433: {"SQL", "database"}, 3306: {"SQL", "database"}, 5432: {"SQL", "database"}, 1521: {"SQL", "database"}, 27017: {"MongoDB", "database"}, 6379: {"REDIS", "database"}, 9200: {"HTTP", "database"}, 11211: {"memcached", "database"},
	21: {"FTP", ""}, 25: {"SMTP", ""}, 53: {"DNS", ""},
}

// openPorts adds flows through firewalls that let everybody in, to what is
// behind them; a firewall that nothing names stands for whatever will be.
func (b *builder) openPorts() {
	behind := map[*node][]*node{}
	for _, n := range b.order {
		if n.part != element && n.part != through {
			continue
		}
		for _, r := range n.refs {
			if r.to.part == firewall {
				behind[r.to] = append(behind[r.to], n)
			}
		}
	}
	for _, n := range b.order {
		fw := []*node{n}
		if n.part == modifier {
			fw = slices.DeleteFunc(b.ends(n, n.of), func(to *node) bool { return to.part != firewall })
		} else if n.part != firewall {
			continue
		}
		for _, open := range openIn(n.Resource) {
			for _, w := range fw {
				b.let(w, open, b.elementsBehind(w, behind))
			}
		}
	}
}

// elementsBehind are the elements that a firewall guards, through templates too.
func (b *builder) elementsBehind(w *node, behind map[*node][]*node) []*node {
	var out []*node
	for _, n := range behind[w] {
		if n.id != "" {
			out = append(out, n)
			continue
		}
		for _, user := range b.referrers[n] {
			if user.id != "" {
				out = append(out, user)
			}
		}
	}
	return out
}

// opening is a port that everybody may try.
type opening struct {
	from, to int // 0 and 65535: all
	at       assay.Location
}

func (b *builder) let(w *node, o opening, targets []*node) {
	what, protocol, admin := o.words()
	var ids []string
	for _, t := range targets {
		if b.elements[t.id].facts[private].answer == Yes || t.word == "load balancer" {
			continue // no public address, or only listeners take calls
		}
		ids = append(ids, t.id)
	}
	if len(targets) == 0 {
		e := &Element{
			ID: w.Root + "/" + w.Address, Role: Process, Type: "firewall group", Name: shortName(w.Resource), Exposed: Yes,
			Location: place(w.Resource), parts: []string{w.key},
		}
		e.Boundary = b.bound(Provider, providerNames[w.Provider]+" account", w.Provider, "")
		if net := b.networkOf(w, 0); net != nil {
			e.Boundary = b.bound(Network, shortName(net.Resource), net.Root+"/"+net.Address, e.Boundary)
		}
		b.own(e)
		ids = append(ids, b.add(e))
	}
	for _, id := range ids {
		b.elements[id].Exposed = Yes
		f := Flow{From: b.outsider(), To: id, Protocol: protocol, What: what, Location: o.at}
		f.enc = fact{answer: secure(protocol), because: what + " is open to everybody in " + w.Address, at: o.at}
		if admin {
			f.auth = fact{answer: Unknown, because: what + " is open to everybody in " + w.Address, at: o.at}
		}
		b.flow(f)
		e := b.elements[id]
		e.parts = append(e.parts, w.key)
		if admin {
			e.set(private, fact{answer: No, because: what + " is open to everybody in " + w.Address, at: o.at})
		}
	}
}

func (o opening) words() (what, protocol string, admin bool) {
	if o.from <= 0 && o.to >= 65535 {
		return "every port", "", true
	}
	if o.from == o.to {
		p := ports[o.from]
		return fmt.Sprintf("port %d", o.from), p.protocol, p.what != ""
	}
	for port, p := range ports {
		if p.what != "" && o.from <= port && port <= o.to {
			admin = true
		}
	}
	return fmt.Sprintf("ports %d to %d", o.from, o.to), "", admin
}

// openIn lists what a firewall or a rule of one opens to everybody.
func openIn(r *assay.Resource) []opening {
	var prefixes []string
	switch r.Type {
	case "aws_security_group", "aws_default_security_group":
		prefixes = numbered(r, "ingress")
	case "AWS::EC2::SecurityGroup":
		prefixes = numbered(r, "SecurityGroupIngress")
	case "azurerm_network_security_group":
		prefixes = numbered(r, "security_rule")
	default:
		prefixes = []string{""}
	}
	var out []opening
	for _, p := range prefixes {
		if o, ok := openAt(r, p); ok {
			out = append(out, o)
		}
	}
	return out
}

// numbered lists the prefixes "ingress.0.", "ingress.1." that there are.
func numbered(r *assay.Resource, name string) []string {
	var out []string
	for _, a := range r.Under(name) {
		n, _, ok := strings.Cut(strings.TrimPrefix(a.Path, name+"."), ".")
		if p := name + "." + n + "."; ok && !slices.Contains(out, p) && len(out) < 200 {
			out = append(out, p)
		}
	}
	return out
}

func openAt(r *assay.Resource, prefix string) (opening, bool) {
	get := func(names ...string) string {
		for _, n := range names {
			if a, ok := r.Attribute(prefix + n); ok {
				return a.Value
			}
		}
		return ""
	}
	if d := get("type", "direction"); strings.EqualFold(d, "egress") || strings.EqualFold(d, "outbound") || strings.EqualFold(get("access"), "deny") {
		return opening{}, false
	}
	o := opening{at: place(r)}
	everybody := false
	for _, a := range r.Attributes {
		if !strings.HasPrefix(a.Path, prefix) {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(a.Path, prefix), ".")
		switch name {
		case "cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6", "CidrIp", "CidrIpv6", "source_address_prefix", "source_address_prefixes":
			if a.Value == "0.0.0.0/0" || a.Value == "::/0" || strings.HasPrefix(name, "source") && (a.Value == "*" || strings.EqualFold(a.Value, "internet")) {
				everybody = true
				o.at = a.Location.At()
				o.at.Resource = r.Address
			}
		}
	}
	if !everybody {
		return o, false
	}
	number := func(s string) (int, bool) {
		n, err := strconv.Atoi(s)
		return n, err == nil
	}
	if ip := get("protocol", "ip_protocol", "IpProtocol"); ip == "-1" || strings.EqualFold(ip, "all") || get("destination_port_range") == "*" {
		o.from, o.to = 0, 65535
		return o, true
	}
	from, to := get("from_port", "FromPort", "destination_port_range"), get("to_port", "ToPort", "destination_port_range")
	if a, z, ok := strings.Cut(from, "-"); ok && a != "" {
		from, to = a, z
	}
	var ok1, ok2 bool
	o.from, ok1 = number(from)
	o.to, ok2 = number(to)
	return o, ok1 && ok2
}

// address is what a value that names a server says: where and how.
type address struct {
	host, protocol string
}

// schemes of addresses that are taken for flows.
var addressSchemes = map[string]string{
	"http": "HTTP", "https": "HTTPS", "ws": "WS", "wss": "WSS", "redis": "REDIS", "rediss": "REDISS", "amqp": "AMQP", "amqps": "AMQPS",
	"postgres": "SQL", "postgresql": "SQL", "mysql": "SQL", "sqlserver": "SQL", "mongodb": "MongoDB", "mongodb+srv": "MongoDB", "kafka": "Kafka", "nats": "NATS", "ldap": "LDAP", "ldaps": "LDAPS", "grpc": "GRPC", "smtp": "SMTP",
}

// addressIn reads an address; ok is false for what is none.
func addressIn(value string) (address, bool) {
	if len(value) > 500 || !strings.Contains(value, "://") {
		return address{}, false
	}
	u, err := url.Parse(strings.TrimPrefix(value, "jdbc:"))
	if err != nil || u.Hostname() == "" {
		return address{}, false
	}
	protocol, ok := addressSchemes[strings.ToLower(u.Scheme)]
	host := strings.ToLower(u.Hostname())
	if !ok || strings.ContainsAny(host, "${}<>%* \t\"'") {
		return address{}, false
	}
	return address{host, protocol}, true
}
