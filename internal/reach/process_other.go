//go:build !unix

package reach

import "os/exec"

// ownGroup does nothing here: the command itself is killed, not what it started.
func ownGroup(*exec.Cmd) {}

func endGroup(cmd *exec.Cmd) { _ = cmd.Process.Kill() } // ended already is the usual answer
