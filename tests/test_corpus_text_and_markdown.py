"""Plain text is read character for character; Markdown likewise, below its front matter."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus import Article, UnreadableFile, scan
from corpus.readers import READERS
from tests.reading import read_article

STORY = "The crews went back to work on Monday. They had stopped for nine days.\n"


def article(folder: Path, name: str, content: str | bytes) -> Article:
    """Write a file and read it the way a sync does."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    (found,) = scan(folder)
    if isinstance(found, UnreadableFile):
        raise found
    return read_article(found)


def reason(folder: Path, name: str, content: str | bytes) -> str:
    """Why a file with this content can't be read."""
    with pytest.raises(UnreadableFile) as caught:
        article(folder, name, content)
    assert caught.value.path == name
    return caught.value.reason


@given(st.text())
def test_a_text_file_is_its_characters_and_nothing_else(text: str) -> None:
    assume("\0" not in text and text.removeprefix("\ufeff").strip())
    assert READERS[".txt"](text.encode(), "a.txt").text == text


def test_the_text_is_what_python_opens(tmp_path: Path) -> None:
    text = article(tmp_path, "a.txt", "\ufeffOne.\r\nTwo.\rThree.\n\n").text
    with (tmp_path / "a.txt").open(encoding="utf-8", newline="") as file:
        assert text == file.read()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"GIF89a\0\0\xff", "is not text (binary)"),
        ("Größe".encode("latin-1"), "is not UTF-8 (byte 2); save it as UTF-8"),
        ("Ferry".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (b"\xed\xa0\x80", "is not UTF-8 (byte 0); save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_that_is_no_text_says_why(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    assert reason(tmp_path, name, content) == why


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Ferry strike ends\n\n{STORY}", "Ferry strike ends"),
        (f"close\nclose\n\nHarbour News 2021\n\nFerry strike ends\n\n{STORY}", "Ferry strike ends"),
        (STORY, "The crews went back to work on Monday."),
        (
            "The crews of the four island ferries, who had stopped for nine days, went back to "
            "work on Monday.",
            "The crews of the four island ferries, who had stopped for nine days, went back…",
        ),
        ("# Ferry *strike* ends #\n" + STORY, "Ferry strike ends"),
        ("Sign up for our newsletter.", "a.txt"),
        ("\ufeffFerry strike ends\n\n" + STORY, "Ferry strike ends"),
    ],
)
def test_a_text_file_is_titled_by_what_it_begins_with(
    tmp_path: Path, text: str, title: str
) -> None:
    assert article(tmp_path, "a.txt", text).title == title


def test_front_matter_names_the_article(tmp_path: Path) -> None:
    found = article(
        tmp_path,
        "ferry.md",
        "---\ntitle: 'Ferry strike: the end'\nsource: The Harbour Post\nauthor: Ada Lund\n"
        "date: 2021-05-03\nurl: https://post.example/ferry\n---\n\n" + STORY,
    )
    assert (found.title, found.source, found.author) == (
        "Ferry strike: the end",
        "The Harbour Post",
        "Ada Lund",
    )
    assert found.published == date(2021, 5, 3)
    assert found.url == "https://post.example/ferry"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_body_below_the_front_matter_is_kept_as_it_is(tmp_path: Path, newline: str) -> None:
    body = f"{newline}  {STORY.strip()}{newline}---{newline}The end. {newline}{newline}"
    head = f"---{newline}title: Ferry{newline}---{newline}"
    assert article(tmp_path, "a.md", head + body).text == body


@pytest.mark.parametrize(
    "line", ["outlet: Post", "publisher: Post", "Site: Post", "source: [Post]"]
)
def test_the_source_goes_by_several_names(tmp_path: Path, line: str) -> None:
    assert article(tmp_path, "a.md", f"---\n{line}\n---\n{STORY}").source == "Post"


def test_several_authors_are_listed(tmp_path: Path) -> None:
    text = f"---\nauthors: [Ada Lund, Jon Olsen]\n---\n{STORY}"
    assert article(tmp_path, "a.md", text).author == "Ada Lund, Jon Olsen"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-05-03", date(2021, 5, 3)),
        ("2021-05-03T23:30:00+02:00", date(2021, 5, 3)),
        ("'2021-05-03'", date(2021, 5, 3)),
        ("2021-05-03 08:15:00", date(2021, 5, 3)),
        ("last spring", None),
        ("2021", None),
        ("", None),
    ],
)
def test_a_date_is_a_day_or_left_out(tmp_path: Path, value: str, day: date | None) -> None:
    assert article(tmp_path, "a.md", f"---\npublished: {value}\n---\n{STORY}").published == day


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///a", "post.example", "http://[x"])
def test_an_address_that_is_not_of_the_web_is_left_out(tmp_path: Path, url: str) -> None:
    assert article(tmp_path, "a.md", f"---\nlink: '{url}'\n---\n{STORY}").url == ""


def test_a_key_that_is_not_text_is_left_out(tmp_path: Path) -> None:
    head = "title: {a: b}\nauthors: [Ada Lund, {name: Jon}, [x]]\nsource: 7"
    found = article(tmp_path, "a.md", f"---\n{head}\n---\n{STORY}")
    assert found.title == "The crews went back to work on Monday."
    assert (found.author, found.source) == ("Ada Lund", "7")


def test_markdown_without_front_matter_is_titled_by_its_heading(tmp_path: Path) -> None:
    found = article(tmp_path, "a.markdown", f"## Ferry strike ends\n\n{STORY}")
    assert found.title == "Ferry strike ends"
    assert found.text.startswith("## Ferry")


@pytest.mark.parametrize(
    "text", [f"---\n{STORY}", f"{STORY}\n---\ntitle: no\n---\n", f"---- \n{STORY}"]
)
def test_rules_in_the_text_are_no_front_matter(tmp_path: Path, text: str) -> None:
    assert article(tmp_path, "a.md", text).text == text


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("title: [Ferry", "has front matter that is not YAML"),
        ("title: \x07", "has front matter that is not YAML"),
        ("date: 2021-02-31", "has front matter that is not YAML"),
        ("a: " + "[" * 5000, "has front matter that is not YAML"),
        ("- Ferry", "has front matter that is not a list of keys and values"),
        ("!!python/object/apply:os.getcwd []", "has front matter that is not YAML"),
    ],
)
def test_broken_front_matter_is_said(tmp_path: Path, head: str, why: str) -> None:
    assert reason(tmp_path, "a.md", f"---\n{head}\n---\n{STORY}").startswith(why)


def test_front_matter_without_a_body_is_no_article(tmp_path: Path) -> None:
    assert (
        reason(tmp_path, "a.md", "---\ntitle: Ferry\n---\n\n") == "is empty below its front matter"
    )
