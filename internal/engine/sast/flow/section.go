package flow

// inSection is the key of a value in a section of settings, as configparser's
// get(section, option) finds it.
func inSection(section, option *konst) string {
	return section.String() + "\x02" + option.String()
}
