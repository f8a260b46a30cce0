// The box that tells what is wrong with the shop, over the last good page. The server writes it.

import { fetchParts } from "./parts.js";
import { recall, remember } from "./remembered.js";

const NAME = "shopgen-problems";
const PLACE = "shopgen-hidden-problems";

prepare();
addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) hideProblems(); });

export async function refreshProblems(page) {
  const fresh = await fetchParts(`/_shopgen/problems?page=${encodeURIComponent(page)}`, NAME);
  document.querySelector(NAME)?.remove();
  if (fresh) document.documentElement.append(fresh);
  prepare();
  dispatchEvent(new Event("shopgen-problems"));
}

export function showProblems() {
  remember(sessionStorage, PLACE, null);
  const box = document.querySelector(NAME);
  box?.removeAttribute("hidden");
  box?.shadowRoot.querySelector(".body").focus();
}

// How many errors are told, and whether the box with them is hidden.
export function problems() {
  const box = document.querySelector(NAME);
  const found = box?.shadowRoot.querySelectorAll(".finding").length ?? 0;
  return { count: box ? Math.max(1, found) : 0, isHidden: box?.hidden ?? false };
}

function hideProblems() {
  const box = document.querySelector(NAME);
  if (!box || box.hidden) return;
  box.hidden = true;
  remember(sessionStorage, PLACE, box.dataset.problems);
  dispatchEvent(new Event("shopgen-problems"));
}

function prepare() {
  const box = document.querySelector(NAME);
  if (!box) return;
  box.hidden = recall(sessionStorage, PLACE) === box.dataset.problems;
  box.shadowRoot.querySelector("[data-close]")?.addEventListener("click", hideProblems);
}
