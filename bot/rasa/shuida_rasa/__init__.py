"""What the dialogue process adds to Rasa; runs on Rasa's Python 3.10, apart from the app."""
