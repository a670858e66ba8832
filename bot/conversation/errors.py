"""What can go wrong with a conversation, as its callers see it."""

from common.errors import InvalidError, NotFoundError


class EmptyMessage(InvalidError):
    code = "text_empty"


class MessageTooLong(InvalidError):
    code = "text_too_long"


class MessageNotFound(NotFoundError):
    code = "message_not_found"


class UnknownFact(InvalidError):
    code = "unknown_fact"
