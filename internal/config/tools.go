package config

import (
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/money"
)

// ToolsFile is where paid licences and tools are listed.
const ToolsFile = ".assay/tools.yaml"

// Tools is .assay/tools.yaml: what is paid for.
type Tools struct {
	Version int    `yaml:"version" doc:"Version of this file's shape: 1."`
	Runner  string `yaml:"runner" doc:"What a minute of the machines costs that test changes, as 0.008 USD."`
	Tools   []Tool `yaml:"tools" doc:"Licences and tools that are paid for."`
}

// Tool is one contract.
type Tool struct {
	Name       string   `yaml:"name" doc:"What is paid for."`
	Components []string `yaml:"components" doc:"Components that it licenses; * stands for any characters."`
	Cost       string   `yaml:"cost" doc:"What it costs, as 1200.00 EUR."`
	Per        string   `yaml:"per" enum:"component,seat,flat" doc:"What the cost is for: each component in use, each seat, or all together (flat, when left out)."`
	Seats      int      `yaml:"seats" doc:"How many seats are paid for."`
	Every      string   `yaml:"every" enum:"month,year" doc:"How often it is paid: month, or year when left out."`
	Until      string   `yaml:"until" doc:"Last day of the contract, as 2027-03-31."`
	Finds      []string `yaml:"finds" doc:"Engines (sast, dependency, …) and tools whose reports are imported, as far as they find flaws with it: for the return on it."`
	Owner      string   `yaml:"owner" doc:"Team or person who answers for it."`
}

// ParseTools reads and checks the list. Errors are of kind fault.Invalid and
// name file and line.
func ParseTools(name string, data []byte) (*Tools, error) {
	d := &decoder{name: name, help: "mend the line"}
	out := &Tools{Version: 1}
	if err := d.read(data, out); err != nil {
		return nil, err
	}
	if rate, err := money.Parse(out.Runner); out.Runner != "" && (err != nil || rate.Negative()) {
		return nil, d.errorf(d.at("runner"), "the cost of a runner's minute is no amount with a currency").WithHelp("write it as 0.008 USD")
	}
	for i, t := range out.Tools {
		if err := d.tool(i, t); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (d *decoder) tool(i int, t Tool) error {
	if strings.TrimSpace(t.Name) == "" {
		return d.errorf(d.at("tools", i), "a tool without a name")
	}
	if cost, err := money.Parse(t.Cost); err != nil || cost.Negative() {
		return d.errorf(d.at("tools", i, "cost"), "the cost of %q is no amount with a currency", t.Name).WithHelp("write it as 1200.00 EUR")
	}
	if t.Per == "seat" && t.Seats <= 0 {
		return d.errorf(d.at("tools", i), "%q is paid by seat and names no seats", t.Name).WithHelp("add seats: 25")
	}
	if t.Per == "component" && len(t.Components) == 0 {
		return d.errorf(d.at("tools", i), "%q is paid by component and names none", t.Name).WithHelp(`add components: ["com.example:*"]`)
	}
	if _, err := time.Parse(time.DateOnly, t.Until); t.Until != "" && err != nil {
		return d.errorf(d.at("tools", i, "until"), "%s is no day", quoted(t.Until)).WithHelp("write it as 2027-03-31")
	}
	return nil
}
