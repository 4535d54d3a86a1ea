"""The real process for some minutes: many people, many digests, and trouble all the time."""
