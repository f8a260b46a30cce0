// What this browser remembers between pages. It may refuse to; then everything is as it is at first.

export function recall(storage, place) {
  try { return storage.getItem(place); } catch { return null; }
}

// Remembers `value`, or nothing when it is null.
export function remember(storage, place, value) {
  try {
    if (value === null) storage.removeItem(place);
    else storage.setItem(place, value);
  } catch { /* not remembered */ }
}

const BAR = "shopgen-bar";

export function isBarOn() {
  return recall(localStorage, BAR) !== "off";
}

export function turnBar(on) {
  remember(localStorage, BAR, on ? null : "off");
}
