"""Forms of the writing pages: they clean what is typed and decide nothing."""

from articles.forms.authors import CoauthorForm, OwnAuthorshipForm
from articles.forms.facts import FactsForm
from articles.forms.passwords import PasswordForm, password_field
from articles.forms.site import SiteForm
from articles.forms.texts import TextForm
from articles.forms.works import PastedForm, WorkForm

__all__ = [
    "CoauthorForm",
    "FactsForm",
    "OwnAuthorshipForm",
    "PasswordForm",
    "PastedForm",
    "SiteForm",
    "TextForm",
    "WorkForm",
    "password_field",
]
