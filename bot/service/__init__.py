"""The services of a running bot: assembly, reloading, watching and periodic tasks."""
