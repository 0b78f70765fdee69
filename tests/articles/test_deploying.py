"""What `check --deploy --database default` says of a site that is not ready for readers."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from articles.deploying import NEEDED, check_facts
from articles.models import SiteFacts

pytestmark = pytest.mark.django_db
FILLED = dict.fromkeys(NEEDED, "112") | {"contact_email": "editor@example.org"}


def test_site_that_says_nothing_of_itself_is_not_ready():
    SiteFacts.objects.all().delete()

    assert [error.id for error in check_facts(databases=["default"])] == [
        f"articles.E1{number:02}" for number in range(1, len(NEEDED) + 1)
    ]


@pytest.mark.parametrize("name", NEEDED)
def test_each_number_that_readers_need_is_asked_for(name):
    SiteFacts.objects.update_or_create(pk=1, defaults={**FILLED, name: " "})

    (error,) = check_facts(databases=["default"])

    assert error.msg == f"The site does not give its {name.replace('_', ' ')}."


def test_site_that_gives_all_of_them_is_ready():
    SiteFacts.objects.update_or_create(pk=1, defaults=FILLED)

    assert check_facts(databases=["default"]) == []


def test_check_of_a_deployed_site_fails_while_a_number_is_empty():
    SiteFacts.objects.update_or_create(pk=1, defaults={**FILLED, "emergency_number": ""})

    with pytest.raises(SystemCheckError, match="emergency number"):
        call_command("check", deploy=True, databases=["default"], tags=[checks.Tags.database])


def test_migrating_asks_for_no_numbers(capsys):
    SiteFacts.objects.all().delete()

    call_command("check", databases=["default"], tags=[checks.Tags.database])

    assert "does not give" not in capsys.readouterr().err
