// A copy of what is typed, kept in this tab until it is saved: a lost session or a closed lid takes nothing away.

const PAUSE = 500;

export class Draft {
  constructor(form) {
    this.form = form;
    this.key = `colophon:${location.pathname}`;
    this.notice = form.querySelector("[data-draft-notice]");
    this.settle();
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE);
    });
    form.addEventListener("submit", () => this.keep());
  }

  get opened() {
    return Number(this.form.elements.revision.value);
  }

  /** Name and value of every field that holds text or a choice, in the form's order. */
  entries() {
    return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  }

  keep() {
    clearTimeout(this.timer);
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ opened: this.opened, at: Date.now(), entries: this.entries() }));
    } catch {
      // The tab's store is full or closed; the question before leaving remains.
    }
  }

  /** After a save the copy goes, and where the page shows what was typed anyway; otherwise it is offered. */
  settle() {
    // The first save of a new publication led here from another address.
    if (this.form.dataset.saved === "1") sessionStorage.removeItem(this.key.replace(/\d+\/change\/$/, "add/"));
    const stored = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!stored) return;
    const isSame = JSON.stringify(stored.entries) === JSON.stringify(this.entries());
    const wasSaved = this.form.dataset.saved === String(stored.opened + 1);
    if (wasSaved || isSame || "unsaved" in this.form.dataset) sessionStorage.removeItem(this.key);
    else this.offer(stored);
  }

  offer(stored) {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    this.notice.querySelector("[data-time]").textContent = time.format(stored.at);
    this.notice.hidden = false;
    this.notice.querySelector("[data-restore]").addEventListener("click", () => {
      this.restore(stored.entries);
      this.notice.hidden = true;
    });
    this.notice.querySelector("[data-discard]").addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      this.notice.hidden = true;
    });
  }

  restore(entries) {
    const values = new Map();
    for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
    for (const button of this.form.querySelectorAll("[data-add]")) {
      const total = `${button.dataset.add}-TOTAL_FORMS`;
      while (Number(this.form.elements[total].value) < Number(values.get(total)?.[0] ?? 0)) button.click();
    }
    for (const field of this.form.elements) {
      // The number of the save that the form was opened with stays what it is: what was saved since must be seen.
      if (!field.name || field.name === "csrfmiddlewaretoken" || ["file", "submit", "button"].includes(field.type)) continue;
      this.fill(field, values.get(field.name) ?? []);
    }
    this.form.querySelectorAll("[data-rows]").forEach((section) => section.dispatchEvent(new CustomEvent("rows:restored")));
    this.form.dispatchEvent(new Event("input"));
  }

  fill(field, found) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => (option.selected = found.includes(option.value)));
    else if (found.length) field.value = found[0];
    if (field.localName === "textarea") field.dispatchEvent(new CustomEvent("editor:load"));
  }
}
