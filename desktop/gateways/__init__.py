"""The systems outside Diwan: SMS, payments and the portal's inbox.

Each is a protocol, an HTTP adapter for a real provider and an embedded adapter that keeps readable files.
"""
