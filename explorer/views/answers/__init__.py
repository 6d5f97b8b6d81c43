"""Several answers to one question, step by step: a row for each who answers, a column for each
step, and on every picture how far it is from the truth.
"""

from explorer.views.answers.grid import AnswerGrid
from explorer.views.answers.row import AnswerRow
from explorer.views.answers.view import AnswerView

__all__ = ["AnswerGrid", "AnswerRow", "AnswerView"]
