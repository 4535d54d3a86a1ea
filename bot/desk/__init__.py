"""Where every request comes in, from whichever platform, and its answer goes out."""
