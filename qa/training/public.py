"""The public sets that may go into weights, read as groups.

``qed`` is Natural Questions with the answer's place (Lamm et al., 2021), ``qed_paraphrase`` are
questions worded far from the same paragraphs, ``squad2_half`` is half of SQuAD 2.0's development
set (Rajpurkar et al., 2018); its last four articles are kept for measuring.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from corpus import sentence_table
from qa.reader import Candidate
from qa.training.errors import DataError
from qa.training.groups import Group

_KEPT_ARTICLES = 4
"""Of ``squad2_half``, never trained on."""

_UNSPACED = (
    (re.compile(r" ([,.;:!?)%\]]|'s\b|n't\b)"), r"\1"),
    (re.compile(r"([(\[$]) "), r"\1"),
    (re.compile(r"`` ?| ?''"), '"'),
    (re.compile(r" -- "), " – "),
    (re.compile(r" - "), "-"),
)
"""``qed`` has spaces around punctuation, which no article has."""


def question_typed(folder: Path, *, kept: frozenset[str]) -> Iterator[Group]:
    """``qed``'s training part: questions typed into a search engine.

    Args:
        folder: with ``qed`` in it.
        kept: ids of paragraphs that are left out.

    Raises:
        DataError: a file is missing or not in its format.
    """
    with _fields_in(folder / "qed"):
        titles, sentences = _paragraphs(folder)
        for query in _lines(folder / "qed/queries.jsonl"):
            paragraph = query["gold"][0]["doc_id"]
            if query["split"] == "train" and paragraph not in kept:
                bounds = [*query["sentence_starts"], 1 << 30]
                answers = frozenset(
                    number
                    for number, (start, end) in enumerate(pairwise(bounds))
                    if any(g["start"] < end and start < g["end"] for g in query["gold"])
                )
                texts = sentences[paragraph]
                yield _group(query["question"], titles[paragraph], texts, answers, paragraph)


def question_paraphrased(folder: Path) -> list[Group]:
    """``qed_paraphrase``: questions worded far from the text, and near misses.

    Raises:
        DataError: a file is missing or not in its format.
    """
    with _fields_in(folder / "qed_paraphrase"):
        titles, sentences = _paragraphs(folder)
        return [
            _group(
                query["question"],
                titles[query["doc_id"]],
                sentences[query["doc_id"]],
                frozenset(query["sentences"]),
                query["doc_id"],
            )
            for query in _lines(folder / "qed_paraphrase/queries.jsonl")
        ]


def squad(folder: Path) -> tuple[list[Group], list[Group]]:
    """``squad2_half``: the groups to train on, and those of the articles kept for measuring.

    Raises:
        DataError: a file is missing or not in its format.
    """
    with _fields_in(folder / "squad2_half"):
        docs = {doc["id"]: doc for doc in _lines(folder / "squad2_half/docs.jsonl")}
        kept = set(list(dict.fromkeys(doc["title"] for doc in docs.values()))[-_KEPT_ARTICLES:])
        tables = {id_: sentence_table(doc["text"]) for id_, doc in docs.items()}
        parts: tuple[list[Group], list[Group]] = ([], [])
        for query in _lines(folder / "squad2_half/queries.jsonl"):
            doc = docs[query["para_id"]]
            spans = [sentence.span for sentence in tables[doc["id"]]]
            answers = frozenset(
                number
                for number, span in enumerate(spans)
                if any(g["start"] < span.end and span.start < g["end"] for g in query["gold"])
            )
            texts = [span.of(doc["text"]) for span in spans]
            title = doc["title"].replace("_", " ")
            group = _group(query["question"], title, texts, answers, doc["id"])
            parts[doc["title"] in kept].append(group)
        return parts


def paragraphs_to_keep(groups: Sequence[Group], questions: int, seed: int) -> frozenset[str]:
    """Whole texts with about so many questions, drawn by chance, to be kept for measuring."""
    texts = sorted({group.text_id for group in groups})
    Random(seed).shuffle(texts)
    kept: set[str] = set()
    counted = 0
    for text in texts:
        if counted >= questions:
            break
        kept.add(text)
        counted += sum(group.text_id == text for group in groups)
    return frozenset(kept)


def _paragraphs(folder: Path) -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    """Titles and sentences of ``qed``'s paragraphs, by id."""
    docs = {doc["id"]: doc for doc in _lines(folder / "qed/docs.jsonl")}
    sentences = {}
    for query in _lines(folder / "qed/queries.jsonl"):
        doc = docs[query["gold"][0]["doc_id"]]
        bounds = [*query["sentence_starts"], len(doc["text"])]
        sentences[doc["id"]] = [_unspaced(doc["text"][a:b].strip()) for a, b in pairwise(bounds)]
    return {id_: doc["title"] for id_, doc in docs.items()}, sentences


def _group(
    question: str, title: str, sentences: Sequence[str], answers: frozenset[int], text_id: str
) -> Group:
    before = ["", *sentences]
    candidates = [Candidate(s, title, b) for s, b in zip(sentences, before, strict=False)]
    return Group(question, candidates, answers, text_id, subject=title)


def _unspaced(text: str) -> str:
    for pattern, replacement in _UNSPACED:
        text = pattern.sub(replacement, text)
    return text


@contextmanager
def _fields_in(folder: Path) -> Iterator[None]:
    """Around what reads the lines of a set.

    Raises:
        DataError: one lacks a field, or names a text that is not there.
    """
    try:
        yield
    except (KeyError, IndexError) as error:
        raise DataError(f"{folder} is not in its format: a line has no {error}") from error


def _lines(path: Path) -> list[Any]:
    try:
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except OSError as error:
        raise DataError(f"{path} can't be read: {error.strerror}") from error
    except ValueError as error:
        raise DataError(f"{path} is not one JSON object a line: {error}") from error
