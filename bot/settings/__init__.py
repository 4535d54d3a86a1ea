"""What the operator can set, and how it is read."""

from bot.settings.fields import PREFIX, Row, Settings, data_folder, seeds_folder, table
from bot.settings.loading import load
from bot.settings.values import Secret, Shards

__all__ = ["PREFIX", "Row", "Secret", "Settings", "Shards", "data_folder", "load", "seeds_folder", "table"]
