// A drawing as a file: always dark on white, for paper, with its typeface and its colours in it.

import { s } from "./dom.js";

const FONT = "/fonts/AmiriQuran.woff2";
const SHARPNESS = 2;
const MOST_PIXELS = 16_000;
const SHAPES = "path, rect, circle, text";
const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "paint-order", "text-anchor", "direction",
  "font-family", "font-size", "font-weight",
];
const KEPT = new Set(["viewBox", "width", "height", "x", "y", "cx", "cy", "r", "rx", "d", "lang"]);

/** The drawing as an SVG document that looks the same wherever it is opened. */
export async function svgFile(drawing) {
  const answer = await fetch(FONT);
  if (!answer.ok) throw new Error(`the typeface cannot be read: ${answer.status}`);
  const font = await dataUrl(await answer.blob());
  const copy = paperCopy(drawing);
  copy.prepend(s("style", `@font-face { font-family: "Amiri Quran"; src: url("${font}"); }`));
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

/** The drawing as a PNG. It is painted here: the page's own rules forbid it to load a picture of its making. */
export function pngFile(drawing) {
  const copy = paperCopy(drawing);
  const { width, height } = copy.viewBox.baseVal;
  const scale = Math.min(SHARPNESS, MOST_PIXELS / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  for (const element of copy.querySelectorAll(SHAPES)) paint(pen, element);
  return new Promise((keep, refuse) => {
    canvas.toBlob(blob => (blob ? keep(blob) : refuse(new Error("the picture is too large"))), "image/png");
  });
}

/** Gives a file to the user. */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  [link.href, link.download] = [address, name];
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A copy in the colours of paper, with every style as an attribute and without what is only there to be used. */
function paperCopy(drawing) {
  const copy = drawing.cloneNode(true);
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.classList.add("on-paper");
  copy.prepend(s("rect.sheet", { width, height }));
  drawing.after(copy);
  const elements = [...copy.querySelectorAll("*")].map(element => [element, getComputedStyle(element)]);
  const unseen = elements.filter(([, style]) => style.display === "none").map(([element]) => element);
  const styles = elements.map(([element, style]) => [element, STYLES.map(name => [name, style.getPropertyValue(name)])]);
  copy.remove();
  for (const [element, found] of styles) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
    if (element.matches(SHAPES)) for (const [name, value] of found) element.setAttribute(name, value);
  }
  for (const element of unseen) element.remove();
  copy.removeAttribute("class");
  return copy;
}

function paint(pen, element) {
  const read = name => element.getAttribute(name);
  const number = name => Number.parseFloat(read(name) ?? 0);
  const width = number("stroke-width");
  pen.fillStyle = read("fill");
  pen.strokeStyle = read("stroke");
  pen.globalAlpha = number("fill-opacity");
  pen.lineWidth = width;
  pen.lineJoin = read("stroke-linejoin");
  pen.setLineDash(read("stroke-dasharray") === "none" ? [] : read("stroke-dasharray").split(",").map(Number.parseFloat));
  const filled = read("fill") !== "none";
  const stroked = read("stroke") !== "none" && width > 0;
  if (element.localName === "text") {
    pen.font = `${read("font-weight")} ${read("font-size")} ${read("font-family")}`;
    pen.textAlign = read("text-anchor").replace("middle", "center");
    pen.direction = read("direction");
    if (stroked) pen.strokeText(element.textContent, number("x"), number("y"));
    pen.fillText(element.textContent, number("x"), number("y"));
    return;
  }
  const shape = new Path2D(read("d") ?? undefined);
  if (element.localName === "circle") shape.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  if (element.localName === "rect") shape.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
  if (filled) pen.fill(shape);
  if (stroked) pen.stroke(shape);
}

function dataUrl(blob) {
  return new Promise((keep, refuse) => {
    const reader = new FileReader();
    reader.onload = () => keep(reader.result);
    reader.onerror = () => refuse(reader.error);
    reader.readAsDataURL(blob);
  });
}
