"""Work after the request: jobs put on the queue, jobs that repeat, and the one worker."""
