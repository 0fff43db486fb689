#!/usr/bin/env bash
# charabia-py 0.1.0 (charabia 0.9.6, the tokenizer of Meilisearch): 学校 is one word and 學校 two, though both are written
#       學校 in the index; 2021 beside Chinese is four words, 2021 by itself one.
#
# Guess, written before the run: words as jieba cuts them, folded to Simplified. Once 鹽田 and 盐田 had come out otherwise:
#       a third of the common words differ between the scripts, and 2021, 100元 and 1000元 hold one number each.
# Seen: it folds to Traditional, and after the cut, which knows few words of that script: 學校 is in characters by then.
#       Of the 12,130 words that jieba's dictionary counts 200 times and more and that Traditional writes otherwise,
#       11,884 get other words in the two scripts, and 4,846 other characters, too (电脑 is 电腦). Every number of three
#       digits or more that has Chinese in its text is cut into digits, and none of two; 10.5 is 10, . and 5. GPT is
#       folded to gpt, but ＧＰＴ to GPT, which is another word.
# Use:  fold to Simplified and to half width before a text comes to it, and look for numbers in the text itself.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/env"
"$room/env/bin/pip" install --quiet --disable-pip-version-check charabia-py==0.1.0 \
    opencc==1.4.2 jieba==0.42.1 setuptools==65.5.0

cat >"$room/ask.py" <<'PY'
import charabia_py
import jieba
import opencc

tokenizer = charabia_py.PyTokenizerBuilder().build()
traditional = opencc.OpenCC("s2t").convert


def cut(text):
    return [token.lemma for token in tokenizer.tokenize(text)]


for simplified in ("学校", "台湾", "电脑", "结束"):
    print(simplified, *cut(simplified), "|", traditional(simplified), *cut(traditional(simplified)))
for text in ("2021", "2021年", "100元", "12元", "卖10.5万", "5G", "用5G上网", "GPT", "gpt", "ＧＰＴ"):
    print(text, "->", *cut(text))
lengths = [len(cut(f"共{number}元")) - 2 for number in range(10_000)]
print("words of a number before 元:", *(sorted({lengths[n] for n in range(*ends)}) for ends in
                                       ((0, 100), (100, 1000), (1000, 10_000))))

rows = (line.decode("utf-8").split() for line in jieba.get_dict_file())
words = [row[0] for row in rows if int(row[1]) >= 200 and len(row[0]) > 1]
pairs = [(word, traditional(word)) for word in words if word != traditional(word)]
others = [(cut(one), cut(other)) for one, other in pairs if cut(one) != cut(other)]
print(len(pairs), len(others), sum("".join(one) != "".join(other) for one, other in others))
PY

cat >"$room/expected" <<'TXT'
学校 學校 | 學校 學 校
台湾 台灣 | 臺灣 臺 灣
电脑 电腦 | 電腦 電 腦
结束 結束 | 結束 結 束
2021 -> 2021
2021年 -> 2 0 2 1 年
100元 -> 1 0 0 元
12元 -> 12 元
卖10.5万 -> 賣 10 . 5 万
5G -> 5g
用5G上网 -> 用 5 g 上网
GPT -> gpt
gpt -> gpt
ＧＰＴ -> GPT
words of a number before 元: [1] [3] [4]
12130 11884 4846
TXT
"$room/env/bin/python" -W ignore "$room/ask.py" 2>/dev/null | tee "$room/seen"
diff "$room/expected" "$room/seen" && echo "as found"
