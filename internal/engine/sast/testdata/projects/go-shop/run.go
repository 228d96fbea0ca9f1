package main

import "os/exec"

func (s *server) run(host string) {
	// ruleid: command-injection
	_ = exec.Command("sh", "-c", "ping "+host).Run()
}

func (s *server) run2(host string) {
	// ok: command-injection
	_ = exec.Command("sh", "-c", "ping "+host).Run()
}
