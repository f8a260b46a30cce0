"""What a published drawing may hold: shapes, text, colours, patterns and filters of SVG 1.1 and 2.

Not on the lists is whatever acts (scripts, handlers, animations that could set an address), embeds something else
(`foreignObject`, `feImage`) or is about the file instead of the picture (`metadata`, editors' notes).
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    """
    circle clipPath defs ellipse g image line linearGradient marker mask path pattern polygon polyline
    radialGradient rect stop style svg switch symbol text textPath tspan use filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
    feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence
    """
)
WITH_TEXT = frozenset(("style", "text", "textPath", "tspan"))
"""Elsewhere text is only space between elements."""

ACTING = {
    "script": "script",
    "handler": "script",
    "listener": "script",
    "foreignObject": "embedded page",
    "iframe": "embedded page",
    "embed": "embedded page",
    "object": "embedded page",
    "animate": "animation",
    "animateColor": "animation",
    "animateMotion": "animation",
    "animateTransform": "animation",
    "discard": "animation",
    "set": "animation",
    "audio": "embedded file",
    "video": "embedded file",
    "feImage": "embedded file",
}
"""Elements whose absence a person should know of, and what they are called. The others go in silence."""

REFERRING = _words(
    """
    use linearGradient radialGradient pattern filter textPath marker mask clipPath
    """
)

ATTRIBUTES = _words(
    """
    class id style lang space transform viewBox preserveAspectRatio version x y x1 x2 y1 y2 dx dy cx cy r rx ry fx
    fy fr width height d points pathLength rotate textLength lengthAdjust startOffset method spacing side
    systemLanguage requiredFeatures offset gradientUnits gradientTransform spreadMethod patternUnits
    patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth
    markerHeight refX refY orient filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4
    order kernelMatrix divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale
    diffuseConstant specularConstant specularExponent scale xChannelSelector yChannelSelector azimuth elevation
    stdDeviation radius z pointsAtX pointsAtY pointsAtZ limitingConeAngle baseFrequency numOctaves seed stitchTiles
    tableValues slope intercept amplitude exponent alignment-baseline baseline-shift clip clip-path clip-rule color
    color-interpolation color-interpolation-filters color-rendering direction display dominant-baseline fill
    fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size font-size-adjust font-stretch
    font-style font-variant font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering
    isolation kerning letter-spacing lighting-color marker-end marker-mid marker-start mask mask-type mix-blend-mode
    opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration
    text-rendering transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    """
)

LOCAL = re.compile(r"#[^\s\"'()<>\\]+")
PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
LOCAL_URL = re.compile(r"""url\(\s*(["']?)(#[^\s"'()<>\\]+)\1\s*\)""", re.IGNORECASE)
