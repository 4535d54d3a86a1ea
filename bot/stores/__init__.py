"""Where the bot keeps what it remembers: one package of tables, one module per kind of database."""
