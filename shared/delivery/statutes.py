"""The topic that refers to the civil procedure law for periods and service (引用民事诉讼法的规则主题)."""

from shared.law.statute import Statute

DISPUTES = Statute("dispute_coordination")
