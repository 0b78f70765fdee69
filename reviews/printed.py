"""Printed: who somebody is, in the words that a signature of theirs would carry for ever."""

import dataclasses

from articles.models import User
from reviews import record
from reviews.models import BoardProfile


@dataclasses.dataclass(frozen=True)
class Printed:
    """Name, credential and specialty; `digest` names exactly these."""

    name: str
    credential: str
    specialty: str

    @classmethod
    def of(cls, person: User, profile: BoardProfile) -> "Printed":
        return cls(person.printed_name, profile.credential, profile.specialty)

    def __str__(self) -> str:
        return f"{self.name}, {self.detail}"

    @property
    def detail(self) -> str:
        return ", ".join(part for part in (self.credential, self.specialty) if part)

    @property
    def digest(self) -> str:
        return record.sha256(record.canonical(dataclasses.asdict(self)))
