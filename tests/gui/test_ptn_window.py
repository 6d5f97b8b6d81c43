"""The window around PTN's exhibit: theme, palette, presentation, pages, and the keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from explorer import checkpoints
from explorer.systems import SYSTEMS
from explorer.views import theme as themes
from explorer.views.legend import Legend
from explorer.views.tables import NumberTable
from gui.kit import note_threads
from gui.visitor import CTRL, FIRST, SHIFT, Visitor, wait


def texts(visitor: Visitor) -> str:
    """All that the page says."""
    page = visitor.window.pages.currentWidget()
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def tab_stops(visitor: Visitor, most: int = 120) -> Iterator[QWidget]:
    """What Tab visits, from where the focus is until it is there again."""
    first = visitor.window.focusWidget()
    for _ in range(most):
        visitor.key(Qt.Key.Key_Tab)
        focus = visitor.window.focusWidget()
        if focus is first:
            return
        yield focus


def test_the_theme_switches_voxels_and_all(visitor: Visitor) -> None:
    def stage() -> str:
        tile = visitor.grid.tiles["proj"].stage
        return visitor.grid.snapshot().pixelColor(tile.left() + 6, tile.top() + 6).name()

    dark = stage()
    visitor.key(Qt.Key.Key_T, CTRL)
    assert themes.current().name == "light"
    wait(lambda: stage() == themes.current().colour("stage").name(), "the light stage")
    page = visitor.window.pages.currentWidget().grab().toImage()
    assert page.pixelColor(3, 3) == themes.current().colour("win")
    visitor.key(Qt.Key.Key_T, CTRL)
    wait(lambda: stage() == dark, "the dark stage")


def test_the_palette_runs_what_is_found(visitor: Visitor) -> None:
    visitor.key(Qt.Key.Key_K, CTRL)
    QTest.keyClicks(visitor.window.focusWidget(), "next obj")
    visitor.key(Qt.Key.Key_Return)
    assert visitor.answered() and visitor.query.item == FIRST.item + 1


def test_presenting_shows_three_pictures_and_one_live_control(visitor: Visitor) -> None:
    window, grid = visitor.window, visitor.grid
    visitor.key(Qt.Key.Key_F11)
    wait(window.isFullScreen, "the full screen")
    wait(lambda: visitor.tiles() == ["proj"], "one shape")
    assert all(part.isHidden() for part in window.presentation.chrome())
    for part in (visitor.observe.gallery, visitor.infer.threshold, visitor.render.table):
        assert not part.isVisible()
    pictures = (visitor.observe.stage, grid, visitor.render.stage)
    assert all(picture.isVisible() and picture.width() > 300 for picture in pictures)
    said = [label.text() for label in window.presentation.foot.findChildren(QLabel)]
    assert f"{visitor.result.shapes['proj'].iu:.2f}" in said and "azimuth 30°" in said
    control = window.presentation.foot._control
    control.setFocus()
    visitor.key(Qt.Key.Key_Right)
    turned = visitor.answered()
    assert turned.azimuth == 45 == grid.orbit.azimuth
    said = [label.text() for label in window.presentation.foot.findChildren(QLabel)]
    assert f"{turned.shapes['proj'].iu:.2f}" in said and "azimuth 45°" in said
    visitor.key(Qt.Key.Key_Escape)
    wait(lambda: not window.isFullScreen(), "the window")
    visitor.undo()
    assert visitor.answered().azimuth == 30  # what the control left behind is not asked to follow
    wait(lambda: visitor.tiles() == ["proj", "comb", "vol", "truth", "nn"], "all shapes")
    assert visitor.observe.gallery.isVisible() and visitor.render.table.isVisible()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_presented_colours_are_told_by_swatches_of_the_theme(visitor: Visitor, theme: str) -> None:
    visitor.window.set_theme(theme)
    visitor.key(Qt.Key.Key_F11)
    legend = visitor.window.presentation.foot.findChild(Legend)
    wait(lambda: legend.width() > 100, "the legend")
    image, colours = legend.grab().toImage(), themes.current()
    seen = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert {colours.colour("plus").name(), colours.colour("minus").name()} <= seen
    assert legend.accessibleName() == "Legend: extra, missing"
    visitor.key(Qt.Key.Key_Escape)
    wait(lambda: not visitor.window.isFullScreen(), "the window")


def test_what_is_coming_shows_its_question_and_its_paper(visitor: Visitor) -> None:
    entry = SYSTEMS["shapes"] if "shapes" in SYSTEMS else [*SYSTEMS.values()][1]
    visitor.click(visitor.window.rail.buttons[entry.name])
    said = texts(visitor)
    assert entry.question in said and entry.authors in said and "not built yet" in said
    assert visitor.window.exhibit is None and visitor.window.paper.isVisible()
    visitor.click(visitor.window.rail.buttons["ptn"])
    assert visitor.window.exhibit is visitor.panel and visitor.panel.isVisible()


def test_home_shows_the_last_result_on_its_tile(visitor: Visitor) -> None:
    tile = visitor.window.pages.home.tiles["ptn"]
    visitor.window.go("home")
    before = tile.grab().toImage()
    visitor.click(tile)
    assert visitor.window.exhibit is visitor.panel
    visitor.key(Qt.Key.Key_N)
    visitor.answered()
    visitor.window.go("home")
    assert tile.grab().toImage() != before
    visitor.window.go("ptn")


def test_the_paper_card_opens_and_tells_of_the_paper(visitor: Visitor) -> None:
    paper = visitor.window.paper
    visitor.key(Qt.Key.Key_F1)
    wait(lambda: paper.is_open and paper.width() > 200, "the card")
    said = " ".join(label.text() for label in paper.findChildren(QLabel))
    assert "Perspective" in said
    visitor.key(Qt.Key.Key_F1)
    wait(lambda: paper.width() < 60, "the tab")


def test_the_paper_s_figures_are_read_off_the_window_s_thread(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = note_threads(monkeypatch, checkpoints, "header")
    visitor.window.go("home")
    visitor.window.looks._paper_of = ""  # not read by a test before
    visitor.window.go("ptn")
    visitor.key(Qt.Key.Key_F1)
    paper = visitor.window.paper
    assert "Perspective" in " ".join(label.text() for label in paper.findChildren(QLabel))
    wait(lambda: paper.findChildren(NumberTable), "the tables")
    ours = [row.values[1] for row in paper.findChildren(NumberTable)[0].rows]
    assert all(0.3 < float(figure) < 1 for figure in ours) and read and True not in read
    visitor.key(Qt.Key.Key_F1)


def test_f6_goes_through_observe_infer_and_render(visitor: Visitor) -> None:
    visitor.window.topbar.present.setFocus()
    visited = []
    for _ in range(3):
        visitor.key(Qt.Key.Key_F6)
        visited.append(visitor.window.focusWidget())
    assert visited == [
        visitor.observe.wheel.ring, visitor.infer.threshold.groove, visitor.render.view.groove,
    ]  # fmt: skip
    visitor.key(Qt.Key.Key_F6, SHIFT)
    assert visitor.window.focusWidget() is visitor.infer.threshold.groove


def test_tab_reaches_every_control_and_comes_round(visitor: Visitor) -> None:
    visitor.observe.wheel.ring.setFocus()
    visited = list(tab_stops(visitor))
    assert len(set(visited)) == len(visited), "it went in a circle"
    infer, render, observe = visitor.infer, visitor.render, visitor.observe
    wanted = [
        observe.wheel.box, observe.category, observe.gallery, observe.ways.open, observe.ways.paste,
        visitor.grid, *infer.chosen.values(), infer.linked, infer.threshold.groove,
        infer.threshold.box, infer.turntable, render.view.groove, render.refine.steps.groove,
        render.refine.button, visitor.window.rail.buttons["home"], visitor.window.topbar.export,
        visitor.window.status.device,
    ]  # fmt: skip
    missing = [widget.accessibleName() or widget for widget in wanted if widget not in visited]
    assert not missing
    assert all(widget.accessibleName() for widget in visited), [
        widget for widget in visited if not widget.accessibleName()
    ]


def test_the_keyboard_alone_is_enough(visitor: Visitor) -> None:
    """Choose, turn, set the threshold, colour, refine, undo, compare, go away and come back."""
    visitor.window.rail.buttons["ptn"].setFocus()
    for _ in range(2):
        visitor.key(Qt.Key.Key_F6)
    visitor.key(Qt.Key.Key_Right)
    for _ in range(12):
        if visitor.window.focusWidget() is visitor.observe.gallery:
            break
        visitor.key(Qt.Key.Key_Tab)
    visitor.key(Qt.Key.Key_Down)
    for _ in range(40):
        if visitor.window.focusWidget() is visitor.infer.threshold.groove:
            break
        visitor.key(Qt.Key.Key_Tab)
    visitor.key(Qt.Key.Key_Left, SHIFT)
    visitor.answered()
    query = visitor.query
    assert (query.azimuth, query.item, query.threshold) == (45, FIRST.item + 4, pytest.approx(0.4))
    visitor.key(Qt.Key.Key_D, CTRL)
    assert visitor.panel.pinned is not None
    visitor.undo()
    visitor.undo()
    visitor.undo()
    visitor.answered()
    assert visitor.query == visitor.panel.first_query()
    visitor.key(Qt.Key.Key_2, CTRL)
    assert visitor.window.exhibit is None
    visitor.key(Qt.Key.Key_1, CTRL)
    assert visitor.window.exhibit is visitor.panel
