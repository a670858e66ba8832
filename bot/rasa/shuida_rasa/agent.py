"""Rasa's agent, with actions that are run in the app."""

from __future__ import annotations

from pathlib import Path

from rasa.core.actions.action import Action, RemoteAction
from rasa.core.agent import Agent
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from shuida_rasa.app_action import AppAction


class AppProcessor(MessageProcessor):
    """Runs a custom action as an AppAction; all else is Rasa's."""

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if isinstance(action, RemoteAction):
            action = AppAction(action.name(), self.action_endpoint)
        return action, prediction


class AppAgent(Agent):
    """Loads a model into an AppProcessor."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        self.processor = AppProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self.tracker_store.domain = self.domain
        if isinstance(self.nlg, TemplatedNaturalLanguageGenerator):
            self.nlg.responses = self.domain.responses
        self._set_fingerprint(fingerprint)
