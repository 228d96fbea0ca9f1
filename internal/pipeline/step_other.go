//go:build !unix

package pipeline

import "os/exec"

// ownGroup does nothing here: the command itself is killed, not what it started.
func ownGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
