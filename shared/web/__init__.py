"""The HTTP side that all services share: assembly, edge, problems, probes (接口装配)."""
