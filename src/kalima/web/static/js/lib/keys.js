// What a key means on this page, whatever the keyboard's language.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/**
 * The key that was pressed, or "" where it is not meant for the page: while one types, with Ctrl, or under a dialog.
 * On an Arabic keyboard the key of the Latin letter counts.
 */
export function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return "";
  if (/^[\x20-\x7e]$/.test(event.key) || event.key.length > 1) return event.shiftKey && /[a-z]/i.test(event.key) ? "" : event.key.toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^Key[A-Z]$/.test(event.code) && !event.shiftKey ? event.code.at(-1).toLowerCase() : "";
}
