"""The parts of a running bot: assembled, reloaded, watched and cleaned up."""
