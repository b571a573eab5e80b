"""What may be asked of identity: sign in, keep a session, administer accounts, move the sandbox clock."""
