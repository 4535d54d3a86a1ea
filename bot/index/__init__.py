"""What the search goes by, beside the store: one module per question, one engine."""
