"""What the page shows: the exact characters, escaped, and each state of a conversation."""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span, sentence_table
from index import Hit, Passage, Scope, SyncReport
from qa.keeping import as_markdown
from qa.model import Answer, AnswerSentence, Citation, Status
from qa.readiness import Phase, ServiceState
from qa.web import rendering
from qa.web.pieces import Piece, cut
from qa.web.turns import BROKEN_OFF, Turn, Visit, history
from tests.markup import Markup, preview, said

READY = ServiceState(Phase.READY)
SHORE = "sea/ferries.txt"
HARBOUR = "The harbour master counted eleven ferries. Nobody counted the gulls."
HOSTILE = "<script>alert(1)</script> said the \"sign\" & <img src=x onerror='alert(2)'>."

# NUL can't be shown in HTML at all; the readers refuse files that have it.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
markup_like = st.lists(
    st.sampled_from(["<b>", "</mark>", "&amp;", "&#13;", "\r\n", "\r", "\n\n", "## Ice", "{{ 7 }}"])
    | texts,
    min_size=1,
).map("".join)


def article(text: str = HARBOUR, url: str = "") -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        SHORE,
        "Eleven ferries",
        text,
        "The Quay",
        "A. Lund",
        date(2031, 5, 4),
        url,
        digest,
    )


def read(shown: Article, passage: Span | None, *cited: Span, part: bool = True) -> Markup:
    page = cut(shown, sentence_table(shown.text), passage, cited)
    return Markup(rendering.article(shown, page, part=part))


def cited(quote: str = HARBOUR[:42], **changes: Any) -> Answer:
    day = date(2031, 5, 4)
    answer = Answer(
        question="How many ferries?",
        asked="How many ferries?",
        status=Status.ANSWERED,
        text=f"{quote} [1]",
        sentences=(AnswerSentence("The Quay counts:"), AnswerSentence(quote, (1,))),
        citations=(
            Citation(1, SHORE, "Eleven ferries", "The Quay", day, "", 0, len(quote), quote),
        ),
        considered=(),
    )
    return replace(answer, **changes)


def refusal() -> Answer:
    passage = Passage(SHORE, Span(0, 42), range(1))
    hit = Hit(passage, article(), 0.2, 0.3, 0.1)
    return Answer(
        question="Who fed the gulls?",
        asked="Who fed the gulls?",
        status=Status.NOT_IN_ARTICLES,
        text="The articles don’t say.",
        sentences=(),
        citations=(),
        considered=(hit, hit, hit, hit),
        reason="No passage speaks of feeding.",
    )


def conversation(*turns: Turn, state: ServiceState = READY) -> str:
    return rendering.conversation(Visit(turns), (), state)


@given(markup_like, st.data())
def test_the_article_and_its_highlight_come_out_character_for_character(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    places = st.integers(0, len(text) - 1).map(lambda at: Span(at, at + 1))
    shown = read(article(text), Span(start, end), *data.draw(st.lists(places, max_size=3)))
    assert shown.texts(".article-text") == [text]
    assert shown.texts("mark") == [text[start:end]]


def test_a_passage_across_paragraphs_is_one_highlight() -> None:
    text = "Rain fell.\n\n## Later\n\nThe sun came out.\n"
    shown = read(article(text), Span(0, 39))
    assert shown.texts("mark") == [text[:39]]
    assert shown.texts(".heading") == ["## Later"]


@pytest.mark.parametrize(("start", "signs"), [(0, ["### "]), (14, ["##", "# "]), (17, ["### "])])
def test_the_sign_of_a_heading_is_told_apart_from_its_words(start: int, signs: list[str]) -> None:
    text = "Rain fell.\n\n### Later on\n\nThe # came out.\n"
    shown = read(article(text), Span(start, len(text)))
    assert shown.texts(".sign") == signs
    assert "".join(shown.texts(".heading")) == "### Later on"
    assert shown.texts(".article-text") == [text]


def test_a_heading_without_a_sign_is_all_words() -> None:
    shown = read(article("Later on\n\nThe sun came out over the bay.\n"), None)
    assert shown.texts(".heading") == ["Later on"]
    assert shown.texts(".sign") == []


def test_what_else_is_cited_is_seen_more_faintly() -> None:
    shown = read(article(), Span(0, 10), Span(43, 49), Span(11, 17))
    assert shown.texts(".cited") == [HARBOUR[11:17], HARBOUR[43:49]]
    assert shown.texts("mark") == [HARBOUR[:10]]


@given(st.text("ab \n", min_size=1, max_size=40), st.data())
def test_places_that_overlap_are_seen_once(text: str, data: st.DataObject) -> None:
    ends = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(sorted)
    places = data.draw(st.lists(ends.map(lambda at: Span(*at)), max_size=5))
    page = cut(article(text), sentence_table(text), None, places)
    assert "".join(piece.text for piece in page.before) == text
    seen = {at for at, piece in _placed(page.before) if piece.cited}
    assert seen == {at for place in places for at in range(place.start, place.end)}


def _placed(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """Each character's place with the piece that it belongs to."""
    at = 0
    for piece in pieces:
        yield from ((at + number, piece) for number in range(len(piece.text)))
        at += len(piece.text)


def test_thousands_of_places_are_shown_at_once() -> None:
    text = "Rain fell. " * 2_000
    places = [Span(at, at + 1 + at % 7) for at in range(0, 20_000, 2)]
    begun = time.thread_time()
    cut(article(text), (), Span(0, 4), places)
    assert time.thread_time() - begun < 1


def test_without_a_passage_nothing_is_highlighted() -> None:
    shown = read(article(), None)
    assert shown.texts(".article-text") == [HARBOUR]
    assert shown.texts("mark") == []


def test_an_article_is_also_a_page_of_its_own() -> None:
    shown = read(article(), Span(0, 42), part=False)
    assert shown.texts("title") == ["Eleven ferries – Chapter & Verse"]
    assert shown.texts("mark") == [HARBOUR[:42]]
    assert shown.texts("h1") == ["Eleven ferries"]


def test_a_link_to_a_passage_is_previewed_with_its_words() -> None:
    text = "Rain fell.\n\n## “Later”\n\nThe <b> came out & stayed.\n"
    shown = read(article(text), Span(12, len(text)), part=False)
    assert preview(shown) == {
        "og:title": "Eleven ferries",
        "og:type": "article",
        "og:description": "## “Later” The <b> came out & stayed.",
        "description": "## “Later” The <b> came out & stayed.",
    }
    assert "description" not in preview(read(article(), None, part=False))
    assert "meta" not in read(article(), Span(0, 42)).tags()


def test_nothing_in_an_article_becomes_an_element() -> None:
    shown = read(article(HOSTILE), Span(0, 25))
    assert shown.tags() & {"script", "img"} == set()
    assert shown.texts("mark") == ["<script>alert(1)</script>"]


def test_only_a_web_address_becomes_a_link_to_the_original() -> None:
    assert read(article(url="https://quay.example/4"), None).attributes("a", "href") == [
        "https://quay.example/4"
    ]
    assert read(article(url="javascript:alert(1)"), None).attributes("a", "href") == []


def test_each_part_of_an_answer_has_a_marker_that_links_to_its_passage() -> None:
    shown = Markup(conversation(Turn("How many ferries?", cited())))
    assert shown.texts(".marker") == ["1"]
    marker, source = shown.attributes("a", "href")
    assert marker == source
    assert str(marker).startswith("/read/sea/ferries.txt?start=0&end=42&sha256=")
    assert shown.attributes("a", "aria-describedby") == ["quotation-1-1"]
    assert shown.attributes("blockquote", "id") == ["quotation-1-1"]


def test_the_sources_name_title_outlet_date_and_quotation() -> None:
    shown = Markup(conversation(Turn("How many ferries?", cited())))
    assert shown.texts("blockquote") == [HARBOUR[:42]]
    assert "Eleven ferries" in shown.texts(".sources")[0]
    assert shown.texts(".meta") == ["The Quay, 4 May 2031"]


@given(markup_like)
def test_a_quotation_comes_out_character_for_character(quote: str) -> None:
    shown = Markup(conversation(Turn("How many ferries?", cited(quote))))
    assert shown.texts("blockquote") == [quote]


def test_the_words_that_were_asked_for_stand_out_in_the_quotation() -> None:
    start = HARBOUR.index("eleven")
    reply = cited()
    citation = replace(reply.citations[0], decisive=Span(start, start + len("eleven")))
    shown = Markup(conversation(Turn("How many ferries?", replace(reply, citations=(citation,)))))
    assert shown.texts("strong") == ["eleven"]
    assert shown.texts("blockquote") == [HARBOUR[:42]]


@given(markup_like)
def test_a_question_comes_out_as_it_was_typed(question: str) -> None:
    shown = Markup(conversation(Turn(question, problem=question)))
    typed = question.replace("\r\n", "\n").replace("\r", "\n")
    assert shown.texts(".asked") == [typed]


def test_a_question_that_was_completed_is_shown_as_it_was_understood() -> None:
    asked = cited(asked="And how many?", question="How many ferries were counted?")
    assert "Understood as: How many ferries were counted?" in said(
        conversation(Turn("And how many?", asked))
    )
    assert "Understood as" not in said(conversation(Turn("How many ferries?", cited())))


def test_when_articles_differ_their_versions_stand_in_a_table() -> None:
    start = HARBOUR.index("eleven")
    (citation,) = cited().citations
    later = replace(citation, number=2, source="The Mirror", published=date(2031, 5, 6))
    versions = (replace(citation, decisive=Span(start, start + len("eleven"))), later)
    frames = ("The Quay, 4 May 2031", "“Nine weeks”")
    told = tuple(
        AnswerSentence(each.quote, (each.number,), frame)
        for each, frame in zip(versions, frames, strict=True)
    )
    answer = cited(differs=True, citations=versions, sentences=told)
    shown = Markup(conversation(Turn("How many ferries?", answer)))
    assert shown.texts(".differs") == [
        "The articles differ. These are their versions, oldest first:"
    ]
    assert [" ".join(row.split()) for row in shown.texts("tr")] == [
        "It isaccording towhich says",
        f"eleven The Quay, 4 May 2031 {HARBOUR[:42]}1",
        f"– “Nine weeks” {HARBOUR[:42]}2",
    ]


def test_whose_words_are_quoted_stands_before_them() -> None:
    quoted = AnswerSentence("Eleven.", (1,), frame="According to The Quay")
    shown = Markup(conversation(Turn("How many?", cited(sentences=(quoted,)))))
    assert shown.texts(".frame") == ["According to The Quay:"]
    assert " ".join(shown.texts(".says")[0].split()) == "According to The Quay: Eleven.1"


def test_what_another_outlet_says_begins_a_paragraph() -> None:
    told = (
        AnswerSentence("Eleven.", (1,), frame="According to The Quay"),
        AnswerSentence("None sank.", (1,)),
        AnswerSentence("Twelve.", (1,), frame="According to The Mirror"),
    )
    shown = Markup(conversation(Turn("How many?", cited(sentences=told))))
    assert [" ".join(text.split()) for text in shown.texts(".says")] == [
        "According to The Quay: Eleven.1 None sank.1",
        "According to The Mirror: Twelve.1",
    ]


def test_a_copy_of_what_is_quoted_is_shown_with_it() -> None:
    (citation,) = cited().citations
    copy = replace(citation, title="Ferries, again", source="The Mirror")
    shown = Markup(
        conversation(Turn("How many?", cited(citations=(replace(citation, copies=(copy,)),))))
    )
    assert " ".join(shown.texts(".copy")[0].split()) == (
        "In nearly the same words: Ferries, again The Mirror, 4 May 2031"
    )


def test_of_many_copies_the_first_are_shown_and_the_others_on_request() -> None:
    (citation,) = cited().citations
    copies = tuple(replace(citation, title=f"Ferries, {n}") for n in range(1, 6))
    copied = replace(citation, copies=copies)
    shown = Markup(conversation(Turn("How many?", cited(citations=(copied,)))))
    assert len(shown.texts(".copy")) == 5
    (folded,) = (text for text in shown.texts("details") if "And in" in text)
    assert [n for n in range(1, 6) if f"Ferries, {n}" in folded] == [4, 5]
    assert "And in 2 more articles" in folded


def test_a_part_of_the_question_without_an_answer_is_no_version() -> None:
    parts = (AnswerSentence("Eleven.", (1,)), AnswerSentence("The articles don’t say: And gulls?"))
    html = conversation(Turn("How many?", cited(differs=True, sentences=parts)))
    _, version = Markup(html).texts("tr")
    assert version.split()[-1] == "Eleven.1"
    assert "The articles don’t say: And gulls?" in said(html)


@given(markup_like)
def test_what_is_kept_of_an_answer_comes_out_as_it_is(quote: str) -> None:
    reply = cited(quote)
    shown = Markup(conversation(Turn("How many ferries?", reply)))
    assert shown.attributes("div", "data-markdown") == [as_markdown(reply)]
    (known,) = shown.attributes("div", "data-json")
    assert json.loads(known or "") == reply.to_dict()


def test_an_answer_that_is_unsure_says_so_and_one_whose_articles_differ_does_not() -> None:
    unsure = cited(chance=0.38)
    told = "Unsure: this answers what was asked with a probability of only 38 %."
    assert told in said(conversation(Turn("How many ferries?", unsure)))
    assert "Unsure" not in said(conversation(Turn("How many?", replace(unsure, differs=True))))


def test_an_answer_whose_values_may_be_of_different_things_says_so() -> None:
    told = "These figures or times may differ, or be of different things."
    assert told in said(conversation(Turn("How many?", cited(may_differ=True))))
    assert told not in said(conversation(Turn("How many?", cited())))


def test_an_answer_in_which_one_article_denies_something_says_so() -> None:
    told = "These may contradict each other: one denies something where another does not."
    assert told in said(conversation(Turn("Are there any?", cited(may_contradict=True))))
    assert told not in said(conversation(Turn("Are there any?", cited())))


def test_a_refusal_says_why_and_offers_what_is_nearest() -> None:
    (nearest,) = cited(HARBOUR[43:]).citations
    html = conversation(Turn("Who fed the gulls?", replace(refusal(), nearest=nearest)))
    shown = Markup(html)
    assert "The articles don’t say. No passage speaks of feeding. What comes nearest" in said(html)
    assert shown.texts("blockquote") == [HARBOUR[43:], *[HARBOUR[:42]] * 3]
    assert len(shown.attributes("a", "href")) == 4


def test_which_articles_were_asked_is_said_once() -> None:
    scope = Scope(sources=["The Quay"])
    told = "Only the articles from The Quay were asked."
    narrowed = replace(refusal(), scope=scope, reason=f"No passage speaks of feeding. {told}")
    refused = said(conversation(Turn("Who fed the gulls?", narrowed)))
    assert refused.count("articles from The Quay") == 1
    assert told in refused
    answered = said(conversation(Turn("How many ferries?", cited(scope=scope))))
    assert answered.count("Asked only of the articles from The Quay") == 1


def test_a_problem_is_told_in_its_place_and_the_turns_before_it_stay() -> None:
    html = conversation(
        Turn("How many ferries?", cited()), Turn("And gulls?", problem="the index is gone.")
    )
    assert "No answer this time: the index is gone." in said(html)
    assert HARBOUR[:42] in said(html)


def test_the_page_is_told_what_to_say_of_a_question_that_it_left_behind() -> None:
    shown = Markup(conversation(Turn("How many?")))
    assert shown.attributes("div", "data-broken-off") == [BROKEN_OFF]


def test_a_question_asked_too_early_says_what_it_waits_for() -> None:
    waiting = conversation(Turn("How many?"), state=ServiceState(Phase.LOADING))
    assert "The articles are being read first" in said(waiting)
    assert "Looking through the articles…" in said(conversation(Turn("How many?")))


def test_a_new_visitor_is_offered_questions_to_click() -> None:
    shown = Markup(rendering.conversation(Visit(), ("Who <left>?",), READY))
    assert shown.attributes("button", "data-question") == ["Who <left>?"]


def test_the_start_is_followed_with_a_bar() -> None:
    state = ServiceState(Phase.SYNCING, 3, 8, "sea/ferries.txt")
    shown = Markup(rendering.status(state))
    assert "3 of 8 sea/ferries.txt" in said(rendering.status(state))
    slow = replace(state, seconds_left=61.0)
    assert "3 of 8, about 2 min left sea/ferries.txt" in said(rendering.status(slow))
    assert shown.attributes("progress", "value") == ["3"]
    assert shown.attributes("div", "data-settled") == []


def test_what_is_still_being_read_is_shown_to_who_can_ask_already() -> None:
    state = ServiceState(Phase.SYNCING, 3, 8, "sea/ferries.txt", answers_meanwhile=True)
    shown = rendering.status(state)
    assert "3 of 8 sea/ferries.txt Meanwhile, questions are answered" in said(shown)
    assert Markup(shown).attributes("progress", "value") == ["3"]
    assert "Looking through the articles…" in said(conversation(Turn("How many?"), state=state))


def test_once_ready_nothing_is_left_of_the_start() -> None:
    html = rendering.status(READY)
    assert said(html) == ""
    assert Markup(html).attributes("div", "data-settled") == [None]


def test_files_that_could_not_be_read_stay_listed_with_the_reason() -> None:
    report = SyncReport(failed=(("torn.pdf", "is not a PDF"), ("void.txt", "is empty")))
    text = said(rendering.status(ServiceState(Phase.READY, report=report)))
    assert "2 files could not be read and are left out" in text
    assert "torn.pdf is not a PDF" in text


def test_a_failed_start_says_what_to_do() -> None:
    state = ServiceState(Phase.FAILED, message="no model; install it.")
    assert "The articles can’t be searched: no model; install it." in said(rendering.status(state))


def test_the_engine_is_told_of_answered_turns_only() -> None:
    turns = (Turn("How many ferries?", cited()), Turn("And?", problem="gone"), Turn("Now?"))
    assert history(turns) == [
        {"role": "user", "content": "How many ferries?"},
        {"role": "assistant", "content": f"{HARBOUR[:42]} [1]"},
    ]
