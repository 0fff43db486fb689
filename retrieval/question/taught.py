"""Additions to the files that a collection is taught by; comments and order stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from corpus.message import Message, ReportedError
from corpus.model import Passage
from retrieval.question.aliases import FILE as ALIASES
from retrieval.question.examples import EXAMPLE, OUT_OF_SCOPE, opening_of
from retrieval.question.examples import FILE as EXAMPLES
from retrieval.question.likeness import MAX_QUESTION
from retrieval.text.script import fold

Key = Callable[[str], str]
"""Returns a text that is equal for questions that are alike, such as `Likeness.key`."""

_ALIASES_HEAD = (
    "# Groups of names for the same thing: a question with one name also finds the others.\n"
)
_EXAMPLES_HEAD = (
    "# Questions with the passage that answers them, and questions that this collection is not\n"
    "# meant to answer. Entries may be edited and removed by hand.\n"
)


class TeachingError(ReportedError):
    """A file of the collection cannot be added to; the message names it and the way out."""


def with_alias(text: str, typed: str, word: str) -> str:
    """Return the text of a list of aliases in which *typed* stands for *word* as well.

    It joins the first group that has the word, else the two make a group.

    Raises:
        TeachingError: The text is no list of aliases.
    """
    document = _parsed(text or _ALIASES_HEAD, ALIASES)
    groups = document.get("groups")
    if groups is None:
        groups = tomlkit.array().multiline(multiline=True)
        document.add("groups", groups)
    if not (isinstance(groups, list) and all(isinstance(one, list) for one in groups)):
        raise _unusable(ALIASES, Message("“groups” must be a list of lists of names"))
    for group in groups:
        names = [fold(str(name).strip()) for name in group]
        if fold(word) in names:
            if fold(typed) not in names:
                group.append(typed)
            return tomlkit.dumps(document)
    _append_line(groups, [typed, word])
    return tomlkit.dumps(document)


def with_example(text: str, questions: Sequence[str], passage: Passage, key: Key) -> str:
    """Return the text of a file of examples in which a passage answers some questions.

    They and those like them are taken out of entries with other passages.

    Raises:
        TeachingError: The text is no file of examples, or a question is too long to be like any.
    """
    document = _parsed_examples(text, questions)
    _remove(document, EXAMPLE, questions, key, but=passage.id)
    _remove(document, OUT_OF_SCOPE, questions, key)
    for entry in _entries(document, EXAMPLE):
        if entry.get("passage") == passage.id and isinstance(entry.get("questions"), list):
            known = set(entry["questions"])
            entry["questions"].extend(one for one in questions if one not in known)
            return tomlkit.dumps(document)
    return _with_entry(
        document,
        EXAMPLE,
        questions=list(questions),
        article=passage.article_id,
        passage=passage.id,
        begins=opening_of(passage),
    )


def with_out_of_scope(text: str, questions: Sequence[str], key: Key) -> str:
    """Return the text of a file of examples in which some questions are out of scope.

    Those that are like one which is out of scope already are not added.

    Raises:
        TeachingError: The text is no file of examples, or a question is too long to be like any.
    """
    document = _parsed_examples(text, questions)
    entries = _entries(document, OUT_OF_SCOPE)
    known = _keys((one for entry in entries for one in _questions(entry)), key)
    fresh = [one for one in questions if not known & _keys([one], key)]
    if not fresh:
        return tomlkit.dumps(document)
    return _with_entry(document, OUT_OF_SCOPE, questions=fresh)


def _parsed_examples(text: str, questions: Iterable[str]) -> tomlkit.TOMLDocument:
    if any(len(one) > MAX_QUESTION for one in questions):
        raise TeachingError(
            "a question of more than {limit} characters is like no other", limit=MAX_QUESTION
        )
    return _parsed(text or _EXAMPLES_HEAD, EXAMPLES)


def _parsed(text: str, file: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise _unusable(file, str(error)) from error


def _unusable(file: str, reason: Message | str) -> TeachingError:
    return TeachingError("{file} cannot be used: {reason}; correct it", file=file, reason=reason)


def _append_line(array: Any, names: Iterable[str]) -> None:
    """Append a list to an array of lists, on a line of its own if the others have lines."""
    added = tomlkit.array()
    added.extend(names)
    if "\n" in array.as_string():
        array.add_line(added, indent="  ")
    else:
        array.append(added)


def _entries(document: tomlkit.TOMLDocument, name: str) -> Iterator[Any]:
    """Yield the tables of an array of tables.

    Raises:
        TeachingError: It is something else.
    """
    entries = document.get(name, [])
    if not (isinstance(entries, list) and all(isinstance(one, dict) for one in entries)):
        reason = Message("{name} must be a list of tables", name=f"[[{name}]]")
        raise _unusable(EXAMPLES, reason)
    yield from entries


def _questions(entry: Any) -> list[str]:
    found = entry.get("questions")
    return [str(one) for one in found] if isinstance(found, list) else []


def _keys(questions: Iterable[str], key: Key) -> set[str]:
    """Return the keys of questions; one that is like no other is like itself."""
    return {key(one) or one for one in questions}


def _remove(
    document: tomlkit.TOMLDocument,
    name: str,
    questions: Iterable[str],
    key: Key,
    but: str | None = None,
) -> None:
    """Take questions, and those like them, out of the entries, *but* those of one passage.

    An entry that is empty then goes, too.
    """
    unwanted = _keys(questions, key)
    for number, entry in reversed(list(enumerate(_entries(document, name)))):
        if but is not None and entry.get("passage") == but:
            continue
        kept = [one for one in _questions(entry) if not unwanted & _keys([one], key)]
        if not kept and _questions(entry):
            del document[name][number]
        elif len(kept) < len(_questions(entry)):
            entry["questions"] = kept
    if name in document and not document[name]:
        del document[name]


def _with_entry(document: tomlkit.TOMLDocument, name: str, **fields: object) -> str:
    """Return the text of a document with one more entry, which stands at its end."""
    if name in document and not isinstance(document[name], tomlkit.items.AoT):
        document[name].append(fields)
        return tomlkit.dumps(document)
    text = tomlkit.dumps(document).rstrip("\n")
    added = tomlkit.dumps({name: [fields]}).strip("\n")
    return f"{text}\n\n{added}\n"
