// Follows the changes of the shop: a new page when anything changed, new stylesheets in place when only those did.

const seen = new URL(import.meta.url).searchParams.get("seen") ?? "";
const events = new EventSource(`/_shopgen/events?seen=${encodeURIComponent(seen)}`);

events.addEventListener("reload", () => location.reload());
let swapped = Promise.resolve();
events.addEventListener("styles", () => { swapped = swapped.then(swapStyles).catch(() => location.reload()); });
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

async function swapStyles() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = stylesheets(page).map((link) => link.getAttribute("href"));
  const old = stylesheets(document);
  if (fresh.length !== old.length) throw new Error("other stylesheets than before");
  await Promise.all(old.map((link, index) => replace(link, fresh[index])));
}

function stylesheets(page) {
  return [...page.querySelectorAll("link[rel=stylesheet]")];
}

function replace(link, address) {
  if (link.getAttribute("href") === address) return Promise.resolve();
  const next = link.cloneNode();
  next.setAttribute("href", address);
  return new Promise((done, failed) => {
    next.addEventListener("load", () => { link.remove(); done(); });
    next.addEventListener("error", failed);
    link.after(next);
  });
}
