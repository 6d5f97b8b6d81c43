"""Who answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerRow:
    """Who answers: a name in a line or two, and the line that it has in plots ("" for none)."""

    key: str
    title: str
    token: str = "text"
    dash: str = ""
