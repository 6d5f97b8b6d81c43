"""What CST-VAE's exhibit writes, keeps and shows to an audience; the window around it."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from explorer.pictures import Picture
from explorer.systems.cstvae import figure
from explorer.systems.cstvae.export import FACTOR
from explorer.views import theme as themes
from gui.cst import CSTVisitor
from gui.kit import drop, files, note_threads
from gui.visitor import CTRL, popup, wait

STROKE = ((0.3, 0.2), (0.5, 0.5), (0.4, 0.8))


def pick(words: str) -> None:
    """Choose what begins with these words in the menu that is open."""
    menu = popup()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()


def export(cst: CSTVisitor, kind: str, path: Path) -> None:
    chosen = next(each for each in cst.panel.exports() if each.id == kind)
    cst.window.exports.save(cst.panel, chosen, path)
    cst.says(f"Saved {path.name}")


def edit(cst: CSTVisitor) -> None:
    """Swap, hide a little, turn."""
    cst.key(Qt.Key.Key_X)
    cst.answered()  # the cards have changed places
    cst.type(cst.infer.rows[0]["turn"].box, "25")
    assert cst.query.pose_of(0).turn == 25
    cst.panel.change(opacity=(0.5, 1.0))
    cst.answered()


# files


def test_the_figure_chosen_in_the_menu_reopens_as_the_query(
    cst: CSTVisitor, tmp_path: Path
) -> None:
    edit(cst)
    query = cst.query
    cst.click(cst.window.topbar.export)
    pick("Figure")
    cst.choose(tmp_path / "figure.png")
    cst.says("Saved figure.png")
    cst.panel.start_anew()
    cst.answered()
    assert drop(cst.window, files(tmp_path / "figure.png"))
    wait(lambda: cst.query == query, "the query")
    cst.answered()
    assert cst.stack.order == ["1", "0"] and cst.stack.card("0").fader.opacity == 0.5
    assert cst.infer.rows[0]["turn"].value == 25


def test_layers_are_exported_for_painting_programs(cst: CSTVisitor, tmp_path: Path) -> None:
    edit(cst)
    export(cst, "ora", tmp_path / "layers.ora")
    with zipfile.ZipFile(tmp_path / "layers.ora") as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
        assert archive.read("mimetype") == b"image/openraster"
        stack = ElementTree.fromstring(archive.read("stack.xml")).find("stack")
        assert stack is not None
        layers = stack.findall("layer")
        merged = np.asarray(Image.open(io.BytesIO(archive.read("mergedimage.png"))))
        sizes = {Image.open(io.BytesIO(archive.read(each.get("src", "")))).size for each in layers}
    titles = [each.get("name") for each in layers]
    assert titles == ["Front layer", "Back layer", "Background"]
    assert [each.get("opacity") for each in layers] == ["1.000", "0.500", "1.000"]
    assert sizes == {(48 * FACTOR, 48 * FACTOR)}
    assert np.array_equal(merged[::FACTOR, ::FACTOR], cst.result.recomposed)


@pytest.mark.parametrize(("kind", "name"), [("layers", "l.zip"), ("numbers", "n.json")])
def test_the_other_kinds_are_exported(
    cst: CSTVisitor, tmp_path: Path, kind: str, name: str
) -> None:
    export(cst, kind, tmp_path / name)
    assert (tmp_path / name).stat().st_size > 500


def test_an_ora_that_can_not_be_written_gets_a_sentence(cst: CSTVisitor) -> None:
    """/sys takes no files, not even from the system's owner."""
    folder = Path("/sys/kernel")
    if not folder.is_dir():
        pytest.skip("there is no folder here that nobody can write to")
    chosen = next(each for each in cst.panel.exports() if each.id == "ora")
    cst.window.exports.save(cst.panel, chosen, folder / "layers.ora")
    cst.says("was not saved")
    assert "read-only" in cst.toast and cst.toast.endswith(".") and cst.window.isVisible()


def test_ctrl_c_copies_the_figure_drawn_in_the_background(
    cst: CSTVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = note_threads(monkeypatch, figure, "draw")
    QGuiApplication.clipboard().clear()
    cst.key(Qt.Key.Key_C, CTRL)
    cst.says("Figure copied")
    assert QGuiApplication.clipboard().image().width() > 600 and drawn == [False]


def test_work_is_saved_and_restored_with_the_drawing(cst: CSTVisitor, tmp_path: Path) -> None:
    cst.draw_on_board()
    cst.stroke(*STROKE)
    cst.click(cst.observe.tools.layer_button(2))
    cst.stroke((0.2, 0.5), (0.8, 0.5))
    cst.answered()
    edit(cst)
    query, strokes = cst.query, cst.board.strokes
    cst.key(Qt.Key.Key_S, CTRL)
    cst.choose(tmp_path / "mine.invx")
    cst.says("Saved mine.invx")
    cst.panel.restore(cst.start, {})
    cst.panel.ask()
    cst.answered()
    assert cst.board.empty and not cst.board.isVisible()
    assert drop(cst.window, files(tmp_path / "mine.invx"))
    wait(lambda: cst.query == query, "the work")
    cst.answered()
    assert cst.board.strokes == strokes and cst.board.isVisible()
    assert cst.query.picture == Picture(cst.board.picture()) and cst.observe.draw.isChecked()
    cst.stroke((0.7, 0.2), (0.7, 0.8))
    cst.answered()
    assert len(cst.board.strokes) == 3 and cst.query.order == ()  # another picture: as inferred


# presentation, theme, keyboard


def test_presenting_shows_three_pictures_and_one_live_control(cst: CSTVisitor) -> None:
    window = cst.window
    before = cst.result
    cst.key(Qt.Key.Key_F11)
    wait(window.isFullScreen, "the full screen")
    wait(lambda: cst.infer.stage.isVisible(), "the pictures")
    for part in (cst.observe.gallery, cst.observe.draw, cst.stack, cst.render.table):
        assert not part.isVisible()
    pictures: tuple[QWidget, ...] = (cst.observe.stage, cst.infer.stage, cst.canvas)
    wait(lambda: len({each.height() for each in pictures}) == 1, "pictures of one height")
    assert all(each.isVisible() and each.width() > 300 for each in pictures)
    number = cst.panel.headline()[0]
    said = [label.text() for label in window.presentation.foot.findChildren(QLabel)]
    assert number in said and number.endswith("%")
    window.presentation.foot._control.setFocus()
    cst.key(Qt.Key.Key_Right)
    moved = cst.answered()
    assert moved.layers[0].pose.x > before.layers[0].pose.x
    cst.pull(cst.canvas, cst.inside(cst.canvas, "0"), QPoint(30, 0))
    dragged = cst.answered()
    assert dragged.layers[0].pose.x > moved.layers[0].pose.x
    assert window.presentation.foot._control.value == pytest.approx(
        dragged.layers[0].pose.x, abs=0.005
    )
    cst.key(Qt.Key.Key_Escape)
    wait(lambda: not window.isFullScreen(), "the window")
    wait(cst.stack.isVisible, "all again")
    assert cst.observe.gallery.isVisible() and cst.render.table.isVisible()
    assert not cst.infer.stage.isVisible() and not cst.render.refine.error.isVisible()
    cst.undo()
    cst.undo()
    assert cst.answered() is before  # what the control left behind is not asked to follow


def test_presenting_a_drawing_comes_back_to_the_board(cst: CSTVisitor) -> None:
    cst.draw_on_board()
    cst.stroke(*STROKE)
    cst.answered()
    cst.key(Qt.Key.Key_F11)
    wait(lambda: cst.observe.stage.isVisible(), "the pictures")
    assert not cst.board.isVisible() and not cst.observe.tools.isVisible()
    cst.key(Qt.Key.Key_Escape)
    wait(cst.board.isVisible, "the board")
    assert cst.observe.tools.isVisible() and not cst.observe.tile.isVisible()


def test_the_theme_switches_all(cst: CSTVisitor) -> None:
    def residual() -> str:
        return str(cst.render.residual.image.pixelColor(1, 1).name())

    dark = residual()
    cst.key(Qt.Key.Key_T, CTRL)
    assert themes.current().name == "light" and residual() != dark
    page = cst.window.pages.currentWidget().grab().toImage()
    assert page.pixelColor(3, 3) == themes.current().colour("win")
    cst.key(Qt.Key.Key_T, CTRL)
    assert residual() == dark


def test_f6_goes_through_observe_infer_and_render(cst: CSTVisitor) -> None:
    cst.window.topbar.present.setFocus()
    for region in (cst.observe.gallery, cst.stack, cst.canvas):
        cst.key(Qt.Key.Key_F6)
        focus = cst.window.focusWidget()  # inside the stack, where it last was
        assert focus is region or region.isAncestorOf(focus)


def test_tab_goes_from_observe_through_the_layers_to_render(cst: CSTVisitor) -> None:
    cst.observe.draw.setFocus()
    visited: list[QWidget] = []
    for _ in range(120):
        cst.key(Qt.Key.Key_Tab)
        visited.append(cst.window.focusWidget())
        if visited[-1] is cst.observe.draw:
            break
    wanted = [
        cst.observe.compose, cst.observe.ways.open, cst.observe.ways.paste, cst.observe.gallery,
        cst.stack.card("0"), cst.stack.card("0").eye, cst.infer.rows[0]["turn"].box,
        cst.stack.swaps[0], cst.stack.card("1"), cst.infer.rows[1]["turn"].box, cst.canvas,
        cst.render.anew, cst.render.dream, cst.render.lend, cst.render.refine.steps.groove,
        cst.render.refine.button, cst.window.status.device, cst.window.topbar.export,
    ]  # fmt: skip
    missing = [each.accessibleName() or each for each in wanted if each not in visited]
    assert not missing and visited[-1] is cst.observe.draw, "it never came round"
    places = [visited.index(each) for each in wanted[:-2]]
    assert places == sorted(places)
    assert all(each.accessibleName() for each in visited)
