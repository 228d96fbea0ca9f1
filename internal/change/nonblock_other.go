//go:build !unix

package change

const nonBlocking = 0
