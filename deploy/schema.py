"""The tables of a service's database, through its migrations in ``deploy/migrations/<service>``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.schema import CreateSchema

from deploy.layout import ROOT
from shared.web.service import ServiceDefinition

MIGRATIONS = ROOT / "deploy" / "migrations"
VERSION_TABLE = "alembic_version"
FIRST_STEP = '    """Make the change."""\n'


def apply(connection: Connection, definition: ServiceDefinition) -> None:
    """Bring the schema up to date; a service without migrations gets its tables as they are declared."""
    for name in sorted({table.schema for table in definition.metadata.tables.values() if table.schema}):
        connection.execute(CreateSchema(name, if_not_exists=True))
    if has_migrations(definition.name):
        command.upgrade(_config(connection, definition), "head")
    else:
        definition.metadata.create_all(connection)


def has_migrations(service: str) -> bool:
    """Whether a service's tables come from numbered files already."""
    return any(directory_of(service).glob("[0-9]*.py"))


def directory_of(service: str) -> Path:
    """Where a service's migrations lie."""
    return MIGRATIONS / service


def draft(connection: Connection, definition: ServiceDefinition, message: str) -> Path:
    """Write the next migration: the step from the database as it is to the tables as they are declared."""
    directory = directory_of(definition.name)
    directory.mkdir(parents=True, exist_ok=True)
    number = f"{len(list(directory.glob('[0-9]*.py'))) + 1:04d}"
    config = _config(connection, definition)
    made = command.revision(config, message=message, rev_id=number, autogenerate=True)
    assert made is not None and not isinstance(made, list)  # noqa: S101  # one revision was asked for
    path, text = Path(made.path), _without_remarks(Path(made.path).read_text(encoding="utf-8"))
    for name in missing_sequences(connection, definition):
        text = text.replace(
            FIRST_STEP, f'{FIRST_STEP}    op.execute(sa.schema.CreateSequence(sa.Sequence("{name}")))\n'
        )
    path.write_text(text, encoding="utf-8")
    return path


def missing_sequences(connection: Connection, definition: ServiceDefinition) -> list[str]:
    """The declared sequences that the database lacks; the generator does not look at sequences."""
    declared: dict[str, Any] = vars(definition.metadata)["_sequences"]
    return sorted(declared.keys() - set(inspect(connection).get_sequence_names()))


def _without_remarks(text: str) -> str:
    """The migration as we keep it: without what the generator says about itself."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith("# ###"))


def difference(connection: Connection, definition: ServiceDefinition) -> Sequence[Any]:
    """What a migration is still missing for."""
    context = MigrationContext.configure(
        connection, opts={"include_schemas": True, "include_name": names_of(definition), "compare_type": True}
    )
    sequences = [("add_sequence", name) for name in missing_sequences(connection, definition)]
    return [*compare_metadata(context, definition.metadata), *sequences]


def names_of(definition: ServiceDefinition) -> Any:
    """Which database objects are ours to compare: the schemas that the service's tables name."""
    schemas = {table.schema for table in definition.metadata.tables.values()} | {None}

    def ours(name: str | None, kind: str, _: Any) -> bool:
        return name in schemas if kind == "schema" else name != VERSION_TABLE

    return ours


def _config(connection: Connection, definition: ServiceDefinition) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(directory_of(definition.name)).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(
        connection=connection, metadata=definition.metadata, include_name=names_of(definition)
    )
    return config
