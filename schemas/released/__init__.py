"""What each dataset releases: its measures, the breakdowns they are split by, and the tables.

One module per dataset, named like it. A dataset with little to release may say so in its own
module; how often a small group may be reached is checked in `api.disclosure.declarations`.
"""
