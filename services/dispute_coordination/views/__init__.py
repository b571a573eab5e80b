"""Read models of the dispute service and the questions that they answer (读模型)."""
