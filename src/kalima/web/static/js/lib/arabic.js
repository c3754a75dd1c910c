const INDIC = "٠١٢٣٤٥٦٧٨٩";
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";

/** A number in Arabic-Indic digits, as verse numbers are printed. */
export const indicDigits = number => String(number).replace(/\d/g, digit => INDIC[digit]);

/** A line as it is compared while typing: no marks, one alef, Latin digits, single spaces. */
export const foldLine = text =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640'’ʿʾ]/gu, "")
    .replace(/[٠-٩]/gu, digit => INDIC.indexOf(digit))
    .replace(/[۰-۹]/gu, digit => PERSIAN.indexOf(digit))
    .replace(/ٱ/gu, "ا")
    .replace(/ة/gu, "ه")
    .replace(/ى/gu, "ي")
    .replace(/\s+/gu, " ")
    .trim();

/** A name, which may be written with hyphens or without. */
export const foldName = text => foldLine(text).replaceAll("-", "");
