"""One custom action that does nothing."""

from rasa_sdk import Action


class EmptyAction(Action):
    def name(self) -> str:
        return "action_empty"

    def run(self, dispatcher, tracker, domain):
        return []
