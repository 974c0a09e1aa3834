"""Who of the family looks after somebody from afar, as it is written down."""

from __future__ import annotations

RELATIONS = (
    "daughter",
    "son",
    "daughter_in_law",
    "son_in_law",
    "grandchild",
    "sibling",
    "spouse",
    "neighbour",
)
"""What somebody is to who is visited; anything else is written in words."""
