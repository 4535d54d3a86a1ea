#!/bin/sh
# For /usr/local/bin/digestbot: the bot's command as the bot's user, with the settings of its service.
cd /etc/digestbot && exec runuser --user digestbot -- /opt/digestbot/.venv/bin/digestbot "$@"
