// The length of a text as the server measures it: English in words, Korean in characters; notes do not count.

const WORD = /[\p{L}\p{N}]+(?:[’'.,-][\p{L}\p{N}]+)*/gu;

export function length(doc, language) {
  const parts = [];
  doc.descendants((node) => {
    if (node.type.name === "note") return false;
    if (node.isText) parts.push(node.text);
    else if (node.isBlock || node.type.name === "hardBreak") parts.push("\n");
    return true;
  });
  const text = parts.join("");
  return language === "ko" ? text.replace(/\s+/g, "").length : (text.match(WORD) ?? []).length;
}
