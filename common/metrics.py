"""The figures at ``/metrics``: names and labels in one place, no text of a taxpayer in any of them."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Histogram(
    "shuida_http_seconds", "Time to answer a request.", ["method", "route", "status"], buckets=_SECONDS
)
TURNS = Counter("shuida_turns_total", "Turns by outcome and by who decided.", ["outcome", "decided_by"])
TURN_SECONDS = Histogram("shuida_turn_seconds", "Time of a turn, from its start to its stored reply.", buckets=_SECONDS)
DIALOGUE_FAILURES = Counter("shuida_dialogue_failures_total", "Calls of the dialogue manager that failed.")
DEGRADED = Gauge("shuida_dialogue_degraded", "1 while turns are decided without the dialogue manager.")
DELIVERIES = Counter("shuida_deliveries_total", "Attempts to deliver a reply, by result.", ["channel", "result"])
HAND_OFFS = Counter("shuida_hand_offs_total", "Conversations handed to a person, by reason.", ["reason"])
WAITING_TURNS = Gauge("shuida_waiting_turns", "Turns accepted and not yet finished in this process.")
KNOWLEDGE_REVISION = Gauge("shuida_knowledge_revision", "The knowledge revision that answers.")
