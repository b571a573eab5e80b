"""Identity: accounts, sessions, tokens, and the settings of the deployment (身份)."""
