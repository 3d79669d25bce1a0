"""The lists of words that come with the package."""

from __future__ import annotations

from speechgen.library.folders import word_list


def test_lists_of_words() -> None:
    reduplicated, never_twice = word_list("reduplicated"), word_list("never_twice")
    assert {"讨论", "慢慢"} <= {*reduplicated}
    assert {"进行", "同志们"} <= {*never_twice}
    assert not {*reduplicated} & {*never_twice}
    words = (*reduplicated, *never_twice, *word_list("alike"))
    assert all("\u4e00" <= char <= "\u9fff" for word in words for char in word)


def test_words_keep_their_order() -> None:
    assert word_list("alike")[:3] == ("侯候", "邢刑", "肖萧箫")
