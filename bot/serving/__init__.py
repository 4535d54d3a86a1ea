"""What keeps a process serving, and shows how it is."""
