import { h } from "../lib/dom.js";
import { pngFile, saveFile, svgFile } from "../lib/pictures.js";
import { texts } from "../lib/texts.js";

const t = await texts("pictures");

/**
 * The buttons that save a drawing, and the place where it is said that one could not be saved.
 *
 * @param {Function} drawn gives the drawing as it stands
 * @param {string} name of the files
 */
export function createPictureSaver(drawn, name) {
  const message = h("p.notice", { role: "alert", hidden: true }, t.failed);
  const save = async type => {
    message.hidden = true;
    try {
      saveFile(await (type === "SVG" ? svgFile : pngFile)(drawn()), `${name}.${type.toLowerCase()}`);
    } catch (error) {
      console.error(error);
      message.hidden = false;
    }
  };
  const buttons = ["SVG", "PNG"].map(type =>
    h("button.button", { onclick: () => save(type), "aria-label": t.save(type), title: t.save(type) }, type),
  );
  return { buttons: [t.saveAs, buttons], message };
}
