const INDIC = "٠١٢٣٤٥٦٧٨٩";

/** A number in Arabic-Indic digits, as verse numbers are printed. */
export const indicDigits = (number) => String(number).replace(/\d/g, (digit) => INDIC[digit]);

/** A name as it is compared while typing: no marks, no hyphens, one alef, Latin digits. */
export function foldName(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640'’ʿʾ-]/gu, "")
    .replace(/[٠-٩]/gu, (digit) => INDIC.indexOf(digit))
    .replace(/ٱ/gu, "ا")
    .replace(/ة/gu, "ه")
    .replace(/ى/gu, "ي")
    .replace(/\s+/gu, " ")
    .trim();
}
