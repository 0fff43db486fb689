"""Messages for people: English sentences with named values."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import UnreadableError
from corpus.message import Message, Size, counted, system_error


def test_values_are_filled_in() -> None:
    """The English sentence has the values in place of their names, messages among them."""
    message = Message("cannot be fetched: {reason}", reason=Message("it has {size} bytes", size=3))

    assert "cannot be fetched: it has 3 bytes" == str(message)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (5000, "4.9 KB"),
        (36 << 20, "36 MB"),
        ((32 << 20) + 1, "32.1 MB"),
        ((1 << 30) - 1, "1024 MB"),
        (2 << 30, "2 GB"),
        (3 << 60, "3145728 TB"),
    ],
)
def test_sizes(count: int, words: str) -> None:
    """Sizes are in their largest unit, with a tenth that is rounded up."""
    assert f"has {words}" == str(Message("has {size}", size=Size(count)))


@pytest.mark.parametrize(("count", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_counts_decide_the_form(count: int, words: str) -> None:
    """A count of 1 takes the singular, any other the plural."""
    assert words == str(counted("{count} file", "{count} files", count=count))


@pytest.mark.parametrize("braces", ["{", "{0}", "{x.y}", "}}"])
def test_braces_of_a_file_are_no_template(braces: str) -> None:
    """Braces that come from a file stay as they are, as a value or in a message without values."""
    assert f"says {braces}" == str(Message("says {detail}", detail=braces))
    assert braces == str(Message(braces))


def test_equal_messages_are_equal() -> None:
    """Messages with equal words and values are equal, and one in a set."""
    one, other = (Message("has {count}", count=1) for _ in range(2))

    assert {one} == {other}
    assert one != Message("has {count}", count=2)


def test_errors_carry_their_message() -> None:
    """An error is made of a template and its values, or of a message, and names the line."""
    error = UnreadableError("has {size} bytes", 7, size=3)
    other = UnreadableError(error.message)

    assert ("has 3 bytes", 7) == (str(error), error.line)
    assert (error.message, None) == (other.message, other.line)


def test_errors_of_the_system(tmp_path: Path) -> None:
    """A common error of the system is a message, a rare one the system's own words."""
    with pytest.raises(FileNotFoundError) as raised:
        (tmp_path / "gone").read_bytes()

    assert Message("there is no such file or folder") == system_error(raised.value)
    assert "Bad thing" == system_error(OSError(999, "Bad thing"))
    assert "so it is" == system_error(OSError("so it is"))
