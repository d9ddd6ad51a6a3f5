"""The grammar of time: a language's words, the expressions that they make, and reckoning with days."""
