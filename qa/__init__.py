"""Questions to a set of articles, answered with the very characters that support the answer."""

from qa.model import Answer, AnswerSentence, Citation, Status

__all__ = ["Answer", "AnswerSentence", "Citation", "Status"]
