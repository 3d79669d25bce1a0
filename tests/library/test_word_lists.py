"""The lists of words that come with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen import cache
from speechgen.library.folders import made_of_words, word_list


def test_lists_of_words() -> None:
    reduplicated, never_twice = word_list("reduplicated"), word_list("never_twice")
    assert {"讨论", "慢慢"} <= {*reduplicated}
    assert {"进行", "同志们"} <= {*never_twice}
    assert not {*reduplicated} & {*never_twice}
    words = (*reduplicated, *never_twice, *word_list("alike"))
    assert all("\u4e00" <= char <= "\u9fff" for word in words for char in word)


def test_words_keep_their_order() -> None:
    assert word_list("alike")[:3] == ("侯候", "邢刑", "肖萧箫")


def test_what_is_made_of_words_is_made_once_for_all_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache.time, "time_ns", lambda: 2**63)  # files of a fresh clone are young
    made: list[int] = []

    def seconds() -> dict[str, str]:
        made.append(1)
        return {row[0]: row[2:] for row in word_list("words")}

    asked, in_another_run = made_of_words(seconds), made_of_words(seconds)
    assert asked() is asked()
    assert in_another_run() == asked()
    assert len(made) == 1
