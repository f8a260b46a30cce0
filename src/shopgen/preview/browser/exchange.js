// Exchanges stylesheets and pictures in the open page for those of a later one that is else the same.

const MARK = "shopgen=";
const OF_SIZE = new Set(["class", "height", "sizes", "width"]);

// Resolves to whether the page shows the later one now; when not, it has to be loaded again.
export async function exchange(last, next) {
  if (last.styles.length !== next.styles.length || last.pictures.length !== next.pictures.length) return false;
  const pictures = changed(last.pictures, next.pictures).map(([old, fresh]) => exchangePicture(old, fresh));
  const styles = await Promise.all(changed(last.styles, next.styles).map(([old, fresh]) => exchangeStyle(old, fresh)));
  return [...pictures, ...styles].every(Boolean);
}

function changed(last, next) {
  const pairs = last.map((old, index) => [old, next[index]]);
  return pairs.filter(([old, fresh]) => JSON.stringify(old) !== JSON.stringify(fresh));
}

function exchangeStyle([oldAddress], [address, digest]) {
  const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
  const link = links.find((each) => leadsTo(each.getAttribute("href"), oldAddress));
  if (!link) return false;
  const next = link.cloneNode();
  next.setAttribute("href", address === oldAddress ? renewed(address, digest) : address);
  return new Promise((done) => {
    next.addEventListener("load", () => { link.remove(); done(true); });
    next.addEventListener("error", () => done(false));
    link.after(next);
  });
}

function exchangePicture([oldAttributes], [attributes, digest]) {
  const names = Object.keys(oldAttributes).filter((name) => !OF_SIZE.has(name));
  const selector = names.map((name) => `[${CSS.escape(name)}]`).join("");
  const found = [...document.querySelectorAll(selector)].filter(
    (element) => names.every((name) => leadsTo(element.getAttribute(name), oldAttributes[name])),
  );
  for (const element of found) {
    for (const name of Object.keys(oldAttributes)) if (!(name in attributes)) element.removeAttribute(name);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") exchangeClasses(element, oldAttributes.class ?? "", value);
      else element.setAttribute(name, value === oldAttributes[name] && isLoaded(name) ? renewed(value, digest) : value);
    }
  }
  return found.length > 0;
}

function exchangeClasses(element, old, fresh) {
  element.classList.remove(...words(old));
  element.classList.add(...words(fresh));
}

function words(text) {
  return text.split(/\s+/).filter(Boolean);
}

function isLoaded(name) {
  return name === "src" || name === "srcset" || name === "poster";
}

// Whether an attribute has the value that it was served with, or that with the mark of a later content.
function leadsTo(value, address) {
  return value === address || (value ?? "").replaceAll(new RegExp(`[?&]${MARK}\\w+`, "g"), "") === address;
}

// The same addresses, each with a mark that makes a browser ask for it again.
function renewed(addresses, digest) {
  const marked = (address) => `${address}${address.includes("?") ? "&" : "?"}${MARK}${digest}`;
  return addresses.split(/,\s+/).map((each) => each.replace(/^\S+/, marked)).join(", ");
}
