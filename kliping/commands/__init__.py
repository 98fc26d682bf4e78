"""The commands, a module for each group; the door calls them, and they call what does the work."""
