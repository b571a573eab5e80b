"""The commands of ``jiandu``, one module per subject."""
