"""How the window looks, as its settings have it: theme, folded rail, open paper card."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from explorer.app.geometry import Place
from explorer.app.papers import in_brief, paper_of
from explorer.systems import SYSTEMS, Entry
from explorer.views import theme as themes

if TYPE_CHECKING:
    from explorer.app.window import MainWindow

UNFOLDED = 1360  # below this width the rail folds by itself,
UNFOLDED_BESIDE_PAPER = 1600  # or below this one with the paper card open


class Looks:
    """The window's looks; what the person chooses is remembered in its settings."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._paper_of = ""  # the page whose paper the card shows,
        self._paper_read = False  # and whether all of it
        self.place = Place(window, window.settings)

    def follow_theme(self) -> None:
        """Apply the theme of the settings, or of the desktop where they say so."""
        name = self._window.settings.theme
        wanted = themes.load(themes.system_name() if name == "system" else name)
        if wanted.name != themes.current().name:
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            themes.apply(app, wanted, themes.current().scale)

    def fold_rail(self) -> None:
        """Fold or unfold the rail as the person chose, or else as the width asks for."""
        window = self._window
        beside = window.paper.is_open and window.page in SYSTEMS
        folded = window.width() < (UNFOLDED_BESIDE_PAPER if beside else UNFOLDED)
        if window.settings.rail_folded is not None:
            folded = window.settings.rail_folded
        if folded != window.rail.folded:
            window.rail.set_folded(folded)

    def toggle_rail(self) -> None:
        """Fold or unfold the rail from now on."""
        self._window.settings.rail_folded = not self._window.rail.folded
        self.fold_rail()
        self._window.actions_.refresh()

    def fill_paper(self) -> None:
        """Put the page's paper into the card, once it is open to be read: what is known at once,
        and what must be read from files as soon as it is."""
        window = self._window
        if not window.paper.is_open or window.page not in SYSTEMS:
            return
        if self._paper_of != window.page:
            self._paper_of, self._paper_read = window.page, False
            window.paper.set_paper(in_brief(SYSTEMS[window.page]))
        if window.awake() and not self._paper_read:
            self._paper_read = True
            self._read_paper(SYSTEMS[window.page])

    def _read_paper(self, entry: Entry) -> None:
        def show(paper: dict[str, Any]) -> None:
            if self._paper_of == entry.name:
                self._window.paper.set_paper(paper)

        self._window.run(lambda _progress: paper_of(entry), show)

    def toggle_paper(self) -> None:
        """Open or close the paper card."""
        self._window.paper.set_open(not self._window.paper.is_open, animate=True)
        self.paper_opened(self._window.paper.is_open)

    def paper_opened(self, opened: bool) -> None:
        """The person has opened or closed the paper card."""
        self._window.settings.paper_open = opened
        self.fill_paper()
        self.fold_rail()
        self._window.actions_.refresh()
