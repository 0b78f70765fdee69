"""Drafts as files: pure functions between text and `Draft`, without a database."""
