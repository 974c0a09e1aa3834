"""Benchmarks and their generators: run by `make bench`, never part of the tests."""
