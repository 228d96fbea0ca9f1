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
        GOBIN="$WORKSPACE_TMP/bin" go install "github.com/assay-dev/assay/cmd/assay@$ASSAY_VERSION"
        PATH="$WORKSPACE_TMP/bin:$PATH"
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
