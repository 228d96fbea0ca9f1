#!/usr/bin/env bash
# Runs Assay in a Bitrise build; step.yml describes the variables.
set -euo pipefail

cd "${assay_directory}"
reports="${assay_reports}"
mkdir -p "${reports}"

# The base of the change must be here.
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  git fetch --unshallow --no-tags origin
fi
if [ -n "${BITRISEIO_GIT_BRANCH_DEST:-}" ]; then
  git fetch --no-tags origin \
    "+refs/heads/${BITRISEIO_GIT_BRANCH_DEST}:refs/remotes/origin/${BITRISEIO_GIT_BRANCH_DEST}"
fi

if ! command -v assay >/dev/null; then
  ASSAY_VERSION="${assay_version}"
  bin="$(go env GOPATH)/bin"
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
  PATH="${bin}:${PATH}"
fi

arguments=(run .
  --report "sarif=${reports}/assay.sarif"
  --report "html=${reports}/assay.html"
  --report "junit=${reports}/assay.xml"
  --evidence "${reports}/assay.evidence")
if [ -n "${assay_base:-}" ]; then
  arguments+=(--base "${assay_base}")
fi
if [ "${assay_steps:-no}" = yes ]; then
  arguments+=(--steps)
fi

code=0
assay "${arguments[@]}" || code=$?

# Later steps may read these; outside of Bitrise there is no envman.
if command -v envman >/dev/null; then
  envman add --key ASSAY_EXIT_CODE --value "${code}"
  envman add --key ASSAY_HTML_REPORT --value "${reports}/assay.html"
  envman add --key ASSAY_SARIF_REPORT --value "${reports}/assay.sarif"
fi
exit "${code}"
