package cli

import (
	"fmt"
	"io"
)

// plural writes a number with its noun.
func plural[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// deliver writes to the file that --output names, else to standard output.
func deliver(env Env, output string, write func(io.Writer) error) error {
	if output != "" {
		return writeFile(output, write)
	}
	return ignorePipe(write(env.Stdout))
}
