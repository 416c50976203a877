"""What goes wrong."""


class Error(Exception):
    """Why something could not be restored, repaired or written.

    ``str(error)`` is what is the matter and, after an empty line, what mends it.

    Attributes:
        message: What is the matter, in a sentence without a full stop.
        code: A short stable name for machines, as in ``run.json``: ``"not-found"``, ``"output-claimed"``,
            ``"tesseract-missing"``.
        hint: What mends it; ``None`` where that is not known.
    """

    def __init__(self, message, code, hint=None):
        # All three are kept as arguments, so that an error can be sent to another process.
        super().__init__(message, code, hint)
        self.message = message
        self.code = code
        self.hint = hint

    def __str__(self):
        return f"{self.message}\n\nhint: {self.hint}" if self.hint else self.message


Error.__module__ = "phuchoi"
