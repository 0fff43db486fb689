"""Raised, struck and hidden text, formulas, code and lists are read as a browser shows them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus.document import Block
from corpus.furniture import mark_furniture
from corpus.readers import read_document


def blocks_of(markup: str) -> tuple[Block, ...]:
    """Read a fragment of HTML without a dictionary, as no text here is damaged."""
    return read_document(markup.encode(), PurePosixPath("a.html"), lambda _: 0).blocks


def text_of(markup: str) -> str:
    """Return the text of a paragraph with this markup, at the start of a sentence's end."""
    (block,) = blocks_of(f"<p>{markup}。</p>")
    return block.text.removesuffix("。")


RAISED = {
    "10<sup>8</sup>": "10⁸",
    "10<sup>-3</sup>": "10⁻³",
    "10<sup>−3</sup>": "10⁻³",
    "10<SUP> 12 </SUP>": "10¹²",
    "<i>x</i><sup><i>n</i></sup>": "xⁿ",
    "2<sup>n+1</sup>": "2ⁿ⁺¹",
    "e<sup>x</sup>": "e^x",
    "e<sup>2x</sup>": "e^(2x)",
    "a<sup>m/n</sup>": "a^(m/n)",
    "<b>m</b><sup><small>2</small></sup>": "m²",
    "CO<sub>2</sub>": "CO₂",
    "C<sub>6</sub>H<sub>12</sub>O<sub>6</sub>": "C₆H₁₂O₆",
    "Ca<sup>2+</sup>": "Ca²⁺",
    "SO<sub>4</sub><sup>2-</sup>": "SO₄²⁻",
    "v<sub>max</sub>": "vₘₐₓ",
    "V<sub>DD</sub>": "V_(DD)",
    "x<sub>y</sub>": "x_y",
    "1<sup>st</sup>": "1st",
    "某牌<sup>®</sup>": "某牌®",
    "某牌<sup>TM</sup>": "某牌TM",
    "出厂价<sub>含税</sub>": "出厂价含税",
    "读者<sup>[3]</sup>": "读者",
    "读者<sup>[3,4]</sup>": "读者",
    "读者<sup>[1]</sup><sup>[2]</sup>": "读者",
    "读者<sup>〔12〕</sup>": "读者",
    "读者<sup>注1</sup>": "读者",
    "读者<sup></sup>": "读者",
}


@pytest.mark.parametrize(("markup", "expected"), RAISED.items())
def test_raised_and_lowered_text(markup: str, expected: str) -> None:
    """Raised and lowered text keeps its place; marks of absent notes and empty ones go."""
    assert expected == text_of(markup)


def test_a_raised_passage_is_text() -> None:
    """Text that is raised by mistake, a sentence or a picture's line, is read as text."""
    assert "注意这一整句话都被编辑器写成了上标的样子别丢" == text_of(
        "<sup>注意这一整句话都被编辑器写成了上标的样子别丢</sup>"
    )


FORMULAS = {
    '面积为<span data-tex="\\pi r^2">图</span>': "面积为$\\pi r^2$",
    '面积为<span class="tex" data-latex="$$\\pi r^2$$"></span>': "面积为$\\pi r^2$",
    '面积为<img class="tex" alt="\\(\\pi r^2\\)">': "面积为$\\pi r^2$",
    '面积为<img src="//x.example/equation?tex=%5Cpi+r%5E2" alt="\\pi r^2">': "面积为$\\pi r^2$",
    '面积为<img src="https://x.example/equation?tex=%5Cpi+r%5E2">': "面积为$\\pi r^2$",
    '面积为<img eeimg="1" alt="S">': "面积为$S$",
    '看图<img src="a.jpg" alt="河边/的灯">': "看图",
    '面积为<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>S</mi></mrow>'
    '<annotation encoding="application/x-tex">S=a b</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span>S</span>=<span>ab</span></span></span>': (
        "面积为$S=a b$"
    ),
    '面积为<span class="MathJax_Preview"></span><span class="MathJax"><span>S</span></span>'
    '<script type="math/tex">S = ab</script>': "面积为$S = ab$",
    '面积为<span class="MathJax"><nobr aria-hidden="true"><span class="math">S</span></nobr>'
    '<span class="MJX_Assistive_MathML" role="presentation"><math><mi>S</mi></math></span></span>'
    '<script type="math/tex">S</script>': "面积为$S$",
    '面积为<span class="MathJax_SVG" data-mathml="&lt;math&gt;&lt;msup&gt;&lt;mi&gt;a&lt;/mi&gt;'
    '&lt;mn&gt;2&lt;/mn&gt;&lt;/msup&gt;&lt;/math&gt;"><svg></svg></span>': "面积为$a^2$",
    '面积为<span class="MathJax_SVG" data-mathml="&lt;!-- --&gt;"><svg></svg></span>': "面积为",
    '面积为<span class="MathJax_CHTML"><math><mi>S</mi></math></span>': "面积为$S$",
    '面积为<script type="math/tex; mode=display">S = ab</script>': "面积为$S = ab$",
    '面积为<mjx-container class="MathJax"><mjx-math><mjx-mi>S</mjx-mi></mjx-math>'
    "<mjx-assistive-mml><math><mi>S</mi><mo>=</mo><msup><mi>a</mi><mn>2</mn></msup></math>"
    "</mjx-assistive-mml></mjx-container>": "面积为$S=a^2$",
    "面积为<math><mi>S</mi><mo>=</mo><mfrac><mi>a</mi><mrow><mn>2</mn><mi>b</mi></mrow></mfrac>"
    "</math>": ("面积为$S=\\frac{a}{2b}$"),
    "边长为<math><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt></math>": "边长为$\\sqrt{a+b}$",
    "边长为<math><mroot><mi>a</mi><mn>3</mn></mroot></math>": "边长为$\\sqrt[3]{a}$",
    "和为<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
    "</munderover><msub><mi>x</mi><mi>i</mi></msub></math>": "和为$∑_{i=1}^nx_i$",
    '面积为<span class="math inline">\\(S=ab\\)</span>': "面积为$S=ab$",
    "面积为\\(S=ab\\)，体积为\\[V=Sh\\]": "面积为$S=ab$，体积为$V=Sh$",
    "写作<code>\\(S\\)</code>，意思是\\(S\\)": "写作\\(S\\)，意思是$S$",
    "括号写作\\(": "括号写作\\(",
    "面积为$S=ab$": "面积为$S=ab$",
    '<span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">'
    '<math><semantics><mi>S</mi><annotation encoding="application/x-tex">{\\displaystyle S}'
    '</annotation></semantics></math></span><img class="mwe-math-fallback-image-inline" '
    'alt="{\\displaystyle S}"></span>': "$S$",
}


@pytest.mark.parametrize(("markup", "expected"), FORMULAS.items())
def test_formulas(markup: str, expected: str) -> None:
    """A formula is read once, as TeX, wherever the page has it; a picture of no formula is not."""
    assert expected == text_of(markup)


INLINE = {
    "<ruby>饕餮<rp>(</rp><rt>tāotiè</rt><rp>)</rp></ruby>": "饕餮",
    "<ruby>饕<rt>tāo</rt>餮<rt>tiè</rt></ruby>": "饕餮",
    "<ruby><rb>饕餮</rb><rtc><rt>tāotiè</rt></rtc></ruby>": "饕餮",
    "<ruby>深夜食堂<rt>小饭馆</rt></ruby>": "深夜食堂（小饭馆）",
    "原价<del>100元</del>80元": "原价80元",
    "原价<s>100元</s>80元": "原价80元",
    "原价<strike>100元</strike>80元": "原价80元",
    "售价<ins>80元</ins>": "售价80元",
    '河<span style="display:none">网络乱码</span>边': "河边",
    '河<span style="DISPLAY : NONE">网络乱码</span>边': "河边",
    '河<font class="jammer">d5#k</font>边': "河边",
    '河<span class="sr-only">朗读用</span>边': "河边",
    '河<span style="font-size:0px">x</span>边': "河边",
    '河<i aria-hidden="true">图标</i>边': "河边",
    "河<span hidden>x</span>边": "河边",
    '<span style="overflow:hidden">河边</span>': "河边",
    '<span style="font-size:0.9em">河边</span>': "河边",
    '<span style="opacity:0.8">河边</span>': "河边",
    '<span style="-webkit-backface-visibility:hidden">河边</span>': "河边",
    "河<button>复制</button>边": "河边",
    '河边<a href="#a">#</a>': "河边",
    '河边<a class="headerlink" href="#a" title="Permalink">¶</a>': "河边",
    '<a href="x.html#a">§</a>河边': "河边",
    '河边<a href="#a">Permalink</a>': "河边",
    '河边<a href="#a">第三节</a>': "河边第三节",
    '河边<a href="b.html">#</a>': "河边#",
}


@pytest.mark.parametrize(("markup", "expected"), INLINE.items())
def test_what_a_reader_does_not_see(markup: str, expected: str) -> None:
    """Readings, struck and hidden words are left out; a gloss in Chinese stands in brackets."""
    assert expected == text_of(markup)


LISTS = {
    "<ol><li>甲<li>乙</ol>": ["1. 甲", "2. 乙"],
    "<ol start=3><li>甲<li>乙</ol>": ["3. 甲", "4. 乙"],
    "<ol start=0><li>甲<li>乙</ol>": ["0. 甲", "1. 乙"],
    "<ol start='x'><li>甲</ol>": ["1. 甲"],
    "<ol reversed><li>甲<li>乙<li>丙</ol>": ["3. 甲", "2. 乙", "1. 丙"],
    "<ol reversed start=9><li>甲<li>乙</ol>": ["9. 甲", "8. 乙"],
    "<ol><li>甲<li value=7>乙<li>丙</ol>": ["1. 甲", "7. 乙", "8. 丙"],
    "<ol type=a><li>甲<li>乙</ol>": ["a. 甲", "b. 乙"],
    "<ol type=A><li>甲<li>乙</ol>": ["A. 甲", "B. 乙"],
    "<ol type=i start=4><li>甲<li>乙</ol>": ["iv. 甲", "v. 乙"],
    "<ol type=I><li>甲<li>乙</ol>": ["I. 甲", "II. 乙"],
    "<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>": ["一、甲", "二、乙"],
    "<ol style='list-style: inside simp-chinese-informal' start=10><li>甲<li>乙</ol>": [
        "十、甲",
        "十一、乙",
    ],
    "<ol style='list-style-type:trad-chinese-informal' start=20><li>甲<li>乙</ol>": [
        "二十、甲",
        "二十一、乙",
    ],
    "<ol style='color:red;list-style-type:lower-alpha'><li>甲</ol>": ["a. 甲"],
    "<ol style='list-style:none'><li>一、甲<li>二、乙</ol>": ["一、甲", "二、乙"],
    "<ol style='list-style-type:disc'><li>甲</ol>": ["• 甲"],
    "<ol class='list-paddingleft-2' style='list-style-type: decimal;'><li>甲<li>乙</ol>": [
        "1. 甲",
        "2. 乙",
    ],
    "<ul><li>甲<li>乙</ul>": ["• 甲", "• 乙"],
    "<ul style='list-style:none'><li>甲</ul>": ["• 甲"],
    "<ol><li>甲<ol type=a><li>子<li>丑</ol><li>乙</ol>": ["1. 甲", "a. 子", "b. 丑", "2. 乙"],
    "<ol><li>甲<ul><li>子</ul>后<li>乙</ol>": ["1. 甲", "• 子", "后", "2. 乙"],
    "<ol><li>甲</li><li></li><li>乙</li></ol>": ["1. 甲", "3. 乙"],
    "<ol><li><p>甲</p><p>再说。</p><li><p>乙</p></ol>": ["1. 甲", "再说。", "2. 乙"],
    "<ol start=99><li>甲<li>乙</ol>": ["99. 甲", "100. 乙"],
    "<ol type=a start=26><li>甲<li>乙</ol>": ["z. 甲", "27. 乙"],
    "<ol><li><ol><li>甲</ol></ol>": ["1. 甲"],
}


@pytest.mark.parametrize(("markup", "expected"), LISTS.items())
def test_labels_of_items(markup: str, expected: list[str]) -> None:
    """Items bear the number or the bullet that a browser prints before them."""
    assert expected == [block.text for block in blocks_of(f"<div>{markup}</div>")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ul><li>甲<ul><li>子<ol><li>一</ol></ul><li>乙</ul>", [0, 1, 2, 0]),
        ("<ol><li><p>甲</p><ul><li><p>子</p><p>再说</p></ul><li><p>乙</p></ol>", [0, 1, 1, 0]),
        ("<ul><li><ul><li>甲<li>乙</ul></ul>", [0, 0]),
        ("<ul><li>甲</ul><ul><li>乙</ul>", [0, 0]),
        ("<ul><li><p>甲</p><ul><li><p>子<li><p>丑<li><p>寅</ul></ul>", [0, 1, 1, 1]),
    ],
)
def test_items_within_items(markup: str, expected: list[int]) -> None:
    """Each item has its depth; a list in place of an item's text is no deeper than the item."""
    blocks = blocks_of(f"<div>{markup}</div>")

    assert ["item"] * len(expected) == [block.kind for block in blocks]
    assert expected == [block.level for block in blocks]


CODE = "def f(x):\n    return x\n\nprint(f(1))"
LINES = CODE.split("\n")
LISTINGS = {
    "plain": f"<pre>{CODE}</pre>",
    "nested": f"<pre><code class='language-python'>{CODE}\n</code></pre>",
    "coloured": "<pre><code>"
    + CODE.replace("def", "<span class=hljs-keyword>def</span>")
    + "</code></pre>",
    "indented": "<pre>\n" + "\n".join(f"  {line}" for line in LINES) + "\n</pre>",
    "breaks": "<pre>" + "<br>".join(LINES) + "</pre>",
    "breaks in code": "<pre><code>" + "<br/>".join(LINES) + "</code></pre>",
    "code per line": "<pre>" + "".join(f"<code>{line}</code>" for line in LINES) + "</pre>",
    "code and break per line": "<pre>"
    + "".join(f"<code><span>{line}</span><br></code>" for line in LINES)
    + "</pre>",
    "wechat": "<section class='code-snippet__fix'><ul class='code-snippet__line-index'>"
    + "<li></li>" * 4
    + "</ul><pre>"
    + "".join(f"<code><span>{line.replace(' ', '&nbsp;')}</span></code>" for line in LINES)
    + "</pre></section>",
    "box per line": "<pre>" + "".join(f"<div>{line}</div>" for line in LINES) + "</pre>",
    "span per line": "<pre><code>"
    + "\n".join(f"<span class=line>{line}</span>" for line in LINES)
    + "</code></pre>",
    "item per line": "<pre><ol>" + "".join(f"<li>{line}</li>" for line in LINES) + "</ol></pre>",
    "hexo": "<figure class='highlight python'><table><tr><td class=gutter><pre>"
    + "".join(f"<span class=line>{n}</span><br>" for n in range(1, 5))
    + "</pre></td><td class=code><pre>"
    + "".join(f"<span class=line>{line}</span><br>" for line in LINES)
    + "</pre></td></tr></table></figure>",
    "hugo": "<div class=highlight><table class=lntable><tr><td class=lntd><pre><code>"
    + "".join(f"<span class=lnt>{n}\n</span>" for n in range(1, 5))
    + f"</code></pre></td><td class=lntd><pre><code>{CODE}</code></pre></td></tr></table></div>",
    "hugo inline": "<div class=highlight><pre><code>"
    + "".join(
        f"<span class=line><span class=ln>{n}</span><span class=cl>{line}\n</span></span>"
        for n, line in enumerate(LINES, start=1)
    )
    + "</code></pre></div>",
    "csdn": f"<pre class=prettyprint><code class='has-numbering'>{CODE}</code>"
    "<ul class=pre-numbering><li>1</li><li>2</li><li>3</li><li>4</li></ul></pre>",
    "table of hljs": "<pre><code><table class=hljs-ln><tbody>"
    + "".join(
        f"<tr><td class='hljs-ln-numbers'><div class='hljs-ln-n' data-line-number={n}>{n}</div>"
        f"</td><td class='hljs-ln-code'>{line or chr(10)}</td></tr>"
        for n, line in enumerate(LINES, start=1)
    )
    + "</tbody></table></code></pre>",
    "prism": f"<pre class='line-numbers language-python'><code>{CODE}"
    "<span class=line-numbers-rows><span></span><span></span></span></code></pre>",
    "pygments": "<pre>"
    + "\n".join(f"<span class=linenos>{n}</span>{line}" for n, line in enumerate(LINES, start=1))
    + "</pre>",
    "tabs": "<pre>" + CODE.replace("    ", "\t") + "</pre>",
    "windows": "<pre>" + CODE.replace("\n", "\r\n") + "</pre>",
    "comment": f"<pre><!-- von --><code>{CODE}</code></pre>",
    "button": f"<pre><button>复制代码</button><code>{CODE}</code></pre>",
    "button in a box": f"<pre><div class='copy-btn'>复制</div><code>{CODE}</code></pre>",
    "button below": f"<pre><code>{CODE}</code><span class=copy-code-btn>复制代码</span></pre>",
    "bar of buttons": "<pre><div class=code-block-extension-header>"
    "<span class=code-block-extension-lang>python</span><div class=render>体验AI代码助手</div>"
    f"<div>代码解读</div><div>复制代码</div></div><code>{CODE}</code></pre>",
    "bar without names": "<pre><div><span>python</span></div><div>代码解读</div>"
    f"<div>复制代码</div><code>{CODE}</code></pre>",
    "buttons of csdn": f"<pre><code>{CODE}<div class='hljs-button signin'>登录后复制</div></code>"
    "</pre>",
    "bar above": f"<div class=code-header><span>python</span></div><pre>{CODE}</pre>",
    "named numbers": "<pre>"
    + "\n".join(f"<span class=lnum>{n}</span>{line}" for n, line in enumerate(LINES, start=1))
    + "</pre>",
    "numbers without a name": "<pre>"
    + "\n".join(
        f"<span style='color:teal'>{n}</span> <span>{line}</span>"
        for n, line in enumerate(LINES, start=1)
    )
    + "</pre>",
    "numbers from seven": "<pre><code>"
    + "\n".join(f"<i>{n}</i>{line}" for n, line in enumerate(LINES, start=7))
    + "</code></pre>",
    "without pre": "<div class=syntaxhighlighter><table><tr><td class=gutter>"
    + "".join(f"<div class='line'>{n}</div>" for n in range(1, 5))
    + "</td><td class=code><div class=container>"
    + "".join(
        f"<div class='line'><code>{line.replace(' ', '&nbsp;') or '&nbsp;'}</code></div>"
        for line in LINES
    )
    + "</div></td></tr></table></div>",
}


@pytest.mark.parametrize("shape", LISTINGS)
def test_code_keeps_its_lines(shape: str) -> None:
    """Code is a block of its own, with its lines and indents, and without line numbers."""
    read = blocks_of(f"<p>先看代码：</p>{LISTINGS[shape]}<p>再看结果。</p>")
    blocks = [block for block in mark_furniture(read) if not block.is_furniture]

    assert [("paragraph", "先看代码："), ("code", CODE), ("paragraph", "再看结果。")] == [
        (block.kind, block.text) for block in blocks
    ]


def test_numbers_are_no_gutter() -> None:
    """Numbers in code that do not count lines are code."""
    row = "<tr><td class='hljs-ln-line hljs-ln-numbers'>{}</td><td class=hljs-ln-code>{}</td></tr>"
    table = f"<pre><code><table>{row.format(1, 42)}{row.format(2, 7)}</table></code></pre>"

    few = "<pre><b>1</b> 村\n<b>2</b> 镇\n县</pre><pre><b>1</b>\n<b>2</b></pre>"
    assert ["1 村\n2 镇\n县"] == [block.text for block in blocks_of(f"<div>{few}</div>")]
    assert ["3 1 2", "7", "42\n7"] == [
        block.text for block in blocks_of(f"<div><pre>3 1 2</pre><pre>7</pre>{table}</div>")
    ]


def test_inline_code_stays_in_its_sentence() -> None:
    """Code within a sentence is a part of it."""
    assert "先装 pip 再说" == text_of("先装 <code>pip</code> 再说")


def test_words_in_code_are_no_buttons() -> None:
    """Elements in code that say more than a button does are code."""
    spans = "<span class=hljs-title>copy</span>(<span class=header>head</span>, 复制)"
    assert ["copy(head, 复制)"] == [
        block.text for block in blocks_of(f"<div><pre>{spans}</pre></div>")
    ]


@pytest.mark.parametrize(
    "link",
    [
        '<a class="headerlink" href="#a" title="永久链接至标题">¶</a>',
        '<a class="headerlink" href="https://example.org/a.html#a">¶</a>',
        '<a class="anchor" href="#a"></a>',
        "<span class=mw-editsection>[<a href=/edit>编辑</a>]</span>",
        "[<a href=/edit>编辑</a>]",
        "<a class=edit-link href=/edit>编辑</a>",
    ],
)
def test_links_behind_a_heading(link: str) -> None:
    """Links to a heading's own place, and for editing, are no part of it."""
    blocks = mark_furniture(blocks_of(f"<h2>停航{link}</h2><p>船停了。</p>"))
    assert ["停航", "船停了。"] == [block.text for block in blocks]


def test_a_blank_place_is_no_blank() -> None:
    """The blank in a place that something leads to is no part of the sentence."""
    place = '<sup>[1]</sup><a class="sup-anchor" name="ref_1">&nbsp;</a>'
    assert "船停了，人还在。" == text_of(f"船停了{place}，人还在。")


def test_a_heading_in_an_item_has_no_bullet() -> None:
    """A heading that a page's layout puts into an item of a list is a heading without bullet."""
    blocks = blocks_of("<ul><li>5月6日</li><li><h2>停航以后</h2></li></ul><p>船停了。</p>")
    assert ("heading", "停航以后") in [(block.kind, block.text) for block in blocks]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("他说<q>盐是晒出来的</q>就走了", "他说“盐是晒出来的”就走了"),
        ("他说<q>盐是<b>晒</b>出来的</q>", "他说“盐是晒出来的”"),
        ("他说<q>盐<b>晒</b></q>就走", "他说“盐晒”就走"),
        ("她说<q>他说<q>晒盐</q>，我不信</q>", "她说“他说‘晒盐’，我不信”"),
        ("他说“<q>晒盐</q>”", "他说“晒盐”"),
        ("他说<q>“晒盐”</q>", "他说“晒盐”"),
        ("他说<q><q>晒盐</q></q>", "他说“‘晒盐’”"),
    ],
)
def test_quotations_have_their_marks(markup: str, read: str) -> None:
    """The marks that a browser shows around `q` are read, once, within others in their form."""
    assert read == text_of(markup)


@pytest.mark.parametrize("language", ["zh-Hant", "zh-TW", "zh-HK"])
def test_quotations_in_traditional_have_corners(language: str) -> None:
    """A page in Traditional has the marks that are usual there."""
    markup = f"<html lang={language}><p>她說<q>他說<q>曬鹽</q></q>就走了。</p></html>"

    assert "她說「他說『曬鹽』」就走了。" == blocks_of(markup)[0].text
