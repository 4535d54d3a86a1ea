"""Discord as a platform of the bot."""
