"""Small talk: what a reader says that is no question to the articles."""

import re

_POLITE = (
    r"(?:[\s,.!?:;()’'-]"
    r"|\b(?:there|you|all|again|everyone|chatbot|bot|so|very|much|a lot|then|now|please)\b)*"
)


def _said(pattern: str) -> re.Pattern[str]:
    """A pattern for a message that says this and nothing else."""
    return re.compile(rf"{_POLITE}(?:{pattern}){_POLITE}", re.IGNORECASE)


_REPLIES = (
    (
        _said(r"hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)"),
        "Hello! Ask me anything about the articles: I answer with their words, and show where "
        "they stand.",
    ),
    (
        _said(
            r"thanks?(?: you)?(?: for (?:your|the|that) (?:help|answer)| for that)?|thx|cheers"
            r"|(?:that(?:’s|'s| is| was) )?(?:great|perfect|helpful|nice|cool|good|ok|okay)"
            r"|ok(?:ay)?,? thanks?(?: you)?"
        ),
        "You’re welcome. Ask on whenever you like.",
    ),
    (
        _said(r"bye|goodbye|bye[- ]bye|see you(?: later| soon)?|good night|farewell"),
        "Goodbye!",
    ),
    (
        _said(
            r"(?:who|what) (?:are|r) (?:you|u)|what(?:’s|'s| is) your name|what can (?:you|i) "
            r"(?:do|ask)(?: for me)?(?: here)?|how do (?:you|i) (?:work|use (?:this|you))"
            r"|what (?:is|does) this(?: (?:site|page|thing|do))?|help(?: me)?"
            r"|are you (?:a )?(?:human|robot|bot|an? ai|real)"
        ),
        "I look for answers in a set of news articles and quote them, word for word, with a "
        "marker that shows the place. What the articles don’t say, I don’t know.",
    ),
    (
        _said(r"how are you(?: (?:doing|today))?|how(?:’s|'s| is) it going|what(?:’s|'s| is) up"),
        "All well here. What would you like to know from the articles?",
    ),
)


def reply_to(message: str) -> str:
    """A friendly line for small talk, ``""`` for anything that may be a question.

    Args:
        message: what the user typed.
    """
    return next((reply for said, reply in _REPLIES if said.fullmatch(message)), "")
