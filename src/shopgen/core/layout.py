"""How a shop's folder is laid out."""

SETTINGS = "shop.yaml"
FOLDERS = ("assets", "catalog", "content", "locales", "static", "templates", "themes")
