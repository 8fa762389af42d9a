// What comes from a word processor: its notes as text, its lists as lists, its tables as tables, none of its looks.

import { frameTables } from "./interchange.js";

const WORD_LIST = /mso-list:\s*\S+\s+level(\d+)/i;
const MARKER = /^\s*(?:[\u00b7\u2022\u25aa\u25cf\u00a7o‣-]|\(?(\d+|[a-z가-힣])[.)])\s*/i;
const NUMBERED = /^\s*\(?(\d+|[a-z가-힣])[.)]/i;

export function cleanPasted(html) {
  // Our own text, copied: nothing to clean.
  if (html.includes("data-pm-slice")) return html;
  const template = document.createElement("template");
  template.innerHTML = setStylesAside(html.replace(/<!\[if[^>]*\]>|<!\[endif\]>/gi, ""));
  const { content } = template;
  content.querySelectorAll("style, script, meta, link, title, xml").forEach((node) => node.remove());
  emphasise(content);
  keepNotesAsText(content);
  gatherWordLists(content);
  frameTables(content);
  for (const node of content.querySelectorAll("*")) {
    for (const name of ["data-style", "class", "lang", "dir", "width", "height"]) node.removeAttribute(name);
  }
  return template.innerHTML;
}

/** The page's policy forbids style attributes, even while they are only read; under another name they are just text. */
function setStylesAside(html) {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

/** Google Docs writes bold and italic as styles, and wraps all in a bold that is none. */
function emphasise(content) {
  for (const node of content.querySelectorAll("b[data-style*='font-weight:normal'], b[data-style*='font-weight: normal']")) {
    node.replaceWith(...node.childNodes);
  }
  for (const node of content.querySelectorAll("span[data-style]")) {
    const style = node.dataset.style.toLowerCase().replaceAll(" ", "");
    const wanted = [];
    if (/font-weight:(bold|[6-9]00)/.test(style)) wanted.push("strong");
    if (style.includes("font-style:italic")) wanted.push("em");
    if (style.includes("vertical-align:super")) wanted.push("sup");
    if (style.includes("vertical-align:sub")) wanted.push("sub");
    for (const tag of wanted) {
      const mark = document.createElement(tag);
      mark.append(...node.childNodes);
      node.append(mark);
    }
  }
}

/** References and the notes themselves stay readable; their links led into the other document. */
function keepNotesAsText(content) {
  const links = "a[href*='#_ftn'], a[href*='#_edn'], a[href*='#ftnt'], a[name^='_ftn'], a[name^='_edn'], a[id^='ftnt']";
  for (const link of content.querySelectorAll(links)) {
    const text = link.textContent.trim();
    link.replaceWith(/^\[.*\]$/.test(text) || !text ? text : `[${text}]`);
  }
  content.querySelectorAll("a[href^='file:'], a[href^='#_']").forEach((link) => link.replaceWith(...link.childNodes));
}

/** Word's list items are paragraphs with a style and a typed marker. */
function gatherWordLists(content) {
  let stack = [];
  for (const item of [...content.querySelectorAll("p")]) {
    const level = Number(WORD_LIST.exec(item.dataset.style ?? "")?.[1] ?? 0);
    if (!level) {
      stack = [];
      continue;
    }
    if (!follows(item, stack[0])) stack = [];
    item.querySelectorAll("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']").forEach((marker) => {
      item.prepend(marker.textContent);
      marker.remove();
    });
    const tag = NUMBERED.test(item.textContent) ? "ol" : "ul";
    stack = stack.slice(0, level);
    while (stack.length < level) stack.push(openList(item, tag, stack.at(-1)));
    const entry = document.createElement("li");
    stripMarker(item);
    entry.append(...item.childNodes);
    stack.at(-1).append(entry);
    item.remove();
  }
}

function follows(item, list) {
  return list && item.previousElementSibling === list;
}

function openList(item, tag, parent) {
  const list = document.createElement(tag);
  if (parent) (parent.lastElementChild ?? parent.appendChild(document.createElement("li"))).append(list);
  else item.before(list);
  return list;
}

function stripMarker(item) {
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  item.normalize();
  const first = walker.nextNode();
  if (first) first.data = first.data.replace(MARKER, "");
}
