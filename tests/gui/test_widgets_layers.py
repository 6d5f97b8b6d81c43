"""Cards of layers: swapped, dragged, hidden, faded, chosen; their pictures and their tab order."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from explorer.views import theme as themes
from explorer.views.layers import LayerLook, LayerStack
from explorer.views.slider import SliderRow
from gui.stage import SHIFT, colour_at, drag, elsewhere, near, photo, stage

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
TILES = (("look", "Appearance"), ("mask", "Mask"), ("hidden", "Hidden part"))
LOOKS = [
    LayerLook("one", "Front layer", "A", TILES),
    LayerLook("two", "Middle layer", "B", TILES),
    LayerLook("three", "Back layer", "D", TILES),
]
WHITE = np.full((48, 48, 3), 255, np.uint8)
BLACK = np.zeros((48, 48, 3), np.uint8)


def filled(stack: LayerStack, count: int, side: int = 48) -> LayerStack:
    """The stack with pictures and rows in each layer."""
    stack.set_layers(LOOKS[:count])
    for name in stack.order:
        for tile, _ in TILES:
            stack.set_tile(name, tile, np.full((side, side), 200, np.uint8))
        stack.set_controls(name, [SliderRow(title, -1, 1, 0) for title in ("x", "Scale", "y")])
    return stack


def shown(qtbot: Any, stack: LayerStack, width: int = 525, theme: str = "dark") -> LayerStack:
    staged = stage(qtbot, stack, width, stack.heightForWidth(width), theme)
    QApplication.processEvents()
    return staged


@pytest.fixture
def stack(qtbot: Any) -> LayerStack:
    """Three layers."""
    return shown(qtbot, filled(LayerStack(), 3))


def heard(stack: LayerStack) -> list[tuple[Any, ...]]:
    """What is told from now on, in order."""
    events: list[tuple[Any, ...]] = []
    for name in ("reordered", "visible_changed", "opacity_changed", "opacity_released", "chosen"):
        getattr(stack, name).connect(lambda *news, name=name: events.append((name, *news)))
    return events


def on_screen(stack: LayerStack) -> list[str]:
    """The layers as they stand below each other."""
    QApplication.processEvents()
    return sorted(stack.order, key=lambda name: stack.card(name).y())


def pull(stack: LayerStack, name: str, *heights: int, drop: bool = True) -> None:
    """Take a card by its grip, move to heights in the stack, and let go."""
    grip = stack.card(name).grip
    places = [grip.mapFrom(stack, QPoint(20, y)) for y in heights]
    QTest.mousePress(grip, LEFT, pos=QPoint(8, 8))
    for place in places:
        QTest.mouseMove(grip, place)
        QApplication.processEvents()
    if drop:
        QTest.mouseRelease(grip, LEFT, pos=places[-1])


def middle(stack: LayerStack, name: str) -> int:
    return stack.card(name).geometry().center().y()


# order


def test_the_swap_button_swaps_its_neighbours(stack: LayerStack) -> None:
    events = heard(stack)
    QTest.mouseClick(stack.swaps[1], LEFT)
    assert events == [("reordered", ["one", "three", "two"])]
    assert on_screen(stack) == stack.order == ["one", "three", "two"]
    QTest.mouseClick(stack.swaps[0], LEFT)
    assert on_screen(stack) == ["three", "one", "two"]
    stack.swap(5)
    assert stack.order == ["three", "one", "two"]


def test_swap_buttons_stand_between_the_cards(stack: LayerStack) -> None:
    heights = [middle(stack, name) for name in stack.order]
    swaps = [swap.geometry().center().y() for swap in stack.swaps]
    assert sorted([*heights, *swaps]) == [heights[0], swaps[0], heights[1], swaps[1], heights[2]]


@pytest.mark.parametrize(
    ("name", "over", "past", "becomes"),
    [
        ("one", "two", 20, ["two", "one", "three"]),
        ("one", "three", 20, ["two", "three", "one"]),
        ("three", "one", -20, ["three", "one", "two"]),
        ("three", "two", -20, ["one", "three", "two"]),
        ("two", "one", -20, ["two", "one", "three"]),
    ],
)
def test_a_card_is_dragged_by_its_grip(
    stack: LayerStack, name: str, over: str, past: int, becomes: list[str]
) -> None:
    events = heard(stack)
    end = middle(stack, over) + past
    pull(stack, name, (middle(stack, name) + end) // 2, end)
    assert events == [("reordered", becomes)] and on_screen(stack) == becomes


def test_a_line_shows_where_a_dragged_card_would_go(stack: LayerStack) -> None:
    before = photo(stack)
    target = middle(stack, "three") - 20
    pull(stack, "one", middle(stack, "two"), target, drop=False)
    gap = stack.swaps[1].geometry().center().y()
    image = photo(stack)
    assert near(colour_at(image, 100, gap), stack.theme["acc"])
    assert not near(colour_at(before, 100, gap), stack.theme["acc"])
    for place in (0, stack.height() - 1):  # at the very ends too
        QTest.mouseMove(
            stack.card("one").grip, stack.card("one").grip.mapFrom(stack, QPoint(9, place))
        )
    bottom = photo(stack)
    lit = [
        near(colour_at(bottom, 100, stack.height() - 1 - y), stack.theme["acc"]) for y in range(8)
    ]
    assert sum(lit) == 2 and not any(lit[:2])  # the whole line, with soft edges
    QTest.mouseRelease(stack.card("one").grip, LEFT, pos=QPoint(8, 8))
    assert not near(colour_at(photo(stack), 100, gap), stack.theme["acc"])


def test_a_card_let_go_where_it_was_stays(stack: LayerStack) -> None:
    events = heard(stack)
    pull(stack, "two", middle(stack, "two") + 30, middle(stack, "two") - 10)
    QTest.mouseClick(stack.card("two").grip, LEFT)
    assert not events and stack.order == ["one", "two", "three"]


def test_escape_puts_a_dragged_card_back(stack: LayerStack) -> None:
    events = heard(stack)
    pull(stack, "one", middle(stack, "two"), stack.height() - 2, drop=False)
    QTest.keyClick(stack.window().focusWidget(), Qt.Key.Key_Escape)
    QTest.mouseMove(stack.card("one").grip, QPoint(8, 500))
    QTest.mouseRelease(stack.card("one").grip, LEFT, pos=QPoint(8, 500))
    assert not events and on_screen(stack) == ["one", "two", "three"]


def test_answers_that_come_leave_what_is_in_the_hand(stack: LayerStack) -> None:
    events = heard(stack)
    end = middle(stack, "three") + 20
    pull(stack, "one", middle(stack, "two"), end, drop=False)
    stack.set_layers(LOOKS)  # the same layers again
    stack.set_tile("one", "look", WHITE)
    grip = stack.card("one").grip
    QTest.mouseRelease(grip, LEFT, pos=grip.mapFrom(stack, QPoint(9, end)))
    assert events == [("reordered", ["two", "three", "one"])]
    fader = stack.card("one").fader
    QTest.mousePress(fader, LEFT, pos=QPoint(36, 13))
    stack.set_opacity("one", 0.9)
    assert fader.opacity == 0.5
    QTest.mouseRelease(fader, LEFT, pos=QPoint(36, 13))
    stack.set_opacity("one", 0.9)
    assert fader.opacity == 0.9


def test_alt_and_arrows_move_a_card_and_keep_the_focus(stack: LayerStack) -> None:
    events = heard(stack)
    stack.card("one").setFocus()
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Down, ALT)
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Down, ALT)
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Down, ALT)  # it is the last one now
    assert stack.card("one").hasFocus() and on_screen(stack) == ["two", "three", "one"]
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Up, ALT)
    assert [event[1] for event in events] == [
        ["two", "one", "three"],
        ["two", "three", "one"],
        ["two", "one", "three"],
    ]


def test_arrows_go_from_card_to_card(stack: LayerStack) -> None:
    events = heard(stack)
    stack.card("one").setFocus()
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Down)
    assert stack.card("two").hasFocus() and events == [("chosen", "two")]
    QTest.keyClick(stack.card("two"), Qt.Key.Key_Up)
    QTest.keyClick(stack.card("one"), Qt.Key.Key_Up)
    assert stack.card("one").hasFocus()


def test_tab_follows_what_is_seen(stack: LayerStack) -> None:
    stack.set_order(["three", "one", "two"])
    elsewhere(stack).setFocus()
    met: list[QWidget] = []
    for _ in range(40):
        QTest.keyClick(stack.window().focusWidget(), Qt.Key.Key_Tab)
        met.append(stack.window().focusWidget())
        if met[-1] is elsewhere(stack):
            break
    assert met[-1] is elsewhere(stack) and len(set(met)) == len(met) == 3 * 9 + 2 + 1
    for row in stack.findChildren(SliderRow):
        assert met.index(row.box) == met.index(row.groove) + 1
    holders = [name for each in met for name in stack.order if stack.card(name).isAncestorOf(each)]
    assert holders == sorted(holders, key=stack.order.index)  # each card with all that is on it
    cards = [each for each in met if each in [stack.card(name) for name in stack.order]]
    assert cards == [stack.card(name) for name in ("three", "one", "two")]
    swaps = [met.index(swap) for swap in stack.swaps]
    assert met.index(cards[0]) < swaps[0] < met.index(cards[1]) < swaps[1] < met.index(cards[2])
    assert met[0] is cards[0]


# visible, faded, chosen


def test_the_eye_hides_and_shows(stack: LayerStack) -> None:
    events, card = heard(stack), stack.card("two")
    bright = colour_at(photo(card.tiles["look"]), 70, 70).lightness()
    QTest.mouseClick(card.eye, LEFT)
    assert events == [("visible_changed", "two", False)] and not card.shown
    assert colour_at(photo(card.tiles["look"]), 70, 70).lightness() < bright - 40
    assert card.eye.accessibleName() == "Show Middle layer" and "hidden" in card.accessibleName()
    QTest.mouseClick(card.eye, LEFT)
    assert events[-1] == ("visible_changed", "two", True)
    assert colour_at(photo(card.tiles["look"]), 70, 70).lightness() == bright


def test_the_fader_tells_all_along_and_once_at_the_end(stack: LayerStack) -> None:
    events, fader = heard(stack), stack.card("one").fader
    drag(fader, QPoint(64, 13), QPoint(50, 13), QPoint(36, 13))
    shares = [event[2] for event in events if event[0] == "opacity_changed"]
    assert shares[-1] == 0.5 and len(shares) == 2
    assert events[-1] == ("opacity_released", "one") and len(events) == 3
    QTest.keyClick(fader, Qt.Key.Key_Left, SHIFT)
    assert events[-2:] == [("opacity_changed", "one", 0.4), ("opacity_released", "one")]
    assert "40 %" in fader.accessibleDescription()
    QTest.mouseDClick(fader, LEFT, pos=QPoint(30, 13))
    assert fader.opacity == 1


def test_a_click_beside_the_controls_chooses(stack: LayerStack) -> None:
    events, card = heard(stack), stack.card("two")
    QTest.mouseClick(card.tiles["mask"], LEFT)
    assert events == [("chosen", "two")] and card.is_chosen
    elsewhere(stack).setFocus()
    image = photo(stack)
    assert near(colour_at(image, 0, middle(stack, "two")), stack.theme["acc"])
    assert not near(colour_at(image, 0, middle(stack, "one")), stack.theme["acc"])
    stack.card("three").setFocus()
    edge = stack.width() - 1
    rings = [
        near(colour_at(photo(stack), edge, middle(stack, name)), stack.theme["acc"])
        for name in stack.order
    ]
    assert rings == [False, False, True]  # the focus
    QTest.keyClick(stack.card("three"), Qt.Key.Key_Space)
    assert events[-1] == ("chosen", "three") and not card.is_chosen


def test_setting_is_silent(stack: LayerStack) -> None:
    events = heard(stack)
    stack.set_order(["two", "three", "one"])
    stack.set_shown("one", False)
    stack.set_opacity("one", 0.3)
    stack.set_chosen("two")
    stack.set_note("two", "hides 38 %")
    stack.set_title("two", "Front layer")
    stack.set_tile("two", "look", WHITE, hatched=np.ones((48, 48), bool))
    assert not events and on_screen(stack) == ["two", "three", "one"]
    assert stack.card("one").fader.opacity == 0.3
    assert stack.card("two").accessibleName() == "Front layer, hides 38 %, selected"
    stack.set_order(["two", "three"])  # not an order of these layers
    assert stack.order == ["two", "three", "one"]


# pictures


@pytest.mark.parametrize("width", [420, 525, 700])
@pytest.mark.parametrize("side", [48, 64])
def test_pictures_are_enlarged_by_whole_factors(qtbot: Any, width: int, side: int) -> None:
    stack = shown(qtbot, filled(LayerStack(), 2, side), width)
    tiles = list(stack.card("one").tiles.values())
    checks = np.indices((side, side)).sum(0) % 2 * 255
    stack.set_tile("one", "look", checks.astype(np.uint8))
    assert {tile.width() for tile in tiles} == {tiles[0].width()}
    assert tiles[0].width() % side == 0 and tiles[0].width() >= 96
    lefts = [tile.x() for tile in tiles]
    assert lefts[0] == 0 and tiles[2].geometry().right() == stack.card("one").row.width() - 1
    assert lefts[1] >= tiles[0].width() + 4
    image, factor = photo(tiles[0]), tiles[0].width() // side
    line = [colour_at(image, x, factor * 10 + 1).lightness() for x in range(factor * 4, factor * 9)]
    assert set(line) == {0, 255}  # nothing in between: not smoothed
    assert all(line[i] == line[i + 1] for i in range(0, len(line), factor) if factor > 1)


def test_many_pictures_break_into_lines_where_they_would_be_too_small(qtbot: Any) -> None:
    looks = [LayerLook("one", "Layer", "A", tuple((key, key) for key in "abcde"))]
    stack = LayerStack()
    stack.set_layers(looks)
    for key in "abcde":
        stack.set_tile("one", key, WHITE)
    for width, lines in ((525, [5]), (440, [4, 1]), (420, [3, 2])):
        shown(qtbot, stack, width)
        tops = [tile.y() for tile in stack.card("one").tiles.values()]
        assert [tops.count(top) for top in sorted(set(tops))] == lines


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("picture", "seen_in"), [(BLACK, "dark"), (WHITE, "light")])
def test_hidden_pixels_are_hatched(
    qtbot: Any, theme: str, picture: np.ndarray, seen_in: str
) -> None:
    stack = shown(qtbot, filled(LayerStack(), 2), theme=theme)
    mask = np.zeros((48, 48), bool)
    mask[:, 24:] = True
    stack.set_tile("two", "hidden", picture, hatched=mask)
    tile = stack.card("two").tiles["hidden"]
    image, half = photo(tile), tile.width() // 2
    ground = "#000000" if picture is BLACK else "#FFFFFF"
    seen = [colour_at(image, x, 60) for x in range(8, half)]
    hidden = [colour_at(image, x, 60) for x in range(half, 2 * half - 8)]
    assert all(near(colour, ground) for colour in seen)
    tint = themes.load(seen_in).colour("mask")
    assert not any(near(colour, ground) for colour in hidden)
    assert len({colour.name() for colour in hidden}) == 2  # stripes
    grey = 0 if picture is BLACK else 255
    stripe = [round(0.75 * each + 0.25 * grey) for each in tint.getRgb()[:3]]
    assert any(near(colour, QColor(*stripe), 2) for colour in hidden)
    below = [colour_at(image, x, 61) for x in range(half, 2 * half - 8)]
    assert [c.name() for c in below[:-1]] == [c.name() for c in hidden[1:]]  # at 45 degrees
    assert "50 % hatched" in tile.accessibleName()
    stack.set_tile("two", "hidden", picture)
    assert near(colour_at(photo(tile), half + 20, 60), ground)


def test_an_older_picture_is_dimmed_until_its_successor_comes(stack: LayerStack) -> None:
    tile = stack.card("one").tiles["look"]
    stack.set_updating()
    assert tile.state == "updating"
    stack.set_tile("one", "look", WHITE)
    assert tile.state == "ready" and near(colour_at(photo(tile), 70, 70), "#FFFFFF")
    stack.set_updating(False)
    assert stack.card("two").tiles["look"].state == "ready"


# layers come and go


def test_layers_come_and_go_and_the_others_keep_their_cards(stack: LayerStack) -> None:
    kept, image = stack.card("two"), stack.card("two").tiles["look"].image
    stack.set_layers([LOOKS[1], LayerLook("new", "New layer", "C", TILES[:1])])
    assert stack.order == ["two", "new"] and stack.card("two") is kept
    assert kept.tiles["look"].image == image and len(stack.swaps) == 1
    assert list(stack.card("new").tiles) == ["look"]
    stack.set_layers([LOOKS[1]])
    assert not stack.swaps
    stack.set_layers([])
    assert stack.order == [] and not photo(stack).isNull()


def test_other_tiles_for_a_layer_that_stays(stack: LayerStack) -> None:
    stack.set_layers([LayerLook("one", "Back layer", "B", (("look", "Whole shape"),))])
    card = stack.card("one")
    assert list(card.tiles) == ["look"] and card.tiles["look"].title == "Whole shape"
    assert card.title.text() == "Back layer" and not card.tiles["look"].image.isNull()


@pytest.mark.parametrize("width", [420, 700])
def test_nothing_overlaps_or_sticks_out(qtbot: Any, width: int) -> None:
    stack = filled(LayerStack(), 2)
    wide = stack.sizeHint().width()
    stack.set_note("one", "hides thirty-eight per cent of the layer that lies below it")
    shown(qtbot, stack, width)
    assert stack.sizeHint().width() <= wide  # a note asks for no room
    card = stack.card("one")
    header = [card.grip, card.square, card.title, card.note, card.fader, card.eye]
    rights = [each.mapTo(card, QPoint(each.width(), 0)).x() for each in header]
    lefts = [each.mapTo(card, QPoint(0, 0)).x() for each in header]
    assert all(right <= left for right, left in zip(rights, lefts[1:], strict=False))
    assert rights[-1] <= width
    for slider in card.findChildren(SliderRow):
        assert card.rect().contains(slider.geometry()) and slider.y() > card.row.geometry().bottom()


def test_a_card_dragged_to_the_edge_scrolls(qtbot: Any) -> None:
    area = QScrollArea()
    area.setWidgetResizable(True)
    stack = filled(LayerStack(), 3)
    area.setWidget(stack)
    stage(qtbot, area, 525, 400)
    QApplication.processEvents()
    assert area.verticalScrollBar().maximum() > 200
    for _ in range(12):
        pull(stack, "one", 100, area.verticalScrollBar().value() + 399, drop=False)
    assert area.verticalScrollBar().value() > 100
    QTest.mouseRelease(stack.card("one").grip, LEFT)
