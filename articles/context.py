"""Context of every page: the facts of the site, and the links that all readers have."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import SiteFacts
from articles.site import facts

Links = list[tuple[str, str, bool]]


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `nav`, `footer_nav`, from the address alone: nothing here asks who reads."""
    return public(facts(), request.path_info)


def public(facts: SiteFacts, path: str) -> dict[str, Any]:
    """The same for a page that is made before anybody asks for it."""
    return {"site": facts, "nav": main_links(path), "footer_nav": about_links()}


def main_links(path: str) -> Links:
    policy = reverse("policy")
    return [
        (_("Articles"), reverse("home"), path == "/" or path.startswith("/articles/")),
        (_("Search"), reverse("search"), path == reverse("search")),
        (_("How we review"), policy, path.startswith(policy)),
        (_("For authors and reviewers"), reverse("desk"), False),
    ]


def about_links() -> Links:
    return [
        (_("About these pages"), reverse("about"), False),
        (_("Editorial policy"), reverse("policy"), False),
        (_("Whom you read for"), reverse("choose"), False),
        (_("Contact"), reverse("contact"), False),
        (_("Privacy"), reverse("privacy"), False),
        (_("Accessibility"), reverse("accessibility"), False),
        (_("For authors and reviewers"), reverse("desk"), False),
    ]
