"""Dumps that tear rows apart, put together again where the whole is proved."""
