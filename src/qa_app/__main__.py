"""`python -m qa_app` is `qa-app`."""

from qa_app.cli import main

main()
