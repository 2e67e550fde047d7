"""Plots as SVG that has its colours from the page, is read out by its title, and has no script nor style."""
