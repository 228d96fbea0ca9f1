package threat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// object is what a Kubernetes object is in the model.
type object struct {
	*assay.Resource
	kind      string
	namespace string
	name      string
	id        string            // of its element
	labels    map[string]string // of what it starts
	pod       string            // prefix of the attributes of its pods
	unit      string            // the folder that it is deployed from
}

// workloads are the kinds that start pods, with the way to the pod.
var workloads = map[string]string{
	"Pod": "spec.", "Deployment": "spec.template.spec.", "StatefulSet": "spec.template.spec.", "DaemonSet": "spec.template.spec.",
	"ReplicaSet": "spec.template.spec.", "Job": "spec.template.spec.", "CronJob": "spec.jobTemplate.spec.template.spec.",
}

// storeImages are programs that keep data, by the last name of their image.
var storeImages = map[string]struct{ word, protocol string }{
	"postgres": {"database", "SQL"}, "postgresql": {"database", "SQL"}, "mysql": {"database", "SQL"}, "mariadb": {"database", "SQL"}, "mongo": {"database", "MongoDB"}, "mongodb": {"database", "MongoDB"},
	"redis": {"cache", "REDIS"}, "valkey": {"cache", "REDIS"}, "memcached": {"cache", ""}, "rabbitmq": {"broker", "AMQP"}, "kafka": {"broker", "Kafka"}, "nats": {"broker", "NATS"},
	"elasticsearch": {"search index", "HTTP"}, "opensearch": {"search index", "HTTP"}, "cassandra": {"database", ""}, "cockroach": {"database", "SQL"}, "minio": {"object store", "HTTP"}, "vault": {"secret vault", "HTTP"},
}

// object takes a Kubernetes object that is something in a model.
func (b *builder) object(r *assay.Resource) {
	kind := r.Type[strings.LastIndexByte(r.Type, '/')+1:]
	pod, runs := workloads[kind]
	if !runs && kind != "Service" && kind != "Ingress" && kind != "Secret" && kind != "PersistentVolumeClaim" {
		return
	}
	if len(b.order)+len(b.objects) >= maxResources {
		b.m.Left++
		return
	}
	o := &object{Resource: r, kind: kind, pod: pod, namespace: value(r, "metadata.namespace"), name: value(r, "metadata.name"), unit: folderOf(r.Location.Path)}
	b.objects = append(b.objects, o)
	prefix := strings.TrimSuffix(pod, "spec.") + "metadata.labels."
	if kind == "Pod" {
		prefix = "metadata.labels."
	}
	if runs {
		o.labels = pairs(r, prefix)
	}
	if kind == "Service" {
		return // only leads on
	}
	e := &Element{ID: r.Location.Path + "/" + r.Address, Role: Process, Type: "container", Name: o.name, Exposed: Unknown, Location: place(r), parts: []string{key(r.Location.Path, r.Address)}}
	switch kind {
	case "Secret":
		e.Role, e.Type = Store, "secret"
		e.set(private, fact{answer: Yes, because: "the cluster's own interface is the way to it", at: e.Location})
	case "PersistentVolumeClaim":
		e.Role, e.Type = Store, "volume"
	case "Ingress":
		e.Type = "ingress"
	default:
		b.container(o, e)
	}
	e.Boundary = b.bound(Cluster, "Kubernetes", "kubernetes", "")
	if o.namespace != "" {
		e.Boundary = b.bound(Namespace, o.namespace, o.namespace, e.Boundary)
	}
	b.own(e)
	o.id = b.add(e)
}

func folderOf(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '/'))]
}

func value(r *assay.Resource, path string) string {
	a, _ := r.Attribute(path)
	return a.Value
}

// pairs reads a map of names to values.
func pairs(r *assay.Resource, prefix string) map[string]string {
	out := map[string]string{}
	for _, a := range r.Under(strings.TrimSuffix(prefix, ".")) {
		out[strings.TrimPrefix(a.Path, prefix)] = a.Value
	}
	return out
}

// container reads what a pod may do, and whether it keeps data.
func (b *builder) container(o *object, e *Element) {
	r := o.Resource
	limits, images, digests := true, 0, 0
	for _, prefix := range numbered(r, o.pod+"containers") {
		image, ok := r.Attribute(prefix + "image")
		if ok {
			images++
			if strings.Contains(image.Value, "@sha256:") {
				digests++
			}
			if s, ok := storeImages[imageName(image.Value)]; ok {
				e.Role, e.Type = Store, s.word
			}
		}
		if len(r.Under(prefix+"resources.limits")) == 0 {
			limits = false
		}
		for _, t := range []test{
			{confined, isFalse, []string{prefix + "securityContext.privileged"}, nil, ""},
			{confined, isFalse, []string{prefix + "securityContext.allowPrivilegeEscalation"}, nil, ""},
		} {
			if f := t.read(r); f.known() {
				e.worst(t.aspect, f)
			}
		}
	}
	for _, host := range []string{"hostNetwork", "hostPID", "hostIPC"} {
		if f := (test{confined, isFalse, []string{o.pod + host}, nil, ""}).read(r); f.answer == No {
			e.worst(confined, f)
		}
	}
	if images > 0 {
		at := place(r)
		e.set(limited, fact{answer: pick(limits, Yes, No), because: pick2(limits, "resources.limits is set", "resources.limits is not set for each container") + " in " + r.Address, at: at})
		e.set(unaltered, fact{answer: pick(digests == images, Yes, No), because: pick2(digests == images, "images are named by digest", "images are named by tag") + " in " + r.Address, at: at})
	}
}

// worst keeps a no over a yes: each setting can open a door of its own.
func (e *Element) worst(a aspect, f fact) {
	if old, ok := e.facts[a]; ok && old.answer == No {
		return
	}
	if e.facts == nil {
		e.facts = map[aspect]fact{}
	}
	e.facts[a] = f
}

// imageName is the last name of an image without registry, tag and digest.
func imageName(image string) string {
	image, _, _ = strings.Cut(image, "@")
	image = image[strings.LastIndexByte(image, '/')+1:]
	image, _, _ = strings.Cut(image, ":")
	return image
}

// kubernetes joins objects: Ingress to Service to pods, pods to secrets, volumes
// and to the addresses in their environment.
func (b *builder) kubernetes() {
	services := map[string][]*object{} // by name
	stores := map[string][]*object{}   // by kind and name
	running := map[string][]*object{}  // by a label
	for _, o := range b.objects {
		switch {
		case o.kind == "Service":
			services[o.name] = append(services[o.name], o)
		case o.pod != "":
			for k, v := range o.labels {
				running[k+"="+v] = append(running[k+"="+v], o)
			}
		default:
			stores[o.kind+"/"+o.name] = append(stores[o.kind+"/"+o.name], o)
		}
	}
	behind := func(s *object) []*object { return selected(s, running) }
	for _, o := range b.objects {
		switch {
		case o.kind == "Service":
			b.published(o, behind(o))
		case o.kind == "Ingress":
			b.ingress(o, services, behind)
		case o.pod != "":
			b.podUses(o, services, stores, behind)
		}
	}
}

// near picks those of one namespace and the nearest folder: manifests of
// several environments often stand side by side.
func near(o *object, list []*object) *object {
	var best *object
	score := -1
	for _, c := range list {
		if c.namespace != o.namespace {
			continue
		}
		if n := common(o.unit, c.unit); n > score {
			best, score = c, n
		}
	}
	return best
}

// common is the length of what two folders share, -1 when they are apart.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	if a == b {
		n += 1000
	}
	return n
}

// selected are the pods that a Service leads to.
func selected(s *object, running map[string][]*object) []*object {
	want := pairs(s.Resource, "spec.selector.")
	var keys []string
	for k, v := range want {
		keys = append(keys, k+"="+v)
	}
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	byName := map[string][]*object{}
	for _, c := range running[keys[0]] {
		fits := c.namespace == s.namespace
		for k, v := range want {
			fits = fits && c.labels[k] == v
		}
		if fits && len(byName[c.kind+"/"+c.name]) < 50 {
			byName[c.kind+"/"+c.name] = append(byName[c.kind+"/"+c.name], c)
		}
	}
	var names []string
	for n := range byName {
		names = append(names, n)
	}
	slices.Sort(names)
	var out []*object
	for _, n := range names {
		if c := near(s, byName[n]); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// published adds what a Service of type LoadBalancer or NodePort opens.
func (b *builder) published(s *object, targets []*object) {
	typ, _ := s.Attribute("spec.type")
	if typ.Value != "LoadBalancer" && typ.Value != "NodePort" {
		return
	}
	for _, a := range s.Under("metadata.annotations") {
		if strings.Contains(strings.ToLower(a.Path), "internal") && !strings.EqualFold(a.Value, "false") {
			return
		}
	}
	at := typ.Location.At()
	at.Path, at.Resource = s.Location.Path, s.Address
	for _, t := range targets {
		for n, prefix := range numbered(s.Resource, "spec.ports") {
			if n == 10 {
				break
			}
			port := value(s.Resource, prefix+"port")
			protocol := strings.ToUpper(cmp.Or(value(s.Resource, prefix+"appProtocol"), namedProtocol(port)))
			f := Flow{From: b.outsider(), To: t.id, Protocol: protocol, What: "port " + port, Location: at}
			f.enc = fact{answer: secure(protocol), because: fmt.Sprintf("port %s of %s", port, s.Address), at: at}
			if typ.Value == "NodePort" { // whether nodes have a public address is not said
				f.enc.answer = Unknown
			}
			b.flow(f)
			if e := b.elements[t.id]; typ.Value == "LoadBalancer" {
				e.Exposed = Yes
				if e.Role == Store {
					e.set(private, fact{answer: No, because: "a load balancer publishes port " + port + " of " + s.Address, at: at})
				}
			}
		}
	}
}

func namedProtocol(port string) string {
	for n, p := range ports {
		if fmt.Sprint(n) == port {
			return p.protocol
		}
	}
	return ""
}

// ingress adds the way from the internet through an Ingress to pods.
func (b *builder) ingress(o *object, services map[string][]*object, behind func(*object) []*object) {
	e := b.elements[o.id]
	e.Exposed = Unknown
	at := place(o.Resource)
	enc := fact{answer: Unknown, because: "no tls in " + o.Address + "; what stands before the controller is not in these files", at: at}
	if len(o.Under("spec.tls")) > 0 {
		enc = fact{answer: Yes, because: "spec.tls is set in " + o.Address, at: at}
	}
	b.flow(Flow{From: b.outsider(), To: o.id, Protocol: pick2(enc.answer == Yes, "HTTPS", "HTTP or HTTPS"), Location: at, enc: enc})
	done := map[string]bool{}
	for _, a := range o.Attributes {
		if !strings.HasSuffix(a.Path, ".service.name") && !strings.HasSuffix(a.Path, "serviceName") || done[a.Value] {
			continue
		}
		done[a.Value] = true
		s := near(o, services[a.Value])
		if s == nil {
			continue
		}
		for _, t := range behind(s) {
			b.flow(Flow{From: o.id, To: t.id, Protocol: "HTTP", Location: at, enc: fact{answer: Unknown, because: "how " + o.Address + " calls " + s.Address + " is the controller's to say", at: at}})
		}
	}
}

// podUses adds what pods read and whom they call.
func (b *builder) podUses(o *object, services, stores map[string][]*object, behind func(*object) []*object) {
	at := place(o.Resource)
	store := func(kind, name string) {
		if t := near(o, stores[kind+"/"+name]); t != nil && name != "" {
			f := Flow{From: o.id, To: t.id, Location: at}
			if kind == "Secret" {
				f.Protocol = "mount"
				f.enc = fact{answer: Yes, because: "the cluster brings secrets to pods over TLS", at: at}
				f.auth = fact{answer: Yes, because: "the cluster gives a pod the secrets that it names", at: at}
			}
			b.flow(f)
		}
	}
	calls := 0
	for _, a := range o.Attributes {
		if !strings.HasPrefix(a.Path, o.pod) || a.Kind != assay.KindString {
			continue
		}
		name := a.Path[strings.LastIndexByte(a.Path, '.')+1:]
		switch {
		case strings.HasSuffix(a.Path, ".secretKeyRef.name") || strings.HasSuffix(a.Path, ".secretRef.name") || name == "secretName":
			store("Secret", a.Value)
		case name == "claimName":
			store("PersistentVolumeClaim", a.Value)
		case strings.Contains(a.Path, ".env.") && name == "value" || strings.Contains(a.Path, ".args.") || strings.Contains(a.Path, ".command."):
			if calls < 200 && b.call(o, a, services, behind) {
				calls++
			}
		}
	}
}

// call adds the flow to the address in a value: a Service of the cluster, or
// somebody else's server.
func (b *builder) call(o *object, a assay.Attribute, services map[string][]*object, behind func(*object) []*object) bool {
	text := a.Value
	if i := strings.IndexByte(text, '='); i >= 0 && strings.HasPrefix(text, "-") {
		text = text[i+1:]
	}
	ad, isURL := addressIn(text)
	if !isURL {
		host, port, _ := strings.Cut(text, ":")
		if ad = (address{host: host}); len(services[strings.SplitN(host, ".", 2)[0]]) == 0 || port == "" && !strings.Contains(host, "-") && !strings.Contains(host, ".") {
			return false
		}
	}
	at := a.Location.At()
	at.Path, at.Resource = o.Location.Path, o.Address
	enc := fact{answer: secure(ad.protocol), because: plain(a.Path) + " of " + o.Address + " names " + quote(ad.host), at: at}
	parts := strings.Split(ad.host, ".")
	inside := *o
	if len(parts) > 1 && (len(parts) == 2 || parts[2] == "svc") {
		inside.namespace = parts[1]
	}
	if len(parts) < 3 || parts[2] == "svc" {
		s := near(&inside, services[parts[0]])
		if s == nil {
			return false
		}
		for _, t := range behind(s) {
			b.flow(Flow{From: o.id, To: t.id, Protocol: ad.protocol, Location: at, enc: enc})
		}
		return true
	}
	if !isURL || ad.host == "127.0.0.1" || strings.HasSuffix(ad.host, ".local") {
		return false
	}
	id := b.add(&Element{ID: "external/" + ad.host, Role: External, Type: "server", Name: ad.host, Boundary: b.bound(Internet, "Internet", "internet", ""), Exposed: Unknown, Location: at})
	b.flow(Flow{From: o.id, To: id, Protocol: ad.protocol, Location: at, enc: enc})
	return true
}
