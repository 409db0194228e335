"""Letters that travel on paper: registered post, courier, pick-up, and the proof of each."""
