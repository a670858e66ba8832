"""``python -m server`` is ``shuida``."""

from server.cli import main

main()
