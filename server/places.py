"""Where things lie: what the project ships, and what the service writes under its data folder."""

from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.process import RasaProject
from common.settings import Settings

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Places:
    """All paths are absolute, so that it does not matter where the service is started from."""

    data: Path
    seed: Path
    lexicon: Path

    @classmethod
    def of(cls, settings: Settings) -> "Places":
        return cls(
            data=absolute(settings.data_dir),
            seed=absolute(settings.knowledge.seed),
            lexicon=absolute(settings.knowledge.lexicon),
        )

    @property
    def model(self) -> Path:
        """Our own embedding model."""
        return self.data / "model" / "embedding"

    @property
    def scorer(self) -> Path:
        """Shipped: what was learnt of when to be sure holds for the next wording of the knowledge too."""
        return ROOT / "data" / "model" / "scorer.json"

    @property
    def fit_report(self) -> Path:
        """What was measured when the scorer was learnt; the thresholds follow from it."""
        return ROOT / "data" / "model" / "fit.json"

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def evaluation_dev(self) -> Path:
        """The questions that thresholds and ranking are learnt from; the other half is only measured with."""
        return ROOT / "data" / "evaluation" / "dev.jsonl"

    @property
    def evaluations(self) -> Path:
        """Stored runs of the evaluation."""
        return self.data / "evaluations"

    @property
    def stamps(self) -> Path:
        """What each step of the set-up was last made from."""
        return self.data / "stamps"

    @property
    def secrets(self) -> Path:
        return self.data / "secrets"

    @property
    def off_domain(self) -> Path:
        return ROOT / "data" / "training" / "off_domain.yaml"

    @property
    def hot_questions(self) -> Path:
        return ROOT / "data" / "hot_questions.yaml"

    @property
    def domain(self) -> Path:
        return ROOT / "bot" / "rasa" / "domain.yml"

    @property
    def rasa(self) -> RasaProject:
        return RasaProject(
            folder=ROOT / "bot" / "rasa",
            python=ROOT / ".venv-rasa" / "bin" / "python",
            models=self.data / "dialogue",
        )

    @property
    def rasa_lock(self) -> Path:
        return ROOT / "requirements" / "rasa.lock"


def absolute(path: Path) -> Path:
    """Relative paths start at the project, wherever the command was given."""
    return path if path.is_absolute() else ROOT / path
