"""The topics whose rules this service carries out (本服务执行的规则主题)."""

from shared.law.statute import Statute

DISPUTES = Statute("dispute_coordination")
SUPERVISION = Statute("enforcement_supervision")
RESPONSIBILITY = Statute("enforcement_responsibility")
