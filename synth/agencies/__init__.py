"""What each kind of agency comes to know of the borough, in its own records and words."""
