"""How Jiandu runs: the local stack, images and the ``jiandu`` command."""
