// Numbers in words, English and Arabic, as parts of a folded line (see foldLine).

const UNITS = [
  ["one", "واحد", "واحده", "اول", "اولي", "احد", "احدي", "حادي", "حاديه"],
  ["two", "اثنان", "اثنين", "اثنتان", "اثنتين", "اثنا", "اثني", "اثنتا", "اثنتي", "ثاني", "ثانيه"],
  ["three", "ثلاث", "ثلاثه", "ثالث", "ثالثه"],
  ["four", "اربع", "اربعه", "رابع", "رابعه"],
  ["five", "خمس", "خمسه", "خامس", "خامسه"],
  ["six", "ست", "سته", "سادس", "سادسه"],
  ["seven", "سبع", "سبعه", "سابع", "سابعه"],
  ["eight", "ثمان", "ثماني", "ثمانيه", "ثامن", "ثامنه"],
  ["nine", "تسع", "تسعه", "تاسع", "تاسعه"],
  ["ten", "عشر", "عشره", "عاشر", "عاشره"],
  ["eleven"], ["twelve"], ["thirteen"], ["fourteen"], ["fifteen"], ["sixteen"], ["seventeen"], ["eighteen"], ["nineteen"],
];
const TENS = [
  ["twenty", "عشرون", "عشرين"],
  ["thirty", "ثلاثون", "ثلاثين"],
  ["forty", "اربعون", "اربعين"],
  ["fifty", "خمسون", "خمسين"],
  ["sixty", "ستون", "ستين"],
  ["seventy", "سبعون", "سبعين"],
  ["eighty", "ثمانون", "ثمانين"],
  ["ninety", "تسعون", "تسعين"],
];
const HUNDREDS = [
  ["hundred", "ميه", "مايه"],
  ["ميتان", "ميتين", "مايتان", "مايتين"],
  ...["ثلاث", "اربع", "خمس", "ست"].map(unit => [`${unit}ميه`, `${unit}مايه`]),
];

const VALUES = new Map([
  ...UNITS.flatMap((words, at) => words.map(word => [word, at + 1])),
  ...TENS.flatMap((words, at) => words.map(word => [word, 20 + 10 * at])),
  ...HUNDREDS.flatMap((words, at) => words.map(word => [word, 100 * (at + 1)])),
]);
const HUNDRED = new Set(HUNDREDS[0]);

/** `{value, joined}` of a word that is a number; `joined` if an Arabic "and" is written on it. */
function read(word) {
  const bare = word.replace(/^ال/u, "");
  if (VALUES.has(bare)) return { value: VALUES.get(bare), joined: false };
  const joined = /^و(?:ال)?(.+)$/u.exec(word);
  return joined && VALUES.has(joined[1]) ? { value: VALUES.get(joined[1]), joined: true } : null;
}

/** Whether a number can go on with this one: two hundred, fifty, five; خمس وخمسين; ثلاثة عشر. */
function goesOn(last, { value, joined }) {
  if (last < 10 && value === 10) return !joined;
  if (last < 10 && value >= 20 && value < 100) return joined;
  return value < last && (last >= 100 || (last >= 20 && value < 10));
}

/** The line with its numbers in digits. Hyphens between number words are spaces: twenty-five. */
export function withDigits(line) {
  const said = [];
  let sum = null;
  let last = 0;
  const end = () => {
    if (sum !== null) said.push(String(sum));
    sum = null;
  };
  for (const word of line.replace(/(?<=[a-z])-(?=[a-z])/gu, (hyphen, at) => (VALUES.has(wordBefore(line, at)) ? " " : hyphen)).split(" ")) {
    const number = read(word);
    if (!number) {
      if (word === "and" && sum !== null) continue;
      end();
      said.push(word);
    } else if (sum !== null && HUNDRED.has(word) && last < 10) {
      sum += last * 99;
      last = 100;
    } else {
      if (sum !== null && !goesOn(last, number)) end();
      sum = (sum ?? 0) + number.value;
      last = number.value;
    }
  }
  end();
  return said.join(" ");
}

const wordBefore = (line, at) => /[a-z]*$/u.exec(line.slice(0, at))[0];
