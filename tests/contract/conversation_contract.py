"""What a conversation promises on any database: the same suite runs on each."""

from tests.contract.delivery_contract import DeliveryContract
from tests.contract.feedback_contract import FeedbackContract
from tests.contract.ownership_contract import OwnershipContract
from tests.contract.receiving_contract import ReceivingContract
from tests.contract.turns_contract import TurnsContract


class ConversationContract(ReceivingContract, TurnsContract, OwnershipContract, DeliveryContract, FeedbackContract):
    """Subclasses give ``database_settings``: an empty, migrated database."""
