#!/usr/bin/env bash
# boilerpy3 1.0.7: DefaultExtractor and ArticleSentencesExtractor find nothing on a page in Chinese with links around
#       it, of which they take all in English: a clause without blanks is one word.
#
# Guess, written before the run: words are counted between blanks, so that a Chinese paragraph is one word, and
#       paragraphs are dropped where they are short, and kept where they are long.
# Seen: what stands between two marks of punctuation is a word. What decides is how many words stand in a line, and
#       in Chinese they are some five however long a paragraph is: as many words as in English (241, 247) are lost as
#       well. Nothing is raised: the text is empty. ArticleExtractor keeps all of these pages.
# Use:  trafilatura or another that counts characters; where it must stay, check that the text is not empty.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check boilerpy3==1.0.7

cat >"$room/ask.py" <<'PY'
from boilerpy3 import extractors

CHINESE = "盐田要晒上两个月才能收盐，工人们天不亮就下田，一直做到天黑，收工时手上全是白花花的盐，吃饭也来不及洗。"
ENGLISH = (
    "The salt pans need two months of sun before anything can be raked, and the workers are out before dawn "
    "and stay until it is dark, with white salt on their hands, which they have no time to wash at noon."
)
LINKS = "<div><a href='/'>Home</a> <a href='/news'>News</a> <a href='/about'>About</a></div>"
KINDS = (extractors.ArticleExtractor, extractors.DefaultExtractor, extractors.ArticleSentencesExtractor)

for name, paragraph in (("Chinese", CHINESE), ("Chinese, eight times as long", CHINESE * 8), ("English", ENGLISH)):
    for links in ("", LINKS):
        page = f"<html><body>{links}<h1>Salt</h1>{f'<p>{paragraph}</p>' * 6}{links}</body></html>"
        blocks = extractors.KeepEverythingExtractor().get_doc(page).text_blocks
        kept = [f"{kind.__name__} {'all' if paragraph in kind().get_content(page) else 'nothing'}" for kind in KINDS]
        print(f"{name}, {'links' if links else 'alone'}: {sum(one.num_words for one in blocks)} words;", "; ".join(kept))
PY
"$room/env/bin/python" "$room/ask.py" | tee "$room/seen"
cat >"$room/expected" <<'TXT'
Chinese, alone: 31 words; ArticleExtractor all; DefaultExtractor nothing; ArticleSentencesExtractor nothing
Chinese, links: 37 words; ArticleExtractor all; DefaultExtractor nothing; ArticleSentencesExtractor nothing
Chinese, eight times as long, alone: 241 words; ArticleExtractor all; DefaultExtractor nothing; ArticleSentencesExtractor nothing
Chinese, eight times as long, links: 247 words; ArticleExtractor all; DefaultExtractor nothing; ArticleSentencesExtractor nothing
English, alone: 247 words; ArticleExtractor all; DefaultExtractor nothing; ArticleSentencesExtractor all
English, links: 253 words; ArticleExtractor all; DefaultExtractor all; ArticleSentencesExtractor all
TXT
diff "$room/expected" "$room/seen" && echo "as found"
