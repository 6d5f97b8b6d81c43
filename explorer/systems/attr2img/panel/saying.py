"""A sentence, and what of it was understood as attributes."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from explorer.systems.attr2img.sentence import Understood, understand
from explorer.views.chips import Chips
from explorer.views.layout import Paragraph
from explorer.views.numbers import number_text

if TYPE_CHECKING:
    from explorer.systems.attr2img.panel import A2IPanel

EXAMPLES = {
    "avatars": "a young woman with long brown hair is smiling",
    "birds": "a small red bird with a crest is singing",
}
LONGEST = 200  # letters
NOTHING = "Nothing in it is about how they look."


class Saying(QWidget):
    """The box; Enter sets what the sentence says, and leaves everything else as it is."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._world = ""
        self.box = QLineEdit()
        self.box.setMaxLength(LONGEST)
        self.box.setProperty("role", "sentence")
        self.box.setClearButtonEnabled(True)
        self.box.setAccessibleName("Say it in a sentence")
        self.box.setToolTip("Say what to change, and press Enter")
        self.box.returnPressed.connect(self.apply)
        self.box.textEdited.connect(self._emptied)
        self.understood = Chips("Understood")
        self.missed = Paragraph("", "hint")
        self.missed.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.box, self.understood, self.missed):
            column.addWidget(part)

    @property
    def text(self) -> str:
        return self.box.text()

    def set_text(self, text: str) -> None:
        """Show a sentence and what is understood of it; set nothing."""
        self.box.setText(text[:LONGEST])
        self._show(understand(self.text, self._exhibit.query.world) if self.text else None)

    def show_world(self, world: str) -> None:
        """Another world's words mean something else."""
        if world != self._world:
            self._world = world
            self.box.setPlaceholderText(EXAMPLES[world])
            self._show(None)

    def apply(self) -> None:
        """Set the attributes that the sentence names."""
        query = self._exhibit.query
        self.box.setText(self.text)  # Ctrl+Z takes back what was set, and not letters
        found = understand(self.text, query.world)
        self._show(found if self.text.strip() else None)
        if found.values:
            merged = {**dict(query.attributes), **found.values}
            order = [attribute.name for attribute in query.known]
            self._exhibit.change(attributes=tuple((n, merged[n]) for n in order if n in merged))

    def _emptied(self, text: str) -> None:
        if not text:
            self._show(None)

    def _show(self, found: Understood | None) -> None:
        """Chips for what was understood, a sentence for what was not."""
        phrases = () if found is None else found.phrases
        titles = {a.name: a.title for a in self._exhibit.query.known}
        self.understood.set_texts([*dict.fromkeys(phrase.words for phrase in phrases)])
        told = (f"{p.words}: {titles[p.attribute]} {number_text(p.value, 2)}" for p in phrases)
        self.understood.setToolTip("\n".join(told))
        missed = "" if found is None else found.remark or ("" if phrases else NOTHING)
        self.missed.setText(missed)
        self.missed.setVisible(bool(missed))
