#!/bin/sh
# Clones the public corpora that bench measures on, each at the commit that the
# recorded results name. Usage: bench/corpora.sh DIR
set -eu
dir=${1:?usage: bench/corpora.sh DIR}
mkdir -p "$dir"
while read -r name repository commit; do
	[ -d "$dir/$name/.git" ] && continue
	git clone --quiet "https://github.com/$repository" "$dir/$name"
	git -C "$dir/$name" checkout --quiet "$commit"
done <<EOF
fineract apache/fineract 4198b0bcf
argo-cd argoproj/argo-cd 37ee0097cf
terragoat bridgecrewio/terragoat 729f8da
cfngoat bridgecrewio/cfngoat 0c09b69
leaky-repo Plazmaz/leaky-repo 2e95135
NodeGoat OWASP/NodeGoat c5cb68a
BenchmarkJava OWASP-Benchmark/BenchmarkJava 79b9bd6
opengrep-rules opengrep/opengrep-rules f1d2b56
EOF
