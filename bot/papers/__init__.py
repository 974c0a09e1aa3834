"""Papers: the roster sheet that comes in, and what goes out to be printed."""
