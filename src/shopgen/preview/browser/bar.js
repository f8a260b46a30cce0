// The inspector bar: what the server knows of the page, and what only a browser can measure.

import { measure, measurePictures } from "./measure.js";
import { fetchParts } from "./parts.js";
import { problems, showProblems } from "./problems.js";
import { isBarOn, recall, remember, turnBar } from "./remembered.js";

const NAME = "shopgen-bar";
const OPEN = "shopgen-bar-open";
const FIRST = "page";

let asked = 0;

addEventListener("keydown", (event) => {
  if (event.altKey && event.shiftKey && event.code === "KeyI") toggleBar();
  if (event.key === "Escape" && !event.defaultPrevented && document.activeElement?.localName === NAME) close();
});
addEventListener("shopgen-problems", showCount);
// pictures come when they are scrolled to; `load` does not bubble, but it can be captured
addEventListener("load", () => { if (isOpen()) measurePictures(bar().shadowRoot); }, true);

// Shows what is known of the page now; nothing when the bar is turned off. An answer that comes when a later one was
// asked for is not shown.
export async function refreshBar(page) {
  const turn = ++asked;
  const fresh = isBarOn() ? await fetchParts(`/_shopgen/inspect?page=${encodeURIComponent(page)}`, NAME) : null;
  if (turn !== asked) return;
  const scrolled = part()?.scrollTop ?? 0;
  bar()?.remove();
  if (!fresh) return;
  document.documentElement.append(fresh);
  prepare(fresh.shadowRoot);
  const last = recall(sessionStorage, OPEN);
  if (last) open(last, false);
  part()?.scrollTo(0, scrolled);
  showCount();
}

function prepare(root) {
  const tabs = [...root.querySelectorAll("[role=tab]")];
  tabs.forEach((tab) => tab.addEventListener("click", () => open(nameOf(tab), false)));
  root.querySelector("[role=tablist]").addEventListener("keydown", (event) => step(event, tabs));
  root.querySelector("[data-toggle]").addEventListener("click", () => (isOpen() ? close() : open(FIRST)));
  root.querySelector("[data-close]").addEventListener("click", close);
  root.querySelector("[data-errors]").addEventListener("click", showProblems);
  root.querySelector("[data-off]").addEventListener("click", toggleBar);
}

function open(name, withFocus = true) {
  const root = bar().shadowRoot;
  const known = root.getElementById(`tab-${name}`) ? name : FIRST;
  root.getElementById("panel").hidden = false;
  root.querySelector("[data-toggle]").setAttribute("aria-expanded", "true");
  for (const tab of root.querySelectorAll("[role=tab]")) {
    const isChosen = nameOf(tab) === known;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    root.getElementById(`part-${nameOf(tab)}`).hidden = !isChosen;
  }
  remember(sessionStorage, OPEN, known);
  measure(root);
  if (withFocus) root.getElementById(`tab-${known}`).focus();
}

function close() {
  if (!isOpen()) return;
  const root = bar().shadowRoot;
  root.getElementById("panel").hidden = true;
  const toggle = root.querySelector("[data-toggle]");
  toggle.setAttribute("aria-expanded", "false");
  toggle.focus();
  remember(sessionStorage, OPEN, null);
}

// Arrows go from tab to tab, as the ARIA Authoring Practices have it.
function step(event, tabs) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const now = tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
  open(nameOf(tabs[(now + by + tabs.length) % tabs.length]));
}

function toggleBar() {
  turnBar(!isBarOn());
  if (!isBarOn()) remember(sessionStorage, OPEN, null);
  refreshBar(location.pathname);
}

// While the box with the errors is hidden, the bar says that there are some.
function showCount() {
  const chip = bar()?.shadowRoot.querySelector("[data-errors]");
  if (!chip) return;
  const { count, isHidden } = problems();
  chip.hidden = !isHidden || count === 0;
  chip.textContent = count === 1 ? "1 error" : `${count} errors`;
}

function isOpen() {
  const panel = bar()?.shadowRoot.getElementById("panel");
  return Boolean(panel) && !panel.hidden;
}

function part() {
  return bar()?.shadowRoot.querySelector(".part:not([hidden])");
}

function nameOf(tab) {
  return tab.id.replace("tab-", "");
}

function bar() {
  return document.querySelector(NAME);
}
