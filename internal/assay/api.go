package assay

// API is what an interface description (OpenAPI, Swagger) says of the doors of
// an application.
type API struct {
	Path  string `json:"path"` // of the document
	Title string `json:"title,omitempty"`
	// Servers are sorted by URL, each once. None: where it is served is not said.
	Servers    []APIServer `json:"servers,omitempty"`
	Operations []Operation `json:"operations,omitempty"` // sorted by path and method
	// Left counts operations beyond the limit, which are not listed.
	Left int `json:"left,omitempty"`
}

// APIServer is one place where an API is served.
type APIServer struct {
	URL  string `json:"url"` // as written, without user and password
	Line int    `json:"line,omitempty"`
}

// Operation is one method on one path.
type Operation struct {
	Method string `json:"method"` // upper-case
	Path   string `json:"path"`
	// Line is the operation's, or that of its own security where it lets anybody in.
	Line int `json:"line,omitempty"`
	// Access says whether a caller must show who it is.
	Access Access `json:"access"`
	// Schemes name what callers show, sorted: "http bearer", "apiKey header", "oauth2".
	Schemes []string `json:"schemes,omitempty"`
	// Data are the classes of data that requests and responses carry by the names
	// of their fields, sorted; see DataClasses of a Service.
	Data []string `json:"data,omitempty"`
}

// Access says who may call an operation.
type Access string

// The kinds of access.
const (
	AccessAnonymous     Access = "anonymous"     // the document asks for nothing
	AccessAuthenticated Access = "authenticated" // the document asks for a scheme that it defines
	AccessUnknown       Access = "unknown"       // it names a scheme that it does not define
)
