package finance

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

func clockChecks() []check {
	stamped := map[string]assay.Severity{"trading": assay.High, "venue": assay.High, "payment": assay.Medium, "card": assay.Medium}
	return []check{{
		rule: rule.Rule{
			ID: "finance/clock-unsynchronised", Engine: assay.EngineFinance, Title: "Time synchronisation is switched off", Severity: assay.High, Confidence: assay.Firm,
			Tags:        []string{"trading"},
			Explanation: "The machine is told to stop what keeps its clock at UTC. A clock that runs by itself is off by milliseconds within a day, and the time stamps of its orders, payments and logs with it.",
			Fix:         "Leave chrony, ntpd or ptp4l running, or start another of them, and measure the divergence in a declared step named clock-divergence.",
		},
		severity: stamped, look: unsynchronised,
	}, {
		rule: rule.Rule{
			ID: "finance/clock-zone", Engine: assay.EngineFinance, Title: "Machine with a zone of its own", Severity: assay.Low, Confidence: assay.Tentative,
			Tags:        []string{"trading"},
			Explanation: "Where the machine's zone is not UTC, every program that takes the time without saying a zone stamps orders with local time, and twice a year an hour comes twice or not at all.",
			Fix:         "Set the zone to UTC (Etc/UTC), and turn moments into local time where people read them.",
		},
		severity: map[string]assay.Severity{"trading": assay.Low, "venue": assay.Low}, look: zone,
	}}
}

// scripts are what a machine is told when it starts.
var scripts = []string{
	"user_data", "user_data_base64", "custom_data", "metadata_startup_script", "metadata.startup-script", "metadata.user-data",
	"UserData", "LaunchTemplateData.UserData",
}

// maxScript bounds a script that is looked at, in bytes; providers allow less.
const maxScript = 256 << 10

// script gives the lines of a start script, without comments, lines that are
// carried on joined.
func script(a assay.Attribute) []string {
	value := a.Value
	if len(value) > maxScript {
		value = value[:maxScript]
	}
	if plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value)); err == nil && len(plain) > 0 {
		value = string(plain)
	}
	var out []string
	for line := range strings.SplitSeq(strings.ReplaceAll(value, "\\\n", " "), "\n") {
		if trimmed := strings.TrimSpace(line); trimmed != "" && !strings.HasPrefix(trimmed, "#") {
			out = append(out, trimmed)
		}
	}
	return out
}

func started(r *assay.Resource) (out []assay.Attribute) {
	for _, a := range r.Attributes {
		if a.Kind == assay.KindString && slices.Contains(scripts, a.Path) {
			out = append(out, a)
		}
	}
	return out
}

const daemons = `(chronyd?|ntpd?|ntpsec|openntpd|systemd-timesyncd|ptp4l|phc2sys|timemaster)(\.service)?`

var (
	stops = regexp.MustCompile(`\bsystemctl\s+(-\S+\s+)*(disable|stop|mask)\s+(-\S+\s+)*([^\s;&|]+\s+)*?` + daemons + `(\s|;|&|$)` +
		`|\bservice\s+` + daemons + `\s+stop\b|\bchkconfig\s+` + daemons + `\s+off\b` +
		`|\b(apt-get|apt|yum|dnf|zypper|apk)\s+(-\S+\s+)*(remove|purge|erase|del)\s+(-\S+\s+)*([^\s;&|]+\s+)*?(chrony|ntp|ntpsec|openntpd|systemd-timesyncd|linuxptp)(\s|;|&|$)`)
	ntpOff = regexp.MustCompile(`\btimedatectl\s+set-ntp\s+(false|no|off|0)\b`)
	// Another one takes its place.
	starts = regexp.MustCompile(`\bsystemctl\s+(-\S+\s+)*(enable|start|restart)\s+(-\S+\s+)*([^\s;&|]+\s+)*?` + daemons + `(\s|;|&|$)` +
		`|\bservice\s+` + daemons + `\s+(re)?start\b|\btimedatectl\s+set-ntp\s+(true|yes|on|1)\b` +
		`|\b(apt-get|apt|yum|dnf|zypper|apk)\s+(-\S+\s+)*(install|add)\s+(-\S+\s+)*([^\s;&|]+\s+)*?(chrony|ntp|ntpsec|openntpd|systemd-timesyncd|linuxptp)(\s|;|&|$)`)
	setZone = regexp.MustCompile(`\btimedatectl\s+set-timezone\s+["']?([A-Za-z0-9_+/-]+)|^timezone:\s*["']?([A-Za-z0-9_+/-]+)|/usr/share/zoneinfo/([A-Za-z0-9_+/-]+)["']?\s+/etc/localtime\b|^(?:export\s+)?TZ=["']?([A-Za-z0-9_+/-]+)`)
)

func unsynchronised(_ *Estate, r *assay.Resource) (out []fault) {
	for _, a := range started(r) {
		lines := script(a)
		if slices.ContainsFunc(lines, starts.MatchString) {
			continue
		}
		i := stopped(lines)
		if i < 0 {
			continue
		}
		out = append(out, fault{attribute: a, message: fmt.Sprintf("%s switches off what keeps its clock at UTC: %s", r.Address, short(lines[i]))})
	}
	return out
}

// stopped is the line that stops the clock's daemon; -1 for none.
func stopped(lines []string) int {
	for i, l := range lines {
		if stops.MatchString(l) || ntpOff.MatchString(l) || l == "enabled: false" && i > 0 && lines[i-1] == "ntp:" {
			return i
		}
	}
	return -1
}

func zone(_ *Estate, r *assay.Resource) (out []fault) {
	for _, a := range started(r) {
		for _, l := range script(a) {
			if name := zoneIn(l); name != "" && !utc(name) {
				out = append(out, fault{attribute: a, message: fmt.Sprintf("%s sets its zone to %s, not UTC", r.Address, short(name))})
				break
			}
		}
	}
	for _, a := range r.Attributes {
		if prefix, ok := strings.CutSuffix(a.Path, ".name"); ok && a.Value == "TZ" && strings.Contains(prefix, ".env.") {
			if v, ok := r.Attribute(prefix + ".value"); ok && v.Kind == assay.KindString && v.Value != "" && !utc(v.Value) {
				out = append(out, fault{attribute: v, message: fmt.Sprintf("%s sets its zone to %s, not UTC", r.Address, short(v.Value))})
			}
		}
	}
	return out
}

func zoneIn(line string) string {
	for _, part := range setZone.FindStringSubmatch(line) {
		if part != "" && part != setZone.FindString(line) {
			return part
		}
	}
	return ""
}

func utc(zone string) bool {
	switch strings.ToUpper(strings.TrimPrefix(strings.TrimPrefix(zone, ":"), "Etc/")) {
	case "UTC", "UCT", "ZULU", "UNIVERSAL", "UTC0", "GMT", "GMT0", "GMT+0", "GMT-0":
		return true
	}
	return false
}

// short is a line that a person can read in a message.
func short(s string) string {
	const most = 80
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
