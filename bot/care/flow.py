"""The cheapest way of so many visits through a net of who can go where and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Net:
    """Edges with room and cost, gathered before the library is loaded."""

    edges: list[tuple[Hashable, Hashable, int, int]] = field(default_factory=list)

    def add(self, start: Hashable, end: Hashable, room: int, cost: int = 0) -> None:
        """Let so many pass from one place to the next, each at this cost."""
        self.edges.append((start, end, room, cost))

    def cheapest(
        self, source: Hashable, sink: Hashable, amount: int
    ) -> Mapping[tuple[Hashable, Hashable], int]:
        """Return how much passes between places where `amount` goes as cheaply as possible.

        Whatever finds no way, or only one that costs more than nothing, does not go at all.
        Edges in the same order give the same way.
        """
        import networkx  # noqa: PLC0415 -- a quarter of a second and 20 MB only a rota should pay

        net = networkx.MultiDiGraph()
        for start, end, room, cost in self.edges:
            net.add_edge(start, end, capacity=room, weight=cost)
        net.add_edge(source, sink, capacity=amount, weight=0)
        net.add_node(source, demand=-amount)
        net.add_node(sink, demand=amount)
        _cost, flow = networkx.network_simplex(net)
        passes: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
        for start, ends in flow.items():
            for end, edges in ends.items():
                passes[start, end] += sum(edges.values())
        return passes
