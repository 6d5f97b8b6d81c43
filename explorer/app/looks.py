"""How the window looks, as its settings have it: theme, folded rail, open paper card."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from explorer.app.geometry import Place
from explorer.app.papers import paper_of
from explorer.systems import SYSTEMS
from explorer.views import theme as themes

if TYPE_CHECKING:
    from explorer.app.window import MainWindow

UNFOLDED = 1360  # below this width the rail folds by itself,
UNFOLDED_BESIDE_PAPER = 1600  # or below this one with the paper card open


class Looks:
    """The window's looks; what the person chooses is remembered in its settings."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._paper_of = ""  # the page whose paper the card shows
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
        """Put the page's paper into the card, once it is open to be read."""
        window = self._window
        if window.paper.is_open and window.page in SYSTEMS and self._paper_of != window.page:
            self._paper_of = window.page
            window.paper.set_paper(paper_of(SYSTEMS[window.page]))

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
