"""The tour: where to look in the demonstration, whom to sign in as, and what to try."""

import textwrap
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Article
from netreview.demo.stage import Facts, read_draft, read_script

WIDTH = 100


def lines(address: str, password: str) -> Iterator[str]:
    """What to print; `address` is that of the running site, without a stroke at its end."""
    script = read_script()
    yield _("The demonstration: every person in it is invented, and every work that it cites exists.")
    yield ""
    yield _("Look; nobody has to sign in:")
    for stop in script["tour"]["look"]:
        page = _page(script, stop)
        if page:
            yield f"  {address}{page}"
            yield _told(stop["see"])
    yield ""
    yield _("Sign in at %(address)s. The password is the same for all: %(password)s") % {
        "address": f"{address}/sign-in/",
        "password": password,
    }
    for stop in script["tour"]["try"]:
        yield "  {email}  {printed_name}, {credential}".format(**script["people"][stop["person"]])
        yield _told(stop["do"])
    also = [said for key, said in script["people"].items() if key not in _with_a_task(script)]
    yield _("  Also there: %(people)s") % {
        "people": ", ".join("{printed_name} ({email})".format(**said) for said in also)
    }


def _with_a_task(script: Facts) -> set[str]:
    return {stop["person"] for stop in script["tour"]["try"]}


def _told(words: str) -> str:
    return textwrap.indent("\n".join(textwrap.wrap(words, WIDTH - 6)), " " * 6)


def _page(script: Facts, stop: Facts) -> str:
    """The path of a stop; "" where its article has no public page."""
    if "article" not in stop:
        return str(stop["page"])
    told = next(article for article in script["articles"] if article["name"] == stop["article"])
    question = read_draft(told["versions"][0]["rounds"][0]["file"]).question
    slug = Article.objects.filter(versions__question=question).values_list("slug", flat=True).first()
    return f"/articles/{slug}/{stop['page']}" if slug else ""
