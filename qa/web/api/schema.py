"""What programs send and get, described for OpenAPI and MCP: the same fields as `to_dict` has, and
where the page shows each passage.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from corpus import VERSION, Article
from corpus.days import day_of
from index import MOST_HITS, Hit, Scope
from qa.asking import LONGEST_QUESTION, MOST_MESSAGES
from qa.curating import Listed
from qa.feedback import LONGEST_WORD, Opinion, Place
from qa.health import Part
from qa.model import Answer, Citation, Status, hit_to_dict
from qa.web.links import link_of

_MOST_LISTED = 200
"""Articles that an assistant is told of at once: it has to keep all that it is told in mind."""

_LONGEST_TEXT = 100_000
_LONGEST_NAME = 1_000
_MOST_NAMES = 10_000
_LONGEST_KEPT = 4_000
"""Characters of an answer that somebody has an opinion on; the places lead to the rest."""

_MOST_PLACES = 50
"""Of such an answer; none of ours has more."""

_MOST_MESSAGES = 2_000

Question = Annotated[
    str,
    Field(
        description="The question, or a follow-up to the history.",
        examples=["Who won?"],
        max_length=_LONGEST_TEXT,
    ),
]


Name = Annotated[str, Field(max_length=_LONGEST_NAME)]


def _written_out(day: object) -> object:
    """A day as it is described: pydantic alone takes a number for the seconds since 1970, too."""
    if isinstance(day, str):
        return day_of(day)
    if day is None or type(day) is date:
        return day
    raise ValueError("a day is written as 2024-10-31")


Day = Annotated[date | None, BeforeValidator(_written_out)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Exact(BaseModel):
    """Takes what has the described types only: an answer comes back with an opinion on it, and
    pydantic alone would take "1" for a number, and "yes" for true.
    """

    model_config = ConfigDict(strict=True)


class Message(_Sent):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=_LONGEST_TEXT)


class Narrowing(_Sent):
    """Which articles are asked; what is left out does not narrow."""

    articles: list[Name] | None = Field(
        None, max_length=_MOST_NAMES, description="Ids of articles, as `articles` lists them."
    )
    sources: list[Name] | None = Field(
        None,
        max_length=_MOST_NAMES,
        description="Outlets, to the letter as `articles` lists them (`source`).",
    )
    since: Day = Field(None, description="The first day of publication.")
    until: Day = Field(None, description="The last day of publication.")

    def scope(self) -> Scope:
        """The same for the engine.

        Raises:
            ScopeError: the days are in the wrong order.
        """
        return Scope(self.articles, self.sources, self.since, self.until)


class AskRequest(_Sent):
    """A question."""

    question: Question
    history: list[Message] = Field(
        [],
        max_length=_MOST_MESSAGES,
        description=f"The conversation before it, oldest first; the last {MOST_MESSAGES} messages "
        "are looked at.",
    )
    scope: Narrowing = Narrowing()


class RetrieveRequest(AskRequest):
    """A question, and how many passages are wanted."""

    k: int = Field(5, strict=True, ge=1, le=MOST_HITS, description="How many passages.")


class SpanModel(_Exact):
    """Characters of an article's text, the end exclusive."""

    start: int
    end: int


class SupportModel(_Exact):
    """Why a quotation was chosen."""

    found: int = Field(description="Its place among the sentences that search found, from 1.")
    chance: float = Field(description="The probability that it answers.")
    words: list[str] = Field(description="What it has in common with the question.")
    further: bool = Field(description="Whether it is quoted beside a better one.")


class PlaceModel(SpanModel):
    """Characters of an article."""

    article_id: str
    title: str
    source: str = Field(description="The outlet.")
    published: Day
    url: str
    link: str = Field(
        "",
        description="Where the page shows the passage, highlighted in its article, also after that "
        "was edited: a path, to be put behind the page's address.",
    )


class CitationModel(PlaceModel):
    """A quotation: the article's text from `start` to `end`, to the character."""

    number: int = Field(description="The marker in the answer; 0 where it supports nothing.")
    quote: str
    sha256: str = Field(description="Of the article's file.")
    prefix: str = Field(description="The characters before the quotation.")
    suffix: str = Field(description="Those after it.")
    decisive: SpanModel | None = Field(description="Where the words stand that were asked for.")
    copies: list["CitationModel"] = Field(description="Where others say nearly the same.")
    support: SupportModel | None

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """The same for a citation."""
        others = {
            "link": link_of(citation),
            "copies": [cls.of(copy) for copy in citation.copies],
        }
        return cls.model_validate(citation.to_dict() | others)


class AnswerSentenceModel(_Exact):
    """A part of the answer."""

    text: str
    citations: list[int] = Field(description="The numbers of the citations that support it.")
    frame: str = Field(description="Whose words they are.")


class HitModel(PlaceModel):
    """A passage that search found."""

    text: str
    score: float
    dense: float
    lexical: float

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """The same for a hit."""
        return cls.model_validate(hit_to_dict(hit) | {"link": link_of(hit)})


class AnswerModel(_Exact):
    """What the articles say to a question, or that they don't say."""

    question: str = Field(description="The standalone question that was searched.")
    asked: str = Field(description="What was asked.")
    status: Status = Field(strict=False)
    text: str = Field(description="Markdown, with markers like [1].")
    sentences: list[AnswerSentenceModel]
    citations: list[CitationModel]
    considered: list[HitModel]
    reason: str = Field(description="Why the articles were found not to say.")
    differs: bool = Field(description="Whether the articles give different values.")
    may_differ: bool = Field(
        description="Whether what is quoted gives different values, perhaps of different things."
    )
    may_contradict: bool = Field(
        description="Whether yes or no was asked for, and one article quoted denies something "
        "where another does not."
    )
    confidence: float = Field(description="The probability that the articles answer.")
    chance: float | None = Field(
        None,
        description="The probability that what is quoted answers each thing asked; none where "
        "nothing is quoted, or a language model wrote.",
    )
    nearest: CitationModel | None = Field(description="What a refusal found that comes nearest.")
    scope: Narrowing
    writer: str = Field("", description="The language model that wrote the sentences, if any did.")
    withheld: list[str] = Field([], description="Why sentences of a language model's are not told.")
    note: str = Field("", description="What else there is to know of how the answer came about.")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The same for an answer."""
        linked = {
            "citations": [CitationModel.of(each) for each in answer.citations],
            "considered": [HitModel.of(each) for each in answer.considered],
            "nearest": answer.nearest and CitationModel.of(answer.nearest),
        }
        return cls.model_validate(answer.to_dict() | linked)


class StageModel(BaseModel):
    """What is being done at the moment."""

    stage: str


class ArticleSummary(BaseModel):
    """An article, without its text."""

    id: str
    title: str
    source: str
    author: str
    published: Day
    url: str
    sha256: str
    characters: int
    passages: int
    added: datetime | None = Field(description="When this version was added.")
    brought: bool = Field(description="Whether a reader brought it.")

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """The same for an article of a list."""
        return cls(**_summary(listed))


class ArticleModel(ArticleSummary):
    """An article with its text, which every span of a citation refers to."""

    text: str

    @classmethod
    def of(cls, listed: Listed) -> Self:
        """The same for an article of a list."""
        return cls(**_summary(listed), text=listed.holding.article.text)


class NamedArticle(BaseModel):
    """An article by what a scope can name it."""

    id: str
    title: str
    source: str = Field(description="The outlet.")
    published: Day


class NamedArticles(BaseModel):
    """Some articles, in the order of their ids."""

    articles: list[NamedArticle]
    left_out: int = Field(description=f"How many more there are than the {_MOST_LISTED} listed.")

    @classmethod
    def of(cls, articles: Sequence[Article], containing: str) -> Self:
        """Those of some articles whose id, title or outlet contains a text, in any case."""
        text = containing.casefold()
        found = [
            each
            for each in articles
            if any(text in name.casefold() for name in (each.id, each.title, each.source))
        ]
        named = [
            NamedArticle(id=each.id, title=each.title, source=each.source, published=each.published)
            for each in found[:_MOST_LISTED]
        ]
        return cls(articles=named, left_out=len(found) - len(named))


class OpinionRequest(_Sent):
    """What a reader thinks of an answer."""

    helpful: bool = Field(strict=True)
    word: str = Field("", max_length=LONGEST_WORD, description="Why, in the reader's words.")
    answer: AnswerModel

    def opinion(self) -> Opinion:
        """The same for the engine."""
        answer = self.answer
        return Opinion(
            helpful=self.helpful,
            word=self.word,
            asked=answer.asked[:LONGEST_QUESTION],
            question=answer.question[: 3 * LONGEST_QUESTION],
            status=answer.status,
            text=answer.text[:_LONGEST_KEPT],
            places=[
                Place(each.article_id[:_LONGEST_NAME], each.start, each.end)
                for each in answer.citations[:_MOST_PLACES]
            ],
        )


class Health(BaseModel):
    """Whether questions can be answered."""

    status: Part
    phase: str = Field(description="What is being done.")
    done: int = Field(description="Articles read so far, at the start.")
    total: int = Field(description="Articles to read.")
    seconds_left: float | None = Field(
        description="About how long that still takes; null while nothing tells."
    )
    up_to_date: bool = Field(
        description="Whether the folder of articles was read since the app started, if it has one; "
        "until then questions are answered from what was read before, if anything was."
    )
    failed_files: int = Field(description="Files that can't be read.")
    index: Part = Field(description="Whether the articles can be searched at this moment.")
    models: Part = Field(description="Whether the models are loaded.")
    reason: str = Field(description="Why questions can't be answered; empty where they can.")
    articles: int | None = Field(description="How many articles can be searched.")
    passages: int | None = Field(description="How many passages they have.")
    version: str = Field(VERSION, description="Of the program.")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    error: str = Field(description="The kind of error, by name.")


def _summary(listed: Listed) -> dict[str, Any]:
    article, holding = listed.holding.article, listed.holding
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "author": article.author,
        "published": article.published,
        "url": article.url,
        "sha256": article.sha256,
        "characters": len(article.text),
        "passages": holding.passages,
        "added": holding.added,
        "brought": listed.brought,
    }
