"""Every error Warraq raises on purpose; each message names the input and the remedy.

::

    WarraqError                 exit 1
    ├── UsageError              exit 2: what the caller asked for cannot be done as asked
    │   ├── SettingsError       a setting is missing or wrong
    │   ├── UnknownSourceError  no source of that id is declared
    │   └── QueryError          a query names what the archive does not have
    ├── StoreError              the object store
    │   ├── StoreUnreachableError   no answer within the retries
    │   ├── StoreDeniedError        wrong key, secret or policy
    │   ├── ObjectMissingError      an object that must exist does not
    │   ├── ConflictError           compare-and-swap lost: another writer was first
    │   ├── LeaseError              another work has the archive, or has taken it over
    │   └── FixityError             stored bytes differ from their manifest
    ├── SpoolError              the local spool cannot be written or read (full disk, corrupt journal)
    └── NightError              the night as a whole failed its checks; latest did not move
"""


class WarraqError(Exception):
    """Base of all; the command line prints the message as one line and exits with ``exit_code``."""

    exit_code = 1


class UsageError(WarraqError):
    """Raised at the edges (settings, command line, archive) when the request itself is wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """Raised while settings are built: names the setting and a value that would be right."""


class UnknownSourceError(UsageError):
    """Raised by the source registry: names the id and the closest ones that exist."""


class QueryError(UsageError):
    """Raised by the archive's readers for a query that cannot be answered."""


class StoreError(WarraqError):
    """Base of what the object store can raise."""


class StoreUnreachableError(StoreError):
    """Raised when the endpoint does not answer within the retries."""


class StoreDeniedError(StoreError):
    """Raised when the store refuses the credentials or the policy forbids the call."""


class ObjectMissingError(StoreError):
    """Raised when an object named by a manifest or a caller is not in the bucket."""


class ConflictError(StoreError):
    """Raised when a conditional write lost against another writer."""


class LeaseError(StoreError):
    """Raised when another work is being done on the archive: says which, where, since when, and what to do."""


class FixityError(StoreError):
    """Raised when stored bytes do not have the digest their manifest records."""


class SpoolError(WarraqError):
    """Raised when the local spool cannot be written or read."""


class NightError(WarraqError):
    """Raised when the night's own checks fail: the report is written, no data is committed."""
