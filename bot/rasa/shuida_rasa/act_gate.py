"""Keeps an uncertain classification from costing a question: in doubt the answering service decides."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ActGate(FallbackClassifier):
    """A FallbackClassifier that knows that a lost question is the worst mistake.

    An act, an intent that ends a turn without the knowledge base, needs ``act_threshold``, and the message may be a
    question with ``question_limit`` at most; else it is unclear. A message that sounds off the subject counts as a
    question when it may be one with more than ``aside_limit``.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **FallbackClassifier.get_default_config(),
            "question_intent": "ask_tax",
            "aside_intent": "out_of_scope",
            "open_intents": [],
            "act_threshold": 0.5,
            "question_limit": 0.05,
            "aside_limit": 0.2,
        }

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            question = self._as_question(message)
            aside = message.get(INTENT)[INTENT_NAME_KEY] == self.component_config["aside_intent"]
            if aside and question[PREDICTED_CONFIDENCE_KEY] > self.component_config["aside_limit"]:
                message.set(INTENT, question, add_to_output=True)
        return super().process(messages)

    def _should_fallback(self, message: Message) -> bool:
        return self._is_weak_act(message) or super()._should_fallback(message)

    def _nlu_confidence_below_threshold(self, message: Message) -> tuple[bool, float]:
        confidence = max(intent[PREDICTED_CONFIDENCE_KEY] for intent in message.get(INTENT_RANKING_KEY))
        return confidence < self.component_config["threshold"], confidence

    def _is_weak_act(self, message: Message) -> bool:
        config, intent = self.component_config, message.get(INTENT)
        if intent[INTENT_NAME_KEY] in config["open_intents"]:
            return False
        if intent[PREDICTED_CONFIDENCE_KEY] < config["act_threshold"]:
            return True
        return bool(self._as_question(message)[PREDICTED_CONFIDENCE_KEY] > config["question_limit"])

    def _as_question(self, message: Message) -> dict[str, Any]:
        """The question's place in the ranking."""
        name = self.component_config["question_intent"]
        return next(intent for intent in message.get(INTENT_RANKING_KEY) if intent[INTENT_NAME_KEY] == name)
