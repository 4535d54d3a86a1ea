"""What goes on by itself: digests that are due, the folder that is watched, what operators are told."""
