"""The reply to an emergency: the agreed words, numbers that can be dialled, and none where there is none."""

import pytest
from django.template.loader import render_to_string

from articles.emergency_reply import dialled, reply
from articles.models import SiteFacts

WHOLE = {
    "country": "Norway", "emergency_number": "112", "advice_number": "116117", "crisis_line": "116 123",
    "poison_line": "+47 (0)22 59-13-00",
}  # fmt: skip
AGREED = {
    "body": (
        "This could be an emergency. Call 112 now. Say where you are and what is happening, stay on the line, and do "
        "what they tell you. Do not drive yourself. Norway: call 112. Anywhere else: call your local emergency number. Nobody is reading "
        "what you write here, and no help comes from this page."
    ),
    "self-harm": (
        "If you might act on thoughts of ending your life, please call 116 123 now, or 112 if you are in danger. If you "
        "have already taken something or hurt yourself, call 112 now, even if you feel all right. You deserve help, and "
        "what feels unbearable now can change. If you can, be with someone, and move away from anything you could use "
        "to hurt yourself. Nobody is reading here, so please reach a person."
    ),
    "poisoning": (
        "If they are hard to wake, having a fit or struggling to breathe, call 112 now. If not, call +47 (0)22 59-13-00 "
        "now, even if they seem well. Do not make them vomit. Keep the packet to hand."
    ),
}
KINDS = sorted(AGREED)


def said(kind, **facts):
    made = reply(kind, "replace", SiteFacts(**facts))
    return " ".join([made.title, *made.sentences])


def calls(kind, **facts):
    return [(call.label, call.href) for call in reply(kind, "replace", SiteFacts(**facts)).calls]


@pytest.mark.parametrize("kind", KINDS)
def test_reply_has_the_agreed_words(kind):
    assert said(kind, **WHOLE) == AGREED[kind]


def test_numbers_are_offered_in_the_order_of_the_words():
    assert {kind: calls(kind, **WHOLE) for kind in KINDS} == {
        "body": [("Call 112", "tel:112")],
        "self-harm": [("Call 116 123", "tel:116123"), ("Call 112", "tel:112")],
        "poisoning": [("Call 112", "tel:112"), ("Call +47 (0)22 59-13-00", "tel:+4722591300")],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_site_without_numbers_names_the_local_one_and_offers_no_link(kind):
    assert "call your local emergency number" in said(kind).lower()
    assert "  " not in said(kind)
    assert "None" not in said(kind)
    assert calls(kind) == []


def test_country_that_is_not_named_is_not_asked_for():
    assert "Not in" not in said("body", emergency_number="112")
    assert "Not in" not in said("body", country="Norway")


@pytest.mark.parametrize("crisis", ["", "112"])
def test_without_a_crisis_line_the_emergency_number_is_named_once(crisis):
    facts = {"emergency_number": "112", "crisis_line": crisis}

    assert said("self-harm", **facts).startswith(
        "If you might act on thoughts of ending your life, please call 112 now. If you have"
    )
    assert calls("self-harm", **facts) == [("Call 112", "tel:112")]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"emergency_number": "112", "advice_number": "116117"},
            "If not, call 116117 now, even if they seem well.",
        ),
        ({"emergency_number": "112"}, "If not, call 112 all the same, even if they seem well."),
        (
            {"emergency_number": "112", "poison_line": "112"},
            "If not, call 112 all the same, even if they seem well.",
        ),
        ({}, "If not, call your local emergency number all the same, even if they seem well."),
    ],
)
def test_without_a_poison_line_the_next_best_number_is_named(facts, sentence):
    assert sentence in said("poisoning", **facts)


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("112", "tel:112"),
        ("116 123", "tel:116123"),
        ("+44 (0)20 7946-0018", "tel:+442079460018"),
        ("0800.11.11", "tel:08001111"),
        ("", ""),
        ("the ward", ""),
        ("112 or 911", ""),
        ("1+1", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_number_becomes_an_address_only_where_it_can_be_dialled(number, address):
    assert dialled(number) == address


def test_number_that_cannot_be_dialled_is_still_said():
    facts = {"emergency_number": "112 or 911"}

    assert ("Call 112 or 911 now." in said("body", **facts), calls("body", **facts)) == (True, [])


@pytest.mark.parametrize(("strength", "heading"), [("replace", "h1"), ("above", "h2")])
def test_component_heads_its_page_only_where_it_is_the_page(strength, heading):
    html = render_to_string(
        "components/_emergency.html", {"reply": reply("body", strength, SiteFacts(**WHOLE))}
    )

    assert f'<{heading} class="emergency-title"' in html
    assert '<a class="button" href="tel:112">Call 112</a>' in html
    assert html.count("<h") == 1
    assert "alert" not in html
