"""Jobs: many articles at once, worked on beside the requests.

The truth is in the database: a job and its items. The queue carries tickets, which say no more than that
there may be work at a place; a ticket that is lost is written again, and one that runs twice does nothing
twice, since an item is claimed and answered by updates that hold only for the one who has it.
"""
