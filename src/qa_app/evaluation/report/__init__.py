"""What a run says, to people: an HTML page, a terminal, a pull request."""
