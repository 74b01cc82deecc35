"""A visitor's conversation: a tuple of turns, never changed in place."""

from dataclasses import dataclass

from qa.model import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it.

    Attributes:
        question: what the visitor typed.
        answer: None while it is being looked for, and after a problem.
        problem: why there is no answer, in words for the visitor; ``""`` when nothing is wrong.
    """

    question: str
    answer: Answer | None = None
    problem: str = ""

    @property
    def pending(self) -> bool:
        """Whether the answer is still being looked for."""
        return self.answer is None and not self.problem


Conversation = tuple[Turn, ...]


def history(conversation: Conversation) -> list[dict[str, str]]:
    """The answered turns as the engine takes them; problems are no part of it."""
    return [
        message
        for turn in conversation
        if turn.answer
        for message in (
            {"role": "user", "content": turn.question},
            {"role": "assistant", "content": turn.answer.text},
        )
    ]
