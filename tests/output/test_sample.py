"""The report shown in the documents reads as a build's."""

import pytest

from tests.support.project_copy import Built
from tests.support.sample import FILES, SAMPLE, words


@pytest.mark.parametrize("name", FILES)
def test_the_sample_has_the_words_of_a_build(name: str, built: Built) -> None:
    shown = words(SAMPLE / name)
    assert sum(map(len, shown)) > 5000
    assert shown == words(built.folder / name), "run make test-update"
