"""s: attributes, the sentence, latents and refinement, in Attribute2Image's exhibit."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from explorer.systems.attr2img.query import ATTRIBUTES
from explorer.views import pixels
from gui.a2i import A2IVisitor
from gui.visitor import SHIFT, across, wait


def say(a2i: A2IVisitor, sentence: str) -> None:
    a2i.type(a2i.infer.sentence.box, sentence)


# attributes


def test_every_attribute_shows_what_was_inferred(a2i: A2IVisitor) -> None:
    result = a2i.result
    for world, known in ATTRIBUTES.items():
        rows, switches = a2i.infer.attributes.rows[world], a2i.infer.attributes.switches[world]
        assert rows.keys() | switches.keys() == {attribute.name for attribute in known}
    for name, row in a2i.infer.attributes.rows["avatars"].items():
        assert row.value == pytest.approx(result.attributes[name], abs=0.006)
    assert not a2i.infer.attributes.reset.isEnabled()


def test_all_eight_samples_follow_a_dragged_slider_and_a_drag_is_one_step(
    a2i: A2IVisitor,
) -> None:
    before, samples = a2i.result, a2i.render.samples
    groove = a2i.row("age").groove
    places = across(groove.rect(), 0.2, 0.5, 0.7, 0.9)
    a2i.press(groove, places[0])
    seen = []
    with a2i.watching() as answers:
        for place in places[1:]:
            a2i.move(groove, place)
            wait(lambda: answers and answers[-1] == a2i.query, "an answer under the hand")
            seen.append([samples.image(k) for k in range(8)])
    a2i.release(groove, places[-1])
    result = a2i.answered()
    assert all(one != other for one, other in zip(seen[0], seen[-1], strict=True))
    assert seen[-1] == [pixels.to_qimage(each) for each in result.samples]
    assert a2i.value("age") == a2i.row("age").value > 0.7
    assert "1 of 26" in a2i.infer.attributes.told.text()
    assert a2i.infer.attributes.sections["avatars"]["Face"].head._hint == "1 changed"
    a2i.undo()
    assert a2i.answered() is before and a2i.query.attributes == ()


def test_values_are_typed_and_put_back(a2i: A2IVisitor) -> None:
    before, row = a2i.result, a2i.row("skin")
    a2i.type(row.box, "-0.75")
    assert a2i.answered().attributes["skin"] == pytest.approx(-0.75)
    a2i.type(row.box, "7")  # the nearest that there is
    a2i.answered()
    assert a2i.value("skin") == 1
    a2i.click(row.dot)
    a2i.answered()
    assert a2i.query.attributes == () and row.value == pytest.approx(
        before.attributes["skin"], abs=0.006
    )
    assert not row.dot.isEnabled()
    row.groove.setFocus()
    a2i.key(Qt.Key.Key_Right, SHIFT)
    assert a2i.answered().attributes["skin"] > before.attributes["skin"]
    a2i.key(Qt.Key.Key_Backspace)
    a2i.answered()
    assert a2i.query.attributes == ()


def test_a_switch_is_turned_and_put_back(a2i: A2IVisitor) -> None:
    before, switch = a2i.result, a2i.switch("hat")
    a2i.click(switch)
    after = a2i.answered()
    assert a2i.value("hat") == (-1 if before.attributes["hat"] > 0 else 1)
    assert (after.samples != before.samples).any()
    a2i.click(switch.dot)
    a2i.answered()
    assert a2i.query.attributes == () and not switch.dot.isEnabled()


def test_everything_is_reset_by_one_link(a2i: A2IVisitor) -> None:
    before = a2i.result
    a2i.slide("age", 0.3, 0.9)
    a2i.click(a2i.switch("hat"))
    a2i.panel.change(latents=(("F3", 2.0),), person=4, swap="background")
    a2i.answered()
    a2i.click(a2i.infer.attributes.reset)
    assert np.array_equal(a2i.answered().composition, before.composition)
    assert a2i.query == a2i.panel.natural(a2i.query)
    a2i.undo()
    assert a2i.answered() and a2i.query.person == 4 and len(a2i.query.attributes) == 2


def test_groups_open_and_close_by_click_and_key(a2i: A2IVisitor) -> None:
    sections = a2i.infer.attributes.sections["avatars"]
    assert [title for title, section in sections.items() if section.is_open] == ["Face", "Hair"]
    assert not a2i.row("smile").isVisible()
    a2i.click(sections["Mouth and beard"].head)
    assert a2i.row("smile").isVisible()
    a2i.slide("smile", 0.5, 0.9)
    assert a2i.answered() and a2i.value("smile") > 0.5
    sections["Face"].head.setFocus()
    a2i.key(Qt.Key.Key_Space)
    assert not a2i.row("age").isVisible() and not sections["Face"].is_open


# the sentence


def test_a_sentence_sets_attributes_and_says_what_it_understood(a2i: A2IVisitor) -> None:
    before = a2i.query
    a2i.slide("face_width", 0.3, 0.9)
    a2i.answered()
    say(a2i, "a young woman with long brown hair is smiling")
    a2i.answered()
    assert a2i.value("age") < 0 < a2i.value("feminine")
    assert a2i.value("hair_length") > 0 and a2i.value("smile") > 0
    assert a2i.value("face_width") is not None  # what it does not speak of stays
    chips = " ".join(a2i.infer.sentence.understood.texts)
    assert all(word in chips for word in ("young", "woman", "long", "brown", "smiling"))
    assert not a2i.infer.sentence.missed.isVisible()
    a2i.undo()
    a2i.undo()
    a2i.answered()
    assert a2i.query == before


def test_a_sentence_takes_the_place_of_the_last_one(a2i: A2IVisitor) -> None:
    say(a2i, "a man with a beard and sunglasses")
    a2i.answered()
    say(a2i, "a smiling girl")
    a2i.answered()
    assert a2i.value("feminine") > 0 and a2i.value("smile") > 0
    assert not {"beard", "sunglasses"} & dict(a2i.query.attributes).keys()


def test_what_was_understood_is_told_as_long_as_it_is_so(a2i: A2IVisitor) -> None:
    said = a2i.infer.sentence
    say(a2i, "an old man with a spaceship")
    a2i.answered()
    assert said.understood.texts == ["old", "man"] and said.missed.isVisible()
    a2i.slide("age", 0.9, 0.1)
    a2i.answered()
    assert said.understood.texts == ["man"]
    a2i.key(Qt.Key.Key_N)
    a2i.answered()
    assert said.understood.texts == [] and not said.missed.isVisible()
    assert said.text == "an old man with a spaceship"  # Enter says it of this one too
    a2i.undo()
    a2i.undo()
    a2i.answered()
    assert said.understood.texts == ["old", "man"] and said.missed.isVisible()


def test_what_a_sentence_does_not_mean_is_said_with_a_suggestion(a2i: A2IVisitor) -> None:
    say(a2i, "an old man with glases and a spaceship")
    a2i.answered()
    assert a2i.value("age") > 0 and a2i.value("glasses") is None
    said = a2i.infer.sentence.missed
    assert said.isVisible() and "spaceship" in said.text() and "glasses?" in said.text()
    say(a2i, "the weather")
    assert said.isVisible() and said.text().endswith(".")
    a2i.click(a2i.infer.sentence.box)
    a2i.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    a2i.key(Qt.Key.Key_Delete)
    assert not said.isVisible() and a2i.infer.sentence.understood.texts == []


def test_letters_in_the_sentence_are_letters(a2i: A2IVisitor) -> None:
    a2i.click(a2i.infer.sentence.box)
    QTest.keyClicks(a2i.window.focusWidget(), "rxn")
    assert a2i.infer.sentence.text == "rxn" and a2i.query == a2i.panel.first_query()


def test_birds_understand_their_own_words(a2i: A2IVisitor) -> None:
    a2i.panel.change_world("birds")
    a2i.answered()
    say(a2i, "a small bird with a long bill")
    a2i.answered()
    assert a2i.value("size") < 0 < a2i.value("bill_length")


# latents


@pytest.fixture
def latents(a2i: A2IVisitor) -> A2IVisitor:
    a2i.page("latents")
    a2i.answered()
    assert a2i.infer.latents.pad.isVisible() and not a2i.row("age").isVisible()
    return a2i


def pad_at(a2i: A2IVisitor, x: float, y: float) -> QPointF:
    return a2i.infer.latents.pad.place_of(x, y)


def test_bars_show_the_latents_and_a_click_picks_one_for_the_pad(latents: A2IVisitor) -> None:
    strip = latents.infer.latents.strips["F"]
    assert strip.values == pytest.approx(latents.result.z_person.tolist())
    latents.click(strip, strip.rect_of(9).center())
    latents.answered()
    assert latents.query.pad[0] == "F9"
    ground = latents.infer.latents.strips["B"]
    latents.click(ground, ground.rect_of(20).center())
    latents.answered()
    assert latents.query.pad == ("B20", "F9")
    strip.setFocus()
    latents.key(Qt.Key.Key_Right)
    latents.key(Qt.Key.Key_Return)
    latents.answered()
    assert latents.query.pad == ("F10", "B20")


def test_the_pad_moves_two_latents_under_the_hand(latents: A2IVisitor) -> None:
    before, query, pad = latents.result, latents.query, latents.infer.latents.pad
    latents.press(pad, pad_at(latents, 0, 0))
    with latents.watching() as answers:
        for count in (1, 2, 3):
            latents.move(pad, pad_at(latents, 0.7 * count, -0.5 * count))
            wait(lambda: answers and answers[-1] == latents.query, "an answer under the hand")
    latents.release(pad, pad_at(latents, 2.1, -1.5))
    after = latents.answered()
    by_hand = dict(latents.query.latents)
    assert [by_hand[name] for name in query.pad] == pytest.approx([2.1, -1.5], abs=0.05)
    assert latents.infer.latents.across.value == by_hand[query.pad[0]]
    assert (after.composition != before.composition).any()
    latents.undo()
    assert latents.answered() is before and latents.query == query


def test_pad_values_are_typed_stepped_and_put_back(latents: A2IVisitor) -> None:
    query, page = latents.query, latents.infer.latents
    latents.type(page.up.box, "2.5")
    latents.answered()
    assert dict(latents.query.latents) == {query.pad[1]: 2.5} and page.pad.values[1] == 2.5
    page.pad.setFocus()
    latents.key(Qt.Key.Key_Down, SHIFT)
    latents.answered()
    assert dict(latents.query.latents)[query.pad[1]] == pytest.approx(1.5)
    latents.key(Qt.Key.Key_Backspace)
    latents.answered()
    assert latents.query.latents == ()


def test_a_new_person_before_the_same_background_and_the_contrary(latents: A2IVisitor) -> None:
    before, page = latents.result, latents.infer.latents
    latents.click(page.anew["F"])
    someone = latents.answered()
    assert np.array_equal(someone.z_background, before.z_background)
    assert not np.allclose(someone.z_person, before.z_person)
    latents.click(page.anew["B"])
    elsewhere = latents.answered()
    assert np.array_equal(elsewhere.z_person, someone.z_person)
    assert not np.allclose(elsewhere.z_background, before.z_background)
    latents.undo()
    latents.undo()
    assert latents.answered() is before


# refinement


def test_refinement_shows_how_far_it_is_and_stops_at_the_best(a2i: A2IVisitor) -> None:
    a2i.page("refine")
    card = a2i.infer.refine.card
    a2i.type(a2i.infer.refine.weight.box, "0.05")
    a2i.type(card.steps.box, "500")
    before = a2i.answered()
    a2i.click(card.button)
    wait(lambda: a2i.panel.refining.best > 0, "the refinement")
    assert card.button.text().startswith("Stop")
    a2i.click(card.button)
    wait(lambda: not a2i.panel.busy, "the end")
    best = a2i.query.refine_steps
    assert 0 < best < 500 and a2i.query.prior_weight == 0.05
    assert a2i.panel.current.mse <= before.mse and card.error.isVisible()
    a2i.click(card.undo)
    assert a2i.answered() is before


def test_someone_dreamt_needs_no_refinement(a2i: A2IVisitor) -> None:
    a2i.click(a2i.observe.new)
    a2i.answered()
    a2i.page("refine")
    assert not a2i.infer.refine.card.button.isEnabled()
    a2i.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    a2i.says("nothing to refine")
    assert a2i.query.refine_steps == 0


def test_what_hides_below_is_reached_by_scrolling(a2i: A2IVisitor) -> None:
    """In the smallest window every control can still be used."""
    a2i.window.resize(1280, 720)
    for section in a2i.infer.attributes.sections["avatars"].values():
        section.set_open(True)
    a2i.click(a2i.switch("collar"), QPoint(10, 10))
    a2i.answered()
    assert a2i.value("collar") is not None
