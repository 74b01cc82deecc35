"""A visitor's conversation: values that, but for `Pursuit`, are never changed in place."""

import re
import secrets
from dataclasses import dataclass, field, replace
from functools import partial

from index import Scope
from qa.model import Answer, Status
from qa.stages import Stage


@dataclass(slots=True)
class Pursuit:
    """Whether somebody still wants an answer: one object for all versions of a turn.

    The one thing here that changes in place. The page's framework can call a callback off, but
    late, and not at all when the same one was begun again meanwhile.
    """

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it.

    Attributes:
        question: what the visitor typed.
        answer: None while it is being looked for, and after a problem.
        problem: why there is no answer, in words for the visitor; ``""`` when nothing is wrong.
        scope: which articles were asked.
        stage: what is being done for it at the moment; None before it is known.
        confirmed: of an answer that is being written what is confirmed so far.
        replaces: the turn in whose place this one was asked, if it was edited; without what that
            one replaced, or every edit would be kept.
        pursuit: whether the answer is still wanted.
    """

    question: str
    answer: Answer | None = None
    problem: str = ""
    scope: Scope = field(default_factory=Scope)
    stage: Stage | None = None
    confirmed: Answer | None = None
    replaces: "Turn | None" = None
    pursuit: Pursuit = field(default_factory=Pursuit, compare=False)

    @property
    def pending(self) -> bool:
        """Whether the answer is still being looked for."""
        return self.answer is None and not self.problem

    def ended(self, why: str) -> "Turn":
        """The same without an answer, for a reason; what was confirmed of one is kept."""
        if self.confirmed:
            return replace(self, answer=replace(self.confirmed, note=why))
        return replace(self, problem=why)

    @property
    def savable(self) -> bool:
        """Whether there is anything to keep: an answer, or that the articles don't say."""
        return self.answer is not None and self.answer.status is not Status.SMALL_TALK


Conversation = tuple[Turn, ...]

_MOST_TURNS = 100
"""Each is shown anew with every stage of the next; the engine looks at no more either."""

_new_key = partial(secrets.token_urlsafe, 16)
_KEY = re.compile(r"[\w-]{22}", re.ASCII)

BROKEN_OFF = "The connection broke off before there was an answer. Ask again."
"""Why there is none where the page was away when there would have been one."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page knows of a visitor.

    Attributes:
        turns: the conversation.
        editing: whether the next question takes the place of the last one.
        key: names the conversation to who may go on with it.
    """

    turns: Conversation = ()
    editing: bool = False
    key: str = field(default_factory=_new_key, compare=False)

    @classmethod
    def begun(cls, key: str) -> "Visit":
        """A new conversation under a key of the page's own, or one of ours where that is none."""
        return cls(key=_checked(key))

    @property
    def pending(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and self.turns[-1].pending

    def settled(self) -> "Visit":
        """The same, where the page was away when there would have been an answer, with that said.

        So it is after a telephone was locked, or a network was left.
        """
        is_over = self.pending and not self.turns[-1].pursuit.wanted
        return self.given_up(BROKEN_OFF) if is_over else self

    def with_question(self, turn: Turn) -> "Visit":
        """The same with another question, in the place of the last one where that is edited."""
        if not self.editing:
            return replace(self, turns=(*self.turns[1 - _MOST_TURNS :], turn))
        *kept, last = self.turns
        instead = replace(turn, replaces=replace(last, replaces=None))
        return replace(self, turns=(*kept, instead), editing=False)

    def given_up(self, why: str) -> "Visit":
        """The same without waiting for an answer any longer; what was edited is as it was."""
        if self.pending:
            self.turns[-1].pursuit.wanted = False
        return self._without_waiting(why)

    def elsewhere(self, key: str) -> "Visit":
        """The same for a page that was loaded anew, under a key of its own: the page before it may
        be there still, as it is where a tab was duplicated.
        """
        return replace(self._without_waiting(BROKEN_OFF), key=_checked(key))

    def with_last(self, turn: Turn) -> "Visit":
        """The same with the last turn as it is now."""
        return replace(self, turns=(*self.turns[:-1], turn))

    def _without_waiting(self, why: str) -> "Visit":
        if not self.pending:
            return self
        last = self.turns[-1]
        kept = None if last.confirmed else last.replaces
        return self.with_last(kept or last.ended(why))


def _checked(key: str) -> str:
    """A key that a page has made, or one of ours where that could be guessed."""
    return key if _KEY.fullmatch(key) else _new_key()


def history(conversation: Conversation) -> list[dict[str, str]]:
    """The answered turns as the engine takes them; problems are no part of it.

    Of an answer that a language model wrote the quotations are part, too: by them the engine
    knows what was told already.
    """
    return [
        message
        for turn in conversation
        if turn.answer
        for message in (
            {"role": "user", "content": turn.question},
            {"role": "assistant", "content": _told(turn.answer)},
        )
    ]


def _told(answer: Answer) -> str:
    quoted = [" ".join(citation.quote.split()) for citation in answer.citations]
    return " ".join([answer.text, *(quoted if answer.writer else ())])
