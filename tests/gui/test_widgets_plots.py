"""Curves: lined up with their slider, read off, dragged and clicked."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.views import theme as themes
from explorer.views.plots import CurvePlot, ErrorPlot, PolarPlot
from explorer.views.slider import SliderRow
from explorer.views.theme import current
from gui.stage import colour_at, drag, near, photo, stage

X = np.linspace(0, 1, 51)


def place(plot: Any, x: float, y: float) -> QPoint:
    """Where a point of the plot's own numbers is in the widget."""
    box = plot.view.getPlotItem().vb
    return plot.view.mapFromScene(box.mapViewToScene(QPointF(x, y)))


def test_views_are_imported_without_the_heavy_libraries() -> None:
    code = (
        "import sys, explorer.views.parts;"
        "heavy = {'pyqtgraph', 'numpy', 'torch', 'scipy', 'vispy', 'superqt'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_plot_is_empty_until_it_has_numbers(qtbot: Any) -> None:
    plot = stage(qtbot, CurvePlot(), 300, 110)
    plot.set_marker(0.3)
    assert plot._view is None and plot.sizeHint().height() == 110


@pytest.fixture
def plot(qtbot: Any) -> CurvePlot:
    made = stage(qtbot, CurvePlot("IU against threshold", y_range=(0, 1)), 300, 110)
    made.set_line("proj", X, 0.5 + 0 * X, "acc")
    return made


def test_a_curve_is_drawn_where_its_numbers_say(plot: CurvePlot) -> None:
    spot = place(plot, 0.25, 0.5)
    assert near(colour_at(photo(plot), spot.x(), spot.y()), current()["acc"], 40)
    plot.set_line("proj", X, 0.8 + 0 * X, "acc")  # updated in place
    assert not near(colour_at(photo(plot), spot.x(), spot.y()), current()["acc"], 40)
    assert plot.keys == ["proj"]
    plot.remove_line("proj")
    assert plot.keys == []


def test_a_curve_follows_the_theme(plot: CurvePlot, qapp: Any) -> None:
    spot = place(plot, 0.25, 0.5)
    themes.apply(qapp, themes.load("light"))
    assert near(colour_at(photo(plot), spot.x(), spot.y()), themes.load("light")["acc"], 40)


def test_the_marker_is_dragged_and_set_silently(plot: CurvePlot) -> None:
    moved: list[float] = []
    released: list[float] = []
    plot.marker_moved.connect(moved.append)
    plot.marker_released.connect(released.append)
    plot.set_marker(0.5)
    assert not moved and "0.50" in plot.accessibleDescription()
    view = plot.view.viewport()
    drag(view, place(plot, 0.5, 0.5), place(plot, 0.6, 0.4), place(plot, 0.7, 0.9))
    assert moved[-1] == pytest.approx(0.7, abs=0.01) and released == [moved[-1]]
    drag(view, place(plot, 0.7, 0.5), QPoint(5000, 0))
    assert moved[-1] == 1.0  # never past the end


def test_without_a_marker_a_press_does_nothing(plot: CurvePlot) -> None:
    moved: list[float] = []
    plot.marker_moved.connect(moved.append)
    drag(plot.view.viewport(), place(plot, 0.5, 0.5), place(plot, 0.6, 0.5))
    assert not moved


def test_the_marker_stands_over_the_slider_s_handle(qtbot: Any) -> None:
    card = QWidget()
    column = QVBoxLayout(card)
    plot, row = CurvePlot(), SliderRow("Threshold", 0.1, 0.9, 0.3)
    column.addWidget(plot)
    column.addWidget(row)
    plot.align_to(row)
    stage(qtbot, card, 420, 200)
    plot.set_line("proj", X, X)
    plot.set_marker(0.3)
    for width in (420, 300):
        card.resize(width, 200)
        QTest.qWait(0)
        for value in (0.1, 0.3, 0.9):
            over = plot.view.mapTo(card, place(plot, value, 0.5)).x()
            handle = row.groove.mapTo(card, QPoint(round(row.groove._x_of(value)), 0)).x()
            assert abs(over - handle) <= 1


def test_unknown_values_leave_a_gap(plot: CurvePlot) -> None:
    gap = np.where((X > 0.4) & (X < 0.6), np.nan, 0.5)
    plot.set_line("proj", X, gap, "acc")
    image = photo(plot)
    for x, drawn in ((0.2, True), (0.5, False)):
        spot = place(plot, x, 0.5)
        assert near(colour_at(image, spot.x(), spot.y()), current()["acc"], 40) == drawn


# by view


@pytest.fixture
def polar(qtbot: Any) -> PolarPlot:
    return stage(qtbot, PolarPlot(), 268, 268)


def test_around_the_object_zero_is_up_and_angles_grow_clockwise(polar: PolarPlot) -> None:
    values = np.full(24, 0.5)
    values[6] = 0.7  # at 90 degrees
    polar.set_values("proj", values)
    x, y = polar._lines["proj"].item.getData()
    far = int(np.argmax(np.hypot(x, y)))
    assert x[far] > 0 and abs(y[far]) < 1e-9
    assert (x[0], y[0]) == pytest.approx((x[-1], y[-1]))  # closed


def test_views_not_yet_answered_leave_a_gap_and_the_scale_stays(polar: PolarPlot) -> None:
    values = np.full(24, np.nan)
    polar.set_values("proj", values)  # nothing known: nothing drawn, nothing raised
    values[:5] = 0.55
    polar.set_values("proj", values)
    scale = (polar._centre, polar._edge)
    values[5:] = 0.57
    polar.set_values("proj", values)
    assert (polar._centre, polar._edge) == scale
    assert polar.accessibleDescription() == "proj from 0.55 to 0.57"


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.5, 0.7), (0.42, 0.43), (0.9, 1.0), (0, 0)])
def test_rings_are_round_numbers_around_the_values(qtbot: Any, low: float, high: float) -> None:
    polar = stage(qtbot, PolarPlot(), 268, 268)
    polar.set_values("x", np.linspace(low, high, 24))
    assert 0 <= polar._centre <= low and high <= polar._edge + 1e-9
    assert polar._centre < polar._rings[0] < polar._rings[1] < polar._edge


def test_a_click_chooses_the_nearest_view(polar: PolarPlot) -> None:
    polar.set_values("proj", np.full(24, 0.5))
    chosen: list[float] = []
    polar.chosen.connect(chosen.append)
    turn = np.radians(98)
    spot = place(polar, 0.6 * np.sin(turn), 0.6 * np.cos(turn))
    QTest.mouseClick(polar.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen == [105.0]


def test_the_ray_shows_the_view_even_before_the_values(polar: PolarPlot) -> None:
    polar.set_marker(90)
    polar.set_values("proj", np.full(24, 0.5))
    spot = place(polar, 1, 0)
    assert near(colour_at(photo(polar), spot.x(), spot.y()), current()["text"], 40)


# refinement


def test_the_error_curve_grows_and_marks_the_best(qtbot: Any) -> None:
    plot = stage(qtbot, ErrorPlot(y_title="error"), 300, 140)
    plot.start(10)
    for step, error in enumerate((0.5, 0.3, 0.4)):
        plot.append(step, error)
    assert plot._best.getData()[0].tolist() == [1] and plot._best.getData()[1].tolist() == [0.3]
    assert "best 0.3 at step 1" in plot.accessibleDescription()
    plot.start(10)
    assert plot.keys == [] and len(plot._best.getData()[0]) == 0


def test_axes_show_true_values(qtbot: Any) -> None:
    plot = stage(qtbot, ErrorPlot(y_title="error"), 300, 140)
    plot.set_errors([0, 1, 2], [0.002, 0.001, 0.0005])
    photo(plot)
    axis = plot.view.getPlotItem().getAxis("left")
    assert axis.autoSIPrefixScale == 1.0 and "x0" not in axis.label.toPlainText()
