"""How Alembic runs a service's migrations: on the connection, and against the tables, that it is given."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["metadata"],
    include_name=attributes["include_name"],
    include_schemas=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
