"""Statistics as a short text, and as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.figures import Figures, Period, QuotedArticle, Span
from bot.messages import Language, Messages
from bot.views.answers import shortened
from bot.views.charts import MAX_NAMES, Chart
from bot.views.markup import RichText, bold, joined, text
from bot.views.policy import collection_name
from corpus.collection_file import CollectionInfo

MAX_CAPTION = 1024
"""Maximum length of the text below a picture, in code points."""

MAX_NAME = 40
"""Maximum length of a question or a title in the text, in characters."""

MAX_TITLE = 22
"""Maximum length of a title in the picture, in columns of Chinese characters."""

_MAX_LABELS = 6
"""Number of parts of a period whose names are shown in the picture."""

_DAYS_BY_WEEK = 182
"""Number of days up to which the parts of a period begin with days, not months."""

_DAY = timedelta(days=1)

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class QuotedTitle:
    """An article by its title, as it is shown in a report.

    Attributes:
        title: Its title; its id where that is not known.
        count: Number of its quotations.
        collection: The name of its collection, where there are several.
    """

    title: str
    count: int
    collection: str = ""

    def shown(self, longest: int) -> str:
        """Return the title, and behind it the collection, in at most *longest* characters."""
        title = " ".join(self.title.split())
        if not self.collection:
            return shortened(title, longest)
        name = shortened(self.collection, longest // 2 - len(_BETWEEN))
        return f"{shortened(title, longest - len(_BETWEEN) - len(name))}{_BETWEEN}{name}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection, and the titles of its articles by id."""

    collection: CollectionInfo
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """Figures, and what they are about.

    Attributes:
        figures: The figures.
        heading: The period in words.
        scope: The chats in words.
        zone: The name of the time zone.
        quoted: The articles that are quoted most.
        has_questions: True if what people asked may be shown where the report is.
    """

    figures: Figures
    heading: str
    scope: str
    zone: str
    quoted: Sequence[QuotedTitle]
    has_questions: bool = True

    @property
    def title(self) -> str:
        """The title of the text and of the picture."""
        return f"{self.heading} · {self.scope}"


def quoted_titles(
    articles: Sequence[QuotedArticle], shelves: Sequence[Shelf], language: Language
) -> list[QuotedTitle]:
    """Return articles by the titles that they have in the collections that were asked.

    Args:
        articles: The articles.
        shelves: The collections there are.
        language: The language for the names of collections.
    """
    by_key = {one.collection.key or None: one for one in shelves}
    are_several = len(shelves) > 1

    def titled(article: QuotedArticle) -> QuotedTitle:
        shelf, name = by_key.get(article.collection), ""
        if shelf:
            title = shelf.titles.get(article.id)
            name = collection_name(shelf.collection, language) if are_several else ""
        elif article.collection:  # It is gone; others may have articles of this id.
            title, name = None, article.collection
        else:  # It was quoted before there were several; which of them it is in is not known.
            titles = {one.titles[article.id] for one in shelves if article.id in one.titles}
            title = titles.pop() if len(titles) == 1 else None
        return QuotedTitle(title or article.id, article.count, name)

    return [titled(one) for one in articles]


def period_words(texts: Messages, period: Period) -> str:
    """Return the name of a period."""
    return {
        Period.TODAY: texts.gettext("Today"),
        Period.WEEK: texts.gettext("Last 7 days"),
        Period.MONTH: texts.gettext("Last 30 days"),
        Period.ALL: texts.gettext("All time"),
    }[period]


def all_chats(texts: Messages) -> str:
    """Return the name of all chats together."""
    return texts.gettext("all chats")


def group_name(texts: Messages, chat_id: int) -> str:
    """Return the name of a group whose title is not known."""
    return texts.gettext("group {id}").format(id=chat_id)


def last_week(texts: Messages, figures: Figures) -> str:
    """Return the heading of the weekly report, with its first and its last day."""
    heading = texts.gettext("The week in numbers")
    last = figures.ends - timedelta(days=1)
    return f"{heading} · {figures.begins:%Y-%m-%d} – {last:%Y-%m-%d}"


def which_group(texts: Messages) -> RichText:
    """Return the heading of the list of groups to choose from."""
    return text(texts.gettext("Which group? These were asked in most:"))


def no_group(texts: Messages) -> RichText:
    """Return that there is no group to choose from."""
    return text(texts.gettext("No group has asked anything in this period."))


def stats_usage(texts: Messages) -> RichText:
    """Return how /stats is used, for words that it does not understand."""
    words = texts.gettext("Write /stats, or with a period: /stats today, week, month or all.")
    return text(words)


def report_text(texts: Messages, report: Report, note: str = "") -> RichText:
    """Return a report as text that fits below a picture."""
    figures = report.figures
    heading = bold(text(report.title))
    if not figures.questions:
        nothing = text(texts.gettext("Nothing was asked."))
        return joined([heading, nothing, text(note)])
    lines = joined([heading, *(text(line) for line in _lines(texts, report))])
    whole = joined([lines, *_lists(texts, report), text(note)], "\n\n")
    return whole if len(whole.shown) <= MAX_CAPTION else joined([lines, text(note)], "\n\n")


def no_library(texts: Messages) -> str:
    """Return the line that says how to install what draws pictures."""
    words = texts.gettext("For a picture, install matplotlib: {command}")
    return words.format(command="pip install 'yinju[charts]'")


def no_font(texts: Messages) -> str:
    """Return the line that says how to install a Chinese font."""
    words = texts.gettext("For a picture, install a Chinese font: {command}")
    return words.format(command="apt-get install fonts-noto-cjk")


def report_chart(texts: Messages, report: Report, language: str) -> Chart:
    """Return the chart of a report."""
    figures = report.figures
    labels = [_label(span, figures) for span in figures.spans]
    step = -(-len(labels) // _MAX_LABELS)
    last = len(labels) - 1
    return Chart(
        language=language,
        title=report.title if len(report.title) <= MAX_TITLE else report.heading,
        subtitle=_subtitle(report),
        numbers=_numbers(texts, figures),
        legend=(texts.gettext("answered"), texts.gettext("not answered")),
        labels=[one if (last - n) % max(step, 1) == 0 else "" for n, one in enumerate(labels)],
        answered=[span.answered for span in figures.spans],
        declined=[span.declined for span in figures.spans],
        hours_title=texts.gettext("By hour of the day"),
        hours=figures.hours,
        names_title=texts.gettext("Most quoted") if report.quoted else "",
        names=[(one.shown(MAX_TITLE), one.count) for one in report.quoted[:MAX_NAMES]],
    )


def _lines(texts: Messages, report: Report) -> Sequence[str]:
    """Return the lines with numbers."""
    figures = report.figures
    asked = texts.ngettext("{count:,} question", "{count:,} questions", figures.questions)
    people = texts.ngettext("{count:,} person", "{count:,} people", figures.people)
    answered = texts.gettext("Answered {answered} ({share}), of these {doubtful} in doubt")
    lines = [
        " · ".join((asked.format(count=figures.questions), people.format(count=figures.people))),
        answered.format(
            answered=f"{figures.answered:,}",
            share=_share(figures.answered, figures.questions),
            doubtful=f"{figures.doubtful:,}",
        ),
        texts.gettext("Not answered {declined}").format(declined=f"{figures.declined:,}"),
        f"👍 {figures.helpful:,} · 👎 {figures.unhelpful:,}",
        texts.gettext("Half the answers within {median} ms, 95 % within {most} ms").format(
            median=figures.median_ms, most=figures.p95_ms
        ),
    ]
    hours = " · ".join(f"{hour}:00" for hour in figures.busiest)
    busiest = texts.gettext("Busiest from {hours} ({zone})")
    return [*lines, busiest.format(hours=hours, zone=report.zone)]


def _lists(texts: Messages, report: Report) -> Sequence[RichText]:
    """Return what was asked and quoted most, each with a heading."""
    quoted = [(one.shown(MAX_NAME), one.count) for one in report.quoted]
    lists = [(texts.gettext("Most quoted"), quoted)]
    if report.has_questions:
        lists.insert(0, (texts.gettext("Most asked"), list(report.figures.asked)))
    return [
        joined([bold(text(heading)), *(_counted(*one) for one in entries)])
        for heading, entries in lists
        if entries
    ]


def _counted(name: str, count: int) -> RichText:
    return text(f"{count:,} × {shortened(' '.join(name.split()), MAX_NAME)}")


def _numbers(texts: Messages, figures: Figures) -> list[tuple[str, str]]:
    """Return the numbers in large type, with what they count."""
    judged = figures.helpful + figures.unhelpful
    return [
        (f"{figures.questions:,}", texts.ngettext("question", "questions", figures.questions)),
        (f"{figures.people:,}", texts.ngettext("person", "people", figures.people)),
        (_share(figures.answered, figures.questions), texts.gettext("answered")),
        (_share(figures.helpful, judged), texts.gettext("found helpful")),
    ]


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f}%" if whole else "–"


def _subtitle(report: Report) -> str:
    """Return the first and the last day of a report, and the time zone."""
    begins = report.figures.begins.date()
    ends = (report.figures.ends - timedelta(microseconds=1)).date()
    days = f"{begins}" if begins == ends else f"{begins} – {ends}"
    return f"{days} · {report.zone}"


def _label(span: Span, figures: Figures) -> str:
    """Return the name of a part of a period: its hour, its day or its month."""
    length = figures.ends - figures.begins
    if length <= _DAY + timedelta(hours=1):
        return f"{span.begins.hour}:00"
    if length <= _DAYS_BY_WEEK * _DAY:
        return f"{span.begins.month}/{span.begins.day}"
    return f"{span.begins.year}-{span.begins.month:02}"
