"""The database itself: opened, migrated, copied, backed up."""
