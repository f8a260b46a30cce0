// Parts of pages that the server writes, each in an element with a shadow root of its own.

const sheets = new Map();

// Resolves to the element `name` in the answer, null when it is not there. It comes with its style sheets: one that is
// seen before them takes the looks of the theme.
export async function fetchParts(address, name) {
  const found = (await fetched(address, "document"))?.querySelector(name);
  return found ? prepared(document.adoptNode(found)) : null;
}

async function prepared(element) {
  const template = element.querySelector("template");
  const content = document.importNode(template.content, true);
  const links = [...content.querySelectorAll("link[rel=stylesheet]")];
  const styles = await Promise.all(links.map((link) => sheetOf(link.getAttribute("href"))));
  links.forEach((link) => link.remove());
  template.remove();
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = styles;
  root.append(content);
  return element;
}

function sheetOf(address) {
  if (!sheets.has(address)) {
    const sheet = fetched(address, "text").then((text) => new CSSStyleSheet().replace(text));
    sheet.catch(() => sheets.delete(address));
    sheets.set(address, sheet);
  }
  return sheets.get(address);
}

// An XMLHttpRequest, because a shop's policy may forbid all other ways from a text to elements (Trusted Types).
function fetched(address, kind) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = kind;
    request.addEventListener("load", () => done(request.response));
    request.addEventListener("error", () => failed(new Error(`no answer from ${address}`)));
    request.send();
  });
}
