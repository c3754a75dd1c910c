// Saved queries: items of the user's research, each with what it found on the day.

import { JSON_TYPE, ask } from "./api.js";

const post = (path, body) => ask(path, { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });

export const saveQuery = data => post("/items", { kind: "query", data });
export const fetchSaved = signal => ask("/items?kind=query&limit=500", { signal });
export const removeSaved = id => ask(`/items/${id}`, { method: "DELETE", headers: JSON_TYPE });
export const restoreSaved = id => post(`/items/${id}/restore`, {});
