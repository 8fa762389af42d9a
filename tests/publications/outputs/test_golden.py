import pytest

from tests.publications.outputs.golden import CASES, path, written


@pytest.mark.parametrize(("writer", "size", "language"), CASES)
def test_output_is_as_on_file(writer, size, language):
    assert written(writer, size, language) == path(writer, size, language).read_bytes()
