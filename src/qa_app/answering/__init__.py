"""From ranked passages to an answer, or to the statement that there is none."""
