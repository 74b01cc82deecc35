"""Measuring how well questions are answered: a question file in, figures and failures out.

    questions = load_questions(Path("questions.jsonl"))
    report = evaluate(questions, engine, index.article)
    render_figures(report), render_failures(report), report.to_dict()

``engine`` is anything with the methods of `Engine`.
"""

from pathlib import Path

from qa.evaluation.claims import Claim, load_claims, measure_claims, planted_claims
from qa.evaluation.engine import IndexEngine
from qa.evaluation.errors import EvaluationError, GoldError, QuestionFileError
from qa.evaluation.failures import Failure
from qa.evaluation.figures import Figure, ThresholdFigures, TypeFigures, numbers
from qa.evaluation.measures import F1, Mean, Measure, Seconds, Share
from qa.evaluation.places import Place, Placed
from qa.evaluation.question_file import load_questions
from qa.evaluation.questions import Gold, GoldMode, Question
from qa.evaluation.report import render_failures, render_figures, render_table, render_thresholds
from qa.evaluation.run import Engine, Report, evaluate

SHIPPED_QUESTIONS = Path(__file__).with_name("shipped.jsonl")
"""Questions about the articles that come with the project, with their gold passages."""

SHIPPED_CLAIMS = Path(__file__).with_name("claims.jsonl")
"""Claims about the same articles, true and false, written by hand."""

__all__ = [
    "F1",
    "SHIPPED_CLAIMS",
    "SHIPPED_QUESTIONS",
    "Claim",
    "Engine",
    "EvaluationError",
    "Failure",
    "Figure",
    "Gold",
    "GoldError",
    "GoldMode",
    "IndexEngine",
    "Mean",
    "Measure",
    "Place",
    "Placed",
    "Question",
    "QuestionFileError",
    "Report",
    "Seconds",
    "Share",
    "ThresholdFigures",
    "TypeFigures",
    "evaluate",
    "load_claims",
    "load_questions",
    "measure_claims",
    "numbers",
    "planted_claims",
    "render_failures",
    "render_figures",
    "render_table",
    "render_thresholds",
]
