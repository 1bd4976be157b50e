"""Rows beside each other: what is unique, what must have a companion, what counts come to.

A watch sees every good row once and says at the end what is wrong with them together.
"""
