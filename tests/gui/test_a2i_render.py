"""G(s): composition and residual, samples, layers, strips, grid and swap, in Attribute2Image's
exhibit."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt

from explorer.pictures import Picture
from explorer.systems.attr2img.panel.beside import GAIN
from explorer.systems.attr2img.panel.strips import value_at
from explorer.views import pixels
from explorer.views import theme as themes
from explorer.views.shown import signed
from gui.a2i import A2IVisitor, alike, segment
from gui.visitor import CTRL, wait


def test_composition_and_samples_are_in_sight_in_the_smallest_window(a2i: A2IVisitor) -> None:
    area = a2i.panel.columns.areas[-1].viewport()
    parts = (a2i.render.beside.composition, a2i.render.samples)

    def in_sight() -> bool:
        lows = (part.mapTo(area, part.rect().bottomLeft()).y() for part in parts)
        return all(part.isVisible() for part in parts) and max(lows) < area.height()

    for width, height, sides in (
        (1440, 900, (256, 128)),
        (1280, 720, (256, 128)),
        (1900, 860, (256, 192)),
    ):
        a2i.window.resize(width, height)
        wait(lambda height=height: a2i.window.height() == height and in_sight(), "both")
        composition, samples = a2i.render.beside.composition, a2i.render.samples
        assert (composition.width(), samples.rect_of(0).width()) == sides


def test_the_residual_and_the_numbers_are_those_of_the_answer(a2i: A2IVisitor) -> None:
    beside, result = a2i.render.beside, a2i.result
    wanted = signed(result.residual * GAIN, themes.current())
    assert beside.residual.image == pixels.to_qimage(wanted)
    assert beside.error._hint.text() == f"{result.mse:.4f}"
    assert beside.gate._hint.text() == f"{result.gate_iou:.2f}"
    a2i.slide("skin", 0.5, 0.95)
    a2i.slide("age", 0.5, 0.95)
    after = a2i.answered()
    assert beside.error._hint.text() == f"{result.mse:.4f} → {after.mse:.4f}"


def test_r_draws_new_samples_and_nothing_else(a2i: A2IVisitor) -> None:
    before = a2i.result
    a2i.key(Qt.Key.Key_R)
    after = a2i.answered()
    assert (after.samples != before.samples).any()
    assert np.array_equal(after.composition, before.composition)
    a2i.click(a2i.render.anew)
    assert (a2i.answered().samples != after.samples).any()
    a2i.undo()
    assert a2i.answered() is after


def test_layers_fade_and_hide(a2i: A2IVisitor) -> None:
    a2i.view("layers")
    layers, before = a2i.render.layers, a2i.result
    assert layers.background.image == pixels.to_qimage(before.background)
    fader = layers.faders["background"]
    a2i.drag(fader, [QPointF(fader.width() - 8, 13), QPointF(fader.width() / 2, 13)])
    faded = a2i.answered()
    assert 0.3 < a2i.query.background_opacity < 0.7
    assert (faded.composition != before.composition).any()
    a2i.click(layers.eyes["person"])
    gone = a2i.answered()
    assert a2i.query.person_opacity == 0 and (gone.composition != faded.composition).any()
    assert a2i.render.header._hint.text().startswith("foreground hidden, background at ")
    a2i.click(layers.eyes["person"])
    a2i.answered()
    assert a2i.query.person_opacity == 1
    for _ in range(3):
        a2i.undo()
    assert a2i.answered() is before and fader.opacity == 1


def test_the_value_of_a_picture_in_a_strip_is_taken_over(a2i: A2IVisitor) -> None:
    a2i.view("strips")
    strip = a2i.render.strips.strips[0]
    a2i.click(strip.sheet, QPointF(strip.sheet.rect_of(5).center()))
    result = a2i.answered()
    assert a2i.value("smile") == value_at(5) and strip.sheet.current == 5
    assert alike(result.strips["smile"][5], result.composition)
    strip.sheet.setFocus()
    a2i.key(Qt.Key.Key_Left)
    a2i.key(Qt.Key.Key_Return)
    a2i.answered()
    assert a2i.value("smile") == value_at(4)


def test_strips_are_added_exchanged_and_taken_away(a2i: A2IVisitor) -> None:
    a2i.view("strips")
    strips = a2i.render.strips
    for count in (2, 3, 4):
        a2i.click(strips.add)
        a2i.answered()
        assert len(a2i.query.shown_strips) == count == len(set(a2i.query.strips))
    assert not strips.add.isVisible()
    first, last = a2i.query.strips[0], a2i.query.strips[3]
    strips.strips[0].choice.changed.emit("beard")
    strips.strips[1].choice.changed.emit(last)  # has a strip already: they change places
    result = a2i.answered()
    assert a2i.query.strips[0] == "beard" and a2i.query.strips[1] == last
    assert len(set(a2i.query.strips)) == 4 and first not in a2i.query.strips
    assert strips.strips[1].sheet.image(2) == pixels.to_qimage(result.strips[last][2])
    a2i.click(strips.strips[0].remove)
    a2i.answered()
    assert "beard" not in a2i.query.strips and len(a2i.query.strips) == 3


def test_both_values_of_a_picture_in_the_grid_are_taken_over(a2i: A2IVisitor) -> None:
    assert a2i.result.grid is None  # it costs nothing where nobody looks
    a2i.view("grid")
    grid = a2i.render.grid
    assert a2i.answered().grid is not None
    across, down = a2i.query.grid
    a2i.click(grid.sheet, QPointF(grid.sheet.rect_of(3 * 5 + 1).center()))
    result = a2i.answered()
    assert (a2i.value(across), a2i.value(down)) == (-0.5, 0.5)
    assert grid.sheet.current == 16 and alike(result.grid[3, 1], result.composition)
    a2i.click(grid.turn)
    assert alike(a2i.answered().grid[1, 3], result.composition)
    assert a2i.query.grid == (down, across) and grid.sheet.current == 8
    a2i.view("samples")
    assert a2i.answered().grid is None
    a2i.view("grid")
    a2i.answered()
    assert a2i.query.grid == (down, across)
    for _ in range(3):
        a2i.undo()
    assert a2i.answered().grid is None and a2i.render.samples.isVisible()


# swap


def test_the_person_or_the_background_of_a_sample_is_taken(a2i: A2IVisitor) -> None:
    a2i.view("swap")
    swap, before = a2i.render.swap, a2i.result
    a2i.click(swap.gallery.viewport(), swap.gallery.rect_of(3).center())
    person = a2i.answered()
    assert (a2i.query.swap, a2i.query.partner) == ("person", 3)
    assert np.array_equal(person.z_background, before.z_background)
    assert not np.array_equal(person.z_person, before.z_person)
    assert swap.tile.image == pixels.to_qimage(person.partner)
    assert a2i.row("age").value == pytest.approx(person.attributes["age"], abs=0.006)
    assert not a2i.row("age").dot.isEnabled()  # it is the partner's, and nobody's hand
    a2i.click(segment(swap.what, "background"))
    background = a2i.answered()
    assert np.array_equal(background.z_person, before.z_person)
    assert not np.array_equal(background.z_background, before.z_background)
    a2i.click(segment(swap.what, ""))
    assert np.array_equal(a2i.answered().composition, before.composition)
    for _ in range(3):
        a2i.undo()
    assert a2i.answered() is before


def test_x_takes_the_partner_s_person_and_gives_it_back(a2i: A2IVisitor) -> None:
    before = a2i.query
    a2i.panel.change(partner=6)
    a2i.key(Qt.Key.Key_X)
    a2i.answered()
    assert a2i.query.swap == "person"
    a2i.key(Qt.Key.Key_X)
    a2i.answered()
    assert a2i.query == before.but(partner=6)


def test_a_picture_of_ones_own_is_the_partner(a2i: A2IVisitor, tmp_path: Path) -> None:
    own = np.random.default_rng(5).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(own).save(tmp_path / "partner.png")
    a2i.view("swap")
    a2i.click(a2i.render.swap.own)
    a2i.choose(tmp_path / "partner.png")
    wait(lambda: a2i.query.partner_picture == Picture(own), "the picture")
    result = a2i.answered()
    assert np.array_equal(result.partner, own) and a2i.query.swap == "person"
    assert a2i.render.swap.tile._number == "own" and a2i.query.picture is None


# with another answer


def test_the_original_is_shown_while_its_key_is_held(a2i: A2IVisitor) -> None:
    before = a2i.result
    a2i.slide("skin", 0.5, 0.95)
    after = a2i.answered()
    composition = a2i.render.beside.composition
    a2i.panel.show_held(a2i.panel.original_query(), before)
    assert composition.image == pixels.to_qimage(before.composition)
    a2i.panel.show_held(None, None)
    assert composition.image == pixels.to_qimage(after.composition)


def test_a_pinned_answer_s_error_stands_before_the_current_one_s(a2i: A2IVisitor) -> None:
    a2i.slide("skin", 0.5, 0.95)
    pinned = a2i.answered()
    a2i.key(Qt.Key.Key_D, CTRL)
    a2i.key(Qt.Key.Key_N)
    now = a2i.answered()
    assert a2i.render.beside.error._hint.text() == f"{pinned.mse:.4f} → {now.mse:.4f}"
