"""How well what a language model writes is checked: claims that are known to be true or false.

Some are planted by machine (`qa.evaluation.planting`), others were written by hand and are kept in
a file, a JSON object a line: ``claim``, ``kind`` (``true``, or what is wrong with it) and
``grounds``, each with ``doc``, ``start``, ``end`` and ``quote`` as gold has them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from corpus import Article
from index import Index
from qa.evaluation.errors import GoldError
from qa.evaluation.figures import Figure
from qa.evaluation.json_lines import Filled, Line, read_lines
from qa.evaluation.measures import Share
from qa.evaluation.planting import plant
from qa.evaluation.question_file import GoldPassage
from qa.evaluation.questions import Gold
from qa.evaluation.stated import Stated
from qa.quoting import quoted_rows, span_of
from qa.verifier import Verifier
from qa.writer import Source

TRUE = "true"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that says it rests on others.

    Attributes:
        text: the sentence.
        kind: what was done to make it, or what is wrong with it.
        holds: whether the others say it.
        sources: the others.
    """

    text: str
    kind: str
    holds: bool
    sources: tuple[Source, ...]


def planted_claims(index: Index) -> list[Claim]:
    """Claims planted in all articles of an index, resting on what an answer would quote."""
    articles = {article.id: article for article in index.articles()}
    stated = [
        Stated(article.id, row, _on_one_line(sentence.span.of(article.text)), article.source)
        for article in sorted(articles.values(), key=lambda each: each.id)
        for row, sentence in enumerate(index.sentences(article))
        if sentence.citable
    ]

    def quoted(ground: Stated) -> Source:
        article = articles[ground.article_id]
        table = index.sentences(article)
        span = span_of(table, quoted_rows(article, table, ground.row))
        return _source(article, _on_one_line(span.of(article.text)))

    claims = (
        Claim(
            planted.text,
            planted.alteration.value,
            not planted.alteration.is_false,
            tuple(map(quoted, planted.grounds)),
        )
        for planted in plant(stated)
    )
    # A quotation begins earlier where its sentence says "he": the right one may be in it.
    return [c for c in claims if c.holds or all(c.text not in s.text for s in c.sources)]


def load_claims(path: Path, articles: Callable[[str], Article]) -> list[Claim]:
    """Read a file of claims.

    Args:
        path: of the file.
        articles: gives an article by its id; raises a LookupError where there is none.

    Raises:
        QuestionFileError: the file can't be read, or a line is none of the format's.
        GoldError: a ground is not where its line says.
    """
    return [
        Claim(
            line.claim,
            line.kind,
            line.kind == TRUE,
            tuple(_found(ground.gold(), place, articles) for ground in line.grounds),
        )
        for place, line in read_lines(path, _ClaimLine)
    ]


class _ClaimLine(Line):
    claim: Filled
    kind: Literal[
        "true",
        "number",
        "name",
        "speaker",
        "denial",
        "opposite",
        "relation",
        "source",
        "certainty",
        "added",
    ]
    grounds: Annotated[tuple[GoldPassage, ...], Field(min_length=1)]


def _found(ground: Gold, place: str, articles: Callable[[str], Article]) -> Source:
    try:
        article = articles(ground.article_id)
    except LookupError:
        raise GoldError(f"{place}: there is no article {ground.article_id!r}") from None
    if ground.span.of(article.text) != ground.quote:
        raise GoldError(
            f"{place}: at {ground.span.start} to {ground.span.end} of {ground.article_id} stands "
            f"{ground.span.of(article.text)!r}, not {ground.quote!r}"
        )
    return _source(article, ground.quote)


def measure_claims(claims: Sequence[Claim], verifier: Verifier, group: str) -> list[Figure]:
    """How many false claims are caught and how many true ones withheld, together and by kind.

    Args:
        claims: at least one.
        verifier: checks them.
        group: what the figures are called together.
    """
    judged = [(claim, not verifier.verify(claim.text, claim.sources).holds) for claim in claims]
    false = [(claim.kind, caught) for claim, caught in judged if not claim.holds]
    true = [(claim.kind, withheld) for claim, withheld in judged if claim.holds]
    return [
        *_figures(false, group, "caught", "false ones that were caught"),
        *_figures(true, group, "withheld", "true ones that were withheld"),
    ]


def _figures(
    judged: Sequence[tuple[str, bool]], group: str, name: str, label: str
) -> Iterator[Figure]:
    yield Figure(group, name, label, Share(sum(said for _, said in judged), len(judged)))
    kinds = dict.fromkeys(kind for kind, _ in judged)
    for kind in kinds if len(kinds) > 1 else ():
        said = [said for each, said in judged if each == kind]
        yield Figure(group, f"{name}: {kind}", f"  {kind}", Share(sum(said), len(said)))


def _source(article: Article, text: str) -> Source:
    return Source(1, text, article.source, article.author, article.published)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
