"""What the database itself refuses to change."""


def connect() -> None: ...
