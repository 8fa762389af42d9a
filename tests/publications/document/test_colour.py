import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.document.colour import contrast

colours = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [("#000000", "#ffffff", 21), ("#FFFFFF", "#ffffff", 1), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_of_known_pairs(one, two, ratio):
    assert contrast(one, two) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_bounds(one, two):
    assert contrast(one, two) == contrast(two, one)
    assert 1 <= contrast(one, two) <= 21.0001
