"""An agency's own side of the service: what its system needs to speak to the interface.

Keys, credentials, tokens bound to a key, and requests that carry them. It knows the service by its
published interface alone, and nothing of how the service is built.
"""
