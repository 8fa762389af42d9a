// Between the HTML that is stored and the flatter one that the editor works on.
//
// The editor's tables are rows only. Caption and sections of a table become a frame around it and marks on its rows, and
// are put back when the text is read out. A lone paragraph in a list item or a cell is only there while editing.

import { pm } from "../../django_prose_editor/editor.js";

const { DOMParser: Reader, DOMSerializer: Writer } = pm.model;
// What does not collapse; unlike `trim`, a no-break space counts.
const INK = /[^ \t\r\n\f]/;
const BLOCKS = "ul, ol, dl, blockquote, pre, figure, hr, table, [data-table-frame], h1, h2, h3, h4, h5, h6";
const SPANS = "span:is([lang], [dir]):not([data-note])";
const MARKS = ":is(a, strong, b, em, i, sub, sup, code):is([lang], [dir])";

export function read(schema, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  frameTables(template.content);
  template.content.querySelectorAll(MARKS).forEach(moveLanguageInward);
  template.content.querySelectorAll(SPANS).forEach(inheritLanguage);
  template.content.querySelectorAll("li").forEach(beginWithParagraph);
  const holder = document.createElement("div");
  holder.append(template.content);
  return Reader.fromSchema(schema).parse(holder);
}

/** The editor keeps one language at a place: the innermost span says all that holds there. */
function inheritLanguage(span) {
  const outer = span.parentElement?.closest(SPANS);
  // A note's text is a text of its own.
  if (outer && !span.parentElement.closest("[data-note]")) copyLanguage(outer, span);
}

/** The editor's list items begin with a paragraph; an empty one is taken out again by `unwrapParagraph`. */
function beginWithParagraph(item) {
  if (item.firstElementChild?.matches(BLOCKS) && !textBefore(item.firstElementChild)) item.prepend(document.createElement("p"));
}

function textBefore(element) {
  for (let node = element.previousSibling; node; node = node.previousSibling) if (INK.test(node.textContent)) return true;
  return false;
}

export function frameTables(content) {
  // Innermost first, so that a table within a cell is framed before the one around it.
  [...content.querySelectorAll("table")].reverse().forEach(frameTable);
}

export function write(schema, node) {
  const holder = document.createElement("div");
  // In a document of its own, so that nothing loads while it is read out.
  const inert = document.implementation.createHTMLDocument("");
  holder.append(Writer.fromSchema(schema).serializeFragment(node.content, { document: inert }));
  holder.querySelectorAll("[data-table-frame]").forEach(unframeTable);
  holder.querySelectorAll("li, td, th, dd").forEach(unwrapParagraph);
  const blocks = [...holder.children].map((block) => block.outerHTML);
  return isEmpty(holder) ? "" : blocks.join("\n");
}

function isEmpty(holder) {
  return !holder.querySelector("figure, hr, table") && !holder.textContent.trim();
}

/** The editor nests marks in an order of its own; of languages the inner one must stay the inner one. */
function moveLanguageInward(mark) {
  const span = document.createElement("span");
  copyLanguage(mark, span);
  mark.removeAttribute("lang");
  mark.removeAttribute("dir");
  span.append(...mark.childNodes);
  mark.append(span);
}

function frameTable(table) {
  const frame = document.createElement("div");
  frame.dataset.tableFrame = "";
  const caption = document.createElement("div");
  caption.dataset.tableCaption = "";
  const given = table.querySelector(":scope > caption");
  if (given) {
    copyLanguage(given, caption);
    caption.append(...given.childNodes);
    given.remove();
  }
  // They name ids, and no text has any: kept, but not where they would be read out.
  table.querySelectorAll("td[headers]").forEach((cell) => rename(cell, "headers", "data-headers"));
  const groups = [...table.querySelectorAll(":scope > colgroup, :scope > col")];
  if (groups.length) table.dataset.columns = groups.map((group) => group.outerHTML).join("");
  groups.forEach((group) => group.remove());
  for (const section of [...table.children]) {
    [...section.children].forEach((row, index) => {
      row.dataset.section = section.localName;
      if (!index && section.previousElementSibling?.localName === section.localName) row.dataset.opens = "";
      copyLanguage(section, row);
    });
  }
  table.before(frame);
  frame.append(caption, table);
}

function unframeTable(frame) {
  const [caption, table] = frame.children;
  const rows = [...table.querySelectorAll(":scope > tbody > tr")];
  const sections = [];
  for (const row of rows) {
    const kind = sectionOf(row, sections);
    if (sections.at(-1)?.localName !== kind || row.dataset.opens !== undefined) sections.push(document.createElement(kind));
    sections.at(-1).append(row);
    scopeHeaders(row, kind);
    delete row.dataset.section;
    delete row.dataset.opens;
  }
  table.replaceChildren(...sections);
  table.querySelectorAll("td[data-headers]").forEach((cell) => rename(cell, "data-headers", "headers"));
  if (table.dataset.columns) table.insertAdjacentHTML("afterbegin", table.dataset.columns);
  delete table.dataset.columns;
  if (INK.test(caption.textContent)) {
    const kept = document.createElement("caption");
    copyLanguage(caption, kept);
    kept.append(...caption.childNodes);
    table.prepend(kept);
  }
  frame.replaceWith(table);
}

/** As it was stored; a new row of header cells at the top is a head. A head stands at the top only, a foot at the end. */
function sectionOf(row, sections) {
  const cells = [...row.children];
  const wanted = row.dataset.section ?? (cells.every((cell) => cell.localName === "th") ? "thead" : "tbody");
  const isAtTop = sections.every((section) => section.localName === "thead");
  return (wanted === "thead" && !isAtTop) || (wanted === "tfoot" && row.nextElementSibling?.dataset.section === "tbody")
    ? "tbody"
    : wanted;
}

function scopeHeaders(row, section) {
  for (const cell of row.querySelectorAll(":scope > th:not([scope])")) cell.scope = section === "thead" ? "col" : "row";
}

/** `<li><p>text</p></li>` is stored as `<li>text</li>`, also before a nested list; an empty paragraph is not stored. */
function unwrapParagraph(element) {
  const [first, ...rest] = element.children;
  const isLone = first?.localName === "p" && !first.attributes.length;
  if (isLone && rest.length && !first.hasChildNodes()) first.remove();
  else if (isLone && rest.every((next) => ["ul", "ol"].includes(next.localName))) first.replaceWith(...first.childNodes);
}

function rename(element, from, to) {
  element.setAttribute(to, element.getAttribute(from));
  element.removeAttribute(from);
}

function copyLanguage(from, to) {
  for (const name of ["lang", "dir"]) {
    if (from.hasAttribute(name) && !to.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  }
}
