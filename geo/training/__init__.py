"""How the event reader is taught and measured: annotated reports of our own, a command that learns from them, scores."""
