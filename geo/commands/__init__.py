"""Commands of the command line that are about stores: ``ingest``, ``incidents``, ``review``; options that choose events."""
