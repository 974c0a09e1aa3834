"""Everything that knows a messenger or HTTP."""
