"""Works at the desk: plan, sources, manuscripts, milestones, submission."""
