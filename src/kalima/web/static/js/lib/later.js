import { ApiError } from "./api.js";
import { t } from "./strings.js";

/** A part of the page that is fetched when it is first wanted: `later(import("./desk.js"))`. */
export const later = fetched =>
  fetched.catch(error => {
    throw error instanceof TypeError ? new ApiError(t.errors.network, { hint: t.errors.networkHint }) : error;
  });
