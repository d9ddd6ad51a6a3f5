"""Names to places: a gazetteer that reads French, German and English spellings."""

from gazetteer.errors import GazetteerError, SitmapError
from gazetteer.place import Place

__all__ = ["GazetteerError", "Place", "SitmapError"]
