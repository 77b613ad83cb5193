"""The store: articles, their passages and vectors, safe under crashes and concurrent use."""
