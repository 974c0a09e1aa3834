"""What a person meant: words, sums, names, years and choices out of freely typed Vietnamese."""
