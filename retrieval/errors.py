"""What can be wrong with a search index and with what it is made of.

AppError
├── InvalidError
│   └── LexiconInvalid       the lexicon folder cannot be used as it is
└── UnavailableError
    ├── ModelUnusable        an embedding model or a scorer that cannot be loaded
    ├── IndexMissing         nothing has been built yet
    ├── IndexCorrupt         a stored index is incomplete or was changed
    └── IndexMismatch        a stored index was built with another model, lexicon or scorer
"""

from common.errors import InvalidError, UnavailableError


class LexiconInvalid(InvalidError):
    code = "lexicon_invalid"


class ModelUnusable(UnavailableError):
    code = "model_unusable"


class IndexMissing(UnavailableError):
    code = "index_missing"


class IndexCorrupt(UnavailableError):
    code = "index_corrupt"


class IndexMismatch(UnavailableError):
    code = "index_mismatch"
