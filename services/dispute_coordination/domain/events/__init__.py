"""What happened to a dispute: the events of its log (争议协调的事件).

Events carry references, codes and dates. What people wrote stands sealed elsewhere; a ``…_ref`` points to it.
``clocks`` (of the base event) carries what happened to statutory time.
"""
