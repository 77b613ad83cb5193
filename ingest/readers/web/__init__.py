"""What readers of web pages, books and mail share: decoding, parsing, metadata, main content."""
