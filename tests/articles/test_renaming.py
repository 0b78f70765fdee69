"""Tests of renaming a reference in the citations of a text."""

import time

from hypothesis import given
from hypothesis import strategies as st

from articles.citations import cited_keys
from articles.renaming import rename_key


def test_rename_key_changes_each_citation_of_it():
    body = "One.[@a] Two.[@b; @a]\n\n- three [@a2;@a]"

    renamed = rename_key(body, "a", "new-key")

    assert renamed == "One.[@new-key] Two.[@b; @new-key]\n\n- three [@a2;@new-key]"


def test_rename_key_leaves_code_and_words_alone():
    body = "Write `[@a]` for @a.\n\n    [@a]\n\n```\n[@a]\n```\n\nCited.[@a]"

    renamed = rename_key(body, "a", "b")

    assert renamed == "Write `[@a]` for @a.\n\n    [@a]\n\n```\n[@a]\n```\n\nCited.[@b]"


def test_rename_key_leaves_a_malformed_citation_alone():
    body = "Cited [@a, @b] and [@a; see @a]."

    renamed = rename_key(body, "a", "c")

    assert renamed == body


def test_rename_key_leaves_longer_keys_alone():
    body = "[@a.b] [@a:1] [@a-b; @a_b]"

    renamed = rename_key(body, "a", "c")

    assert renamed == body


def test_rename_key_is_not_confused_by_keys_that_look_like_its_own_marks():
    body = "[@z0z0; @a] [@z1z] z2z"

    renamed = rename_key(body, "a", "c")

    assert renamed == "[@z0z0; @c] [@z1z] z2z"


def test_rename_key_stays_quick_on_a_text_made_to_be_slow():
    body = "[@a; " * 5_900
    began = time.perf_counter()

    rename_key(body, "a", "b")

    assert time.perf_counter() - began < 5


@given(
    st.lists(
        st.sampled_from(["[@a]", "[@a; @b]", "`[@a]`", "[@b", "]", "\n\n", " word ", "- ", "    ", "[", "`"])
    )
)
def test_rename_key_renames_what_is_cited_and_nothing_else(pieces):
    body = "".join(pieces)

    renamed = rename_key(body, "a", "c")

    assert cited_keys(renamed) == ["c" if key == "a" else key for key in cited_keys(body)]
    assert rename_key(renamed, "c", "a") == body
