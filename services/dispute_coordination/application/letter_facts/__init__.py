"""What a dispute says in the body of each kind of letter (文书内容)."""
