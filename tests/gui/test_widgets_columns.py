"""Columns side by side: nothing in them moves when a scroll bar comes."""

from typing import Any

import pytest

from explorer.views.columns import BAR, Column, Columns
from explorer.views.layout import Card


@pytest.mark.parametrize("high", [40, 4000])
def test_a_column_leaves_one_bars_width_free_from_the_first_moment(qtbot: Any, high: int) -> None:
    first, rest = Column("x", "Observe"), Column("s", "Infer")
    columns = Columns([(first, 240), (rest, 0)])
    qtbot.addWidget(columns)
    filling = Card("Tall or not")
    filling.setFixedHeight(high)
    first.body.addWidget(filling)
    columns.resize(800, 400)
    with qtbot.waitExposed(columns):
        columns.show()
    area, bar = columns.areas[0], columns.areas[0].verticalScrollBar()
    assert bar.isVisible() == (high > 400)
    assert first.width() == area.width() - (bar.width() if bar.isVisible() else BAR)
