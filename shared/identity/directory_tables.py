"""The directory copy's tables in a service's database (目录副本表)."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Date, Index, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY


@dataclass(frozen=True, slots=True)
class DirectoryTables:
    """Bodies, persons, posts, bindings and delivery addresses as the registry told them."""

    agency: Table
    person: Table
    post: Table
    binding: Table
    delivery_address: Table

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table of the copy."""
        return (self.agency, self.person, self.post, self.binding, self.delivery_address)


def directory_tables(metadata: MetaData) -> DirectoryTables:
    """Declare the directory copy on a service's metadata."""
    return DirectoryTables(
        agency=_agency(metadata),
        person=_person(metadata),
        post=_post(metadata),
        binding=_binding(metadata),
        delivery_address=_delivery_address(metadata),
    )


def _agency(metadata: MetaData) -> Table:
    return Table(
        "directory_agency",
        metadata,
        Column("agency", Text, primary_key=True),
        Column("display_name", Text, nullable=False),
        Column("short_name", Text),
        Column("kind", Text),
        Column("level", Text),
        Column("parent", Text),
        Column("credit_code", Text),
        Column("intake_unit", Text),
        Column("hotline", Text),
        Column("active", Boolean, nullable=False),
    )


def _person(metadata: MetaData) -> Table:
    return Table(
        "directory_person",
        metadata,
        Column("person", Uuid, primary_key=True),
        Column("display_name", Text, nullable=False),
        Column("agency", Text, nullable=False),
        Column("certificate_number", Text),
        Column("certificate_valid_until", Date),
        Column("active", Boolean, nullable=False),
        Index("directory_person_agency", "agency"),
    )


def _post(metadata: MetaData) -> Table:
    return Table(
        "directory_post",
        metadata,
        Column("person", Uuid, primary_key=True),
        Column("post", Text, primary_key=True),
        Column("agency", Text, primary_key=True),
        Column("held_from", Date, primary_key=True),
        Column("unit", Text, primary_key=True, server_default=""),
        Column("held_until", Date),
        Index("directory_post_agency", "agency", "post"),
    )


def _binding(metadata: MetaData) -> Table:
    return Table(
        "directory_binding",
        metadata,
        Column("agency", Text, primary_key=True),
        Column("regulation", Text, primary_key=True),
        Column("bound_from", Date, primary_key=True),
        Column("in_force_from", Date, nullable=False),
        Column("bound_until", Date),
    )


def _delivery_address(metadata: MetaData) -> Table:
    return Table(
        "directory_delivery_address",
        metadata,
        Column("agency", Text, primary_key=True),
        Column("confirmed_on", Date, primary_key=True),
        Column("electronic", Boolean, nullable=False),
        Column("channels", ARRAY(Text), nullable=False),
        Column("confirmed_by", Uuid),
        Column("revoked_on", Date),
    )
