#!/usr/bin/env bash
# No file of the project names a place on the machine of whoever wrote it, nor a registry.
# (The brackets keep this file out of its own net.)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
if git grep --untracked -nIE '(^|[^A-Za-z0-9_.-])/(wor[k]|roo[t]|hom[e])/'; then
  echo "These lines name a path of one machine."
  failed=1
fi
if git grep --untracked -nE '"resolve[d]": "|^[^#]*registr[y]=' -- '*package-lock.json' '*.npmrc'; then
  echo "These lines name a registry; omit-lockfile-registry-resolved in .npmrc keeps it out of the lock file."
  failed=1
fi
exit "$failed"
