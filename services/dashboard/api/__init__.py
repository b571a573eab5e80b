"""The pages: translation between browsers and what the suite knows."""
