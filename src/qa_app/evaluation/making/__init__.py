"""Making gold: writing questions, checking what was written, candidates from feedback."""
