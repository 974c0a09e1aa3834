"""Pure rules of money: amounts, loans, where a loan stands, double entry; no I/O, no clock."""
