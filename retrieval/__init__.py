"""Pure search: text in, ranked groups of passages out. No tax, no SQL, no HTTP."""
