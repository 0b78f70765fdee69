"""The kinds of readers."""

from articles.audiences import FACTS, Audience


def test_every_audience_has_its_facts_in_the_order_of_the_choices() -> None:
    assert list(FACTS) == Audience.values


def test_texts_in_everyday_words_have_a_grade_budget_and_the_others_none() -> None:
    budgets = {audience: facts.grade_budget for audience, facts in FACTS.items()}

    assert budgets == {"patient": 8.0, "caregiver": 8.0, "professional": None, "student": None}


def test_texts_are_called_what_readers_call_them() -> None:
    names = [str(facts.text_name) for facts in FACTS.values()]

    assert names == ["patient text", "caregiver text", "professional text", "text for study and research"]
