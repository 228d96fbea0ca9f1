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
  go install "github.com/assay-dev/assay/cmd/assay@${assay_version}"
  PATH="$(go env GOPATH)/bin:${PATH}"
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
