"""Pure builders of HTML. Everything dynamic goes through `escape.text` or `escape.attribute`."""
