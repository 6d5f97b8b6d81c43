"""The theme reaches everything; every widget stands every theme, scale and size."""

import json
import re
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from explorer import resources
from explorer.views import icons, pixels
from explorer.views import parts as p
from explorer.views import theme as themes
from gui.kit import settle
from gui.stage import photo, stage

NAMES = ("dark", "light")


@pytest.fixture(autouse=True)
def as_before(qapp: Any) -> Any:
    yield
    themes.apply(qapp, themes.load("dark"), 1.0)


# tokens and stylesheet


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours."""

    def light(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
            for c in QColor(colour).getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_texts_and_controls_can_be_read(name: str) -> None:
    theme = themes.load(name)
    for ground in ("win", "chrome", "panel", "field"):
        for ink in ("text", "text2", "text3", "acc"):
            assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
        assert contrast(theme["ctl"], theme[ground]) >= 3, ground
    for ground in ("win", "panel"):
        assert contrast(theme["track"], theme[ground]) >= 3, ground
    assert contrast(theme["acctx"], theme["acc"]) >= 4.5
    for ink in ("text", "text2", "text3", "acc"):
        assert contrast(theme[ink], theme["accbg"]) >= 4.5, ink
    for ink in ("text", "text2", "acc", "err"):
        assert contrast(theme[ink], theme["errbg"]) >= 4.5, ink


def test_both_themes_have_the_same_tokens() -> None:
    tokens = json.loads((resources.assets() / "tokens.json").read_text())
    assert tokens["dark"].keys() == tokens["light"].keys()
    assert all(
        re.fullmatch("#[0-9A-F]{6}", value) for each in tokens.values() for value in each.values()
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_stylesheet_is_filled_in(name: str) -> None:
    text = themes.stylesheet(themes.load(name))
    assert "@" not in text and themes.load(name)["acc"] in text


def test_the_stylesheet_scales_but_keeps_fine_lines(qapp: Any) -> None:
    text = themes.stylesheet(themes.load("dark"), 2)
    assert "font-size: 28px" in text and "border: 1px solid" in text and "13px" not in text


def test_a_token_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = themes.load("dark").nothing
    with pytest.raises(KeyError):
        themes.load("dark")["nothing"]


def test_applying_tells_and_scales(qapp: Any) -> None:
    heard: list[themes.Theme] = []
    themes.changed.connect(heard.append)
    themes.apply(qapp, themes.load("light"), 2)
    assert heard[-1].name == "light" and themes.current().px(13) == 26
    assert qapp.font().pixelSize() == 28
    themes.apply(qapp, themes.load("light"), 1)


def test_figures_are_tabular(qtbot: Any) -> None:
    row = stage(qtbot, p.SliderRow("x", 0, 1, 0.5), 200, 30)
    for shown in (p.label("1", parent=row), row.box, p.Button("1", parent=row)):
        shown.ensurePolished()
        metrics = shown.fontMetrics()
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


# icons


@pytest.mark.parametrize("name", icons.PATHS)
def test_every_icon_has_ink_and_stays_in_its_box(name: str, qapp: Any) -> None:
    lines, fills = icons._paths(name)
    box = lines.boundingRect().united(fills.boundingRect())
    assert box.left() >= 1 and box.top() >= 1 and box.right() <= 23 and box.bottom() <= 23
    assert box.width() >= 7 or box.height() >= 7
    image = icons.pixmap(name, QColor("white"), 24, 2).toImage()
    assert image.width() == 48 and image != _blank(image)


def _blank(image: QImage) -> QImage:
    blank = image.copy()
    blank.fill(0)
    return blank


# every widget


def _plot() -> QWidget:
    plot = p.CurvePlot("IU")
    plot.set_line("a", [0, 1], [0, 1])
    plot.set_marker(0.5)
    return plot


def _polar() -> QWidget:
    plot = p.PolarPlot("IU by view")
    plot.set_values("a", np.linspace(0.4, 0.6, 24))
    plot.set_marker(30)
    return plot


def _errors() -> QWidget:
    plot = p.ErrorPlot("Error", y_title="error")
    plot.set_errors([0, 1, 2], [3, 2, 1])
    return plot


def _tile(state: str) -> QWidget:
    tile = p.ImageTile("PTN-Proj", dot="acc", number="0.607", clickable=True)
    tile.set_image(np.zeros((28, 28), np.uint8))
    tile.set_state(state, 0.5, "Something")
    return tile


def _gallery() -> QWidget:
    gallery = p.Gallery(name="Chairs")
    gallery.set_images([np.zeros((64, 64, 3), np.uint8)] * 30)
    gallery.set_current(3)
    return gallery


def _canvas() -> QWidget:
    canvas = p.MaskCanvas()
    canvas.set_picture(np.zeros((64, 64, 3), np.uint8))
    canvas.set_mask(np.ones((64, 64), bool))
    return canvas


def _wheel() -> QWidget:
    wheel = p.AzimuthWheel()
    wheel.set_image(np.zeros((64, 64, 3), np.uint8))
    wheel.setAccessibleName("Azimuth")
    return wheel


def _paper() -> QWidget:
    card = p.PaperCard()
    card.set_paper({"claim": "A claim.", "tables": [{"title": "T", "rows": [["a", "1", "2"]]}]})
    card.set_open(True)
    return card


def _table() -> QWidget:
    table = p.NumberTable(["Test IU", "this", "all"])
    table.set_rows([p.Row("PTN-Proj", ("0.607", "0.561"), "acc")])
    return table


WIDGETS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: p.Button("Draw", "pencil"),
    "primary": lambda: p.Button("Draw new samples", primary=True, badge="R"),
    "icon button": lambda: p.IconButton("undo", "Undo"),
    "link": lambda: p.LinkButton("Cancel"),
    "segmented": lambda: p.Segmented(["1", "2", "3"], name="Layers"),
    "switch": lambda: p.SwitchRow("Linked", True),
    "slider": lambda: p.SliderRow("Threshold", 0, 1, 0.5),
    "wheel": _wheel,
    "ready": lambda: _tile("ready"),
    "updating": lambda: _tile("updating"),
    "failed": lambda: _tile("failed"),
    "gallery": _gallery,
    "curve": _plot,
    "polar": _polar,
    "errors": _errors,
    "canvas": _canvas,
    "header": lambda: p.ColumnHeader("x", "Observe", "1 of 24 views"),
    "empty": lambda: p.EmptyState("No image yet", "Drop one here.", "Use an example"),
    "error": lambda: p.ErrorCard("It failed. Still here.", "details", [("Act", lambda: None)]),
    "status": p.StatusLine,
    "paper": _paper,
    "table": _table,
    "legend": lambda: p.Legend([("both", "in both"), ("acc", "line", "dash"), ("A", "dot", "dot")]),
    "bar": lambda: p.ColourBar([(0, "#000000"), (1, "acc")], "0", "0.31"),
}


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_widget_follows_the_theme_and_the_scale(kind: str, qtbot: Any, qapp: Any) -> None:
    widget = stage(qtbot, WIDGETS[kind](), 300)
    dark = photo(widget)
    small = widget.sizeHint().height()
    themes.apply(qapp, themes.load("light"))
    qapp.processEvents()
    light = photo(widget)
    assert light.size() == dark.size() and light != dark
    themes.apply(qapp, themes.load("light"), 2)
    qapp.processEvents()
    assert widget.sizeHint().height() > small or kind in ("paper", "gallery", "table")
    assert not photo(widget).isNull()


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_widget_stands_any_size(kind: str, qtbot: Any) -> None:
    widget = stage(qtbot, WIDGETS[kind](), 300)
    for size in ((8, 8), (40, 300), (300, 12), (1400, 40)):
        widget.resize(*size)
        assert not photo(widget).isNull()


@pytest.mark.parametrize("kind", WIDGETS)
def test_what_can_be_acted_on_has_a_name(kind: str, qtbot: Any) -> None:
    widget = stage(qtbot, WIDGETS[kind](), 300)
    parts = [widget, *widget.findChildren(QWidget)]
    acting = [each for each in parts if each.focusPolicy().value & 1 and not each.isHidden()]
    for each in acting:
        inner = each.focusProxy() or each
        told = inner.accessibleName() or (
            inner.text() if isinstance(inner, QAbstractButton) else ""
        )
        assert told, type(each).__name__


QUIET = ("header", "legend", "bar", "status", "curve", "polar", "errors")  # nothing to act on


@pytest.mark.parametrize("kind", [kind for kind in WIDGETS if kind not in QUIET])
def test_the_focus_shows(kind: str, qtbot: Any) -> None:
    widget = stage(qtbot, WIDGETS[kind](), 300)
    before = photo(widget)
    target = next(
        each
        for each in [widget, *widget.findChildren(QWidget)]
        if each.focusPolicy().value & 1 and each.isVisible() and each.focusProxy() is None
    )
    target.setFocus()
    assert target.hasFocus() and photo(widget) != before


def test_closed_widgets_are_gone_and_no_theme_finds_them(qtbot: Any, qapp: Any) -> None:
    parent = QWidget()
    left = {}
    for kind, make in WIDGETS.items():
        widget = make()
        widget.setParent(parent)
        photo(widget)
        left[kind] = weakref.ref(widget)
    parent.deleteLater()
    del widget, parent
    settle()
    themes.apply(qapp, themes.load("light"))  # would raise in a slot if one were still followed
    assert [kind for kind, gone in left.items() if gone() is not None] == []


def test_floats_and_booleans_become_pictures() -> None:
    assert pixels.to_qimage(np.ones((2, 2))).pixelColor(0, 0).red() == 255
    assert pixels.to_qimage(np.array([[True, False]])).pixelColor(1, 0).red() == 0
    assert pixels.to_qimage(None).isNull()


def test_rows_are_as_before_after_presenting(qtbot: Any, qapp: Any) -> None:
    table = stage(qtbot, p.NumberTable(["IU", "here"]))
    table.set_rows([p.Row("PTN-Proj", ("0.5",)), p.Row("CNN-Vol", ("0.4",))])
    before = table.rowHeight(1)
    for scale, times in ((2.0, 2), (1.0, 1)):
        themes.apply(qapp, themes.current(), scale)
        assert abs(table.rowHeight(1) - times * before) <= 1
