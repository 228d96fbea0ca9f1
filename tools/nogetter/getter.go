// Package getter stands in for github.com/hashicorp/go-getter, which trivy's
// resolver of remote Terraform modules would link with the clients of two
// clouds, Git and Mercurial. Assay never lets that resolver fetch, so this
// module has only the names it compiles against, and Get refuses.
package getter

import (
	"context"
	"fmt"
)

// ClientMode says what a source may be: a file, a folder, or either.
type ClientMode uint

const (
	ClientModeInvalid ClientMode = iota
	ClientModeAny
	ClientModeFile
	ClientModeDir
)

// Getter would fetch from the sources of one scheme.
type Getter any

// FileGetter would fetch from the local disk.
type FileGetter struct{ Copy bool }

// Getters are the getters by scheme: none.
var Getters = map[string]Getter{}

// Client names a source and where it would go.
type Client struct {
	Ctx           context.Context
	Src, Dst, Pwd string
	Mode          ClientMode
	Getters       map[string]Getter
}

// Get refuses: nothing is fetched.
func (c *Client) Get() error {
	return fmt.Errorf("fetch %s: Assay fetches no modules", c.Src)
}
