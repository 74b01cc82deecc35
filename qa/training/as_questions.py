"""Bundles as a folder of articles, a question file and one of claims, for ``python -m qa
evaluate``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Span
from qa.training.bundles import Bundle, BundleArticle, BundleClaim, BundleQuestion

ARTICLES = "articles"
QUESTIONS = "questions.jsonl"
CLAIMS = "claims.jsonl"

_TYPES = {"none": "unanswerable", "why": "why_how", "who": "who_said"}
"""Where a question file has another word."""


def write_questions(bundles: Sequence[Bundle], folder: Path, *, alone: bool = False) -> None:
    """Write ``articles/``, ``questions.jsonl`` and ``claims.jsonl``.

    Args:
        bundles: whose texts, questions and claims are written.
        folder: is made if it is missing; what else is in it stays.
        alone: whether a bundle's questions are asked of its own articles only.
    """
    questions: list[Mapping[str, Any]] = []
    claims: list[Mapping[str, Any]] = []
    for bundle in bundles:
        placed = [_Placed.of(bundle, article) for article in bundle.articles]
        for article in placed:
            path = folder / ARTICLES / article.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(article.markdown, encoding="utf-8", newline="")
        gold = {id_: passage for article in placed for id_, passage in article.gold.items()}
        asked = {"articles": [article.file for article in placed]} if alone else {}
        questions += [
            {**_question(bundle, number, question, gold), **asked}
            for number, question in enumerate(bundle.questions, start=1)
        ]
        claims += [_claim(claim, gold) for claim in bundle.claims]
    _write(questions, folder / QUESTIONS)
    _write(claims, folder / CLAIMS)


def _write(lines: Sequence[Mapping[str, Any]], path: Path) -> None:
    written = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    path.write_text(written, encoding="utf-8", newline="")


@dataclass(frozen=True, slots=True)
class _Placed:
    """An article as a file, and where in its text each sentence stands."""

    file: str
    markdown: str
    gold: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, bundle: Bundle, article: BundleArticle) -> "_Placed":
        file = f"{bundle.name}-{article.letter.lower()}.md"
        text = "\n\n".join(
            " ".join(article.sentences[id_] for id_ in paragraph)
            for paragraph in article.paragraphs
        )
        front = {
            "title": article.title,
            "source": article.outlet,
            "author": article.author,
            "published": article.published,
        }
        head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in front.items())
        gold = {
            id_: {"doc": file, "quote": span.of(text), "start": span.start, "end": span.end}
            for id_, span in spans_of(article)
        }
        return cls(file, f"---\n{head}---\n{text}", gold)


def spans_of(article: BundleArticle) -> Iterator[tuple[str, Span]]:
    """Where each sentence stands in the text, by adding up lengths."""
    start = 0
    for paragraph in article.paragraphs:
        for id_ in paragraph:
            end = start + len(article.sentences[id_])
            yield id_, Span(start, end)
            start = end + 1  # a space
        start += 1  # an empty line is two characters, one of which was counted as the space


def _claim(claim: BundleClaim, gold: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    return {
        "claim": claim.text,
        "kind": claim.kind,
        "grounds": [gold[id_] for id_ in claim.grounds],
    }


def _question(
    bundle: Bundle,
    number: int,
    question: BundleQuestion,
    gold: Mapping[str, Mapping[str, Any]],
) -> Mapping[str, Any]:
    roles = ("user", "assistant")
    return {
        "id": f"{bundle.name}-{number}",
        "type": _TYPES.get(question.type, question.type),
        "question": question.text,
        "history": [
            {"role": roles[turn % 2], "content": said} for turn, said in enumerate(question.history)
        ],
        "answerable": bool(question.gold),
        "answer_must": [[words] for words in question.words],
        "gold": [gold[id_] for id_ in question.gold],
        "gold_mode": "all" if question.needs_all else "any",
    }
