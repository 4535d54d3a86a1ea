"""What a subscription is, when its digests are due, and what becomes of each."""
