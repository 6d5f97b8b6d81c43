"""The pages: home, the exhibits, each built on its first visit and kept, and those that are coming.

Until an exhibit is there, its frame is shown; so the click is answered at once.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from explorer.app import thumbnails
from explorer.app.waiting import WaitingPage
from explorer.systems import SYSTEMS
from explorer.views import theme

if TYPE_CHECKING:
    from explorer.app.coming import ComingPage
    from explorer.app.exhibit import Exhibit, Services
    from explorer.app.home import HomePage

HOME = "home"


class Pages(QStackedWidget):
    """`shown(page)` after a page is shown, and again when its exhibit is there; `built(exhibit)`
    before a new exhibit is first asked; the others tell of the exhibit that has changed."""

    shown = Signal(str)
    built = Signal(object)
    commands_changed = Signal(object)
    status_changed = Signal(object)
    moved = Signal(object)  # its query or result is another now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = HOME
        self.exhibits: dict[str, Exhibit] = {}
        self._waiting = WaitingPage()
        self._coming: dict[str, ComingPage] = {}
        self._services: Services | None = None
        self.addWidget(self._waiting)

    @cached_property
    def home(self) -> "HomePage":
        """Built when first shown, so that a start at an exhibit does not wait for it."""
        from explorer.app.home import HomePage

        made = HomePage()
        made.chosen.connect(self.show_page)
        self.addWidget(made)
        return made

    @property
    def exhibit(self) -> "Exhibit | None":
        """The exhibit that is shown, once it is built."""
        return self.exhibits.get(self.page)

    def wake(self, services: "Services | None") -> None:
        """From here on exhibits can be built (with None: no more)."""
        self._services = services
        if services is not None:
            self.show_page(self.page)

    def show_page(self, page: str) -> None:
        """Show "home" or an exhibit."""
        if page != self.page:
            self.keep_thumbnail()
        self.page = page
        self.setCurrentWidget(self._widget(page))
        if self.currentWidget() is self._waiting and self._services is not None:
            QTimer.singleShot(0, lambda: self._arrive(page))
        self.shown.emit(page)

    def open(self, name: str) -> "Exhibit":
        """Show an exhibit, built now where it was not."""
        self.show_page(name)
        self._arrive(name)
        return self.exhibits[name]

    def keep_thumbnail(self) -> None:
        """Let the home page show the last result of the exhibit that is shown, now and at the next
        start."""
        if self.exhibit is None or self._services is None:
            return
        if (image := self.exhibit.thumbnail()) is not None:
            self.home.set_thumbnail(self.page, image)
            keep = thumbnails.Keep(self.page, theme.current().name, image)
            self._services.run(keep, lambda _nothing: None)

    def stop(self) -> None:
        """The window closes: no exhibit is built, asks or draws any more."""
        self.keep_thumbnail()
        self._services = None
        for exhibit in self.exhibits.values():
            exhibit.stop()

    def _widget(self, page: str) -> QWidget:
        if page == HOME:
            return self.home
        if page in self.exhibits:
            return self.exhibits[page]
        if SYSTEMS[page].built:
            return self._waiting
        if page not in self._coming:
            from explorer.app.coming import ComingPage

            self._coming[page] = ComingPage(SYSTEMS[page])
            self.addWidget(self._coming[page])
        return self._coming[page]

    def _arrive(self, name: str) -> None:
        """Build an exhibit that was not yet, and show it if its page still is."""
        if name in self.exhibits or self._services is None:
            return
        made: Exhibit = SYSTEMS[name].panel()(self._services)
        made.setObjectName("page")
        self.exhibits[name] = made
        active = self.isActiveWindow()
        self.addWidget(made)
        made.status_changed.connect(lambda _status: self.status_changed.emit(made))
        made.actions_changed.connect(lambda: self.commands_changed.emit(made))
        made.query_changed.connect(lambda _query: self.moved.emit(made))
        made.result_changed.connect(lambda _result: self.moved.emit(made))
        self.built.emit(made)
        if self.page == name:
            self.setCurrentWidget(made)
            if active:  # Qt makes the window anew on the screen for its first OpenGL canvas
                self.window().activateWindow()
            self.shown.emit(name)
        made.ask()
