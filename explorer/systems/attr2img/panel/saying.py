"""A sentence, and what of it was understood as attributes."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from explorer.systems.attr2img.query import A2IQuery
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
NEAR = 0.3  # an attribute that is no farther from what was said still is as was said


class Saying(QWidget):
    """The box; Enter sets what the sentence says in place of what the last one set, and leaves what
    was set otherwise as it is."""

    def __init__(self, exhibit: "A2IPanel") -> None:
        super().__init__()
        self._exhibit = exhibit
        self._world = ""
        self._found: Understood | None = None
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

    def show_query(self, query: A2IQuery) -> None:
        """Another world's words mean something else, and what was taken back is not so any more."""
        if query.world != self._world:
            self._world, self._found = query.world, None
            self.box.setPlaceholderText(EXAMPLES[query.world])
        self._tell(query)

    def apply(self) -> None:
        """Set the attributes that the sentence names."""
        query = self._exhibit.query
        self.box.setText(self.text)  # Ctrl+Z takes back what was set, and not letters
        found = understand(self.text, query.world)
        if found.values:
            last = self._found.values if self._found else {}
            kept = {name: value for name, value in query.attributes if last.get(name) != value}
            merged = {**kept, **found.values}
            order = [attribute.name for attribute in query.known]
            self._exhibit.change(attributes=tuple((n, merged[n]) for n in order if n in merged))
        self._show(found if self.text.strip() else None)

    def _emptied(self, text: str) -> None:
        if not text:
            self._show(None)

    def _show(self, found: Understood | None) -> None:
        self._found = found
        self._tell(self._exhibit.query)

    def _tell(self, query: A2IQuery) -> None:
        """Chips for what was understood and still is so, a sentence for what was not."""
        found = self._found or Understood()
        by_hand = dict(query.attributes)
        gone = {
            phrase.words
            for phrase in found.phrases
            if abs(by_hand.get(phrase.attribute, 9) - found.values[phrase.attribute]) > NEAR
        }
        phrases = [phrase for phrase in found.phrases if phrase.words not in gone]
        titles = {a.name: a.title for a in query.known}
        self.understood.set_texts([*dict.fromkeys(phrase.words for phrase in phrases)])
        told = (f"{p.words}: {titles[p.attribute]} {number_text(p.value, 2)}" for p in phrases)
        self.understood.setToolTip("\n".join(told))
        said = self._found is not None and bool(phrases or not found.phrases)
        missed = (found.remark or ("" if phrases else NOTHING)) if said else ""
        self.missed.setText(missed)
        self.missed.setVisible(bool(missed))
