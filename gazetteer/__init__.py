"""Names to places: a gazetteer that reads French, German and English spellings."""

from gazetteer.errors import GazetteerError, SitmapError
from gazetteer.index import Candidate
from gazetteer.overview import describe
from gazetteer.place import Place
from gazetteer.search import Gazetteer, Match, load

__all__ = ["Candidate", "Gazetteer", "GazetteerError", "Match", "Place", "SitmapError", "describe", "load"]
