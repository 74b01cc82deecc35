"""Any rows of any articles become citations that are the very characters of the articles."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article, Span, sentence_table
from index import Index
from qa.choosing import Choice
from qa.citing import quoted
from qa.composing import DOUBTFUL, MAY_CONTRADICT, MAY_DIFFER, Inquiry, compose, escaped, remarks_on
from qa.keeping import as_markdown
from qa.model import Answer, Support
from qa.reading import Evidence
from qa.terminal import render_answer
from tests.evaluating import MORNING, citing, place, refusal
from tests.indexing import open_toy

DAY = date(2031, 5, 2)
INQUIRY = Inquiry(question="Who?", asked="Who?", considered=(), confidence=1.0)

pieces = st.sampled_from(
    ["The ferry sank. ", "She left. ", "“Ice. ", "Gone,” he said. ", "\r\n\r\n", "## It\n", '"No. ']
)
texts = st.lists(pieces).map("".join) | st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An empty one: it makes the table of any article it is shown."""
    return open_toy(tmp_path_factory.mktemp("empty"))


def rows_of(articles: list[Article]) -> Iterator[Evidence]:
    """Every sentence that may be cited."""
    for article in articles:
        for row, sentence in enumerate(sentence_table(article.text)):
            if sentence.citable:
                yield Evidence(article, row, sentence.span.of(article.text), 1.0, 1.0)


@settings(deadline=None)  # the first table loads the splitter
@given(st.lists(texts, min_size=1, max_size=2), st.booleans(), st.data())
def test_a_citation_is_the_very_characters_of_its_article(
    index: Index, written: list[str], differs: bool, data: st.DataObject
) -> None:
    articles = {
        f"{n}.txt": Article(f"{n}.txt", "Log", text, "", "", None, "", f"{n}")
        for n, text in enumerate(["The ferry sank.", *written])
    }
    rows = list(rows_of(list(articles.values())))
    chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=4, unique_by=id))
    copied = data.draw(st.sampled_from(rows))
    chosen[0] = replace(chosen[0], copies=(copied,))
    reply = compose(INQUIRY, Choice(tuple(chosen), differs), [], index)
    cited = reply.citations
    assert [citation.number for citation in cited] == list(range(1, len(cited) + 1))
    copies = [copy for citation in cited for copy in citation.copies]
    assert [(copy.article_id, copy.quote) for copy in copies] == [(copied.article.id, copied.text)]
    for citation in [*cited, *copies]:
        text = articles[citation.article_id].text
        assert text[citation.start : citation.end] == citation.quote
    for evidence in chosen:
        span = sentence_table(evidence.article.text)[evidence.row].span
        assert any(
            c.article_id == evidence.article.id and c.start <= span.start and span.end <= c.end
            for c in cited
        ), "what was chosen is quoted"
    places = sorted((c.article_id, c.start, c.end) for c in cited)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places)), "nothing twice"


def test_the_text_is_markdown_in_which_an_article_is_only_text(index: Index) -> None:
    article = Article("a.txt", "Log", "The *old* [ferry] <b>sank</b>.", "", "", None, "", "")
    reply = compose(INQUIRY, Choice(tuple(rows_of([article]))), ["Why?"], index)
    assert reply.text == (
        "The \\*old\\* \\[ferry\\] \\<b\\>sank\\</b\\>. [1] The articles don’t say: Why?"
    )
    assert reply.citations[0].quote == article.text


@pytest.mark.parametrize(
    ("text", "as_text"),
    [
        ("&copy; 2031", "\\&copy; 2031"),
        ("&#169; 2031", "&\\#169; 2031"),
        ("- No, he said", "\\- No, he said"),
        ("+ ice", "\\+ ice"),
        ("He left\n---", "He left\n\\---"),
        ("He left\n  ===", "He left\n  \\==="),
        ("1. The gate", "1\\. The gate"),
        ("Then\n12) the gate", "Then\n12\\) the gate"),
    ],
)
def test_a_text_is_neither_a_list_nor_a_heading_nor_a_sign(text: str, as_text: str) -> None:
    assert escaped(text) == as_text


@pytest.mark.parametrize("text", ["Ice & fog", "a well-known one + two = 3. He", "1.5 km", "2,000"])
def test_what_is_no_markup_where_it_stands_is_left_as_it_is(text: str) -> None:
    assert escaped(text) == text


def test_decisive_words_are_placed_in_the_article(index: Index) -> None:
    text = "The harbour was calm. Eleven ferries came."
    article = Article("a.txt", "Log", text, "", "", None, "", "a")
    sentence = sentence_table(text)[1].span.of(text)
    found = Evidence(article, 1, sentence, 1.0, 1.0, decisive=Span(0, 6))
    (citation,) = compose(INQUIRY, Choice((found,)), [], index).citations
    assert citation.decisive
    assert citation.decisive.of(text) == "Eleven"
    assert citation.to_dict()["decisive"] == {"start": 22, "end": 28}


def told_by(*articles: Article, index: Index, differs: bool = False) -> list[str]:
    """What an answer says that quotes every sentence of articles."""
    choice = Choice(tuple(rows_of(list(articles))), differs)
    return [sentence.framed for sentence in compose(INQUIRY, choice, [], index).sentences]


def test_whose_words_are_quoted_is_said_once_in_a_row(index: Index) -> None:
    log = Article("a.txt", "Log", "Gulls came. Nobody slept.", "", "", None, "", "a")
    post = Article("b.txt", "Ice", "The ferry sank. Ice came.", "The Post", "", DAY, "", "b")
    assert told_by(log, post, index=index) == [
        "Gulls came.",
        "Nobody slept.",
        "According to The Post: The ferry sank.",
        "Ice came.",
    ]
    assert told_by(post, log, index=index) == [
        "According to The Post: The ferry sank.",
        "Ice came.",
        "According to “Log”: Gulls came.",
        "Nobody slept.",
    ], "or they would be The Post's words"
    assert told_by(log, post, index=index, differs=True) == [
        "“Log”: Gulls came.",
        "“Log”: Nobody slept.",
        "The Post, 2 May 2031: The ferry sank.",
        "The Post, 2 May 2031: Ice came.",
    ]


ANSWER = replace(citing(place(MORNING, "Eleven ferries")), chance=0.387)
UNSURE = "Unsure: this answers what was asked with a probability of only 38 %."


@pytest.mark.parametrize(
    ("answer", "is_unsure"),
    [
        (ANSWER, True),
        (replace(ANSWER, chance=DOUBTFUL), False),
        (replace(ANSWER, chance=None), False),
        (replace(ANSWER, differs=True), False),
        (refusal(), False),
    ],
    ids=["unlikely", "likely", "unknown", "differing", "refused"],
)
def test_an_answer_that_is_more_likely_none_says_so(answer: Answer, is_unsure: bool) -> None:
    assert list(remarks_on(answer)) == ([UNSURE] if is_unsure else [])
    assert (UNSURE in " ".join(render_answer(answer).split())) == is_unsure
    assert (UNSURE in as_markdown(answer)) == is_unsure


def test_an_answer_whose_values_may_be_of_different_things_says_so() -> None:
    answer = replace(ANSWER, may_differ=True, chance=DOUBTFUL)
    assert list(remarks_on(answer)) == [MAY_DIFFER]
    assert MAY_DIFFER in render_answer(answer)
    assert MAY_DIFFER in as_markdown(answer)


def test_an_answer_in_which_one_article_denies_something_says_so() -> None:
    answer = replace(ANSWER, may_contradict=True, chance=DOUBTFUL)
    assert list(remarks_on(answer)) == [MAY_CONTRADICT]
    assert MAY_CONTRADICT in render_answer(answer)
    assert MAY_CONTRADICT in as_markdown(answer)


def test_a_quotation_that_joins_two_is_told_by_what_speaks_for_the_first(index: Index) -> None:
    lines = [f"He said number {n} and left." for n in range(3)]
    article = Article("a.txt", "Log", " ".join(lines), "", "", None, "", "joined")
    first, middle, last = (
        replace(row, support=Support(n, chance))
        for n, (row, chance) in enumerate(
            zip(rows_of([article]), (0.8, 0.4, 0.3), strict=True), start=1
        )
    )
    (whole,) = quoted([first, last, middle], index)
    assert whole.rows == range(3)
    assert whole.support == Support(1, 0.8)
