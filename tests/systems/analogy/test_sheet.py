"""Contact sheets show what was asked and answered, in rows under headings."""

import numpy as np
import pytest
from PIL import Image

from explorer.systems.analogy import places, sheet
from explorer.systems.analogy.query import AnalogyResult
from explorer.systems.analogy.system import Analogy


class Watched(Analogy):
    """Keeps its answers."""

    def __init__(self, other: Analogy) -> None:
        self.__dict__.update(other.__dict__)
        self.answers: list[AnalogyResult] = []

    def answer(self, *args: object, **named: object) -> AnalogyResult:  # type: ignore[override]
        self.answers.append(super().answer(*args, **named))  # type: ignore[arg-type]
        return self.answers[-1]


def tile(image: Image.Image, row: int, left: int, side: int) -> np.ndarray:
    """One picture of a sheet, at the size it was asked in."""
    small = np.asarray(image)[:: sheet.SCALE, :: sheet.SCALE]
    top = sheet.HEAD + row * (side + sheet.GAP)
    return small[top : top + side, left : left + side]


@pytest.mark.parametrize(("name", "rows"), [("shapes", 2), ("sprites", 1), ("rotations", 4)])
def test_a_sheet_shows_every_analogy_and_its_truth(
    system: Analogy, monkeypatch: pytest.MonkeyPatch, name: str, rows: int
) -> None:
    monkeypatch.setattr(sheet, "COUNT", 2)
    monkeypatch.setattr(sheet, "TURNS", 2)
    watched = Watched(system)
    image = sheet.SHEETS[name](watched)
    assert len(watched.answers) == 2
    first, side = watched.answers[0], watched.answers[0].c.shape[0]
    assert image.height == sheet.SCALE * (sheet.HEAD + rows * (side + sheet.GAP) + sheet.APART)
    for place, picture in enumerate((first.a, first.b, first.c)):
        left = sheet.APART + place * (side + sheet.GAP)
        np.testing.assert_array_equal(tile(image, 0, left, side), picture)
    assert first.truth is not None
    if name == "shapes":  # the last picture of the first row is the last truth
        left = image.width // sheet.SCALE - sheet.APART - side
        np.testing.assert_array_equal(tile(image, 0, left, side), first.truth[-1])
    if name == "rotations":  # the truth stands below
        left = image.width // sheet.SCALE - sheet.APART - side
        np.testing.assert_array_equal(tile(image, 1, left, side), first.truth[-1])
        assert (first.truth[-1] != places.WHITE).any()


def test_a_sheet_is_the_same_each_time(system: Analogy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "COUNT", 2)
    once, again = (np.asarray(sheet.SHEETS["shapes"](system)) for _ in range(2))
    np.testing.assert_array_equal(once, again)
