"""Small talk: what a reader says that is no question to the articles."""

import re
from operator import itemgetter

_WORDS = r"\b(?:you|all|again|everyone|chatbot|bot|so|very|really|much|a lot|please)\b"


def _said(pattern: str, *, after: str = "", asks: bool = True) -> re.Pattern[str]:
    """A pattern for what people say, with words that may be put right after it.

    Signs and faces may stand around it; a question mark, only where it may be asked ("Hello?"):
    "Nice?" is a question for the town.
    """
    tail = f"(?: (?:{after}))?" if after else ""
    signs = r"\W" if asks else r"[^\w?]"
    around = rf"(?:{signs}|{_WORDS})*"
    return re.compile(rf"{around}(?:{pattern}){tail}(?!\w){around}", re.IGNORECASE)


_REPLIES = (
    (
        _said(
            r"hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)",
            after="there|now",
        ),
        "Hello! Ask me anything about the articles: I answer with their words, and show where "
        "they stand.",
    ),
    (
        _said(
            r"(?:(?:no|many),? )?thanks?(?: you| u)?(?: so much| very much| a lot)?"
            r"(?: for (?:your|the|that) (?:help|answer|time)| for that)?|thx|cheers"
            r"|(?:that(?:’s|'s| is| was) )?(?:(?:so|very|really) )?"
            r"(?:great|perfect|helpful|nice|cool|good|okay|ok|awesome|excellent|wonderful|fantastic"
            r"|interesting|(?:a )?(?:great|big) help)"
            r"|that help(?:s|ed)|that(?:’s|'s| is| was) (?:it|all(?: for now)?)|well done|got it"
            r"|i see|understood|[👍👌👏🙏🙂😀😃😄😊❤]",
            after="then|now",
            asks=False,
        ),
        "You’re welcome. Ask on whenever you like.",
    ),
    (
        _said(r"(?:(?:i’m|i'm|i am) )?sorry|my bad|never ?mind", asks=False),
        "Never mind. Ask on whenever you like.",
    ),
    (
        _said(
            r"bye[- ]bye|bye|goodbye|see you(?: later| soon)?|good night|farewell",
            after="then|now",
        ),
        "Goodbye!",
    ),
    (
        _said(
            r"(?:who|what) (?:are|r) (?:you|u)|what(?:’s|'s| is) your name|what can (?:you|i) "
            r"(?:do|ask)(?: for me)?(?: here)?|how do (?:you|i) (?:work|use (?:this|you))"
            r"|what(?:’s|'s| is| does) this(?: (?:site|page|thing))?(?: do)?|help(?: me)?"
            r"|are you (?:a )?(?:human|robot|bot|an? ai|real)",
            after="then|now",
        ),
        "I look for answers in a set of news articles and quote them, word for word, with a "
        "marker that shows the place. What the articles don’t say, I don’t know.",
    ),
    (
        # With nothing after it: "How is it going now?" asks about what was spoken of.
        _said(r"how are you(?: (?:doing|today))?|how(?:’s|'s| is) it going|what(?:’s|'s| is) up"),
        "All well here. What would you like to know from the articles?",
    ),
    (
        _said(
            r"what (?:are|do) (?:all )?(?:the|these|your) articles (?:about|cover)"
            r"|what(?:’s|'s| is) in (?:the|these|your) articles"
            r"|(?:which|what|how many) articles (?:are there|do you have|can i ask(?: about)?)"
            r"|what can i ask(?: you)? about|(?:list|show)(?: me)? (?:all )?(?:the|your) articles"
        ),
        "The list of articles shows what there is to ask about: “Articles” opens it on the page, "
        "python -m index status prints it on the command line, and programs get it from "
        "/api/v1/articles.",
    ),
)


def reply_to(message: str) -> str:
    """A friendly line for small talk, ``""`` for anything that may be a question.

    Of several things said in a row, "Hi, how are you?", the last one gets the reply.

    Args:
        message: what the user typed.
    """
    reply, at = "", 0
    while at < len(message):
        found = [
            (match.end(), line) for said, line in _REPLIES if (match := said.match(message, at))
        ]
        at, reply = max(found, key=itemgetter(0), default=(0, ""))
        if not reply:
            return ""
    return reply
