// Follows the page that is open: what can be exchanged in it is exchanged, for everything else it is loaded again.

import { refreshBar } from "./bar.js";
import { exchange } from "./exchange.js";
import { keep, restore } from "./keep.js";
import { refreshProblems } from "./problems.js";

const served = new URL(import.meta.url).searchParams.get("seen");
let shown = null;
let events = null;
let work = Promise.resolve();

restore();
follow();
refresh(false);

// a browser keeps six connections to one host: those of tabs that nobody looks at would leave none for pages
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : follow()));
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => { if (event.persisted) follow(); });

function follow() {
  if (events || document.hidden) return;
  events = new EventSource(`/_shopgen/events?page=${encodeURIComponent(here())}`);
  events.addEventListener("shown", (event) => {
    const next = JSON.parse(event.data);
    work = work.then(() => see(next)).catch(reload);
  });
}

function leave() {
  events?.close();
  events = null;
}

async function see(next) {
  const last = shown;
  shown = next;
  const isOther = last ? next.rest !== last.rest : next.seen !== served;
  if (isOther) return reload();
  if (!last) return;
  if (!await exchange(last, next)) return reload();
  await refresh(next.problems !== last.problems);
}

async function refresh(withProblems) {
  try {
    if (withProblems) await refreshProblems(here());
    await refreshBar(here());
  } catch { /* the server has gone: what is told stays as it is */ }
}

function reload() {
  keep();
  location.reload();
}

function here() {
  return location.pathname;
}
