"""Events to a Folium map."""
