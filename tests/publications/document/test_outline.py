import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document.outline import RESERVED, flatten, levels_in_steps, make_anchor, nest
from tests.documents import full, minimal

levels = st.lists(st.integers(-3, 9), max_size=60)


def test_outline_is_nested_with_labels_and_references():
    found = [(entry.label, entry.reference, len(entry.children)) for entry in flatten(nest(full("en")))]
    assert found == [
        ("", "", 0),
        ("I", "I", 2),
        ("1", "I.1", 1),
        ("A", "I.1.A", 0),
        ("2", "I.2", 0),
        ("II", "II", 1),
        ("1", "II.1", 0),
        ("A", "A", 0),
        ("", "", 0),
    ]


def test_reference_in_decimal_style_is_the_label():
    document = full("en")
    document = dataclasses.replace(document, kind=dataclasses.replace(document.kind, numbering="decimal"))
    assert [entry.reference for entry in flatten(nest(document))] == [
        "",
        "1",
        "1.1",
        "1.1.1",
        "1.2",
        "2",
        "2.1",
        "A",
        "",
    ]


def test_outline_keeps_every_chapter_in_order():
    document = full("ko")
    assert [entry.chapter for entry in flatten(nest(document))] == list(document.chapters)
    assert nest(minimal("en")) == []


def test_chapter_has_text_when_one_below_it_has():
    document = full("en")
    bodies = [dataclasses.replace(chapter, body="") for chapter in document.chapters]
    bodies[3] = dataclasses.replace(bodies[3], body="<p>a</p>")
    entries = nest(dataclasses.replace(document, chapters=tuple(bodies)))
    assert [entry.has_text for entry in entries] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("What a Dry Spring Costs", (), "what-a-dry-spring-costs"),
        ("결론 및 제언", (), "결론-및-제언"),
        ("Conclusion", ("conclusion", "conclusion-2"), "conclusion-3"),
        ("…?!", (), "part"),
        ("", ("part",), "part-2"),
        ("Full", (), "full-part"),
        ("V1", (), "v1-part"),
        ("Files", (), "files-part"),
        ("Recommendations", (), "recommendations-part"),
        ("Table 1", (), "table-1-part"),
        ("R2", (), "r2-part"),
        ("a_b", (), "a-b"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", (), "한글"),
    ],
)
def test_anchor_of_a_title(title, taken, expected):
    assert make_anchor(title, taken) == expected


@given(st.lists(st.text(max_size=90), max_size=12))
def test_anchors_are_unique_short_and_never_reserved(titles):
    taken: list[str] = []
    for title in titles:
        anchor = make_anchor(title, taken)
        assert anchor not in taken
        assert 0 < len(anchor) <= 80
        assert not RESERVED.fullmatch(anchor) or anchor.endswith("-part")
        assert not set(anchor) & set(" /?#&%\"'<>~")
        taken.append(anchor)


@given(levels)
def test_levels_go_down_one_step_at_a_time(given_levels):
    found = levels_in_steps(given_levels)
    assert len(found) == len(given_levels)
    assert all(1 <= level <= 4 for level in found)
    assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False))
    assert levels_in_steps(found) == found


def test_levels_already_in_steps_stay():
    assert levels_in_steps([1, 2, 3, 4, 4, 2, 1, 2]) == [1, 2, 3, 4, 4, 2, 1, 2]
    assert levels_in_steps([3, 3, 1, 4]) == [1, 2, 1, 2]
