"""Questions to begin with: about whom and what the articles at hand speak of."""

import pytest

from corpus import Article
from qa.examples import examples


def articles(*texts: str) -> list[Article]:
    return [
        Article(f"{number}.txt", f"Report {number}", text, "The Quay", "", None, "", "")
        for number, text in enumerate(texts, start=1)
    ]


TOWN = articles(
    "Nobody asked us, says Ada Lund. The lamp of Tomas Brandt burns. Ada Lund said no more.",
    "They spoke of Tomas Brandt and of the Northern Dock. It is new, Jon Moe says.",
    "In the Northern Dock lies a ferry. The East Korean dock is full, and East Korean boats wait.",
    "Of East Korean boats nothing is heard.",
)


def test_they_ask_what_people_say_and_what_several_articles_name() -> None:
    assert examples(TOWN, lambda _: True) == (
        "What does Ada Lund say?",
        "What do the articles say about Tomas Brandt?",
        "What does Jon Moe say?",
        "What do the articles say about Northern Dock?",
    )


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize("rest", ["{}s Army", "{} Army"])
def test_no_half_of_a_name_is_asked_about(apostrophe: str, rest: str) -> None:
    army = "Free Harbour Workers" + rest.format(apostrophe)
    named = articles(
        f"They spoke of the {army}.",
        f"In the {army} nobody sleeps.",
        f"Nobody knows, says {army} man Jon. The Quay is empty.",
    )
    offered = examples(named, lambda _: True)
    assert not any("Free" in question or "Harbour" in question for question in offered)


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_name_with_an_apostrophe_after_it_is_asked_about(apostrophe: str) -> None:
    named = articles(
        f"They saw Zoë Müller{apostrophe}s boat.", f"It is Zoë Müller{apostrophe}s.", "Fog."
    )
    assert "What do the articles say about Zoë Müller?" in examples(named, lambda _: True)


def test_what_the_articles_do_not_answer_is_not_offered() -> None:
    offered = examples(TOWN, lambda question: "Brandt" not in question)
    assert "What do the articles say about Tomas Brandt?" not in offered
    assert len(offered) == 4
    assert examples(TOWN, lambda _: False) == ()


def test_where_nobody_is_named_the_titles_are_asked_about() -> None:
    nameless = articles("The lamp burns.", "The ferry left.")
    assert examples(nameless, lambda _: True) == (
        "What do the articles say about “Report 1”?",
        "What do the articles say about “Report 2”?",
    )


def test_without_articles_there_are_none() -> None:
    assert examples([], lambda _: True) == ()


def test_no_more_than_a_dozen_questions_are_tried() -> None:
    tried: list[str] = []
    many = articles(*[f"The lamp number {number} burns." for number in range(40)])

    def is_answered(question: str) -> bool:
        tried.append(question)
        return False

    assert examples(many, is_answered) == ()
    assert len(tried) == 12
