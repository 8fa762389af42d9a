from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document.numbering import labels, letter, roman, syllable
from publications.document.outline import levels_in_steps


@dataclass(frozen=True)
class Entry:
    level: int
    matter: str = "body"


OUTLINE = [
    Entry(1, "front"),
    Entry(2, "body"),
    Entry(1),
    Entry(2),
    Entry(3),
    Entry(4),
    Entry(4),
    Entry(3),
    Entry(2),
    Entry(1),
    Entry(2),
    Entry(1, "back"),
    Entry(1),
    Entry(1, "appendix"),
    Entry(2, "body"),
    Entry(1, "appendix"),
]
matters = st.sampled_from(["front", "body", "back", "appendix"])
outlines = st.lists(st.tuples(st.integers(1, 4), matters), max_size=40).map(
    lambda pairs: [
        Entry(level, matter)
        for level, (_, matter) in zip(levels_in_steps([level for level, _ in pairs]), pairs, strict=True)
    ]
)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("roman", "- - I 1 A a b B 2 II 1 - III A 1 B"),
        ("korean", "- - I 1 가 (1) (2) 나 2 II 1 - III A 1 B"),
        ("decimal", "- - 1 1.1 1.1.1 1.1.1.1 1.1.1.2 1.1.2 1.2 2 2.1 - 3 A A.1 B"),
        ("none", "- - - - - - - - - - - - - - - -"),
    ],
)
def test_labels_in_each_style(style, expected):
    assert [label or "-" for label in labels(OUTLINE, style)] == expected.split()


@given(outlines, st.sampled_from(["roman", "korean", "decimal"]))
def test_only_front_and_back_matter_are_unnumbered(entries, style):
    matter = "body"
    for entry, label in zip(entries, labels(entries, style), strict=True):
        matter = entry.matter if entry.level == 1 else matter
        assert bool(label) == (matter in {"body", "appendix"})


@given(outlines)
def test_decimal_labels_are_unique(entries):
    numbered = [label for label in labels(entries, "decimal") if label]
    assert len(numbered) == len(set(numbered))


@given(outlines, st.sampled_from(["roman", "korean"]))
def test_siblings_never_share_a_label(entries, style):
    path: list[str] = []
    seen: set[tuple[str, ...]] = set()
    parent = 0
    for place, (entry, label) in enumerate(zip(entries, labels(entries, style), strict=True)):
        parent = place if entry.level == 1 else parent
        path = [*path[: entry.level - 1], label]
        # A body and an appendix may both begin with their own first: they are told apart by the part they are in.
        key = (entries[parent].matter, *path)
        assert not label or key not in seen
        seen.add(key)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")]
)
def test_roman(number, expected):
    assert roman(number) == expected


def test_roman_numbers_differ():
    assert len({roman(number) for number in range(1, 400)}) == 399


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")]
)
def test_letter(number, expected):
    assert letter(number) == expected


def test_syllables_go_on_with_numbers():
    assert [syllable(number) for number in (1, 2, 14, 15)] == ["가", "나", "하", "15"]
