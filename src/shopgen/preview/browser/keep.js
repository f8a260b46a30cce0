// Keeps what somebody did to a page over its next load: how far it is scrolled, what is typed, what is open, what has
// the focus. Only what differs from the page as it came is kept, so that a change of the page itself is seen.

import { recall, remember } from "./remembered.js";

const PLACE = "shopgen-kept";
const KINDS_LEFT_OUT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

let openAtFirst = new WeakMap();

export function keep() {
  const kept = {
    page: location.href,
    scroll: [scrollX, scrollY],
    scrolled: scrolled(),
    fields: [...document.querySelectorAll("input, textarea, select")].flatMap(field),
    open: [...document.querySelectorAll("details, dialog")].flatMap(opened),
    focus: focus(),
  };
  remember(sessionStorage, PLACE, JSON.stringify(kept));
}

export function restore() {
  openAtFirst = new WeakMap([...document.querySelectorAll("details, dialog")].map((each) => [each, each.open]));
  const kept = taken();
  if (kept?.page !== location.href) return;
  kept.open.forEach(({ path, open }) => setOpen(find(path), open));
  kept.fields.forEach((each) => fill(find(each.path), each));
  kept.scrolled.forEach(({ path, to }) => find(path)?.scrollTo({ left: to[0], top: to[1], behavior: "instant" }));
  refocus(kept.focus);
  const [left, top] = kept.scroll;
  const scroll = () => scrollTo({ left, top, behavior: "instant" });
  scroll();
  // what comes late, as pictures without a size, moves the rest
  if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
}

function taken() {
  const text = recall(sessionStorage, PLACE);
  remember(sessionStorage, PLACE, null);
  return JSON.parse(text);
}

function scrolled() {
  const all = [...document.body.querySelectorAll("*")].filter((each) => each.scrollTop || each.scrollLeft);
  return all.map((each) => ({ path: pathOf(each), to: [each.scrollLeft, each.scrollTop] }));
}

function field(element) {
  const known = { path: pathOf(element), name: element.name, type: element.type };
  if (KINDS_LEFT_OUT.has(element.type)) return [];
  if (element.type === "checkbox" || element.type === "radio") {
    return element.checked === element.defaultChecked ? [] : [{ ...known, checked: element.checked }];
  }
  if (element.tagName === "SELECT") {
    const options = [...element.options];
    const isAsServed = options.every((option) => option.selected === option.defaultSelected);
    const chosen = options.filter((option) => option.selected).map((option) => option.value);
    return isAsServed ? [] : [{ ...known, chosen }];
  }
  return element.value === element.defaultValue ? [] : [{ ...known, value: element.value }];
}

function fill(element, kept) {
  if (!element || element.name !== kept.name || element.type !== kept.type) return;
  if ("checked" in kept) element.checked = kept.checked;
  else if ("chosen" in kept) choose(element, kept.chosen);
  else element.value = kept.value;
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

function choose(element, values) {
  for (const option of element.options) option.selected = values.includes(option.value);
}

function opened(element) {
  const isAsServed = element.open === (openAtFirst.get(element) ?? false);
  return isAsServed || element.matches(":modal") ? [] : [{ path: pathOf(element), open: element.open }];
}

function setOpen(element, open) {
  if (element && "open" in element) element.open = open;
}

function focus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  return { path: pathOf(element), selection: selection(element) };
}

function selection(element) {
  // kinds without a selection, as numbers, have null or raise
  try { return [element.selectionStart, element.selectionEnd]; } catch { return [null, null]; }
}

function refocus(kept) {
  const element = kept && find(kept.path);
  if (!element) return;
  element.focus({ preventScroll: true });
  const [start, end] = kept.selection;
  if (Number.isInteger(start)) element.setSelectionRange(start, end);
}

// A selector of one element: down from the nearest one above it that has an id.
function pathOf(element) {
  if (element === document.body) return "body";
  if (element.id) return `#${CSS.escape(element.id)}`;
  const parent = element.parentElement;
  if (!parent) return element.localName;
  const alike = [...parent.children].filter((each) => each.localName === element.localName);
  return `${pathOf(parent)} > ${CSS.escape(element.localName)}:nth-of-type(${alike.indexOf(element) + 1})`;
}

function find(path) {
  return document.querySelector(path);
}
