"""The main window: rail, top bar, pages, status line, paper card. It knows no particular system.

It is on screen before torch, OpenGL, numpy or any exhibit is imported (see `startup`): until `wake`
gives it the engine, an exhibit's page shows its frame and waits. What is done with the window lives
beside it and is imported when first needed: `files` and `export`, `keeping` (sessions), `menus`.
"""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from explorer.app import regions
from explorer.app.actions import Actions, SpareUndo
from explorer.app.commands import window_actions
from explorer.app.feedback import Feedback
from explorer.app.looks import Looks
from explorer.app.menus import Menus, checkpoint_name
from explorer.app.original import Original
from explorer.app.pages import Pages
from explorer.app.present import Presentation
from explorer.app.rail import Rail
from explorer.app.settings import Settings
from explorer.app.tasks import Task, Tasks
from explorer.app.topbar import TopBar
from explorer.systems import SYSTEMS
from explorer.views import theme as themes
from explorer.views.paper import PaperCard
from explorer.views.status import StatusLine

if TYPE_CHECKING:
    from explorer.app.bridge import Bridge
    from explorer.app.exhibit import Exhibit, Services
    from explorer.app.export import Exports
    from explorer.app.files import Files
    from explorer.app.keeping import Keeping

SMALLEST = QSize(1024, 640)
CLOSE_S = 10.0  # how long closing waits for the step of an answer that is under way


class MainWindow(QMainWindow):
    """`closed` once everything has stopped."""

    closed = Signal()

    def __init__(self, settings: Settings, page: str = "home") -> None:
        super().__init__()
        self.settings = settings
        self.log = logging.getLogger("explorer.app")
        self.bridge: Bridge | None = None
        self.last_crash = ""
        self.ended = True  # False where a thread did not end as the window closed
        self._closing = False
        self.tasks = Tasks(self)
        self.menus = Menus(self)
        self.presentation = Presentation(self)
        self.original = Original(self)
        self.setWindowTitle("invexplorer")
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self._build()
        self.looks = Looks(self)
        self.feedback = Feedback(self, self.status)
        self.actions_ = Actions(self)
        self.actions_.add(window_actions(self))
        self.topbar.bind(self.actions_)
        self._connect()
        self.looks.place.restore()
        self.go(page)

    # ── pages ────────────────────────────────────────────────────────────────────────────────────

    @property
    def page(self) -> str:
        """The page that is shown: "home" or an exhibit's name."""
        return self.pages.page

    @property
    def exhibit(self) -> "Exhibit | None":
        """The exhibit that is shown, once it is built."""
        return self.pages.exhibit

    @property
    def exhibits(self) -> "dict[str, Exhibit]":
        """Those that were visited."""
        return self.pages.exhibits

    def awake(self) -> bool:
        """Whether exhibits can be built and answer."""
        return self.bridge is not None and not self._closing

    def wake(self, bridge: "Bridge", services: "Services") -> None:
        """From here on exhibits are built and can answer."""
        self.bridge = bridge
        self.actions_.bind()
        self._spare_undo = SpareUndo(self)
        self.pages.wake(services)

    def go(self, page: str) -> None:
        """Show a page; an exhibit is built on its first visit, after its frame is shown."""
        self.pages.show_page(page)

    def refresh(self) -> None:
        """Something that buttons, menus and the status line show has changed."""
        if self.exhibit is not None:
            self.topbar.checkpoint.set_name(checkpoint_name(self.exhibit.checkpoint))
        self.actions_.refresh()
        self.feedback.follow()

    # ── what is done with it ─────────────────────────────────────────────────────────────────────

    @cached_property
    def files(self) -> "Files":
        from explorer.app.files import Files

        return Files(self)

    @cached_property
    def exports(self) -> "Exports":
        from explorer.app.export import Exports

        return Exports(self)

    @cached_property
    def keeping(self) -> "Keeping":
        from explorer.app.keeping import Keeping

        return Keeping(self)

    def run(
        self,
        work: Callable[..., Any],
        done: Callable[[Any], None],
        *,
        failed: Callable[[Exception, str], None] | None = None,
        progress: Callable[[float], None] | None = None,
        title: str = "",
    ) -> Task:
        """Run something in the background, see `Tasks.run`. Where `failed` is not given, a sentence
        becomes a toast and anything else a report."""
        return self.tasks.run(work, done, failed or self.feedback.failed, progress, title)

    def toast(
        self,
        text: str,
        action: str = "",
        callback: Callable[[], object] | None = None,
        kind: str = "ok",
    ) -> None:
        """A short message, see `Feedback.toast`."""
        self.feedback.toast(text, action, callback, kind)

    def show_dialog(self, dialog: QDialog) -> None:
        """Show a dialog without waiting for it; it goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def escape(self) -> None:
        """Leave the presentation; else cancel the work; else clear the selection."""
        exhibit = self.exhibit
        if self.presentation.on:
            self.presentation.leave()
        elif not self.tasks.cancel() and exhibit is not None:
            if exhibit.busy:
                exhibit.cancel()
            else:
                exhibit.escape()

    def set_device(self, name: str) -> None:
        """Answer on another device ("auto": the best there is), now and at later starts."""
        self.settings.device = name
        if self.bridge is not None:
            self.bridge.engine.set_device(name)
        if self.exhibit is not None:
            self.exhibit.ask()

    def move_focus(self, step: int) -> None:
        """To the next region, or the one before."""
        inside = self.exhibit.focus_regions() if self.exhibit is not None else []
        around = [self.rail, self.topbar, *(inside or [self.pages]), self.paper, self.status]
        regions.move(around, self.focusWidget(), step)

    # ── looks ────────────────────────────────────────────────────────────────────────────────────

    def set_theme(self, name: str) -> None:
        """ "dark", "light" or "system"; remembered."""
        self.settings.theme = name
        self.follow_theme()
        self.actions_.refresh()

    def toggle_theme(self) -> None:
        self.set_theme("light" if themes.current().dark else "dark")

    def follow_theme(self) -> None:
        """Apply the theme of the settings, or of the desktop where it says so."""
        self.looks.follow_theme()

    # ── Qt's calls ───────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.looks.fold_rail()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if self.awake() and (mime.hasUrls() or mime.hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.awake() and self.files.drop(event.mimeData()):
            event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """In this order: ask everything to stop, keep the work, wait for the threads, accept."""
        if not self._closing:
            self._closing = True
            self.presentation.leave()
            self.hide()
            self.pages.stop()
            if self.bridge is not None:
                self.bridge.cancel_all()
                self.keeping.finish()
            self.settings.page = self.page
            self.looks.place.remember()
            self.settings.save()
            self.ended = self.tasks.close()
            if self.bridge is not None:
                self.ended = self.bridge.shutdown(CLOSE_S) and self.ended
            self.closed.emit()
        event.accept()

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        root = QWidget()
        root.setObjectName("page")
        self.setCentralWidget(root)
        root.setFocus()  # nothing is chosen until Tab is pressed
        self.rail, self.topbar, self.pages = Rail(), TopBar(), Pages()
        self.paper, self.status = PaperCard(), StatusLine()
        row, self.frame, middle = QHBoxLayout(root), QVBoxLayout(), QHBoxLayout()
        for layout in (row, self.frame, middle):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(self.frame, 1)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.paper)
        self.frame.addWidget(self.topbar)
        self.frame.addLayout(middle, 1)
        self.frame.addWidget(self.status)
        self.paper.set_open(self.settings.paper_open)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.search.connect(self.menus.show_palette)
        self.pages.shown.connect(self._page_shown)
        self.pages.built.connect(lambda exhibit: self.keeping.give(exhibit))
        self.pages.commands_changed.connect(self._commands_changed)
        self.pages.status_changed.connect(self._of_shown(self.feedback.follow))
        self.pages.moved.connect(self._of_shown(self.actions_.refresh))
        self.topbar.checkpoints_wanted.connect(self.menus.show_checkpoints)
        self.topbar.exports_wanted.connect(self.menus.show_exports)
        self.topbar.menu_wanted.connect(self.menus.show_menu)
        self.status.cancelled.connect(self.escape)
        self.status.device_clicked.connect(self.menus.show_devices)
        self.paper.opened.connect(self.looks.paper_opened)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.screenRemoved.connect(self.looks.place.rescue)
        app.styleHints().colorSchemeChanged.connect(self.follow_theme)

    def _of_shown(self, call: Callable[[], None]) -> "Callable[[Exhibit], None]":
        return lambda exhibit: call() if exhibit is self.exhibit else None

    def _page_shown(self, page: str) -> None:
        entry = SYSTEMS.get(page)
        title, source, built = "Home", "", False
        if entry is not None:
            title, source, built = entry.title, f"{entry.authors}. {entry.venue}", entry.built
        self.rail.set_page(page)
        self.topbar.set_page(title, source, exhibit=built)
        self.setWindowTitle(f"{title} – invexplorer" if entry else "invexplorer")
        self.looks.fill_paper()
        self.paper.setVisible(entry is not None and not self.presentation.on)
        self.looks.fold_rail()
        self._commands_changed(self.exhibit)

    def _commands_changed(self, exhibit: "Exhibit | None") -> None:
        if exhibit is self.exhibit:
            self.actions_.remove("exhibit")
            if exhibit is not None:
                self.actions_.add(exhibit.actions(), owner="exhibit")
            self.refresh()
