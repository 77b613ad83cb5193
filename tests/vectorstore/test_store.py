def test_nothing(embedder):
    assert embedder.encode(["a b", "a c"]).shape == (2, 64)
