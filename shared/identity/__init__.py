"""Who acts and may do what: actors, tokens, policies, the directory copy (身份与权限)."""
