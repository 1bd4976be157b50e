"""Statistical disclosure control: the perturbation table, cell keys, the lattice of
questions, protection.

Pure arithmetic on counts that are handed in. Everything that leaves the service as a figure has
been through here.
"""
