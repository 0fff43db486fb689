#!/usr/bin/env bash
# ranx 0.3.21: fused with the defaults, the only hit of a ranking counts as much as the last hit of another one: 0.
#
# Guess, written before the run: min-max, the default of fuse(), gives the best hit of each ranking 1 and the worst
#       0; where there is one hit, it is the best one.
# Seen: with one score, the least and the greatest are equal, and the share is 0. The only passage that an engine is
#       sure of ties with the last of the other engine's list, behind all others. So it does with norm="sum", and
#       "zmuv" gives it 0, the average. "max" and "rank" put it beside the other list's best, "borda" beside its
#       second. Where all hits have one score, min-max gives each of them 0 as well.
# Use:  norm="rank" or "max", or reciprocal rank fusion (method="rrf", without a norm), where lists may be short, as
#       those of a lexical engine over rare words are.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check ranx==0.3.21

cat >"$room/fuse.py" <<'PY'
import warnings

warnings.simplefilter("ignore")
from ranx import Run, fuse

words = Run({"rare": {"only": 7.0}, "equal": {"one": 2.0, "two": 2.0}})
meaning = Run({"rare": {"first": 0.9, "second": 0.8, "last": 0.1}, "equal": {"other": 0.9, "one": 0.2}})
for norm in ("min-max", "sum", "zmuv", "max", "rank", "borda"):
    for query, hits in fuse(runs=[words, meaning], norm=norm, method="sum").run.items():
        scores = sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))
        print(norm, query, ", ".join(f"{name} {score:.2f}" for name, score in scores), sep=" | ")
PY
"$room/env/bin/python" "$room/fuse.py" | tee "$room/seen"
cat >"$room/expected" <<'TXT'
min-max | equal | other 1.00, one 0.00, two 0.00
min-max | rare | first 1.00, second 0.88, last 0.00, only 0.00
sum | equal | other 1.00, one 0.00, two 0.00
sum | rare | first 0.53, second 0.47, last 0.00, only 0.00
zmuv | equal | other 1.00, two 0.00, one -1.00
zmuv | rare | first 0.84, second 0.56, only 0.00, last -1.40
max | equal | one 1.22, other 1.00, two 1.00
max | rare | first 1.00, only 1.00, second 0.89, last 0.11
rank | equal | one 1.50, other 1.00, two 0.50
rank | rare | first 1.00, only 1.00, second 0.67, last 0.33
borda | equal | one 1.67, other 1.33, two 1.00
borda | rare | first 1.50, only 1.25, second 1.25, last 1.00
TXT
diff "$room/expected" "$room/seen" && echo "as found"
