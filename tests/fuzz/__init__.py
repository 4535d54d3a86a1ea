"""Random input, much of it nearly right, for everything that takes input from outside."""
