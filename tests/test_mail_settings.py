"""The settings of mail: what the environment says of the server, the sender, and where links lead."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured

from netreview import environment
from tests.test_ground import DEPLOYED, start

NAMES = (
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
)


def settings_of(**environ: str) -> dict:
    return json.loads(start({**DEPLOYED, **environ}).stdout)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtps://me:word%40@mail.example.org", ("mail.example.org", 465, "me", "word@", True, False)),
        ("smtp://me:word@mail.example.org", ("mail.example.org", 587, "me", "word", False, True)),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "", "", False, True)),
        ("smtp+plain://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_mail_server_is_read_from_its_address(url, expected):
    found = environment.mail(url)

    assert tuple(found[name] for name in NAMES) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example.org",
        "smtp://",
        "smtp://host:port",
        "smtp://host/box",
        "smtp://host?tls=0",
        "mail",
    ],
)
def test_mail_server_of_another_kind_is_refused(url):
    with pytest.raises(ImproperlyConfigured):
        environment.mail(url)


def test_mail_is_off_until_a_server_is_named():
    found = settings_of()

    assert (found["MAIL_IS_ON"], found["EMAIL_BACKEND"].split(".")[-2]) == (False, "dummy")


def test_links_in_mails_lead_to_the_first_allowed_host():
    found = settings_of()

    assert (found["ADDRESS"], found["DEFAULT_FROM_EMAIL"]) == (
        "https://review.example.org",
        "netreview@review.example.org",
    )


def test_address_and_sender_are_as_the_environment_says():
    found = settings_of(
        NETREVIEW_ADDRESS="https://www.example.org/", NETREVIEW_EMAIL_FROM="desk@example.org",
        NETREVIEW_EMAIL_URL="smtps://mail.example.org",
    )  # fmt: skip

    assert (found["ADDRESS"], found["DEFAULT_FROM_EMAIL"], found["MAIL_IS_ON"]) == (
        "https://www.example.org", "desk@example.org", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "address", ["example.org", "ftp://example.org", "https://example.org/site/", "https://"]
)
def test_address_that_no_link_can_begin_with_is_refused(address):
    run = start({**DEPLOYED, "NETREVIEW_ADDRESS": address})

    assert "NETREVIEW_ADDRESS must look like https://review.example.org." in run.stderr


def test_mail_is_printed_in_development():
    found = json.loads(start({"NETREVIEW_DEV": "1"}).stdout)

    assert (found["EMAIL_BACKEND"].split(".")[-2], found["ADDRESS"]) == ("console", "http://127.0.0.1:8000")
