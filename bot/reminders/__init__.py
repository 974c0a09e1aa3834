"""What the bot says of its own accord, and how everything it says gets out."""
