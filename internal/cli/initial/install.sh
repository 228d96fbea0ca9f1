# Assay is built from a clone: go install takes no module that replaces another.
repository="${ASSAY_REPOSITORY:-https://github.com/assay-dev/assay}"
version="${ASSAY_VERSION:-latest}"
if [ "$version" = latest ]; then # the newest tag that is no pre-release
  version="$(git ls-remote --tags --refs --sort=-v:refname "$repository" 'v*' |
    awk -F/ '$3 ~ /^v[0-9.]+$/ && !n++ { print $3 }')" || exit 3
  if [ -z "$version" ]; then
    echo "assay: no release (a tag such as v1.2.3) in the repository; set ASSAY_VERSION or ASSAY_REPOSITORY" >&2
    exit 3
  fi
fi
source="$(mktemp -d)"
git -c advice.detachedHead=false clone -q --depth 1 --branch "$version" "$repository" "$source" &&
  go build -C "$source" -trimpath -ldflags "-s -w" -o "$bin/" ./cmd/assay || { rm -rf "$source"; exit 3; }
rm -rf "$source"
