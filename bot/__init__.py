"""tugiup: the bot of Vietnam's Intergenerational Self-Help Clubs."""

__version__ = "0.1.0"
