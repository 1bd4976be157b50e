"""`safershare demo`: the main job from nothing, over HTTP, as the agencies' own systems do it."""
