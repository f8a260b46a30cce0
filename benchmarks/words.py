"""The words that the catalogue is drawn from. One title and one brand in six have a letter outside ASCII."""

DEPARTMENTS = (
    *("Outdoor", "Kitchen", "Workshop", "Garden", "Office", "Cycling", "Travel", "Audio", "Lighting", "Bath"),
    *("Bedroom", "Pets", "Fitness", "Painting", "Sewing", "Fishing", "Camping", "Baking", "Storage", "Laundry"),
)
STYLES = (
    *("Everyday", "Sturdy", "Slim", "Folding", "Nordic", "Compact"),
    *("Heirloom", "Travel", "Studio", "Enamelled", "Oiled", "Woven"),
)
RANGES = (
    *("Baskets", "Lamps", "Hooks", "Trays", "Stools", "Jars"),
    *("Cases", "Brushes", "Blankets", "Clamps", "Bottles", "Shelves"),
)
BRANDS = (
    *("Norrland", "Kestrel & Co", "Hüttenwerk", "Bramble", "Ferrum", "Oakline"),
    *("Mistral", "Talus", "Wren", "Basalt", "Café Lumière", "Harbour Lane"),
)
ADJECTIVES = (
    *("Rugged", "Slim", "Foldable", "Insulated", "Matte", "Quiet"),
    *("Washable", "Cordless", "Stackable", "Magnetic", "Hand-finished", "Double-walled"),
)
NOUNS = (
    *("Kettle", "Backpack", "Lantern", "Toolbox", "Chair", "Crème Pot"),
    *("Blanket", "Helmet", "Tripod", "Bottle", "Müsli Bowl", "Desk Lamp"),
)
COLOURS = ("Black", "Forest", "Sand", "Slate", "Rust", "Cream")
SIZES = ("XS", "S", "M", "L", "XL", "XXL")
ATTRIBUTES = {
    "Colour": COLOURS,
    "Material": ("Stainless steel", "Oak", "Wool felt", "Waxed canvas", "Stoneware"),
    "Weight": ("240 g", "410 g", "1.2 kg", "2.8 kg"),
    "Height": ("12 cm", "38 cm", "74 cm", "166 cm"),
    "Width": ("9 cm", "27 cm", "51 cm", "90 cm"),
    "Care": ("Hand wash", "Wipe clean", "Machine wash at 30"),
    "Origin": ("Sweden", "Poland", "Portugal", "Austria"),
    "Warranty": ("2 years", "5 years", "10 years"),
}
AUTHORS = ("Ines", "Tomasz", "Priya", "Leo")
WORDS = (
    *("the", "a", "of", "and", "with", "for", "from", "under", "over", "between", "every", "each", "both", "without"),
    *("morning", "evening", "winter", "harbour", "table", "shelf", "handle", "rim", "lid", "spout", "strap", "seam"),
    *("buckle", "thread", "glaze", "grain", "copper", "linen", "cork", "felt", "brass", "ash", "clay", "leather"),
    *("hold", "pour", "fold", "carry", "keep", "warm", "dry", "rinse", "stack", "hang", "mend", "turn", "press"),
    *("light", "plain", "quiet", "broad", "narrow", "deep", "steady", "soft", "even", "spare", "small", "honest"),
)
