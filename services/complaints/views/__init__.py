"""Read models of the complaints service and the questions that they answer (读模型)."""
