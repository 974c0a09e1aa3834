"""Where everything is kept. SQLAlchemy lives here and nowhere else.

One module of functions per subject; each takes an open `Connection` first, returns plain frozen
values, never commits and never reads the clock: the turn or job that called owns the transaction.
"""
