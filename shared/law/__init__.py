"""Law as data: regulations, rules, catalogues, and who carries them out (法规即数据)."""
