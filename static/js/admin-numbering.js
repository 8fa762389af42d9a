// Labels of chapters, by the rules of publications/document/numbering.py.

const ROMAN = [[100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
const SYLLABLES = "가나다라마바사아자차카타파하";

function roman(number) {
  let digits = "";
  for (const [value, digit] of ROMAN) {
    while (number >= value) {
      digits += digit;
      number -= value;
    }
  }
  return digits;
}

function letter(number) {
  const rest = (number - 1) % 26;
  const above = Math.floor((number - 1) / 26);
  return (above ? letter(above) : "") + String.fromCharCode(65 + rest);
}

const syllable = (number) => SYLLABLES[number - 1] ?? String(number);

const STYLES = {
  roman: [roman, String, letter, (number) => letter(number).toLowerCase()],
  korean: [roman, String, syllable, (number) => `(${number})`],
};

function label(counts, matter, style) {
  if (style === "decimal") return [matter === "appendix" ? letter(counts[0]) : counts[0], ...counts.slice(1)].join(".");
  if (counts.length === 1 && matter === "appendix") return letter(counts[0]);
  return STYLES[style][counts.length - 1](counts.at(-1));
}

/** One label for each entry; empty where it is not numbered. */
export function labels(entries, style) {
  const tops = { body: 0, appendix: 0 };
  let counts = [];
  let matter = "body";
  return entries.map((entry) => {
    if (entry.level === 1) matter = entry.matter;
    if (!(matter in tops) || style === "none") return "";
    counts = counts.slice(0, entry.level);
    while (counts.length < entry.level) counts.push(0);
    counts[entry.level - 1] += 1;
    if (entry.level === 1) counts[0] = tops[matter] += 1;
    return label(counts, matter, style);
  });
}

/** The same levels, each at most one deeper than the one before and between 1 and 4. */
export function stepped(levels) {
  let before = 0;
  return levels.map((level) => (before = Math.max(1, Math.min(level, 4, before + 1))));
}
