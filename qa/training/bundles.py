"""Bundles: invented articles with questions about them, written by hand for this project.

A bundle is a text file, so that people can read and mend it: articles that begin with
``== letter | outlet | author | day | title``, one sentence a line after its id, a blank line
between paragraphs; then questions, ``?? type | question | gold | decisive words``. Gold are ids,
with ``/`` where each alone is enough and ``+`` where all are needed, ``-`` where nothing answers;
a follow-up has the turns before it in front, ``question > answer >> question``. Last come claims,
``!! kind | ids | claim``: sentences as a language model may write them, resting on those of the
ids; the kind is ``true``, or what is wrong: ``number``, ``name``, ``speaker``, ``denial``,
``opposite``, ``relation`` (who does what to whom), ``source`` (another sentence says it),
``certainty`` or ``added``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qa.training.errors import BundleError

BUNDLES = Path(__file__).with_name("bundles")

LEARNT = BUNDLES / "learnt"
"""Where the bundles are that the reader is trained on."""

KEPT = BUNDLES / "kept"
"""Those that it is not: for calibrating refusals, and for what is chosen by measuring."""

UNREAD = BUNDLES / "unread"
"""Those that nothing was trained or fitted on: to judge with, and read by nobody who trains."""

SUBJECTS = BUNDLES / "subjects"
"""Longer bundles, of five articles about one subject, in folders of the same three names. Each is
asked as an archive of its own: everything that search finds in it is about what was asked."""

TRUE = "true"
"""The kind of a claim that is."""

_SENTENCE = re.compile(r"([A-Z])(\d+) (.+)")
_ARTICLE_FIELDS = 5
_QUESTION_FIELDS = 4
_CLAIM_FIELDS = 3


@dataclass(frozen=True, slots=True)
class BundleArticle:
    """An invented article.

    Attributes:
        letter: begins the ids of its sentences.
        outlet: who is said to have published it.
        author: who is said to have written it.
        published: its day, ISO 8601.
        title: its headline.
        paragraphs: each the ids of its sentences.
        sentences: by id, in the order of the text.
    """

    letter: str
    outlet: str
    author: str
    published: str
    title: str
    paragraphs: list[list[str]] = field(default_factory=list)
    sentences: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BundleQuestion:
    """A question about a bundle's articles.

    Attributes:
        type: ``fact``, ``keyword``, ``why``, ``who``, ``conflict``, ``multi``, ``followup`` or
            ``none`` for one that nothing answers.
        text: what is asked.
        history: the turns before it, the user's first, then each other.
        gold: ids of the sentences that answer.
        needs_all: whether all of them are needed.
        words: the decisive words of gold, for one that needs all one for each.
    """

    type: str
    text: str
    history: tuple[str, ...]
    gold: tuple[str, ...]
    needs_all: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleClaim:
    """A sentence as a language model may write it.

    Attributes:
        kind: ``true``, or what is wrong with it.
        grounds: ids of the sentences that it says it rests on.
        text: the sentence.
    """

    kind: str
    grounds: tuple[str, ...]
    text: str

    @property
    def is_true(self) -> bool:
        """Whether its grounds say it."""
        return self.kind == TRUE


@dataclass(frozen=True, slots=True)
class Bundle:
    """Articles about one subject, questions and claims about them."""

    name: str
    articles: Sequence[BundleArticle]
    questions: Sequence[BundleQuestion]
    claims: Sequence[BundleClaim] = ()

    def article_of(self, id_: str) -> BundleArticle:
        """The article that a sentence stands in."""
        return next(article for article in self.articles if id_ in article.sentences)


def load_bundles(folder: Path) -> list[Bundle]:
    """Every bundle of a folder, in the order of their names.

    Args:
        folder: `LEARNT`, `KEPT`, `UNREAD`, one of these in `SUBJECTS`, or one's own.

    Raises:
        BundleError: a line is none of the format's, or gold names no sentence.
    """
    return [load_bundle(path) for path in sorted(folder.glob("*.txt"))]


def load_learnt() -> list[Bundle]:
    """Every bundle and subject that a reader may be trained on; see `load_bundles`."""
    return [*load_bundles(LEARNT), *load_bundles(SUBJECTS / LEARNT.name)]


def load_bundle(path: Path) -> Bundle:
    """Read one bundle.

    Raises:
        BundleError: see `load_bundles`; it names the file and the line.
    """
    articles: list[BundleArticle] = []
    questions: list[BundleQuestion] = []
    claims: list[BundleClaim] = []
    begins_paragraph = True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            if line.startswith("== "):
                articles.append(_article(line))
            elif line.startswith("?? "):
                questions.append(_question(line, articles))
            elif line.startswith("!! "):
                claims.append(_claim(line, articles))
            elif line.strip():
                _add_sentence(line, articles, begins_paragraph=begins_paragraph)
        except ValueError as error:
            raise BundleError(f"{path}, line {number}: {error}") from error
        begins_paragraph = not line.strip() or line.startswith("== ")
    return Bundle(path.stem, articles, questions, claims)


def _article(line: str) -> BundleArticle:
    letter, outlet, author, published, title = _fields(line, _ARTICLE_FIELDS)
    return BundleArticle(letter, outlet, author, published, title)


def _add_sentence(line: str, articles: list[BundleArticle], *, begins_paragraph: bool) -> None:
    found = _SENTENCE.fullmatch(line.rstrip())
    if not (found and articles):
        raise ValueError("neither an article, a sentence nor a question begins here")
    letter, number, text = found.groups()
    article = articles[-1]
    if letter != article.letter or int(number) != len(article.sentences) + 1:
        expected = f"{article.letter}{len(article.sentences) + 1}"
        raise ValueError(f"sentence {letter}{number} stands where {expected} should")
    article.sentences[letter + number] = text
    if begins_paragraph:
        article.paragraphs.append([])
    article.paragraphs[-1].append(letter + number)


def _question(line: str, articles: Sequence[BundleArticle]) -> BundleQuestion:
    kind, asked, named, decisive = _fields(line, _QUESTION_FIELDS)
    *turns, text = (turn.strip() for turn in asked.split(">>"))
    history = tuple(part.strip() for turn in turns for part in turn.split(" > "))
    gold = () if named == "-" else tuple(id_.strip() for id_ in re.split(r"[/+]", named))
    _check_known(gold, articles)
    needs_all = "+" in named
    words = tuple(decisive.split(" + ")) if needs_all else (decisive,)
    return BundleQuestion(
        kind, text, history, gold, needs_all, tuple(w.strip() for w in words) if gold else ()
    )


def _claim(line: str, articles: Sequence[BundleArticle]) -> BundleClaim:
    kind, named, text = _fields(line, _CLAIM_FIELDS)
    grounds = tuple(named.split("+"))
    _check_known(grounds, articles)
    return BundleClaim(kind, grounds, text)


def _check_known(ids: Sequence[str], articles: Sequence[BundleArticle]) -> None:
    known = {id_ for article in articles for id_ in article.sentences}
    if missing := sorted(set(ids) - known):
        raise ValueError(f"there is no sentence {', '.join(missing)}")


def _fields(line: str, count: int) -> Iterator[str]:
    fields = [part.strip() for part in line[3:].split(" | ")]
    if len(fields) != count:
        raise ValueError(f"{len(fields)} fields stand where {count} should")
    return iter(fields)
