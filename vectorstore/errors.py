"""The one exception family of qa-app.

Every failure that a user can cause or cure is a `QaAppError`: its message names the file or
setting, says what was wrong and what to do. Anything else that is raised is a bug and keeps its
traceback.
"""


class QaAppError(Exception):
    """Root of every expected failure; `str(error)` is fit to be shown to a person as it is."""


class StoreError(QaAppError):
    """The store cannot be read or written."""


class StoreMissingError(StoreError):
    """There is no store at the given folder."""


class StoreLockedError(StoreError):
    """Another process is writing to the store; the message names its process id."""


class StoreDamagedError(StoreError):
    """The store is not as it was left; `qa-app doctor --repair` is the way back."""


class ModelMismatchError(StoreError):
    """The store was built with another embedding model than the one now configured."""


class EmbeddingModelError(QaAppError):
    """The embedding model cannot be loaded or gave something that is no vector."""
