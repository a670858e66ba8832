"""Calculators: pure domain code that turns a taxpayer's figures into a tax, its steps and its sources."""
