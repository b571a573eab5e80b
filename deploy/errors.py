"""What can keep Jiandu from running, each said so that the reader knows what to do next."""


class DeployError(Exception):
    """A reason not to start; its text is shown as it is, without a traceback."""


class RunsAsRootError(DeployError):
    """PostgreSQL refuses uid 0, and this host refuses user namespaces."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL does not run as root and this host refuses user namespaces. "
            "Run as an ordinary user, or name an account in JIANDU_POSTGRES_ACCOUNT, or set DATABASE_URL."
        )


class OtherMajorVersionError(DeployError):
    """The data were written by another major version of PostgreSQL."""

    def __init__(self, found: str, wanted: str, path: str) -> None:
        super().__init__(
            f"{path} was written by PostgreSQL {found}; these binaries are {wanted}. Nothing was changed.\n"
            f"With a PostgreSQL {found} at hand: start it on {path}, `pg_dumpall --file=all.sql`, stop it,\n"
            f"move {path} away, start Jiandu once and load all.sql with psql;\n"
            f"or run `pg_upgrade` {found} -> {wanted}.\n"
            "Or set DATABASE_URL to a server of your own."
        )


class ServerDidNotStartError(DeployError):
    """A server of the stack ended or stayed silent before it was ready."""

    def __init__(self, name: str, output: str) -> None:
        super().__init__(f"{name} did not become ready. Its last words:\n{output}")


class StackAlreadyRunsError(DeployError):
    """Another supervisor holds the lock on the data directory."""

    def __init__(self, path: str, holder: str) -> None:
        super().__init__(f"Jiandu already runs on {path} (process {holder}).")
