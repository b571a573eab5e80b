"""The topics whose rules the complaints service carries out (本服务执行的规则主题)."""

from shared.law.statute import Statute

COMPLAINTS = Statute("complaints")
SUPERVISION = Statute("enforcement_supervision")
RESPONSIBILITY = Statute("enforcement_responsibility")
