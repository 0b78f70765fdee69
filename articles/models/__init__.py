"""The tables of what is written and read."""

from articles.models.addresses import OldAddress
from articles.models.contributions import Contribution
from articles.models.editions import Edition, Notice, SiteFacts
from articles.models.emergencies import EmergencyTable
from articles.models.mail import MailChoice, Outbox
from articles.models.passages import Passage
from articles.models.people import Grant, Role, User
from articles.models.readers import Question, Report, SentFrom
from articles.models.sealed import Manuscript, Rendered, Sentence
from articles.models.sessions import ResetAsked, Session
from articles.models.texts import Article, ArticleVersion, Authorship, Contributor, Reference, Variant
from articles.models.topics import Topic

__all__ = [
    "Article",
    "ArticleVersion",
    "Authorship",
    "Contribution",
    "Contributor",
    "Edition",
    "EmergencyTable",
    "Grant",
    "MailChoice",
    "Manuscript",
    "Notice",
    "OldAddress",
    "Outbox",
    "Passage",
    "Question",
    "Reference",
    "Rendered",
    "Report",
    "ResetAsked",
    "Role",
    "SentFrom",
    "Sentence",
    "Session",
    "SiteFacts",
    "Topic",
    "User",
    "Variant",
]
