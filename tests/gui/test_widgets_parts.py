"""Buttons, choices, messages, tables, paper card and status line."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QGuiApplication,
    QImage,
    QTextDocument,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from explorer.views.buttons import Button, IconButton
from explorer.views.choice import Choice, Segmented, SwitchRow
from explorer.views.layout import Elided, Paragraph
from explorer.views.legend import Legend
from explorer.views.messages import EmptyState, ErrorCard
from explorer.views.paper import PaperCard
from explorer.views.status import StatusLine
from explorer.views.tables import NumberTable, Row
from explorer.views.theme import current
from explorer.views.toast import Toast
from gui.stage import colour_at, elsewhere, near, photo, stage, turn_wheel

LEFT = Qt.MouseButton.LeftButton


def button(widget: QWidget, text: str) -> QPushButton:
    """The button with that text."""
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text)


def texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


# buttons and choices


def test_names_and_keys_are_told(qapp: Any) -> None:
    icon = IconButton("undo", "Undo", shortcut="Ctrl+Z")
    assert icon.accessibleName() == "Undo" and icon.toolTip() == "Undo  (Ctrl+Z)"
    assert "(R)" in Button("Draw new samples", badge="R").toolTip()


def test_a_button_is_as_wide_as_its_text_icon_and_badge(qtbot: Any) -> None:
    plain = stage(qtbot, Button("Swap order", "swap"))
    badged = stage(qtbot, Button("Swap order", "swap", badge="X"))
    assert badged.sizeHint().width() >= plain.sizeHint().width() + 20


def test_three_icon_buttons_fit_the_observe_column(qtbot: Any) -> None:
    wide = [
        stage(qtbot, Button(*what)).minimumSizeHint().width()
        for what in (("Open", "folder"), ("Draw", "pencil"), ("Paste", "paste"))
    ]
    assert sum(wide) + 16 <= 232


def test_segments_by_mouse_and_arrows(qtbot: Any) -> None:
    bar = stage(qtbot, Segmented(["a", "b", "c"], ["Cast", "Thrust", "Walk"], name="Action"))
    heard: list[str] = []
    bar.changed.connect(heard.append)
    bar.set_value("c")
    assert bar.value == "c" and not heard
    QTest.mouseClick(button(bar, "Cast"), LEFT)
    button(bar, "Cast").setFocus()
    QTest.keyClick(button(bar, "Cast"), Qt.Key.Key_Right)
    bar.set_choice_enabled("c", False, "Not for this one")
    QTest.keyClick(button(bar, "Thrust"), Qt.Key.Key_Right)  # skips what is off
    assert heard == ["a", "b", "a"] and bar.value == "a"
    assert button(bar, "Walk").accessibleName() == "Action: Walk"


def test_choosing_a_segment_moves_none(qtbot: Any) -> None:
    bar = stage(qtbot, Segmented(["Cast", "Thrust", "Walk"]))
    before = [each.geometry() for each in bar.findChildren(QPushButton)]
    bar.set_value("Walk")
    QApplication.processEvents()
    assert [each.geometry() for each in bar.findChildren(QPushButton)] == before


def test_a_switch(qtbot: Any) -> None:
    row = stage(qtbot, SwitchRow("Cameras linked"), 200)
    heard: list[bool] = []
    row.changed.connect(heard.append)
    row.set_value(True)
    assert row.isChecked() and not heard
    QTest.mouseClick(row, LEFT, pos=QPoint(180, 16))  # anywhere on the row
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert heard == [False, True]


def test_a_list_to_choose_from(qtbot: Any) -> None:
    box = stage(qtbot, Choice({"chair": "Chairs", "bed": "Beds"}, name="Kind"), 200)
    heard: list[str] = []
    box.changed.connect(heard.append)
    box.set_value("bed")
    assert box.value == "bed" and not heard
    assert not turn_wheel(box, 1) and box.value == "bed"  # the page scrolls
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert heard == ["chair"]


# texts


def test_an_elided_label_gives_way_and_tells_all(qtbot: Any) -> None:
    made = stage(qtbot, Elided("A state that is much too long for its place"), 80, 20)
    photo(made)
    assert made.toolTip() == made.text() and made.minimumSizeHint().width() <= 48
    made.resize(600, 20)
    photo(made)
    assert made.toolTip() == ""


def test_a_paragraph_is_plain_text(qtbot: Any) -> None:
    made = stage(qtbot, Paragraph("IU < 0.5 & <b>rising</b>"), 400, 40)
    assert made.text() == "IU < 0.5 & <b>rising</b>"
    document = QTextDocument()
    document.setHtml(QLabel.text(made))
    assert document.toPlainText() == made.text()


# messages


def test_an_error_says_what_and_shows_details_on_request(qtbot: Any) -> None:
    pressed: list[str] = []
    card = stage(
        qtbot,
        ErrorCard(
            "This file is damaged. The last good result is still shown.",
            "Traceback, line 1",
            [("Choose another", lambda: pressed.append("another"))],
        ),
        400,
        300,
    )
    assert "This file is damaged" in texts(card)
    assert "The last good result is still shown." in texts(card)
    details = card.findChild(QPlainTextEdit)
    assert details is not None and details.isHidden()
    QTest.mouseClick(button(card, "Show details"), LEFT)
    assert details.isVisible() and details.toPlainText() == "Traceback, line 1"
    details.setFocus()
    QTest.keyClick(details, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(details, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Traceback, line 1"
    QTest.mouseClick(button(card, "Hide details"), LEFT)
    QTest.mouseClick(button(card, "Choose another"), LEFT)
    assert details.isHidden() and pressed == ["another"]


def test_another_error_replaces_the_first_and_none_hides_it(qtbot: Any) -> None:
    card = stage(qtbot, ErrorCard("First.", "d", [("Act", lambda: None)]), 400, 200)
    card.set_error("Second. Rest.")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert texts(card)[1:] == ["Second", "Rest."]
    assert not [each.text() for each in card.findChildren(QPushButton)]
    card.set_error("")
    assert card.isHidden()
    card.set_error("Third.")
    assert card.isVisible()


@pytest.fixture
def toast(qtbot: Any) -> Toast:
    owner = stage(qtbot, QWidget(), 500, 300)
    return Toast(owner)


def test_a_toast_never_takes_the_focus(toast: Toast) -> None:
    focus = elsewhere(toast)
    assert focus.hasFocus()
    toast.show_message("Saved sprite.png", "Open folder", lambda: None)
    QApplication.processEvents()
    assert toast.isVisible() and focus.hasFocus()
    QTest.mouseClick(button(toast, "Open folder"), LEFT)
    assert focus.hasFocus() and toast.isHidden()


def test_a_toast_acts_once_and_a_newer_one_replaces_it(toast: Toast) -> None:
    done: list[int] = []
    toast.show_message("One", "Undo", lambda: done.append(1))
    toast.show_message("Two")
    assert toast.text == "Two" and toast._action.isHidden()
    toast.show_message("Three", "Undo", lambda: done.append(3))
    QTest.mouseClick(toast._action, LEFT)
    assert done == [3]


def test_a_toast_stays_at_the_corner_and_inside(toast: Toast) -> None:
    owner = toast.parentWidget()
    for text in ("Short", "A very long message " * 8):
        toast.show_message(text)
        for width in (500, 320):
            owner.resize(width, 300)
            QApplication.processEvents()
            assert toast.geometry().right() <= width - 20 and toast.geometry().bottom() <= 280
            assert toast.x() >= 0


def test_a_toast_waits_while_the_pointer_is_on_it(toast: Toast) -> None:
    toast.show_message("Saved")
    assert toast._timer.isActive() and toast._timer.interval() == 4000
    here = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    assert not toast._timer.isActive() and toast.isVisible()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()
    toast._timer.setInterval(0)
    toast._timer.start()
    QTest.qWait(20)
    assert toast.isHidden()


def drop(widget: QWidget, mime: QMimeData) -> bool:
    words = (mime, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, *words)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, *words)
        QApplication.sendEvent(widget, event)
    return enter.isAccepted()


def test_the_empty_state_takes_files_and_pictures_and_nothing_else(qtbot: Any) -> None:
    empty = stage(qtbot, EmptyState(sentence="Drop an image of one chair"), 232, 70)
    files: list[list[Path]] = []
    images: list[QImage] = []
    empty.dropped.connect(files.append)
    empty.image_dropped.connect(images.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/some/chair.png")])
    assert drop(empty, mime) and files == [[Path("/some/chair.png")]]
    mime = QMimeData()
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert drop(empty, mime) and images[0].width() == 4
    mime = QMimeData()
    mime.setText("only words")
    assert not drop(empty, mime)


def test_the_empty_state_shows_that_a_drop_would_be_taken(qtbot: Any) -> None:
    empty = stage(qtbot, EmptyState("No image yet", "Drop one here.", "Use an example"), 300, 140)
    pressed: list[int] = []
    empty.pressed.connect(lambda: pressed.append(1))
    QTest.mouseClick(button(empty, "Use an example"), LEFT)
    assert pressed == [1]
    empty.set_drag_over(True)
    assert near(colour_at(photo(empty), 20, 8), current()["accbg"])
    empty.set_drag_over(False)
    assert not near(colour_at(photo(empty), 20, 8), current()["accbg"])


# the status line


@pytest.fixture
def status(qtbot: Any) -> StatusLine:
    return stage(qtbot, StatusLine(), 900, 32)


def test_short_work_shows_no_bar(status: StatusLine) -> None:
    status.set_state("Working", "busy")
    status.set_progress(0.5)
    assert status.bar.isHidden() and status.cancel.isHidden()
    status.set_state("Up to date")
    assert not status._bar_timer.isActive() and not status._cancel_timer.isActive()


def test_long_work_shows_a_bar_then_cancel(status: StatusLine, qtbot: Any) -> None:
    cancelled: list[int] = []
    status.cancelled.connect(lambda: cancelled.append(1))
    status.set_state("Refining", "busy")
    for timer, widget in ((status._bar_timer, status.bar), (status._cancel_timer, status.cancel)):
        with qtbot.waitSignal(timer.timeout):
            timer.start(0)
        assert widget.isVisible()
    status.set_progress(0.62, "Step 31 of 50")
    assert (
        status.bar.value() == 620 and "62 %" in texts(status) and "Step 31 of 50" in texts(status)
    )
    QTest.mouseClick(status.cancel, LEFT)
    assert cancelled == [1]
    status.set_state("Cancelled")
    assert status.bar.isHidden() and status.cancel.isHidden()


def test_the_status_line_never_widens_the_window(status: StatusLine) -> None:
    narrow = status.minimumSizeHint().width()
    status.set_state("A very long state " * 20)
    assert status.minimumSizeHint().width() <= narrow + 60


# tables and legends


@pytest.fixture
def table(qtbot: Any) -> NumberTable:
    made = stage(
        qtbot, NumberTable(["Test IU", "this chair", "all, 24 views"], name="Overlap"), 292
    )
    made.set_rows([Row("PTN-Proj", ("0.607", "0.561"), "acc"), Row("Nearest", ("0.545", ""))])
    return made


def test_a_table_shows_all_its_rows_and_no_scroll_bar(table: NumberTable) -> None:
    assert table.height() >= 33 * 3
    table.set_rows([*table.rows, Row("CNN-Vol", ("0.580", "0.558"), "A")])
    assert table.height() >= 33 * 4
    widths = sum(table.columnWidth(column) for column in range(3))
    assert widths <= table.viewport().width()


def test_a_table_is_copied_as_text(table: NumberTable) -> None:
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines == [
        "Test IU\tthis chair\tall, 24 views",
        "PTN-Proj\t0.607\t0.561",
        "Nearest\t0.545\t",
    ]


def test_new_numbers_replace_the_old_in_place(table: NumberTable) -> None:
    table.set_rows([Row("PTN-Proj", ("0.700", "0.561")), Row("Nearest", ("0.545", ""))])
    assert table.model().index(0, 1).data() == "0.700"


def test_a_legend_takes_more_lines_where_there_is_no_room(qtbot: Any) -> None:
    legend = stage(
        qtbot, Legend([("both", "in both"), ("plus", "only predicted"), ("minus", "missing")])
    )
    assert legend.heightForWidth(292) == 22 and legend.heightForWidth(150) > 22
    assert legend.accessibleName() == "Legend: in both, only predicted, missing"
    image = photo(legend)
    assert near(colour_at(image, 5, 11), current()["both"])


# the paper card

PAPER = {
    "claim": "A shape can be learned from silhouettes.",
    "tables": [
        {
            "title": "Test IU",
            "columns": ["Model", "paper", "ours"],
            "rows": [["PTN-Proj", "50.6", "0.61"], ["PTN-Comb", "50.8", None]],
        }
    ],
    "verdict": "Same order as the paper.",
}


@pytest.fixture
def card(qtbot: Any) -> PaperCard:
    made = stage(qtbot, PaperCard(), 40, 600)
    made.set_paper(PAPER)
    return made


def test_the_paper_card_opens_and_closes(card: PaperCard, qtbot: Any) -> None:
    heard: list[bool] = []
    card.opened.connect(heard.append)
    assert card.width() == 40
    QTest.mouseClick(card._tab, LEFT)
    qtbot.waitUntil(lambda: card.width() == 288)
    assert card.is_open and heard == [True]
    QTest.mouseClick(card._close, LEFT)
    qtbot.waitUntil(lambda: card.width() == 40)
    card.set_open(True)
    assert card.width() == 288 and heard == [True, False]  # silent, and at once


def test_what_was_not_measured_is_never_a_number(card: PaperCard) -> None:
    card.set_open(True)
    table = card.findChild(NumberTable)
    assert table is not None
    assert [row.values for row in table.rows] == [("50.6", "0.61"), ("50.8", "not measured")]
    assert "Same order as the paper." in texts(card)


def test_another_paper_replaces_the_first(card: PaperCard) -> None:
    card.set_paper({"claim": "Something else."})
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert card.findChild(NumberTable) is None and "Something else." in texts(card)
    card.set_paper({})  # nothing known is harmless
