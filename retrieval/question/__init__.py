"""Questions parsed: what is asked, and which other words may stand for a reader's."""
