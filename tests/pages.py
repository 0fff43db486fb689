"""Web pages in the shapes that people save, each with the paragraphs of its article.

Every page is built from parts whose role is known, so that extraction is checked by paragraph.
Most text outside the article contains the mark ※; text of the article never does.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the title, paragraphs, headings, items and tables of its article in order."""

    name: str
    html: str
    article: tuple[str, ...]


_PARAGRAPHS = (
    "村里的老人说，这条河以前是走船的，后来上游修了水库，水一年比一年浅，船也就没有了。",
    "二十年前离开的年轻人，现在陆续回来了一些；他们在河边开了民宿，也把自己种的茶卖到了网上。",
    "“回来不是因为城里过不下去，”民宿的主人告诉我，“是因为这里终于有事可做了。”",
    "县里统计，2023年全县返乡创业的有1,312人，比前一年多了近三成，其中一半以上不到三十五岁。",
    "可是热闹之外也有冷清：旺季只有四个月，其余的日子里，很多房间都空着。",
    "真正留下来的，是那些把手艺做成了生意、又把生意做成了生活的人。",
)
_ENGLISH = (
    "The old ferry stopped running when the dam upstream was finished, and the place went quiet.",
    "Twenty years later some of those who had left came back, opened guest houses and sold tea.",
    "“We did not return because the city failed us,” one said, “but because there was work.”",
    "Last year 1,312 people came home to start a business, a third more than in the year before.",
)
_NAVIGATION = "".join(
    f'<li><a href="/{name}">{name}※</a></li>'
    for name in ("首页", "新闻", "财经", "科技", "体育", "娱乐", "汽车", "房产", "教育", "视频")
)
_RELATED = "".join(
    f'<li><a href="/{n}.html"><img src="{n}.jpg">{title}※</a><span>{n}万阅读※</span></li>'
    for n, title in enumerate(
        (
            "这座小城为什么突然火了？专家给出了三个理由",
            "返乡创业三年，她把一片荒地变成了花园",
            "民宿降温之后，谁在裸泳",
            "一杯茶从山里到城里，要走多远的路",
        ),
        start=2,
    )
)
_COMMENTS = "".join(
    f'<div class="comment"><span class="user">网友{n}※</span><p>{comment}※</p><a>回复※</a></div>'
    for n, comment in enumerate(
        (
            "写得真好，我老家也是这样，河早就没有水了，回去看了一次心里不是滋味。",
            "民宿太贵了，一个晚上要八百块，普通人哪里住得起呢？",
            "支持返乡创业，希望政策能一直延续下去，不要一阵风。",
        )
    )
)
_ADVERTISING = (
    '<div class="ad-box"><a href="https://ads.example/1"><p>限时特惠※，新用户注册立享八折优惠，'
    "点击领取你的专属红包，名额有限先到先得。</p></a></div>"
)
_SHARE = '<div class="share"><a>微信※</a><a>微博※</a><a>QQ空间※</a><a>复制链接※</a></div>'
_FOOTER = (
    "<footer><p>关于我们※ | 联系我们 | 广告服务 | 招聘信息</p>"
    "<p>Copyright © 2023 某某网※ 版权所有 京ICP备00000000号</p></footer>"
)
_HEAD = '<head><meta charset="utf-8"><title>河边的人回来了_某某网</title></head>'


def _p(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>\n" for text in paragraphs)


def _portal() -> Page:
    body = (
        f'<div id="header"><ul class="nav">{_NAVIGATION}</ul></div>'
        '<div class="crumbs"><a>首页※</a> &gt; <a>财经※</a> &gt; 正文※</div>'
        '<div class="main"><div class="left"><h1>河边的人回来了</h1>'
        '<div class="info"><span>2023-05-06 08:30※</span> <span>来源：某某日报※</span></div>'
        f'<div class="article-content">{_p(_PARAGRAPHS[:3])}{_ADVERTISING}'
        f"<h2>热闹与冷清</h2>{_p(_PARAGRAPHS[3:])}</div>{_SHARE}"
        f'<div class="related"><h3>相关阅读※</h3><ul>{_RELATED}</ul></div>'
        f'<div id="comments"><h3>网友评论※</h3>{_COMMENTS}</div></div>'
        f'<div class="right"><h3>热门推荐※</h3><ul>{_RELATED}</ul></div></div>{_FOOTER}'
    )
    article = ("河边的人回来了", *_PARAGRAPHS[:3], "热闹与冷清", *_PARAGRAPHS[3:])
    return Page("portal", f"<!DOCTYPE html><html>{_HEAD}<body>{body}</body></html>", article)


def _account() -> Page:
    """Build a page of nested sections and spans, as the editors of public accounts export."""
    texts = "".join(
        f'<section style="margin:8px"><section><span style="color:red">{text}</span>'
        "</section></section>"
        for text in _PARAGRAPHS
    )
    body = (
        '<div id="page"><h1 class="rich_media_title">河边的人回来了</h1>'
        '<div id="meta_content"><span>原创※</span><a>河边观察※</a><em>2023年5月6日※</em></div>'
        f'<div class="rich_media_content" id="js_content">{texts}</div>'
        '<div class="rich_media_tool"><a>阅读原文※</a><span>10万+※</span><span>赞※</span></div>'
        '<div class="qr"><p>微信扫一扫※</p><p>关注该公众号※</p></div></div>'
    )
    html = f"<!DOCTYPE html><html>{_HEAD}<body>{body}</body></html>"
    return Page("account", html, ("河边的人回来了", *_PARAGRAPHS))


def _tables() -> Page:
    """Build a page that is laid out in tables, as pages were before style sheets."""
    links = "".join(f"<td><a href=/{n}>栏目{n}※</a></td>" for n in range(12))
    texts = "<br><br>".join(f"　　{text}" for text in _PARAGRAPHS)
    body = (
        f"<table width=760><tr>{links}</tr></table><table><tr><td width=160>"
        "<a href=/a>最新图片※</a><br><a href=/b>读者来信※</a><br><a href=/c>友情链接※</a></td>"
        f"<td><center><font size=5><b>河边的人回来了</b></font></center><font>{texts}</font></td>"
        "</tr></table><table><tr><td align=center>本站由某某公司制作维护※ 建议使用"
        "1024×768分辨率浏览</td></tr></table>"
    )
    html = f"<html><head><title>河边的人回来了</title></head><body>{body}</body></html>"
    return Page("tables", html, ("河边的人回来了", *_PARAGRAPHS))


def _blog() -> Page:
    body = (
        f"<header><h2><a>某人的博客※</a></h2><nav><ul>{_NAVIGATION}</ul></nav></header>"
        '<main><article class="post"><header><h1>河边的人回来了</h1>'
        '<p class="post-meta">发表于※ <time datetime="2023-05-06">2023年5月6日</time></p></header>'
        f'<div class="entry-content">{_p(_PARAGRAPHS[:2])}'
        "<ul><li>第一类：开民宿的，多半是夫妻两个人一起。</li>"
        "<li>第二类：卖茶叶的，靠的是过去城里的同事。</li></ul>"
        "<blockquote><p>留下来的人，都有一门手艺。</p></blockquote>"
        "<table><tr><th>年份</th><th>人数</th></tr><tr><td>2022</td><td>1,012</td></tr>"
        f"<tr><td>2023</td><td>1,312</td></tr></table><h2>后来</h2>{_p(_PARAGRAPHS[4:])}</div>"
        '<footer class="entry-footer">标签：※<a>乡村※</a><a>返乡※</a></footer></article>'
        '<nav class="post-navigation"><a>上一篇：一条河的名字※</a><a>下一篇：茶山的春天※</a></nav>'
        f'<section id="comments"><h2>三条评论※</h2>{_COMMENTS}</section></main>'
        f"<aside><h3>最近文章※</h3><ul>{_RELATED}</ul></aside>{_FOOTER}"
    )
    article = (
        "河边的人回来了",
        *_PARAGRAPHS[:2],
        "• 第一类：开民宿的，多半是夫妻两个人一起。",
        "• 第二类：卖茶叶的，靠的是过去城里的同事。",
        "留下来的人，都有一门手艺。",
        "年份 | 人数\n2022 | 1,012\n2023 | 1,312",
        "后来",
        *_PARAGRAPHS[4:],
    )
    return Page("blog", f"<!DOCTYPE html><html>{_HEAD}<body>{body}</body></html>", article)


def _short() -> Page:
    """Build a short article among much other text, which misleads a count of characters."""
    body = (
        f'<div class="top"><ul>{_NAVIGATION}</ul></div><div class="content"><h1>停水通知</h1>'
        "<p>因为检修管道，河东片区明天上午八点到下午五点停水。</p>"
        "<p>请大家提前储水，带来不便，敬请谅解。</p></div>"
        f'<div class="hot"><h3>热点※</h3><ul>{_RELATED}</ul></div>{_COMMENTS}{_FOOTER}'
    )
    html = f"<!DOCTYPE html><html><head><title>停水通知</title></head><body>{body}</body></html>"
    article = (
        "停水通知",
        "因为检修管道，河东片区明天上午八点到下午五点停水。",
        "请大家提前储水，带来不便，敬请谅解。",
    )
    return Page("short", html, article)


def _english() -> Page:
    links = "".join(f"<li><a href=/{n}>Section {n}※</a></li>" for n in range(9))
    body = (
        f"<nav><ul>{links}</ul></nav><div id=cookie><p>We use cookies※ to make this site better."
        "</p><button>Accept※</button></div><article><h1>Those who came back</h1>"
        f'<p class="byline">By Ann Lee</p>{_p(_ENGLISH[:2])}'
        "<figure><img src=a.jpg><figcaption>The river in May.※ Photo: A. Lee</figcaption></figure>"
        f'{_p(_ENGLISH[2:])}</article><div class="newsletter"><h3>Sign up※</h3><p>Get our tales※ '
        "in your inbox every Monday morning.</p></div><section class=related><h3>More※</h3>"
        "<ul><li><a>How a dam changed a valley※</a></li><li><a>Tea online※</a></li></ul></section>"
        "<footer><p>© 2023 Example News※. All rights reserved.</p></footer>"
    )
    head = "<head><title>Those who came back | Example News</title></head>"
    html = f"<!DOCTYPE html><html lang=en>{head}<body>{body}</body></html>"
    return Page("english", html, ("Those who came back", *_ENGLISH))


def _unmarked() -> Page:
    """Build a page of divs without telling names, as site builders export."""
    texts = "".join(f'<div class="x7">{text}</div>' for text in _PARAGRAPHS)
    links = "".join(f'<div class="x2"><a>{name}※</a></div>' for name in ("一", "二", "三", "四"))
    body = (
        f'<div class="x1">{links}</div><div class="x5"><div class="x6">河边的人回来了</div>{texts}'
        f'</div><div class="x9"><div class="x2"><a>换一批※</a></div>'
        f'<div class="x2"><a>这座小城为什么突然火了？※</a></div></div>'
        '<div class="x3">某某网※ 保留所有权利</div>'
    )
    html = f"<!DOCTYPE html><html>{_HEAD}<body>{body}</body></html>"
    return Page("unmarked", html, ("河边的人回来了", *_PARAGRAPHS))


PAGES = (_portal(), _account(), _tables(), _blog(), _short(), _english(), _unmarked())
