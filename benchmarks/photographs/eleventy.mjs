// node eleventy.mjs SOURCES OUTPUT FORMATS WIDTHS MODULES: every photograph through eleventy-img, which uses sharp.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, parse, resolve } from "node:path";

const [sources, output, formats, widths, modules] = process.argv.slice(2);
const { default: image } = await import(createRequire(resolve(modules, "package.json")).resolve("@11ty/eleventy-img"));
const options = {
  widths: widths.split(",").map(Number),
  formats: formats.split(","),
  outputDir: output,
  filenameFormat: (id, source, width, format) => `${parse(source).name}-${width}.${format}`,
  sharpJpegOptions: { quality: 80, progressive: true },
  sharpWebpOptions: { quality: 80, effort: 4 },
  sharpAvifOptions: { quality: 50, effort: 4 },
};
const photographs = readdirSync(sources).filter((name) => name.endsWith(".jpg"));
await Promise.all(photographs.map((name) => image(join(sources, name), options)));
