// Parts of pages that the server writes, each in an element with a shadow root of its own.

// Resolves to the element `name` in the answer, null when it is not there. An XMLHttpRequest, because a shop's policy
// may forbid all other ways from a text to elements (Trusted Types).
export function fetchParts(address, name) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.addEventListener("load", () => done(taken(request.response?.querySelector(name))));
    request.addEventListener("error", () => failed(new Error(`no answer from ${address}`)));
    request.send();
  });
}

function taken(found) {
  if (!found) return null;
  const element = document.adoptNode(found);
  const template = element.querySelector("template");
  element.attachShadow({ mode: "open" }).append(document.importNode(template.content, true));
  template.remove();
  return element;
}
