"""G(s): silhouettes, the curve over 24 views, numbers, and putting everything back."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt

from explorer.systems.ptn.panel.render import compared
from explorer.views import pixels
from explorer.views import theme as themes
from gui.visitor import Visitor, across, wait


def direction(visitor: Visitor, degrees: float) -> QPoint:
    """A place in the polar plot's viewport, in that direction from its middle."""
    turn = np.radians(degrees)
    view = visitor.render.polar.view
    scene = view.getPlotItem().vb.mapViewToScene(QPointF(np.sin(turn), np.cos(turn)))
    place: QPoint = view.mapFromScene(scene)
    return place


def known(visitor: Visitor, name: str = "proj") -> int:
    """How many of the 24 views the curve shows."""
    line = visitor.render.polar._lines.get(name)
    return 0 if line is None else int(np.isfinite(line.y).sum())


def cells(visitor: Visitor, name: str) -> tuple[str, ...]:
    """The table's numbers of one row."""
    return next(row.values for row in visitor.render.table.rows if row.name == name)


def test_silhouettes_are_drawn_over_the_true_one(visitor: Visitor) -> None:
    result = visitor.result
    for name, tile in visitor.render.tiles.items():
        shape = result.shapes[name]
        drawn = compared(shape.silhouette, result.target, themes.current())
        assert tile.image == pixels.to_qimage(drawn)
        assert f"{shape.silhouette_iu:.3f}" in tile.accessibleName()
    assert np.array_equal(result.target > 0.5, result.shapes["truth"].silhouette > 0.5)


def test_the_view_is_dragged_and_its_dot_follows_the_picture_again(visitor: Visitor) -> None:
    row, first = visitor.render.view, visitor.result
    groove = row.groove
    start = QPoint(round(groove._x_of(30)), groove.height() // 2)
    visitor.drag(groove, [start, *across(groove.rect(), 0.3, 0.5, 0.6)])
    turned = visitor.answered()
    assert turned.render_azimuth == visitor.query.render_azimuth == row.value
    assert turned.render_azimuth % 15 == 0 and 150 <= turned.render_azimuth <= 240
    assert turned.azimuth == 30 and np.array_equal(turned.image, first.image)
    assert (turned.shapes["proj"].silhouette != first.shapes["proj"].silhouette).any()
    assert f"{turned.render_azimuth:.0f}°" in visitor.render.header._hint.text()
    visitor.click(row.dot)
    assert visitor.answered() is first and visitor.query.render_azimuth is None
    assert not row.dot.isEnabled()
    visitor.undo()
    visitor.undo()
    assert not visitor.panel.history.can_undo
    visitor.answered()


def test_the_view_goes_from_one_of_the_24_to_the_next_by_keys(visitor: Visitor) -> None:
    row = visitor.render.view
    row.setFocus()
    visitor.key(Qt.Key.Key_Right)
    assert visitor.answered().render_azimuth == 45 and row.box.text() == "45°"
    visitor.key(Qt.Key.Key_Left)
    visitor.key(Qt.Key.Key_Left)
    assert visitor.answered().render_azimuth == 15 and row.box.text() == "15°"
    visitor.type(row.box, "100")
    assert visitor.answered().render_azimuth == 105 and row.box.text() == "105°"
    visitor.key(Qt.Key.Key_Backspace)
    row.setFocus()
    visitor.key(Qt.Key.Key_Backspace)
    assert visitor.answered() and visitor.query.render_azimuth is None


def test_the_curve_over_24_views_grows_and_its_mean_is_told(visitor: Visitor) -> None:
    visitor.panel.change(item=77)
    visitor.answered()
    seen: set[int] = set()
    wait(lambda: seen.add(known(visitor)) or known(visitor) == 24, "the whole curve")
    assert len(seen - {0, 24}) >= 2, "it came all at once"
    line = visitor.render.polar._lines["proj"]
    assert line.y[2] == np.float32(visitor.result.shapes["proj"].iu)  # 30°, as shown
    assert cells(visitor, "PTN-Proj")[:2] == (visitor.caption("proj"), f"{line.y.mean():.3f}")
    assert cells(visitor, "Nearest")[0] == visitor.caption("nn")


def test_the_curve_waits_while_a_hand_is_at_work(visitor: Visitor) -> None:
    """The threshold is answered in the middle of the 24 views, which then begin anew."""
    visitor.panel.change(item=78)
    visitor.answered()
    wait(lambda: 0 < known(visitor) < 24, "the curve's first values")
    visitor.panel.change(threshold=0.35)
    here = np.float32(visitor.answered().shapes["proj"].iu)
    lines = visitor.render.polar._lines
    wait(lambda: known(visitor) == 24 and lines["proj"].y[2] == here, "the new curve")


def test_a_click_on_the_curve_looks_from_there(visitor: Visitor) -> None:
    viewport = visitor.render.polar.view.viewport()
    visitor.click(viewport, direction(visitor, 90))
    assert visitor.answered().azimuth == 90 and visitor.observe.wheel.azimuth == 90
    visitor.undo()
    assert visitor.answered().azimuth == 30


def test_all_controls_are_put_back_in_one_step(visitor: Visitor) -> None:
    visitor.panel.change(item=5, azimuth=90)
    kept = visitor.answered()
    visitor.panel.change(threshold=0.3, clip_axis="y", clip=0.4, variants=("proj",))
    visitor.panel.change(render_azimuth=180)
    changed = visitor.answered()
    visitor.infer.set_colour_by("height")
    assert visitor.window.actions_.trigger("ptn.reset")
    assert visitor.answered() is kept and visitor.query.item == 5
    assert visitor.infer.colour_by.value == "method"
    assert visitor.infer.threshold.value == 0.5 and not visitor.infer.clip.isEnabled()
    visitor.undo()
    assert visitor.answered() is changed


def test_numbers_of_the_checkpoints_cards_are_shown(visitor: Visitor) -> None:
    from explorer import checkpoints

    path = checkpoints.resolve("ptn", ("proj",))["proj"]
    measured = checkpoints.header(path).card.measured.get("iu_test")
    assert cells(visitor, "PTN-Proj")[2] == ("–" if measured is None else f"{measured:.3f}")
