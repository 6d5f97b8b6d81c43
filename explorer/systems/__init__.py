"""The register of systems: what each is, and where to find it. Nothing heavy is imported.

The order is the lecture's, and is the same everywhere: rail, home, Ctrl+1 to Ctrl+0.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from explorer.errors import QueryError

if TYPE_CHECKING:
    from PIL import Image

    from explorer.systems.base import System


@dataclass(frozen=True)
class Entry:
    """One paper. `package` is where its rooms are; None while it is not built yet."""

    name: str  # in commands, folders and files
    code: str  # three letters for the folded rail
    title: str
    short: str  # in the rail
    group: str
    question: str  # what it answers, in a visitor's words
    authors: str
    venue: str
    arxiv: str | None
    package: str | None = None

    @property
    def built(self) -> bool:
        return self.package is not None

    def system(self) -> "type[System]":
        """The system's class. Imports torch."""
        return self._room("system").SYSTEM  # type: ignore[no-any-return]

    def query(self) -> Any:
        """The system's query class. Light: no torch, no Qt."""
        return self._room("query").QUERY

    def panel(self) -> Any:
        """The exhibit's widget class. Imports Qt, not torch."""
        return self._room("panel").PANEL

    def kinds(self) -> Any:
        """What can be written of an answer, see `explorer.exports`. Light: no torch, no Qt."""
        return self._room("export").KINDS

    def figure(self, query: Any, result: Any) -> "Image.Image":
        """The figure of an answer, RGB. No Qt."""
        return self._room("figure").draw(query, result)  # type: ignore[no-any-return]

    def _room(self, room: str) -> Any:
        if self.package is None:
            raise QueryError(f"{self.title} is not built yet; it is shown as coming.")
        return import_module(f"{self.package}.{room}")


_ENTRIES = (
    Entry("ptn", "PTN", "Perspective transformer nets", "Perspective nets", "3D shape",
          "What 3D shape is behind one photo?", "Yan, Yang, Yumer, Guo, Lee", "NIPS 2016",
          "1612.00814", "explorer.systems.ptn"),
    Entry("im2struct", "I2S", "Im2Struct", "Im2Struct", "3D structure",
          "Which parts is it built from?", "Niu, Li, Xu", "CVPR 2018", "1804.05469"),
    Entry("nsd", "NSD", "Neural scene de-rendering", "Scene de-rendering", "Scenes",
          "Can a picture become an editable list?", "Wu, Tenenbaum, Kohli", "CVPR 2017", None),
    Entry("cstvae", "CST", "CST-VAE", "CST-VAE", "Layers",
          "What is hidden behind the front object?", "Huang, Murphy", "ICLR workshop 2016",
          "1511.06362", "explorer.systems.cstvae"),
    Entry("attr2img", "A2I", "Attribute2Image", "Attribute2Image", "Layers",
          "What if only one attribute changed?", "Yan, Yang, Sohn, Lee", "ECCV 2016",
          "1512.00570", "explorer.systems.attr2img"),
    Entry("ssvae", "SSV", "Semi-supervised VAE", "Semi-supervised VAE", "Disentangling",
          "Can digit and style come apart?", "Siddharth and others", "NIPS 2017", "1706.00400"),
    Entry("disbm", "DBM", "disBM", "disBM", "Disentangling",
          "Who is it, and which way do they face?", "Reed, Sohn, Zhang, Lee", "ICML 2014", None),
    Entry("cvae", "CVA", "CVAE", "CVAE", "Completion",
          "What could the missing quarters be?", "Sohn, Yan, Lee", "NIPS 2015", None),
    Entry("vaeac", "VAC", "VAEAC", "VAEAC", "Completion",
          "What could be under any mask?", "Ivanov, Figurnov, Vetrov", "ICLR 2019", "1806.02382"),
    Entry("analogy", "DVA", "Deep visual analogy", "Deep visual analogy", "Analogies",
          "A is to B as C is to what?", "Reed, Zhang, Zhang, Lee", "NIPS 2015", None,
          "explorer.systems.analogy"),
)  # fmt: skip

SYSTEMS: dict[str, Entry] = {entry.name: entry for entry in _ENTRIES}


def find(name: str) -> Entry:
    """The entry of that name or three-letter code.

    Raises:
        QueryError: there is none; names those that there are.
    """
    for entry in SYSTEMS.values():
        if name.lower() in (entry.name, entry.code.lower()):
            return entry
    raise QueryError(f"There is no system called {name}; there are {', '.join(SYSTEMS)}.")
