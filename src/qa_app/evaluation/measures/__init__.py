"""One measure a module: pure functions whose answer to empty input is stated."""
