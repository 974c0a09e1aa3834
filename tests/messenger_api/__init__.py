"""What our own Zalo and Telegram on loopback share: a thread that serves, faults, waiting updates.

Each messenger's package has what its platform says: its methods, its people, its updates.
"""
