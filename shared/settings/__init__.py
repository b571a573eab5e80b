"""What a process is told from outside, and what an installation is (配置)."""
