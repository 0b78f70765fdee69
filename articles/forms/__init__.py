"""Forms of the writing pages: they clean what is typed and decide nothing."""

from articles.forms.authors import CoauthorForm, OwnAuthorshipForm
from articles.forms.facts import FactsForm
from articles.forms.site import SiteForm
from articles.forms.texts import TextForm
from articles.forms.works import PastedForm, WorkForm

__all__ = ["CoauthorForm", "FactsForm", "OwnAuthorshipForm", "PastedForm", "SiteForm", "TextForm", "WorkForm"]
