"""What a day is in Vietnam: its lunar date, a holiday or not, and when a club meets."""
