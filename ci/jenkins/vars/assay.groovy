// assay(dir: '.', version: 'latest', base: '', reports: 'assay-reports', arguments: [])
//
// The step of the shared library: fetches the target branch, runs Assay,
// keeps the reports, and fails the build with Assay's exit code. Call it after
// a checkout that is not shallow.
def call(Map options = [:]) {
  Map o = [dir: '.', version: 'latest', base: '', reports: 'assay-reports', arguments: []] + options
  List<String> settings = [
    "ASSAY_DIR=${o.dir}",
    "ASSAY_VERSION=${o.version}",
    "ASSAY_BASE=${o.base}",
    "ASSAY_REPORTS=${o.reports}",
    "ASSAY_ARGUMENTS=${o.arguments.join('\n')}",
  ]
  int code = 0
  withEnv(settings) {
    // Values reach the shell as variables only: nothing is pasted into the script.
    code = sh(label: 'assay run', returnStatus: true, script: '''
      set -eu
      if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
        git fetch --unshallow --no-tags origin
      fi
      if [ -n "${CHANGE_TARGET:-}" ]; then
        git fetch --no-tags origin "+refs/heads/$CHANGE_TARGET:refs/remotes/origin/$CHANGE_TARGET"
      fi
      if ! command -v assay >/dev/null; then
        bin="$WORKSPACE_TMP/bin"
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
        PATH="$bin:$PATH"
      fi
      mkdir -p "$ASSAY_REPORTS"
      set -- run "$ASSAY_DIR" \
        --report "sarif=$ASSAY_REPORTS/assay.sarif" \
        --report "html=$ASSAY_REPORTS/assay.html" \
        --report "junit=$ASSAY_REPORTS/assay.xml" \
        --evidence "$ASSAY_REPORTS/assay.evidence"
      if [ -n "$ASSAY_BASE" ]; then set -- "$@" --base "$ASSAY_BASE"; fi
      while IFS= read -r argument; do
        if [ -n "$argument" ]; then set -- "$@" "$argument"; fi
      done <<END
$ASSAY_ARGUMENTS
END
      assay "$@"
    ''')
  }
  junit allowEmptyResults: true, skipPublishingChecks: true, testResults: "${o.reports}/assay.xml"
  archiveArtifacts allowEmptyArchive: true, artifacts: "${o.reports}/*"
  if (code != 0) {
    error("assay: ${meaning(code)} (exit code ${code})")
  }
  return code
}

private static String meaning(int code) {
  switch (code) {
    case 1: return 'the gate says no, or a declared step failed'
    case 2: return 'bad usage or configuration, or the base is not there'
    case 3: return 'it could not finish'
    case 130: return 'interrupted'
    default: return 'it did not run'
  }
}
