"""The essay digest bot: one desk, its commands, and the platforms people reach it on."""

__version__ = "0.1.0"
