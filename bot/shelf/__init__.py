"""The library of essays, and how the files that people keep come to stand in it."""
