// What only a browser knows: which pictures it chose and how wide it shows them, what it loaded, where a text is cut.

const OWN = "/_shopgen/";
const KINDS = [
  ["Fonts", /\.(woff2?|ttf|otf)$/i],
  ["Pictures", /\.(avif|webp|jpe?g|png|gif|svg|ico)$/i],
  ["Video and sound", /\.(mp4|webm|mp3)$/i],
];
// A file with so many times the width that is needed wastes most of its bytes; with less than that it is blurred.
const TOO_WIDE = 1.8;
const TOO_NARROW = 0.75;

export function measure(root) {
  measurePictures(root);
  measureWeight(root);
  measureTexts(root);
}

export function measurePictures(root) {
  const rows = [...document.images].map(pictureRow);
  root.querySelector("[data-pictures]").replaceChildren(...rows);
  root.querySelector("[data-no-pictures]").hidden = rows.length > 0;
}

function pictureRow(image) {
  const shown = Math.round(image.getBoundingClientRect().width);
  const wide = fileWidth(image);
  const name = document.createElement("button");
  name.type = "button";
  name.textContent = fileName(image).replace(/[-.][0-9a-f]{8,}(?=\.)/, "");
  name.title = `Show ${fileName(image)} on the page`;
  name.addEventListener("click", () => point(image));
  const notes = picturesNotes(image, shown, wide);
  const size = sizeOf(image.currentSrc);
  return row(
    cell(name, ...notes.map(note)),
    cell(shown ? `${shown} px` : "not shown"),
    cell(wide ? `${wide} px` : "–"),
    cell(size ? bytes(size) : "–"),
  );
}

function fileName(image) {
  return pathOf(image.currentSrc || image.src).split("/").pop();
}

function picturesNotes(image, shown, wide) {
  const needed = shown * devicePixelRatio;
  const notes = [];
  if (!image.hasAttribute("alt")) notes.push("no alt text");
  const hasSize = image.hasAttribute("width") && image.hasAttribute("height");
  if (!hasSize) notes.push("no width and height: the page moves when it comes");
  if (!shown || !wide || isDrawing(image)) return notes;
  const isWide = wide > needed * TOO_WIDE && wide - needed > 200;
  if (isWide) notes.push(`larger than needed: ${Math.round(needed)} px would do`);
  if (wide < needed * TOO_NARROW) notes.push(`smaller than shown: ${Math.round(needed)} px would be sharp`);
  return notes;
}

// The width of the file itself: that of the candidate which the browser chose, else that of the only one.
function fileWidth(image) {
  const sources = image.closest("picture")?.querySelectorAll("source") ?? [];
  const candidates = [...sources, image].flatMap((each) => (each.srcset ?? "").split(/,\s+/));
  for (const candidate of candidates) {
    const [address, descriptor = ""] = candidate.trim().split(/\s+/);
    const isChosen = address && new URL(address, document.baseURI).href === image.currentSrc;
    if (isChosen && descriptor.endsWith("w")) return Number.parseInt(descriptor, 10);
  }
  return image.naturalWidth;
}

function isDrawing(image) {
  return /\.svg([?#]|$)/i.test(image.currentSrc);
}

function point(image) {
  image.scrollIntoView({ block: "center", behavior: "smooth" });
  image.animate([{ outline: "4px solid #c8372d", outlineOffset: "2px" }, { outline: "4px solid transparent" }], 1800);
}

function measureWeight(root) {
  const body = root.querySelector("[data-weights]");
  body.querySelectorAll("[data-measured]").forEach((each) => each.remove());
  for (const [kind, files] of loaded()) {
    const line = row(header(kind), cell(String(files.length)), cell(""), cell(""));
    line.dataset.measured = "";
    line.dataset.size = line.dataset.compressed = String(files.reduce((sum, file) => sum + file.encodedBodySize, 0));
    body.append(line);
  }
  const lines = [...body.children];
  lines.forEach((line) => fillSizes(line, Number(line.dataset.size), Number(line.dataset.compressed)));
  const total = root.querySelector("[data-total]");
  total.cells[1].textContent = lines.reduce((sum, line) => sum + Number(line.cells[1].textContent), 0);
  fillSizes(total, sum(lines, "size"), sum(lines, "compressed"));
}

function fillSizes(line, size, compressed) {
  line.cells[2].textContent = bytes(size);
  line.cells[3].textContent = bytes(compressed);
}

function sum(lines, name) {
  return lines.reduce((all, line) => all + Number(line.dataset[name]), 0);
}

function loaded() {
  const files = [...new Map(resources().map((each) => [each.name, each])).values()];
  const kinds = KINDS.map(([kind, ends]) => [kind, files.filter((file) => ends.test(pathOf(file.name)))]);
  return kinds.filter(([, found]) => found.length);
}

function resources() {
  return performance.getEntriesByType("resource").filter((each) => !pathOf(each.name).startsWith(OWN));
}

function pathOf(address) {
  try { return new URL(address).pathname; } catch { return ""; }
}

function sizeOf(address) {
  return resources().findLast((each) => each.name === address)?.encodedBodySize ?? 0;
}

// Marks what a search result has no room for: `data-fit` is the room in pixels, `data-font` the letters.
function measureTexts(root) {
  const cuts = [...root.querySelectorAll("[data-fit]")].map((line) => {
    const text = line.textContent;
    const length = fitting(text, line.dataset.font, Number(line.dataset.fit));
    const cut = document.createElement("s");
    cut.textContent = text.slice(length);
    line.replaceChildren(text.slice(0, length), ...(length < text.length ? [cut] : []));
    return length < text.length;
  });
  root.querySelector("[data-cut]").hidden = !cuts.some(Boolean);
}

function fitting(text, font, room) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const width = (shown) => pen.measureText(shown).width;
  let length = text.length;
  if (width(text) <= room) return length;
  while (length > 0 && width(`${text.slice(0, length)} …`) > room) length = shorter(text, length);
  return length;
}

// The end of the word before, or of the letter before in what is written without blanks.
function shorter(text, length) {
  const blank = text.lastIndexOf(" ", length - 1);
  return blank > 0 ? blank : length - 1;
}

function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1000).toFixed(size < 10000 ? 1 : 0)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

function row(...cells) {
  const line = document.createElement("tr");
  line.append(...cells);
  return line;
}

function header(text) {
  const found = document.createElement("th");
  found.scope = "row";
  found.append(text);
  return found;
}

function cell(...content) {
  const found = document.createElement("td");
  found.append(...content);
  return found;
}

function note(text) {
  const found = document.createElement("p");
  found.className = "note";
  found.append(text);
  return found;
}
