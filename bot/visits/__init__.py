"""One request and what an answer to it is made of."""
