"""Pages of posts: who tells something is read, who answers a question is, and comments are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from corpus.document import Document
from corpus.furniture import mark_furniture
from corpus.readers import read_document

TOLD = (
    "渡口停航那年我十二岁，船工老何把缆绳收进屋里，从此再也没有拿出来过。",
    "我后来去县里查过账本，停航的告示贴在五月，而船其实三月就不走了。",
)
FURTHER = "接着昨天的写：账本里还夹着一张船票，背面有人用铅笔记了当天的水位。"
COMMENTS = (
    "写得真好，我外婆也是那边的人，小时候坐过那条船。",
    "我记得是四月停的，不是三月，我家还留着报纸，回头翻出来看看。",
)
ASKED = "家里阳台朝北，冬天没有太阳，想问问种什么好？"
ANSWERS = (
    "朝北的阳台可以种蕨类和绿萝，浇水要见干见湿，冬天搬进屋里。",
    "一叶兰最省心，不晒太阳也长，三五天浇一次水就够了。",
)

Post = tuple[str, str]
"""The name of a writer and a text."""

STORY: list[Post] = [
    ("河边人", "<br><br>".join(TOLD)),
    ("过路客", COMMENTS[0]),
    ("河边人", FURTHER),
    ("山里人", COMMENTS[1]),
]
QUESTION: list[Post] = [("青苔", ASKED), ("过路客", ANSWERS[0]), ("老园丁", ANSWERS[1])]


def discuz(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as Discuz! makes it."""
    rows = "".join(
        f"<div id=post_{n}><table id=pid{n} class=plhin><tr><td class=pls><div class=pi>"
        f"<div class=authi><a class=xw1>{name}</a></div></div><p>积分 567</p></td><td class=plc>"
        f"<strong><a>{n}楼</a></strong><div class=authi><em>发表于 2019-7-20 14:22</em>"
        f"<span class=pipe>|</span><a>只看该作者</a></div><div class=t_fsz><table><tr>"
        f"<td class=t_f id=postmessage_{n}><i class=pstatus>本帖最后由 {name} 于 2019-7-21 编辑"
        f"</i><br><br>{text}<div class='tip tip_4 aimg_tip'>下载附件</div>"
        "</td></tr></table></div></td></tr><tr><td><div class=sign>签名：河边的人都会划船，也都会"
        "补网。</div></td></tr></table></div>"
        for n, (name, text) in enumerate(posts, start=1)
    )
    return (
        f"<div id=pt><a>论坛</a> › <a>闲话</a></div><div id=postlist><h1>{title}</h1>{rows}</div>"
        "<div id=f_pst>您需要登录后才可以回帖 登录 | 立即注册</div>"
    )


def phpwind(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as phpwind makes it."""
    rows = "".join(
        f"<div class=floot id=readfloor_{n}><table><tr><td><div class='readName b'><a>{name}</a>"
        f"</div><div>级别: 骑士</div></td><td><div class=tipTop>发表于: 2012-05-06</div>"
        f"<div class=readContent><div class=tpc_content id=read_{n}>{text}</div></div></td></tr>"
        "</table></div>"
        for n, (name, text) in enumerate(posts)
    )
    return f"<div id=pw_content><h1 id=subject_tpc>{title}</h1>{rows}</div>"


def v2ex(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as V2EX makes it."""
    (starter, topic), *replies = posts
    rows = "".join(
        f"<div id=r_{n} class=cell><table><tr><td><span class=no>{n}</span><strong>"
        f"<a href=/member/{name}>{name}</a></strong><span class=ago>2 小时前</span>"
        f"<div class=reply_content>{text}</div></td></tr></table></div>"
        for n, (name, text) in enumerate(replies, start=1)
    )
    return (
        f"<div class=box><div class=header><h1>{title}</h1><small><a href=/member/{starter}>"
        f"{starter}</a> · 3 小时前 · 1203 次点击</small></div>"
        f"<div class=cell><div class=topic_content>"
        f"{topic}</div></div></div><div class=box><div class=cell>3 条回复</div>{rows}</div>"
    )


def nodebb(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as NodeBB makes it."""
    rows = "".join(
        f"<li component=post data-username={name}><div class=post-header><a>{name}</a></div>"
        f"<div component=post/content itemprop=text>{text}</div><div>0</div></li>"
        for name, text in posts
    )
    return f"<h1>{title}</h1><ul component=topic>{rows}</ul>"


def discourse(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as Discourse makes it for browsers without scripts."""
    rows = "".join(
        "<div class='topic-body crawler-post'><div><span itemprop=author><a><span itemprop=name>"
        f"{name}</span></a></span><time itemprop=datePublished datetime=2023-05-06>May 6, 2023"
        f"</time></div><div class=post itemprop=text><p>{text}</p></div><div>3 个赞</div></div>"
        for name, text in posts
    )
    return f"<div id=topic-title><h1>{title}</h1></div>{rows}"


def tieba(title: str, posts: list[Post]) -> str:
    """Return the body of a thread as Tieba makes it."""
    rows = "".join(
        f"<div class='l_post l_post_bright'><ul class=p_author><a class=p_author_name>{name}</a>"
        f"<div>12</div></ul><div class=d_post_content_main><div class='d_post_content j_d'>{text}"
        f"</div><span class=tail-info>{n}楼</span></div></div>"
        for n, (name, text) in enumerate(posts, start=1)
    )
    return f"<h1 class=core_title_txt>{title}</h1><div id=j_p_postlist>{rows}</div>"


def lines(title: str, posts: list[Post]) -> str:
    """Return the body of a thread of an unknown program, with poster and day above each post."""
    rows = "".join(
        f"<div><p>{name} 发表于 2021-3-4 08:15</p><p>{text}</p></div>" for name, text in posts
    )
    return f"<h1>{title}</h1>{rows}"


Body = Callable[[str, list[Post]], str]
FORUMS: list[Body] = [discuz, phpwind, v2ex, nodebb, discourse, tieba, lines]


def read(title: str, body: str) -> Document:
    """Read a page with this title and body."""
    head = f"<!doctype html><html><head><title>{title} - 某某论坛</title></head>"
    page = f"{head}<body>{body}</body></html>"
    return read_document(page.encode(), PurePosixPath("a.html"), lambda _: 0)


def kept(document: Document) -> list[str]:
    """Return the texts that are quoted of a page, apart from its title."""
    blocks = mark_furniture(document.blocks)
    title = document.metadata["title"]
    return [block.text for block in blocks if not block.is_furniture and block.text != title]


@pytest.mark.parametrize("forum", FORUMS)
def test_a_story_is_what_its_writer_posted(forum: Body) -> None:
    """All posts of somebody who tells a story are read, and no comments."""
    assert [*TOLD, FURTHER] == kept(read("渡口往事", forum("渡口往事", STORY)))


@pytest.mark.parametrize("forum", FORUMS[:-1])
def test_answers_are_text(forum: Body) -> None:
    """All posts of a question are read, each answer under the name of its writer."""
    title = "阳台朝北能种什么？"
    texts = [text for text in kept(read(title, forum(title, QUESTION))) if text != "青苔"]
    assert [ASKED, "过路客", ANSWERS[0], "老园丁", ANSWERS[1]] == texts


@pytest.mark.parametrize("forum", FORUMS[:-1])
def test_the_writer_of_a_story_is_its_author(forum: Body) -> None:
    """The name of who tells a story is the author's; a thread that asks has no author."""
    assert "河边人" == read("渡口往事", forum("渡口往事", STORY)).metadata["author"]
    assert "author" not in read("请教", forum("请教", QUESTION)).metadata


def test_comments_longer_than_the_story_are_no_text() -> None:
    """Comments are none of the text, however many there are."""
    posts = [STORY[0], STORY[2], *((f"客{n}", COMMENTS[1] * 4) for n in range(9))]
    assert [*TOLD, FURTHER] == kept(read("渡口往事", discuz("渡口往事", posts)))


def test_a_few_words_open_a_discussion() -> None:
    """The other posts are the text if the first one is a few words."""
    posts = [("青苔", "说说你们那儿的渡口。"), *STORY[1:2], ("山里人", COMMENTS[1])]
    texts = kept(read("渡口", discuz("渡口", posts)))
    assert {*COMMENTS} < {*texts}


def test_what_a_post_repeats_is_not_read_again() -> None:
    """The words of another post that a post repeats are no part of it."""
    quoted = (
        "<div class=quote><blockquote>青苔 发表于 2019-7-20<br>家里阳台朝北</blockquote></div>"
    )
    posts = [QUESTION[0], ("过路客", quoted + ANSWERS[0])]
    texts = kept(read("求助", discuz("求助", posts)))
    assert ANSWERS[0] in texts
    assert not [text for text in texts if text.endswith("家里阳台朝北")]


def test_a_comment_that_repeats_the_story_is_none_of_it() -> None:
    """A comment is no part of a story, even if it begins with words of its writer."""
    quoted = "河边人 发表于 2021-3-4 08:15<br>渡口停航那年我十二岁"
    posts = [STORY[0], STORY[2], ("山里人", f"{quoted}</p><p>{COMMENTS[1]}")]
    assert [*TOLD, FURTHER] == kept(read("渡口往事", lines("渡口往事", posts)))


def zhihu(name: str, text: str) -> str:
    """Return an answer as Zhihu shows it."""
    return (
        "<div class=List-item><div class='ContentItem AnswerItem'><div class=AuthorInfo "
        f"itemprop=author><meta itemprop=name content={name}><a>{name}</a><div>河边住了三十年"
        f"</div></div><div>12 人赞同了该回答</div>"
        f"<span class='RichText ztext'><p>{text}</p></span>"
        "<div class=ContentItem-time>发布于 2021-05-06</div></div></div>"
    )


SITES = {
    "zhihu": "<div class=QuestionHeader><h1>种什么？</h1><div class=QuestionRichText>"
    f"<span class='RichText ztext'>{ASKED}</span></div></div><div class=List><h4>2 个回答</h4>"
    f"{zhihu('过路客', ANSWERS[0] * 5)}{zhihu('老园丁', ANSWERS[1])}</div>",
    "zhidao": f"<h1>种什么？</h1><div class=q-content><span>{ASKED}</span></div>"
    f"<div class=wgt-best><div class='best-text mb-10'>{ANSWERS[0] * 5}</div>"
    f"<div>老园丁 推荐于2017-11-25</div></div>"
    f"<div class=wgt-answers><div class='answer-text line'>{ANSWERS[1]}</div></div>",
    "stack": f"<h1>种什么？</h1><div class=question><div class='s-prose js-post-body'>"
    f"<p>{ASKED}</p></div></div>"
    f"<div class=answer><div class=js-post-body><p>{ANSWERS[0] * 5}</p></div><div "
    "class=user-details><a>过路客</a></div></div><div class=answer><div class=js-post-body>"
    f"<p>{ANSWERS[1]}</p></div><div class=user-details><a>老园丁</a></div></div>",
    "microdata": "<div itemscope itemtype=https://schema.org/QAPage><h1>种什么？</h1>"
    f"<div itemprop=text>{ASKED}</div><div itemtype=https://schema.org/Answer><p itemprop=text>"
    f"{ANSWERS[0] * 5}</p></div><div itemtype=https://schema.org/Answer><p itemprop=text>"
    f"{ANSWERS[1]}</p></div></div>",
}


@pytest.mark.parametrize("site", SITES)
def test_sites_for_questions(site: str) -> None:
    """On a site for questions, what is asked and every answer are text, long or short."""
    texts = kept(read("种什么？", SITES[site]))
    names = {"过路客", "老园丁"} & {*texts}
    assert [ASKED, ANSWERS[0] * 5, ANSWERS[1]] == [text for text in texts if text not in names]


def test_words_of_forums_on_other_pages() -> None:
    """An article that names the parts of a forum's pages, or has one post, is read as before."""
    code = "postmessage_ reply_content tpc_content postbody d_post_content"
    body = f"<h1>渡口往事</h1><article><p>{TOLD[0]}</p><p>{code}</p><p>{TOLD[1]}</p></article>"
    assert [TOLD[0], code, TOLD[1]] == kept(read("渡口往事", body))
    assert list(TOLD) == kept(read("渡口往事", discuz("渡口往事", STORY[:1])))
