package assay

// ServiceID is the name of a service in the catalogue.
type ServiceID string

// Profile is the risk profile of a service; it decides which gates bite.
type Profile string

// The profiles.
const (
	Strict   Profile = "strict"
	Standard Profile = "standard"
	Light    Profile = "light"
)

// Service is an entry of the service catalogue.
type Service struct {
	ID          ServiceID `json:"id"`
	Paths       []string  `json:"paths"` // globs, relative to the repository
	Owner       string    `json:"owner"`
	CostCentre  string    `json:"cost_centre,omitempty"`
	Environment string    `json:"environment,omitempty"`
	DataClasses []string  `json:"data_classes,omitempty"`
	Scope       []string  `json:"scope,omitempty"`
	Profile     Profile   `json:"profile"`
}
