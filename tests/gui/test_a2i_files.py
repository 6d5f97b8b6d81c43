"""What Attribute2Image's exhibit writes, keeps and shows to an audience; the window around it."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from explorer.systems.attr2img import figure
from explorer.views import theme as themes
from gui.a2i import A2IVisitor
from gui.kit import drop, files, note_threads
from gui.visitor import CTRL, popup, wait


def export(a2i: A2IVisitor, kind: str, path: Path) -> None:
    chosen = next(each for each in a2i.panel.exports() if each.id == kind)
    a2i.window.exports.save(a2i.panel, chosen, path)
    a2i.says(f"Saved {path.name}")


def edit(a2i: A2IVisitor) -> None:
    """Older, with a hat, another latent, someone else's background."""
    a2i.slide("age", 0.4, 0.9)
    a2i.click(a2i.switch("hat"))
    a2i.panel.change(latents=(("F4", 1.5),), swap="background", partner=3)
    a2i.answered()


def test_the_figure_chosen_in_the_menu_reopens_as_the_query(
    a2i: A2IVisitor, tmp_path: Path
) -> None:
    edit(a2i)
    query = a2i.query
    a2i.click(a2i.window.topbar.export)
    menu = popup()
    next(each for each in menu.actions() if each.text().startswith("Figure")).trigger()
    menu.close()
    a2i.choose(tmp_path / "figure.png")
    a2i.says("Saved figure.png")
    a2i.panel.start_anew()
    a2i.answered()
    assert drop(a2i.window, files(tmp_path / "figure.png"))
    wait(lambda: a2i.query == query, "the query")
    a2i.answered()
    assert a2i.row("age").value == a2i.value("age")


@pytest.mark.parametrize(
    ("kind", "name"), [("ora", "l.ora"), ("layers", "l.zip"), ("film", "f.gif")]
)
def test_pictures_are_exported(a2i: A2IVisitor, tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    export(a2i, kind, path)
    if kind == "film":
        with Image.open(path) as film:
            assert film.n_frames >= 7
    else:
        with zipfile.ZipFile(path) as archive:
            assert len(archive.namelist()) >= 4


# attributes and latents


def test_attributes_and_latents_come_back(a2i: A2IVisitor, tmp_path: Path) -> None:
    edit(a2i)
    kept = a2i.result
    export(a2i, "attributes", tmp_path / "someone.json")
    a2i.panel.start_anew()
    a2i.answered()
    assert drop(a2i.window, files(tmp_path / "someone.json"))
    a2i.says("someone.json are set")
    back = a2i.answered()
    assert back.attributes == pytest.approx(kept.attributes, abs=1e-6)
    assert np.abs(back.composition.astype(int) - kept.composition).max() <= 1
    rows = a2i.infer.attributes.rows["avatars"].values()
    assert all(len(row.box.text().lstrip("\u2212")) == 4 for row in rows)  # no more fits the box
    a2i.undo()
    a2i.answered()
    assert a2i.query == a2i.panel.first_query()


def test_attributes_of_another_model_get_a_sentence_and_change_nothing(
    a2i: A2IVisitor, tmp_path: Path
) -> None:
    export(a2i, "attributes", tmp_path / "someone.json")
    facts = json.loads((tmp_path / "someone.json").read_text())
    facts["model"] = "avatars 000000000000"
    (tmp_path / "other.json").write_text(json.dumps(facts))
    query = a2i.query
    assert drop(a2i.window, files(tmp_path / "other.json"))
    a2i.says("saved with other weights")
    assert a2i.query == query


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "[1]", '{"system": 3}', '{"system": "ssvae"}'])
def test_a_json_file_of_nobody_s_gets_a_sentence(
    a2i: A2IVisitor, tmp_path: Path, text: str
) -> None:
    (tmp_path / "any.json").write_text(text)
    assert drop(a2i.window, files(tmp_path / "any.json"))
    a2i.says("any.json holds nothing of ours")


def test_numbers_are_no_attributes(a2i: A2IVisitor, tmp_path: Path) -> None:
    export(a2i, "numbers", tmp_path / "numbers.json")
    assert drop(a2i.window, files(tmp_path / "numbers.json"))
    a2i.says("holds no attributes")


def test_a_file_of_another_system_s_is_that_exhibit_s_matter(
    a2i: A2IVisitor, tmp_path: Path
) -> None:
    (tmp_path / "cst.json").write_text('{"system": "cstvae"}')
    assert drop(a2i.window, files(tmp_path / "cst.json"))
    a2i.says("nothing to bring in")
    assert a2i.window.page == "cstvae"
    a2i.window.go("attr2img")


# work, presentation, theme, keyboard


def test_ctrl_c_copies_the_figure_drawn_in_the_background(
    a2i: A2IVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = note_threads(monkeypatch, figure, "draw")
    QGuiApplication.clipboard().clear()
    a2i.key(Qt.Key.Key_C, CTRL)
    a2i.says("Figure copied")
    assert QGuiApplication.clipboard().image().width() > 600 and drawn == [False]


def test_work_is_saved_and_restored_with_what_is_looked_at(a2i: A2IVisitor, tmp_path: Path) -> None:
    edit(a2i)
    a2i.view("layers")
    a2i.page("latents")
    a2i.infer.sentence.set_text("an old man")
    a2i.answered()
    query = a2i.query
    a2i.key(Qt.Key.Key_S, CTRL)
    a2i.choose(tmp_path / "mine.invx")
    a2i.says("Saved mine.invx")
    a2i.panel.restore(a2i.panel.first_query(), {})
    a2i.panel.ask()
    a2i.answered()
    assert a2i.render.samples.isVisible()
    assert drop(a2i.window, files(tmp_path / "mine.invx"))
    wait(lambda: a2i.query == query, "the work")
    a2i.answered()
    assert a2i.render.layers.isVisible() and a2i.infer.latents.isVisible()
    assert a2i.infer.sentence.text == "an old man"


def test_presenting_shows_three_pictures_and_one_live_control(a2i: A2IVisitor) -> None:
    window, before = a2i.window, a2i.result
    a2i.key(Qt.Key.Key_F11)
    wait(window.isFullScreen, "the full screen")
    pictures: tuple[QWidget, ...] = (a2i.observe.stage, a2i.infer.stage, a2i.render.stage)
    wait(lambda: all(each.isVisible() for each in pictures), "the pictures")
    for part in (a2i.observe.gallery, a2i.infer.sentence, a2i.row("age"), a2i.render.samples):
        assert not part.isVisible()
    wait(lambda: len({each.height() for each in pictures}) == 1, "pictures of one height")
    number = a2i.panel.headline()[0]
    said = [label.text() for label in window.presentation.foot.findChildren(QLabel)]
    assert number in said
    window.presentation.foot._control.setFocus()
    a2i.key(Qt.Key.Key_Right)
    moved = a2i.answered()
    assert moved.attributes["smile"] > before.attributes["smile"]
    a2i.key(Qt.Key.Key_Escape)
    wait(lambda: not window.isFullScreen(), "the window")
    wait(a2i.render.samples.isVisible, "all again")
    assert a2i.observe.tile.isVisible() and a2i.row("age").isVisible()
    assert not any(each.isVisible() for each in pictures) and not a2i.render.grid.isVisible()
    a2i.undo()
    assert a2i.answered() is before


def test_presenting_while_completing_comes_back_to_the_canvas(a2i: A2IVisitor) -> None:
    a2i.click(a2i.observe.complete)
    a2i.click(a2i.observe.hiding.regions["mouth"])
    a2i.answered()
    a2i.key(Qt.Key.Key_F11)
    wait(a2i.observe.stage.isVisible, "the pictures")
    assert not a2i.canvas.isVisible()
    a2i.key(Qt.Key.Key_Escape)
    wait(a2i.canvas.isVisible, "the canvas")
    assert not a2i.observe.tile.isVisible() and a2i.canvas.mask.any()


def test_the_theme_switches_all(a2i: A2IVisitor) -> None:
    def residual() -> str:
        return str(a2i.render.beside.residual.image.pixelColor(1, 1).name())

    dark = residual()
    a2i.key(Qt.Key.Key_T, CTRL)
    assert themes.current().name == "light" and residual() != dark
    a2i.key(Qt.Key.Key_T, CTRL)
    assert residual() == dark


def test_tab_goes_through_all_columns_and_comes_round(a2i: A2IVisitor) -> None:
    a2i.observe.new.setFocus()
    visited: list[QWidget] = []
    for _ in range(160):
        a2i.key(Qt.Key.Key_Tab)
        visited.append(a2i.window.focusWidget())
        if visited[-1] is a2i.observe.new:
            break
    sections = a2i.infer.attributes.sections["avatars"]
    wanted = [
        a2i.observe.complete, a2i.observe.ways.open, a2i.observe.gallery, a2i.infer.sentence.box,
        sections["Face"].head, a2i.row("age").groove, a2i.row("age").box, sections["Hair"].head,
        sections["Clothes"].head, a2i.render.anew, a2i.window.status.device,
    ]  # fmt: skip
    missing = [each.accessibleName() or each for each in wanted if each not in visited]
    assert not missing and visited[-1] is a2i.observe.new, "it never came round"
    places = [visited.index(each) for each in wanted]
    assert places == sorted(places)
    assert all(each.accessibleName() for each in visited)


def test_f6_goes_through_observe_infer_and_render(a2i: A2IVisitor) -> None:
    a2i.window.topbar.present.setFocus()
    for region in (a2i.observe.gallery, a2i.infer.sentence.box, a2i.render.bar):
        a2i.key(Qt.Key.Key_F6)
        focus = a2i.window.focusWidget()
        assert focus is region or region.isAncestorOf(focus)
