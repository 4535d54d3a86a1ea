"""Backups, what is restored from them, and subscriptions that move to another bot."""
