"""Report files → Report; what cannot be read is named with the reason."""

import json
from datetime import date
from pathlib import Path

import pytest

import geo
from geo.errors import ReportError
from geo.report import MAX_BYTES, read_all

FRENCH = "Des drones ont frappé la ville de Soumy dans la nuit, ont annoncé les autorités régionales."


def fault(path: Path) -> str:
    (item,) = read_all([path])
    assert isinstance(item, ReportError)
    assert str(path) in str(item)
    return str(item)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"  \n", "empty"),
        ("binary.txt", b"\x89PNG\0\0\1", "binary"),
        ("latin.txt", "région de Soumy, où".encode("latin-1"), "not UTF-8"),
        ("cut.json", b'{"text": "Drei To', "not valid JSON"),
        ("blank.html", b"<html><body><script>var a=1;</script></body></html>", "no article text"),
        ("list.json", b"[1, 2]", "not a report object"),
        ("signs.txt", b"--- 12 :: ---", "no words"),
    ],
)
def test_bad_files_are_named_with_the_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert reason in fault(path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"a " * (MAX_BYTES // 2 + 1))
    assert "limit" in fault(path)


def test_all_wrong_fields_are_listed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({"lang": "pl", "published": "tomorrow", "title": 3}), encoding="utf-8")
    message = fault(path)
    assert all(part in message for part in ('"title" is not text', '"text" is missing', '"published" is not', "'pl'"))


def test_a_language_that_is_not_read_is_refused() -> None:
    with pytest.raises(ReportError, match="sitmap reads"):
        geo.read("Wojska rosyjskie ostrzelały w nocy miasto, zginęły trzy osoby, poinformowały władze obwodu.\n")


def test_language_is_recognised() -> None:
    assert geo.read(FRENCH + "\n").lang == "fr"


def test_html_gives_paragraphs_title_and_day(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = '<title>Nuit de drones</title><meta property="article:published_time" content="2024-05-02T10:00:00Z">'
    path.write_text(f'<html lang="fr"><head>{head}</head><body><nav>Menu</nav><p>{FRENCH}</p></body></html>', encoding="utf-8")
    report = geo.read(path)
    assert (report.text, report.title, str(report.published)) == (FRENCH, "Nuit de drones", "2024-05-02")


def test_one_bad_line_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    good = json.dumps({"text": FRENCH + " \u2028 \x85"}, ensure_ascii=False)
    path.write_bytes(f"\ufeff{good}\n{{broken\n\n{good}\r\n".encode() + b"\xff\n" + b'{"text": "' + b"a" * (2 * MAX_BYTES + 5) + b'"}\n')
    items = list(read_all([path]))
    assert [item.id if isinstance(item, geo.Report) else str(item).partition(": ")[2][:8] for item in items] == [
        "reports-1", "line 2: ", "reports-4", "line 5: ", "line 6: "
    ]  # fmt: skip
    assert "the limit is" in str(items[-1])


def test_a_file_of_lines_may_be_larger_than_a_report(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": FRENCH * 100, "lang": "fr"}) + "\n") * 1500, encoding="utf-8")
    assert path.stat().st_size > MAX_BYTES
    assert sum(isinstance(item, geo.Report) for item in read_all([path])) == 1500


def test_text_is_kept_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    text = "Un  tir à Soumy.\n\nDeux morts. "
    path.write_text(json.dumps({"text": text, "lang": "fr"}), encoding="utf-8")
    assert geo.read(path).text == text


def test_what_looks_like_a_comment_in_a_script_hides_nothing() -> None:
    from geo.html import page_text

    markup = (
        '<!DOCTYPE html><script>if (a<!b) w("<!-- x")</script><p>Eins<!-- nicht --> zwei</p><STYLE><!--</STYLE><p>drei <b>vier<!-- offen'
    )
    assert page_text(markup).text == "Eins zwei\n\ndrei vier"


@pytest.mark.parametrize(("published", "first", "last"), [("2024-09", "2024-09-01", "2024-09-30"), ("2023", "2023-01-01", "2023-12-31")])
def test_a_month_or_year_of_publication_is_kept_as_such(tmp_path: Path, published: str, first: str, last: str) -> None:
    path = tmp_path / "month.json"
    text = "Hier, une frappe a fait deux morts à Soumy."
    path.write_text(json.dumps({"text": text, "lang": "fr", "published": published}), encoding="utf-8")
    report = geo.read(path)
    assert isinstance(report, geo.Report)
    assert report.published is None  # "hier" is counted from no day
    assert report.published_in == (date.fromisoformat(first), date.fromisoformat(last))
    events = geo.extract(report).events.set_index("place_label")
    assert [str(events.at["Sumy", column]) for column in ("date_start", "date_end")] == [first, last]


def test_a_month_that_is_none_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "month.json"
    path.write_text(json.dumps({"text": FRENCH, "published": "2024-13"}), encoding="utf-8")
    assert "\"published\" is not YYYY-MM-DD: '2024-13'" in fault(path)
