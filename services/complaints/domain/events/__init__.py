"""What happened to a complaint: the events of its log (投诉举报的事件).

Events carry references, codes and dates. Names, numbers, addresses and every free text stand sealed
elsewhere; a ``…_ref`` points to them. ``clocks`` (of the base event) carries what happened to statutory time.
"""
