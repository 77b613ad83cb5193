"""The reader: question and passage read together."""
