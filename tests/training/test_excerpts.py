"""Excerpts of annotated reports: pieces of the text with what was marked in them."""

from geo.training.annotated import FOLDER, read
from geo.training.excerpts import excerpts

REPORTS = [read(path) for path in sorted((FOLDER / "fr").glob("fr-10?.txt"))]


def test_an_excerpt_keeps_what_is_marked_in_it() -> None:
    cut = [(report, excerpt) for report in REPORTS for excerpt in excerpts(report, 2)]
    assert len(cut) > len(REPORTS)
    for report, excerpt in cut:
        text = excerpt.report.text
        assert text in report.report.text
        assert excerpt.report.id.startswith(f"{report.report.id}#")
        assert any(m.role == "literal" for m in excerpt.mentions)
        assert all(text[m.start : m.end] == m.surface for m in excerpt.mentions)
        assert {text[e.start : e.end] for e in excerpt.events} <= {report.report.text[e.start : e.end] for e in report.events}
        assert all(e.surface is None or e.surface in text for e in excerpt.events)


def test_the_same_excerpts_are_cut_each_time() -> None:
    assert [list(excerpts(report, 2)) for report in REPORTS] == [list(excerpts(report, 2)) for report in REPORTS]
