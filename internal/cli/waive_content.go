package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

func newWaiveContent(env Env) *cobra.Command {
	var role, dir string
	var armour bool
	cmd := &cobra.Command{
		Use: "content FILE", Short: "Print the bytes that a signature is over, to check it without Assay",
		Long: `Print the bytes that a signature of a waiver or an emergency is over, or the
signature itself, so that ssh-keygen can check it. The namespace is
assay-waiver@v1 or assay-emergency@v1; the file of allowed signers holds a line
"NAME KEY" for each person.`,
		Example: "  assay waive content W-20270111-5f0c2a --signature > sig\n  assay waive content W-20270111-5f0c2a | ssh-keygen -Y verify -f allowed -I kim -n assay-waiver@v1 -s sig",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.Invalid, "name one file or id").WithHelp("assay waive list shows them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := readSigned(dir, args[0])
			if err != nil {
				return err
			}
			for _, s := range f.Signed() {
				if string(s.Role) != role {
					continue
				}
				out := waiver.Message(f, s)
				if armour {
					out = []byte(s.Signature)
				}
				_, err := env.Stdout.Write(out)
				return ignorePipe(err)
			}
			return fault.New(fault.NotFound, "nobody signed %s as %s", args[0], role).WithHelp("roles are requester, approver and, of emergencies, retrospective: --role")
		},
	}
	cmd.Flags().StringVar(&role, "role", string(waiver.Approver), "whose signature: of the requester, the approver, or the retrospective one")
	cmd.Flags().BoolVar(&armour, "signature", false, "print the signature and not what it is over")
	cmd.Flags().StringVar(&dir, "dir", ".", "the folder whose .assay it is")
	return cmd
}

func readSigned(dir, arg string) (waiver.File, error) {
	dir, name, err := placed(dir, arg)
	if err != nil {
		return nil, err
	}
	data, err := change.ReadFile(dir, name, waiver.MaxSize)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, waiver.Folder+"/") {
		return waiver.ParseWaiver(name, data)
	}
	return waiver.ParseEmergency(name, data)
}
