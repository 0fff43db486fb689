"""The page of `yinju play`: its server, its events and its actions."""
