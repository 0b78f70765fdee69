"""The demonstration: articles of a library with real references, and the invented people who write and review them."""
