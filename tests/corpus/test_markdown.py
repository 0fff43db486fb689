"""Markdown as Chinese writers write it is read as they mean it."""

from __future__ import annotations

import re
import time
from html import unescape
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus.document import Document
from corpus.readers import read_document
from corpus.readers.markdown import read_markdown, render


def read_text(text: str, name: str = "a.md") -> Document:
    """Read a text file without a dictionary, as no text here is damaged."""
    return read_document(text.encode(), PurePosixPath(name), lambda _: 0)


def lines(document: Document) -> list[str]:
    """Return the text of each block."""
    return [block.text for block in document.blocks]


def html(text: str) -> str:
    """Return the HTML of one paragraph, without the paragraph."""
    return render(text).strip().removeprefix("<p>").removesuffix("</p>")


def shown(text: str) -> str:
    """Return what a browser shows of a text."""
    return unescape(re.sub(r"<[^>]*>", "", render(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**《渔村纪事》**已经脱销", "<strong>《渔村纪事》</strong>已经脱销"),
        ("他常说，**钱要省着花。**这话不假", "他常说，<strong>钱要省着花。</strong>这话不假"),
        ("**“慢车”**的票", "<strong>“慢车”</strong>的票"),
        ("这叫做**“留白”**手法", "这叫做<strong>“留白”</strong>手法"),
        ("**单式记账：**只记一笔", "<strong>单式记账：</strong>只记一笔"),
        ("**先写提纲： **再动笔", "<strong>先写提纲： </strong>再动笔"),
        ("~~旧价。~~新价", "<s>旧价。</s>新价"),
        ("*副题。*正文", "<em>副题。</em>正文"),
        ("***最要紧的。***其余", "<em><strong>最要紧的。</strong></em>其余"),
        ("见***《水经》（节选）***一文", "见<em><strong>《水经》（节选）</strong></em>一文"),
        ("**粗里*有斜。*还粗。**后", "<strong>粗里<em>有斜。</em>还粗。</strong>后"),
        ("看**[目录](a)。**再", '看<strong><a href="a">目录</a>。</strong>再'),
        ("先**`ls`**后", "先<strong><code>ls</code></strong>后"),
        ("**一行完，\n又一行。**后", "<strong>一行完，\n又一行。</strong>后"),
        ('**"直引"**的', "<strong>&quot;直引&quot;</strong>的"),
        ("**涨了100%**的", "<strong>涨了100%</strong>的"),
        ("**𠮷野家（店）**在", "<strong>𠮷野家（店）</strong>在"),
        ("**「お茶」**を", "<strong>「お茶」</strong>を"),
        ("**(주)**는", "<strong>(주)</strong>는"),
        ("**完。**\u200b后", "<strong>完。</strong>\u200b后"),
        ("__要点。__后文", "<strong>要点。</strong>后文"),
        ("_小注。_后文", "<em>小注。</em>后文"),
        ("==划线。==后文", "<mark>划线。</mark>后文"),
        ("**甲。**乙，**丙。**丁", "<strong>甲。</strong>乙，<strong>丙。</strong>丁"),
    ],
)
def test_emphasis_beside_chinese(text: str, expected: str) -> None:
    """Emphasis is read whatever Chinese character or mark stands inside and outside of it."""
    assert expected == html(text)


@pytest.mark.parametrize(
    "text",
    [
        "长 2*3*4 米，2**10**2",
        "a * b * c",
        "snake_case_name 和 调用__init__方法",
        "报告_2024_终稿",
        r"\*星号\*",
        "价格**另议",
        "后来~~~~再说",
        "若a==b且c==d",
        "`**代码。**后`",
        "你好^_^，5~10天，约~300元，3~5~7",
        "从$100涨到$200，又跌到$ 90",
        "参见[[1, 2]]和[[3]]",
        "集合 {甲, 乙} 与 {{姓名}}",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    """Marks that are parts of names, numbers and code, or have no partner, stay as written."""
    assert text.replace("\\", "").replace("`", "") == shown(text).strip()


@pytest.mark.parametrize(
    "text",
    ["a **b** c", "foo*bar*baz", "**a.**b", "x_y_z _w_", "***a** b*", '"**quoted**"', 'a*"b"*c'],
)
def test_english_is_commonmark(text: str) -> None:
    """Without Chinese, emphasis is what CommonMark says."""
    assert MarkdownIt("commonmark").render(text) == render(text)


@given(
    st.text("渡口船“”。，：《》（）ab1 ", min_size=1),
    st.sampled_from(["*", "**", "***", "~~", "=="]),
    st.text("河水。“”（）", min_size=1),
    st.text("岸边，。“”", max_size=3),
)
def test_emphasised_text_is_never_lost(before: str, mark: str, inner: str, after: str) -> None:
    """Whatever becomes of the marks, all characters of the text are shown."""
    text = before + mark + inner + mark + after
    unmarked = re.sub(r"[\s*~=]", "", before + inner + after)

    assert unmarked == re.sub(r"[\s*~=]", "", shown(text))


@given(
    st.text("河水渡口", min_size=1),
    st.text("。！？）》”", min_size=1),
    st.text("岸边", min_size=1),
)
def test_no_asterisks_around_a_sentence(words: str, stop: str, after: str) -> None:
    """No asterisk is left of bold text that ends in punctuation before a character."""
    assert f"{words}{stop}{after}" == shown(f"**{words}{stop}**{after}").strip()


@given(st.text("[]()*_~=^$`{}%<>!:|-#+.\\ \n\t字a1：　"))
def test_no_input_is_refused(text: str) -> None:
    """Every combination of marks is rendered."""
    assert isinstance(render(text), str)


@pytest.mark.usefixtures("unmeasured_repetition")
@pytest.mark.parametrize(
    "part",
    ["**", "*字", "[^", "^[", "^[a`]`", "$a\\$", "$$ x\n", "[[a", "{% a", "{{a", "x){.a", "1^2",
     "{% codeblock %}\n", "> {% codeblock %}\n", "x{% code %}", "[^a]: x\n", "- [x] a\n",
     "%%", "字%%a%", "%%\n", "> %%\n", "- %%\n", "#a", "#a ", "字 ^a", " ^", "[[a#b",
     ":a", ":a:", "](", "]({{", "]({{a}}", "[a]: {{", ":::\n", ":::a\n> ",
     "!!! a\n", "!!! a\n    ", "`]({{a}}", 'href="{%'],
)  # fmt: skip
def test_hostile_repetition_takes_linear_time(part: str) -> None:
    """Twenty thousand characters of one mark are read within seconds; the slowest takes .3 s."""
    start = time.process_time()
    render("[^a]: x\n\n" + part * (20_000 // len(part)))

    assert time.process_time() - start < 5


def test_footnotes() -> None:
    """Notes with numbers, Chinese labels, full-width colons and two paragraphs are numbered."""
    found = render(
        "甲[^1]乙[^出处]丙^[旁注*斜*]。\n\n[^1]：一注。\n\n    又一段。\n[^出处]: 二注。"
    )

    assert [1, 2, 3] == [
        int(n) for n in re.findall(r'<sup class="footnote-ref"><a href="#fn(\d)', found)
    ]
    section = found.partition('<section class="footnotes">')[2]
    assert '<li id="fn1" class="footnote-item"><p>一注。</p>\n<p>又一段。</p>\n</li>' in section
    assert '<li id="fn2" class="footnote-item"><p>二注。</p>' in section
    assert "旁注<em>斜</em>" in section
    assert "↩" not in found


def test_a_definition_without_a_reference_is_text() -> None:
    """A note that nothing refers to stays where it is; so does one that repeats a label."""
    found = render("甲[^a]。\n\n[^a]: 注一。\n\n[^a]: 注二。\n\n[^b]: 孤注。\n\n尾。")

    body, _, section = found.partition("<section")
    assert [True, True] == ["<p>注二。</p>" in body, "<p>孤注。</p>" in body]
    assert "注一" in section


def test_a_definition_within_another() -> None:
    """Notes that are indented below another note lose no text."""
    found = shown("甲[^a]乙[^b]。\n\n[^a]: 外。\n\n    [^b]: 内。\n\n    外续。")

    assert all(text in found for text in ("外。", "内。", "外续。"))


@pytest.mark.parametrize(
    "text", ["没有定义[^9]。", "没有定义[^某人]。", "甲[^9]乙。\n\n[^1]: 注。"]
)
def test_a_reference_without_a_definition_stays(text: str) -> None:
    """A reference that leads nowhere keeps its brackets."""
    assert text.partition("\n")[0] in shown(text)


def test_a_full_width_colon_in_code_stays() -> None:
    """Code that shows how to write a footnote is not changed."""
    assert "[^1]：" in render("```\n[^1]：例\n```\n\n正文[^1]\n\n[^1]：注")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H~2~O", "H<sub>2</sub>O"),
        ("1.5×10^8^公里，10^-3^", "1.5×10<sup>8</sup>公里，10<sup>-3</sup>"),
        ("设$a_1+b_2$为", '设<span class="math">$a_1+b_2$</span>为'),
        ("若$a<b$则", '若<span class="math">$a&lt;b$</span>则'),
        ("即$$x*y*z$$。", '即<span class="math">$$x*y*z$$</span>。'),
        (
            "见[[渡口|老**渡**口]]与[[码头]]",
            "见<span>老<strong>渡</strong>口</span>与<span>码头</span>",
        ),
        ("![[船.png]]前", "前"),
        ("注[[1]](#a)", '注<a href="#a">[1]</a>'),
        ("重**点**{.red}的", "重<strong>点</strong>的"),
        ("![图](a.png){width=50%}前", '<img src="a.png" alt="图" />前'),
        ("词{:.x}尾", "词尾"),
        ("<ruby>渡<rt>dù</rt></ruby><br>口", "<ruby>渡<rt>dù</rt></ruby><br>口"),
    ],
)
def test_inline_markup(text: str, expected: str) -> None:
    """Formulas, indices, links of wikis and attributes become HTML."""
    assert expected == html(text)


def test_blocks_of_formulas_end_a_paragraph() -> None:
    """A formula between lines of dollars is kept as it is, also without an empty line above."""
    assert '<p>令</p>\n<p><span class="math">$$\nA = P\n- 3\n$$</span></p>\n<p>得</p>\n' == render(
        "令\n$$\nA = P\n- 3\n$$\n得"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [x] 已订船\n- [ ] 未订房", ["• ☑ 已订船", "• ☐ 未订房"]),
        ("- [/] 在订\n- [-] 不去了\n- [甲] 班", ["• ☐ 在订", "• ☐ 不去了", "• [甲] 班"]),
        ("> [!note] 留意\n> 水深。", ["留意\n水深。"]),
        ("> [!WARNING]-\n> 水深。", ["水深。"]),
        ("## 渡口 {#ferry .x}\n\n字。 {.lead}", ["渡口", "字。"]),
        ("头。\n::: tip 提示\n水深。\n:::\n尾。", ["头。", "提示", "水深。", "尾。"]),
        (":::warning\n- 水深。\n::::{.note}\n风大。\n::::\n:::", ["• 水深。", "风大。"]),
        (
            '头。\n!!! note "提示"\n    水深。\n\n    - 风大\n\n尾。',
            ["头。", "提示", "水深。", "• 风大", "尾。"],
        ),
        ("??? tip\n    水深。\n    !!! note\n        风大。\n尾。", ["水深。", "风大。", "尾。"]),
        ("!!! 真的吗\n    走了。", ["!!! 真的吗走了。"]),
        ("::: 这是三个冒号: 不是框", ["::: 这是三个冒号: 不是框"]),
        ("##没有空格\n字。", ["没有空格", "字。"]),
        ("[TOC]\n\n字。", ["字。"]),
        ("[[toc]]\n字。", ["字。"]),
        ("@[toc](目录)\n\n字。", ["字。"]),
        ("* 目录\n{:toc}\n\n字。\n{: .lead}", ["字。"]),
        ("头。\n\n<!-- more -->\n\n尾。", ["头。", "尾。"]),
        (
            "头。\n\n<aside>\n💡 **留意**：水深。\n\n</aside>\n\n尾。",
            ["头。", "💡 留意：水深。", "尾。"],
        ),
        ("头。\n\n<aside>水深。</aside>\n\n尾。", ["头。", "水深。", "尾。"]),
        ("船\n: 水上的交通工具。", ["船", "水上的交通工具。"]),
        ("|书|注|\n|-|-|\n|**《甲》**上|[[x\\|乙]]|", ["书 | 注\n《甲》上 | 乙"]),
        ("　　头一段。\n　　第二段。", ["头一段。", "第二段。"]),
        ("一行没完，\n接着写完。", ["一行没完，接着写完。"]),
        ("一行  \n两行", ["一行\n两行"]),
        (
            "![船的照片](a.png)\n\n<https://example.org/a>和[书][b]\n\n[b]: x",
            ["https://example.org/a和书"],
        ),
    ],
)
def test_blocks(text: str, expected: list[str]) -> None:
    """Lists of tasks, callouts, attributes, definitions and the like show their text alone."""
    assert expected == [line.strip() for line in lines(read_markdown(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("船夫姓刘，%%待核%%六十岁。", ["船夫姓刘，六十岁。"]),
        ("他62%%存疑%%岁。\n%%改日再问。%%", ["他62岁。"]),
        ("头。%%跨两行的\n批注%%尾。", ["头。尾。"]),
        ("头。\n%%\n私下的话。\n\n- 又一条\n%%\n尾。", ["头。", "尾。"]),
        ("%%私下的话，\n\n第二段。%% 尾。", ["尾。"]),
        ("> 引文。\n> %%\n> 旁批。\n> %%\n> 引文二。", ["引文。", "引文二。"]),
        ("- 甲项\n  %%\n  旁批\n  %%\n- 乙项", ["• 甲项", "• 乙项"]),
        ("水深三米。 ^3f2a9c\n\n## 渡口 ^dk\n\n- 甲项 ^a-1", ["水深三米。", "渡口", "• 甲项"]),
        ("- 甲项\n- 乙项\n^list\n\n> 引文。\n\n^quote-1", ["• 甲项", "• 乙项", "引文。"]),
        ("Rows twice a day ^8a7b6c\n天天有船。 ^p", ["Rows twice a day 天天有船。"]),
        ("头。\n\n#科技 #金融\n\n尾。\n#水运/渡口 #2024年 ", ["头。", "尾。"]),
        ("#日记\n今天下雨。\n#随笔#", ["今天下雨。"]),
        ("头。\n\n```dataview\ntable author\n```\n\n~~~query\ntag:#a\n~~~", ["头。"]),
        ("![[票价表]]\n\n![[船.png|300]] 见图。", ["见图。"]),
        ("见[[老街#东头]]与[[#票价]]，[[老街#^a1b2|那段]]。", ["见老街 > 东头与票价，那段。"]),
        ("[[2024-05-06]]的事记在[[老街#^a1b2]]。", ["2024-05-06的事记在老街。"]),
        ("> [!tip]+ **退水**再走\n> > [!note]\n> > 问船夫。", ["退水再走", "问船夫。"]),
    ],
)
def test_marks_of_notebooks(text: str, expected: list[str]) -> None:
    """Comments, ids of blocks, lines of tags, queries and embeds are not text; links are words."""
    assert expected == lines(read_markdown(text))


@pytest.mark.parametrize(
    "text",
    [
        "增长5%%，降低3%%。",
        "写成%d%%和%s%%即可。",
        "一个%%没有伴。",
        "x ^2",
        "即 O(n) ^2",
        "你好 ^_^",
        "编号#12和#科技#都在句子里。",
        "#1",
        "`%%代码%%`",
    ],
)
def test_what_only_looks_like_a_mark_of_a_notebook_stays(text: str) -> None:
    """Percent signs, exponents, numbers and a tag in a sentence stay as written."""
    assert text.replace("`", "") == shown(text).strip()


@pytest.mark.parametrize("text", ["```\n%%a%%\n#b\n```", "    %% 第一节\n    x = 1\n    %%"])
def test_code_keeps_the_marks_of_notebooks(text: str) -> None:
    """Comments of code that begin with two percent signs are code."""
    assert "%%" in shown(text)


def test_a_first_line_of_one_long_tag_is_the_title() -> None:
    """A title whose mark has no blank behind it is a heading, if there is no other."""
    assert "<h1>河边的书店</h1>\n<p>字。</p>\n" == render("#河边的书店\n字。")
    assert ["书"] == lines(read_markdown("#河边的书店\n# 书"))
    assert 3 == render("#河边的书店\n\n#来历\n\n字。\n\n#如今").count("<h1>")


def test_lists_within_lists() -> None:
    """Items within items have their depth, in tight lists and in loose ones."""
    for gap in ("\n", "\n\n"):
        text = gap.join(("1. 船票", "   - 大人", "     - 来回", "   - 小孩", "2. 开船"))
        assert [0, 1, 2, 1, 0] == [block.level for block in read_markdown(text).blocks]


@pytest.mark.parametrize(
    "code", ["    船 = 甲;\n    if 船:\n        走()", "    # 注释，说明。\n    b = 1"]
)
def test_indented_code_keeps_its_lines(code: str) -> None:
    """Indented code is code, though it has Chinese in it."""
    expected = "\n".join(line[4:] for line in code.split("\n"))
    assert f"<pre><code>{expected}\n</code></pre>\n" == unescape(render(code))


def test_an_indented_paragraph_is_no_code() -> None:
    """A paragraph that begins with four spaces, as in a typed letter, is a paragraph."""
    assert "<p>他说，今年水大。</p>\n<p>尾。</p>\n" == render("    他说，今年水大。\n\n尾。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("头。\n\n{% asset_img a.jpg 渡口照片 %}\n\n尾。", ["头。", "尾。"]),
        ("{% note info %}\n水深。\n{% endnote %}", ["水深。"]),
        (
            "头。\n{% note info %}\n- 甲\n- 乙\n{% endnote %}\n尾。",
            ["头。", "• 甲", "• 乙", "尾。"],
        ),
        ("{% note %}水深。{% endnote %}后", ["水深。后"]),
        ("{% blockquote 某人, 某书 %}\n原话。\n{% endblockquote %}", ["原话。"]),
        ('头。\n\n{{< figure src="a.png"\n  title="图" >}}\n\n尾。', ["头。", "尾。"]),
        (
            '{{< figure src="a.png" caption="渡口，摄于春天" >}}\n\n尾。',
            ["渡口，摄于春天", "尾。"],
        ),
        ("{{% notice tip %}}\n水深。\n{{% /notice %}}", ["水深。"]),
        ("题为{{ page.title }}的文章", ["题为的文章"]),
        ("{% raw %}{{ a }}{% endraw %}照旧", ["{{ a }}照旧"]),
        ("{% raw %}\n**重。**写{{ a }}\n{% endraw %}", ["重。写{{ a }}"]),
        ("{% comment %}\n不给人看\n{% endcomment %}\n字。", ["字。"]),
        ("{{</* youtube x */>}}这样写", ["{{< youtube x >}}这样写"]),
        ("这是{% label primary@要紧 %}的，{% u 划线 %}的", ["这是要紧的，划线的"]),
        ("`{{ page.title }}`这样写", ["{{ page.title }}这样写"]),
        ("{% codeblock %}\n没有结尾", ["没有结尾"]),
    ],
)
def test_tags_of_site_generators(text: str, expected: list[str]) -> None:
    """Tags are not text, what stands between them is; within code they stay."""
    assert expected == lines(read_markdown(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('看[备份]({{< ref "backup.md" >}})。', ["看备份。"]),
        (
            '看[备份]({{< relref "a" >}} "题")和[**快照**]({{% ref path="b" %}}#节)。',
            ["看备份和快照。"],
        ),
        (
            "看[备份]({% post_url 2024-05-06-a %})、[图]({{ site.url }}{{ page.url }}/x)。",
            ["看备份、图。"],
        ),
        ('看[备份](</b/{{< param "v" >}}/>)。', ["看备份。"]),
        ('看[备份][b]。\n\n[b]: {{< ref "b" >}} "题"', ["看备份。"]),
        ('看<a href="{{< ref "b" >}}">备份</a>。', ["看备份。"]),
        ("<p>看<a href='{{ url_for(b) }}'>备份</a>。</p>", ["看备份。"]),
        (
            '看{{< link "https://example.org" "备份" >}}和{{< link href="b" content="快照" >}}。',
            ["看备份和快照。"],
        ),
        ('`[备份]({{< ref "b" >}})`这样写', ['[备份]({{< ref "b" >}})这样写']),
        ('```\n[备份]({{< ref "b" >}})\n```', ['[备份]({{< ref "b" >}})']),
    ],
)
def test_links_whose_targets_are_tags(text: str, expected: list[str]) -> None:
    """The words of a link are shown, whatever tag names its target; in code the tag stays."""
    assert expected == lines(read_markdown(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天气好:smile:，出发 :rocket:!", "天气好😄，出发 🚀!"),
        (":+1::100:", "👍💯"),
        ("**:fire:要点**", "🔥要点"),
        (
            "10:30:45，std::map:，:没有这个:，:no_such_emoji:",
            "10:30:45，std::map:，:没有这个:，:no_such_emoji:",
        ),
        ("`:smile:`", ":smile:"),
    ],
)
def test_emoji_by_name(text: str, expected: str) -> None:
    """GitHub's names of emoji are shown as emoji; times, code and unknown names stay."""
    assert expected == shown(text).strip()


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("{% codeblock lang:python 例子 %}", "{% endcodeblock %}"),
        ("{% highlight ruby %}", "{% endhighlight %}"),
        ("{{< highlight go >}}", "{{< /highlight >}}"),
    ],
)
def test_code_between_tags_keeps_its_lines(begin: str, end: str) -> None:
    """Code between tags is code, with empty lines, indents and braces."""
    code = "if a:\n\n    b = **c** + {{ d }}\n"

    assert f"<pre><code>{code}</code></pre>\n" == render(f"{begin}\n{code}{end}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("书名|数量\n---|---\n县志|3", ["书名 | 数量\n县志 | 3"]),
        ("正文[^1]如此。\n\n[^2]: 另注。", ["正文[^1]如此。", "另注。"]),
        ("头。\n\n![图](a.png)", ["头。"]),
        ("**头一段。**后\n第二段。", ["头一段。后", "第二段。"]),
        ("{% note %}\n水深。\n{% endnote %}", ["水深。"]),
        ("- 这是一句\n2024. 又一句", ["- 这是一句", "2024. 又一句"]),
        ("1. 甲\n--- 乙\n3*4*5", ["1. 甲", "--- 乙", "3*4*5"]),
        ("电话138**5678**90\n# ", ["电话138**5678**90", "#"]),
        ("甲~~乙~~\n| 竖线", ["甲~~乙~~", "| 竖线"]),
    ],
)
def test_markdown_under_the_name_of_a_plain_text(text: str, expected: list[str]) -> None:
    """A .txt file is read as Markdown if it is, and line by line if it only has a dash."""
    assert expected == lines(read_text(text, "a.txt"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("这是\\*\\*重点。\\*\\*后面", "这是重点。后面"),
        ("他说\\*\\*“[不行](x.md)。”\\*\\*然后走了", "他说“不行。”然后走了"),
        ("\\*\\*《夜航》\\*\\*三千册", "《夜航》三千册"),
        ("写\\*\\*重点\\*\\*时", "写**重点**时"),
        ("2\\*3\\*4", "2*3*4"),
        ("`\\*\\*。\\*\\*`", "\\*\\*。\\*\\*"),
    ],
)
def test_bold_that_a_formatter_has_escaped(markup: str, expected: str) -> None:
    """Asterisks that a formatter escaped beside a Chinese mark are bold; others are as written."""
    assert f"{expected}，第二年春天。" in shown(f"{markup}，第二年春天。")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("{% post_link old-post 上一篇文章 %}里提到的", "上一篇文章里提到的"),
        ("在{% post_link cat-food 《猫粮》 true %}里说过", "在《猫粮》里说过"),
        ("寿命{% ruby 十五|shí wǔ %}年上下", "寿命十五年上下"),
        ('{{< ruby "辐条" "fú tiáo" >}}没断', "辐条没断"),
        ('按 {{< kbd "Ctrl" >}} 加 {{< kbd C >}} 键', "按 Ctrl 加 C 键"),
    ],
)
def test_words_in_tags(markup: str, expected: str) -> None:
    """Words that a tag prints within a sentence stay there."""
    assert expected == shown(markup).strip()


def test_a_row_of_a_table_is_one_line() -> None:
    """Breaks within a cell do not tear its row apart."""
    table = "| 食物 | 步骤 |\n|---|---|\n| 鸡翅 | 1. 划刀；<br>2. 翻面。 |\n| 蛋挞 | 烤。 |\n"

    assert ["食物 | 步骤\n鸡翅 | 1. 划刀； 2. 翻面。\n蛋挞 | 烤。"] == lines(read_text(table))
