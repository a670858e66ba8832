"""Starts Rasa's server with our agent: ``python -m shuida_rasa.serve --model models/shuida.tar.gz --port 5005``."""

from __future__ import annotations

import argparse
import logging
import os
from asyncio import AbstractEventLoop

from rasa.core.lock_store import LockStore
from rasa.core.run import configure_app, create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.log_utils import configure_structlog
from sanic import Sanic

from shuida_rasa.agent import AppAgent
from shuida_rasa.app_action import KeptConnection


class Dialogue:
    """What the server opens before it listens and closes after it stopped."""

    def __init__(self, model: str, endpoints: AvailableEndpoints) -> None:
        self._model = model
        self._endpoints = endpoints
        self._actions = KeptConnection(endpoints.action)

    async def open(self, app: Sanic, loop: AbstractEventLoop) -> None:
        await self._actions.open()
        agent = AppAgent(
            tracker_store=TrackerStore.create(self._endpoints.tracker_store),
            lock_store=LockStore.create(self._endpoints.lock_store),
            action_endpoint=self._actions,
        )
        agent.load_model(self._model)
        app.ctx.agent = agent

    async def close(self, app: Sanic, loop: AbstractEventLoop) -> None:
        await self._actions.close()


def main() -> None:
    options = _options()
    level = logging.getLevelName(options.log_level)
    configure_logging_and_warnings(level, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(level)
    # Only the channel is served: Rasa's own API could replace the model or show conversations.
    app = configure_app(
        create_http_input_channels(None, options.credentials), enable_api=False, port=options.port
    )
    dialogue = Dialogue(options.model, AvailableEndpoints.read_endpoints(options.endpoints))
    app.register_listener(dialogue.open, "before_server_start")
    app.register_listener(dialogue.close, "after_server_stop")
    app.run(host=options.host, port=options.port, workers=1, access_log=False, motd=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--endpoints", default="endpoints.yml")
    parser.add_argument("--credentials", default="credentials.yml")
    parser.add_argument("--log-level", default=os.environ.get("LOG_LEVEL", "WARNING"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
