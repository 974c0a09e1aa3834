"""Posted money is never changed: the database itself refuses.

A transaction becomes posted once, when its postings sum to zero per fund; from then on neither it
nor its postings can be updated, deleted or added to. A loan's schedule cannot be changed either.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POSTED = "a posted transaction is never changed"
UNBALANCED = "the postings do not sum to zero in each fund"
SCHEDULE = "a schedule is never changed"

# The draft's postings are checked at the moment it becomes posted.
BALANCED = """
    (SELECT count(*) FROM postings WHERE transaction_id = NEW.id) >= 2
    AND NOT EXISTS (
        SELECT fund FROM postings WHERE transaction_id = NEW.id
        GROUP BY fund HAVING sum(amount) <> 0
    )
"""
IS_POSTED = (
    "EXISTS (SELECT 1 FROM transactions WHERE id = {row}.transaction_id AND status = 'posted')"
)

# name: (table, event, condition under which it is refused, message)
RULES = {
    "transactions_keep": ("transactions", "UPDATE", "OLD.status = 'posted'", POSTED),
    "transactions_stay": ("transactions", "DELETE", "OLD.status = 'posted'", POSTED),
    "transactions_start": ("transactions", "INSERT", "NEW.status = 'posted'", UNBALANCED),
    "transactions_balance": (
        "transactions",
        "UPDATE",
        f"NEW.status = 'posted' AND NOT ({BALANCED})",
        UNBALANCED,
    ),
    "postings_add": ("postings", "INSERT", IS_POSTED.format(row="NEW"), POSTED),
    "postings_keep": (
        "postings",
        "UPDATE",
        f"{IS_POSTED.format(row='OLD')} OR {IS_POSTED.format(row='NEW')}",
        POSTED,
    ),
    "postings_stay": ("postings", "DELETE", IS_POSTED.format(row="OLD"), POSTED),
    "instalments_keep": ("instalments", "UPDATE", "TRUE", SCHEDULE),
    "instalments_stay": ("instalments", "DELETE", "TRUE", SCHEDULE),
}


def upgrade() -> None:
    """Make the triggers."""
    make = _sqlite if op.get_bind().dialect.name == "sqlite" else _postgres
    for name, (table, event, refused, message) in RULES.items():
        for statement in make(name, table, event, refused, message):
            op.execute(statement)


def downgrade() -> None:
    """Drop the triggers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_rest) in RULES.items():
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
        if not sqlite:
            op.execute(f"DROP FUNCTION refuse_{name}()")


def _sqlite(name: str, table: str, event: str, refused: str, message: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgres(name: str, table: str, event: str, refused: str, message: str) -> list[str]:
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {refused} THEN RAISE EXCEPTION '{message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_{name}()",
    ]
