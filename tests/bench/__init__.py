"""Timings as ratios of one run; `make bench` runs them, the tests do not."""
