// The switch of the inspector bar, on the preview's own page.

import { isBarOn, turnBar } from "./remembered.js";

const box = document.querySelector("[data-bar]");
box.checked = isBarOn();
box.addEventListener("change", () => turnBar(box.checked));
