"""Which event holds a count."""

import pytest

import gazetteer
from geo import counting, features
from geo.passages import read_passages
from geo.records import EventType
from geo.report import Report
from geo.scenes import scenes


def shared(text: str, event_type: EventType, lang: str) -> dict[str, list[float]]:
    """Share the counts of one sentence among events of a type, one at each place that it names."""
    report = Report("x", text, lang)
    passages = read_passages(report, gazetteer.load())
    view = features.views(report, passages)[0]
    told = [(scene, event_type) for scene in scenes(passages, lang) if scene.number == 0 and scene.how == "named"]
    shares = counting.share_out(view, told)
    return {scene.place.surface: [count.value for count in counts] for (scene, _), counts in zip(told, shares, strict=True)}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Five people were killed in strikes on Kharkiv, Sumy and Odesa."),
        ("de", "Bei Angriffen auf Charkiw, Sumy und Odessa starben fünf Menschen."),
        ("fr", "Des frappes sur Kharkiv, Soumy et Odessa ont fait cinq morts."),
    ],
)
def test_a_total_over_a_list_of_places_is_told_of_the_first(lang: str, text: str) -> None:
    assert list(shared(text, "remote_violence", lang).values()) == [[5], [], []]


def test_a_count_within_a_list_is_that_of_its_own_place() -> None:
    found = shared("Strikes killed three people in Kharkiv, five in Sumy and six in Odesa.", "remote_violence", "en")
    assert list(found.values()) == [[3], [5], [6]]
