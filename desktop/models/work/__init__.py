"""The worker's own writing: the same SQL on both databases.

Claims are leases: ``next_at`` moves forward, so that the claim of a worker that died expires by itself.
What only changes rows is exactly once; what leaves the building (an SMS) is at least once, under a key that
the gateway knows.
"""
