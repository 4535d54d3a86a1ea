"""The console: a platform like the others, so that the whole bot can be used without a network."""
