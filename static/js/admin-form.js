// The publication form: rows that are added and moved, numbers that follow, people found by name.
// Without this script positions and levels are typed and blank rows stand ready; the server does the same work.

import { Draft } from "./admin-draft.js";
import { labels, stepped } from "./admin-numbering.js";
import { sendOnce } from "./admin-once.js";
import { offerPeople } from "./admin-people.js";

const says = document.querySelector("[data-says]");

class Rows {
  constructor(section) {
    this.section = section;
    this.list = section.querySelector("[data-list]");
    this.isOutline = "outline" in section.dataset;
    section.querySelectorAll("[data-add]").forEach((button) => button.addEventListener("click", () => this.add(button)));
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.move(button.closest(".row"), button.dataset.move, button);
    });
    this.list.addEventListener("change", (event) => {
      if (event.target.name.endsWith("-DELETE")) event.target.closest(".row").classList.toggle("dropped", event.target.checked);
      if (event.target.name.endsWith("-matter")) this.number();
    });
    section.addEventListener("rows:restored", () => this.restore());
    this.drag();
    this.rows.forEach((row) => this.prepare(row));
    if (this.isOutline) document.getElementById("id_kind")?.addEventListener("change", () => this.number());
    this.number();
  }

  get rows() {
    return [...this.list.children].filter((row) => row.classList.contains("row"));
  }

  prepare(row) {
    row.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));
    row.querySelectorAll("[data-typed]").forEach((part) => (part.hidden = true));
    row.querySelectorAll("[data-people]").forEach((field) => offerPeople(field, this.section));
    const drop = row.querySelector("[name$='-DELETE']");
    row.classList.toggle("dropped", Boolean(drop?.checked));
  }

  add(button) {
    const noun = button.dataset.add;
    const total = document.getElementById(`id_${noun}-TOTAL_FORMS`);
    const template = this.section.querySelector(`template[data-row="${noun}"]`);
    const holder = document.createElement("div");
    holder.append(template.content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    const last = this.rows.at(-1);
    if (this.isOutline && last) this.setLevel(row, this.level(last));
    this.list.append(row);
    this.prepare(row);
    this.settle();
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }

  /** Values came back from the copy in this tab: rows go where their numbers say. */
  restore() {
    const place = (row) => Number(row.querySelector("[name$='-position']")?.value || Infinity);
    if (this.list.querySelector("[name$='-position']")) this.list.append(...this.rows.sort((one, other) => place(one) - place(other)));
    for (const row of this.rows) {
      const level = row.querySelector("[name$='-level']");
      if (level) this.setLevel(row, Number(level.value));
      row.classList.toggle("dropped", Boolean(row.querySelector("[name$='-DELETE']")?.checked));
    }
    this.number();
  }

  level(row) {
    return Number(row.dataset.level ?? 1);
  }

  setLevel(row, level) {
    row.dataset.level = level;
    const field = row.querySelector("[name$='-level']");
    if (field) field.value = level;
  }

  /** A row with what stands under it: the deeper rows that follow. */
  block(row) {
    const rows = this.rows;
    const start = rows.indexOf(row);
    if (!this.isOutline) return [row];
    const end = rows.findIndex((other, place) => place > start && this.level(other) <= this.level(row));
    return rows.slice(start, end < 0 ? rows.length : end);
  }

  move(row, way, button) {
    const block = this.block(row);
    if (way === "indent" || way === "outdent") this.shift(row, block, way === "indent" ? 1 : -1);
    else if (way === "up") this.up(block);
    else this.down(block);
    this.settle();
    button?.focus();
    this.announce(row);
  }

  shift(row, block, by) {
    const before = this.rows[this.rows.indexOf(row) - 1];
    const limit = by > 0 ? (before ? this.level(before) + 1 : 1) : 1;
    const level = this.level(row) + by;
    const isDeepest = block.some((entry) => this.level(entry) + by > 4);
    if (by > 0 ? level > limit || isDeepest : level < 1) return;
    block.forEach((entry) => this.setLevel(entry, Math.max(1, this.level(entry) + by)));
  }

  up(block) {
    const rows = this.rows;
    let place = rows.indexOf(block[0]) - 1;
    if (place < 0) return;
    // Past a whole brother with what stands under it, not into it.
    while (this.isOutline && place > 0 && this.level(rows[place]) > this.level(block[0])) place -= 1;
    rows[place].before(...block);
  }

  down(block) {
    const next = this.rows[this.rows.indexOf(block.at(-1)) + 1];
    if (next) this.block(next).at(-1).after(...block);
  }

  /** Places as numbers, levels in steps, labels anew. */
  settle() {
    this.rows.forEach((row, place) => {
      const field = row.querySelector("[name$='-position']");
      if (field) field.value = place + 1;
    });
    if (this.isOutline) {
      const levels = stepped(this.rows.map((row) => this.level(row)));
      this.rows.forEach((row, place) => this.setLevel(row, levels[place]));
    }
    this.number();
    this.section.dispatchEvent(new Event("input", { bubbles: true }));
  }

  number() {
    const numbered = this.rows.filter((row) => row.querySelector("[data-number]"));
    const found = this.isOutline ? this.outlineNumbers(numbered) : numbered.map((_row, place) => String(place + 1));
    numbered.forEach((row, place) => (row.querySelector("[data-number]").textContent = found[place]));
  }

  outlineNumbers(rows) {
    const styles = JSON.parse(this.section.dataset.numbering);
    const style = styles[document.getElementById("id_kind")?.value] ?? "roman";
    const entries = rows.map((row) => ({
      level: this.level(row),
      matter: row.querySelector("[name$='-matter']").value,
    }));
    return labels(entries, style);
  }

  announce(row) {
    const number = row.querySelector("[data-number]")?.textContent ?? "";
    says.textContent = `${number} ${this.rows.indexOf(row) + 1} / ${this.rows.length}`.trim();
  }

  drag() {
    let dragged = null;
    this.list.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip) return;
      dragged = grip.closest(".row");
      this.block(dragged).forEach((row) => row.classList.add("hot"));
      grip.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    this.list.addEventListener("pointermove", (event) => {
      if (!dragged) return;
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest(".row");
      const block = this.block(dragged);
      if (!over || over.parentElement !== this.list || block.includes(over)) return;
      const isBelow = this.rows.indexOf(over) > this.rows.indexOf(dragged);
      if (isBelow) this.block(over).at(-1).after(...block);
      else over.before(...block);
    });
    const drop = () => {
      if (!dragged) return;
      this.list.querySelectorAll(".hot").forEach((row) => row.classList.remove("hot"));
      this.settle();
      this.announce(dragged);
      dragged = null;
    };
    this.list.addEventListener("pointerup", drop);
    this.list.addEventListener("pointercancel", drop);
  }
}

/** The browser's own question before what was typed is left. */
function guard(form) {
  let isChanged = "unsaved" in form.dataset;
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}

/** What the chosen kind does without is offered only where something stands already. */
function offerByKind(kind) {
  const offer = () => {
    for (const part of document.querySelectorAll("[data-kinds]")) {
      const section = part.hash ? document.querySelector(part.hash) : part.closest(".panel");
      const isUsed = section.querySelector("[data-list] > .row") !== null;
      part.hidden = !isUsed && kind.value !== "" && !part.dataset.kinds.split(" ").includes(kind.value);
    }
  };
  kind.addEventListener("change", offer);
  offer();
}

/** Marks the section in view. */
function follow(links) {
  const watch = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const link of links) {
        if (link.hash === `#${seen.target.id}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-10% 0px -75%" },
  );
  links.forEach((link) => watch.observe(document.querySelector(link.hash)));
}

document.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));
document.querySelectorAll("[data-rows]").forEach((section) => new Rows(section));
offerByKind(document.getElementById("id_kind"));
document.querySelectorAll("[data-leave-guard]").forEach(sendOnce);
document.querySelectorAll("[data-leave-guard]").forEach(guard);
document.querySelectorAll("form[data-copy]").forEach((form) => new Draft(form));
follow([...document.querySelectorAll(".tabs a:not(.only-narrow)")]);
document.getElementById("errors")?.focus();
