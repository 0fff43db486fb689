#!/usr/bin/env bash
# python-frontmatter 1.3.0: a block with full-width colons vanishes, without an error and without metadata.
#
# Guess, written before the run: 标题：盐田 between the lines of --- is an error of YAML, or stays in the text.
# Seen: to YAML the block is one plain text, not a mapping. The library drops whatever is no mapping: the metadata is
#       empty, the content begins below the block, and dumps() writes {} in its place. One key with an ASCII colon
#       beside one with a full-width colon is an error.
# Use:  ask yaml.safe_load() what the block is, and report a text; never write such a file back.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check python-frontmatter==1.3.0 pyyaml

cat >"$room/ask.py" <<'PY'
import frontmatter

for block in ("标题: 盐田\n作者: 甲乙", "标题：盐田\n作者：甲乙", "标题：盐田", "标题: 盐田\n作者：甲乙"):
    try:
        post = frontmatter.loads(f"---\n{block}\n---\n正文。")
    except Exception as error:
        print(repr(block), type(error).__name__)
    else:
        print(repr(block), post.metadata, repr(post.content), repr(frontmatter.dumps(post)))
PY

cat >"$room/expected" <<'TXT'
'标题: 盐田\n作者: 甲乙' {'标题': '盐田', '作者': '甲乙'} '正文。' '---\n作者: 甲乙\n标题: 盐田\n---\n\n正文。'
'标题：盐田\n作者：甲乙' {} '正文。' '---\n{}\n---\n\n正文。'
'标题：盐田' {} '正文。' '---\n{}\n---\n\n正文。'
'标题: 盐田\n作者：甲乙' ScannerError
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
