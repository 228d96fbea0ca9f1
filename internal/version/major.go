package version

// Major is the first number of a version with what stands before it: two
// versions of one major number are meant to do the same for those who use them.
func Major(v string) string {
	end := 0
	for end < len(v) && !digit(v[end]) {
		end++
	}
	for end < len(v) && digit(v[end]) {
		end++
	}
	if end < len(v) && v[end] == '!' { // PEP 440's epoch
		return v[:end+1] + Major(v[end+1:])
	}
	return v[:end]
}
