"""Cases of persons at high risk: listing them, reading a timeline, and breaking the glass."""
