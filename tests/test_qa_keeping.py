"""An answer to be passed on: question, quotations and sources as Markdown."""

from dataclasses import replace
from datetime import date

from qa import Answer, AnswerSentence, Citation, Status
from qa.keeping import as_markdown

ELEVEN = Citation(
    number=1,
    article_id="sea/ferries_2.txt",
    title="Eleven *ferries*",
    source="The Quay",
    published=date(2031, 5, 4),
    url="https://quay.example/4?a=1&b=<2>",
    start=0,
    end=42,
    quote="The harbour master\ncounted eleven ferries.",
)
ANSWER = Answer(
    question="How many ferries were counted?",
    asked="And how many?",
    status=Status.ANSWERED,
    text="The harbour master counted eleven ferries. [1]",
    sentences=(AnswerSentence("The harbour master counted eleven ferries.", (1,)),),
    citations=(ELEVEN,),
    considered=(),
)


def test_an_answer_is_kept_with_its_question_and_sources() -> None:
    assert (
        as_markdown(ANSWER)
        == """\
## And how many?

*Understood as: How many ferries were counted?*

The harbour master counted eleven ferries. [1]

\\[1\\] **Eleven \\*ferries\\***, The Quay, 4 May 2031, <https://quay.example/4?a=1&b=%3C2%3E>, \
sea/ferries\\_2.txt, characters 0–42
> The harbour master counted eleven ferries.
"""
    )


def test_a_quotation_stays_its_own_characters() -> None:
    dialogue = replace(ELEVEN, quote="- No, he said.\n&copy; 2031")
    kept = as_markdown(replace(ANSWER, citations=(dialogue,)))
    assert kept.endswith("\n> \\- No, he said. \\&copy; 2031\n")


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(ELEVEN, source="", published=None, url="", article_id="f.txt", title="Ferries")
    kept = as_markdown(replace(ANSWER, asked=ANSWER.question, citations=(bare,)))
    assert "Understood" not in kept
    assert "\\[1\\] **Ferries**, f.txt, characters 0–42\n" in kept


def test_a_refusal_is_kept_with_what_comes_nearest() -> None:
    refusal = replace(
        ANSWER, status=Status.NOT_IN_ARTICLES, text="The articles don’t say.", citations=()
    )
    kept = as_markdown(replace(refusal, nearest=ELEVEN))
    assert "The articles don’t say.\n\nWhat comes nearest: **Eleven" in kept


def test_copies_are_named_with_what_they_copy() -> None:
    copy = replace(ELEVEN, title="Ferries, again", source="The Mirror")
    kept = as_markdown(replace(ANSWER, citations=(replace(ELEVEN, copies=(copy,)),)))
    assert "In nearly the same words: **Ferries, again**, The Mirror, 4 May 2031" in kept
