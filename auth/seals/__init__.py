"""The sealed log: Merkle trees, signed checkpoints and the keys that sign them."""
