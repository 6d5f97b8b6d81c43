"""What can't be asked of Attribute2Image, or of its checkpoints, is refused in a sentence."""

from pathlib import Path
from typing import Any

import pytest
import torch

from explorer.checkpoints import Card, save
from explorer.errors import CheckpointError, QueryError
from explorer.systems.attr2img.query import A2IQuery
from explorer.systems.attr2img.reader import Reader, ReaderConfig
from explorer.systems.attr2img.system import Attr2Img

QUERY = A2IQuery()


@pytest.mark.parametrize(
    "change",
    [{"attributes": (("smile", 2.0),)}, {"attributes": (("smiel", 1.0),)}, {"swap": "hat"},
     {"attributes": (("smile", 1.0), ("smile", 0.5))}, {"latents": (("F99", 0.0),)},
     {"latents": (("F1", 5.0),)}, {"latents": (("F1", 1.0), ("F1", 2.0))},
     {"latents": (("F01", 1.0),)}, {"samples": 0}, {"grid": ("smile",)}, {"world": "cats"},
     {"strips": ("smile", "size")}],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused_in_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refused:
        QUERY.but(**change)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)
    assert "?." not in str(refused.value)


def test_attributes_are_set_by_their_names_as_text() -> None:
    told = QUERY.with_text({"smile": "1", "glasses": "-0.5", "samples": "4"})
    assert told == QUERY.but(attributes=(("glasses", -0.5), ("smile", 1.0)), samples=4)
    said = QUERY.with_text({"sentence": "a smiling woman with glasses", "feminine": "0.5"})
    values = dict(said.attributes)
    assert values["smile"] > 0.5 and values["glasses"] == 1 and values["feminine"] == 0.5
    with pytest.raises(QueryError, match="Not understood: zebra"):
        QUERY.with_text({"sentence": "a zebra"})
    for name, text, says in (("smiel", "1", "did you mean smile"), ("smile", "3", "outside"),
                             ("hat", "yes", "a number")):  # fmt: skip
        with pytest.raises(QueryError, match=says):
            QUERY.with_text({name: text})
    with pytest.raises(QueryError, match="Each strip can be shown once"):
        QUERY.but(strips=("smile", "smile"))
    with pytest.raises(QueryError, match=r"attribute altitude; the nearest is \w+\.$"):
        QUERY.but(strips=("altitude",))  # however far
    with pytest.raises(QueryError, match=r"attribute smiel; the nearest is smile\.$"):
        QUERY.with_text({"strips": "smiel"})
    with pytest.raises(QueryError, match="no setting called nonsense"):
        QUERY.with_text({"nonsense": "1"})


def test_a_checkpoint_of_another_size_or_kind_is_refused_in_a_sentence(
    weights: dict[str, Path], tmp_path: Path
) -> None:
    from explorer.checkpoints import load

    tensors, card = load(weights["avatars"], "attr2img")
    for config in ({"person": 12}, {"attributes": 22}, {"width": 1}, {"style": 7}):
        path = tmp_path / "avatars.safetensors"
        other = Card(system="attr2img", variant="avatars", config={**card.config, **config})
        save(path, tensors, other)
        with pytest.raises(CheckpointError, match="does not fit"):
            Attr2Img({**weights, "avatars": path}, torch.device("cpu")).answer(QUERY)


def test_a_reader_of_something_else_is_refused_in_a_sentence(
    weights: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "avatars-reader.safetensors"
    for config in ({"attributes": 7}, {"size": 32}, {"channels": "ab"}, {"hidden": 1.5}):
        told = {"channels": (8,) * 5, "hidden": 16, "attributes": 26, **config}
        try:
            tensors = Reader(ReaderConfig(**told)).state_dict()
        except TypeError:
            tensors = {"none": torch.zeros(1)}
        save(path, tensors, Card(system="attr2img", variant="avatars-reader", config=told))
        with pytest.raises(CheckpointError, match="does not fit"):
            Attr2Img({**weights, "avatars-reader": path}, torch.device("cpu")).answer(QUERY)
