"""shopgen: from a folder of YAML products and Markdown news to a static shop."""

__version__ = "0.1.0"
