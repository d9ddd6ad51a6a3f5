"""How much is kept of the texts that were read, so that a process stays as large as it is, however many reports it reads.

What is worked out for a word or a name is kept for the next time it comes, in an ``lru_cache`` of one of these sizes: the latest stay.
Whatever else is cached is made of word lists, models and gazetteer, and does not grow with texts (``tests/geo/test_memory.py``).
"""

WORDS = 32_768
"""Words and names: the common ones of a language, of which more would find little more."""
SEARCHES = 4_096
"""What takes long to find, seldom comes again and is large: places that sound like a name, areas drawn around places."""
