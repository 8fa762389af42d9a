// What is typed but not saved: a question before leaving, and a copy in this tab until it is saved.

import { sendOnce } from "../admin-once.js";

export class Draft {
  constructor(form) {
    this.form = form;
    this.key = `colophon:${form.dataset.draft}`;
    this.notice = document.querySelector("[data-draft-notice]");
    this.isChanged = form.dataset.unsaved === "yes";
    this.isLeaving = false;
    this.settle();
    this.goBack();
    sendOnce(form);
    form.addEventListener("input", () => this.change());
    form.addEventListener("submit", () => {
      this.keep();
      this.isLeaving = true;
      sessionStorage.setItem(`${this.key}:place`, String(window.scrollY));
    });
    form.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=save]"));
    });
    window.addEventListener("beforeunload", (event) => {
      this.keep();
      if (this.isChanged && !this.isLeaving) event.preventDefault();
    });
    // Back from a page that could not be reached: the question is due again.
    window.addEventListener("pageshow", () => (this.isLeaving = false));
  }

  /** After a save the page stands where it stood. */
  goBack() {
    const place = Number(sessionStorage.getItem(`${this.key}:place`));
    sessionStorage.removeItem(`${this.key}:place`);
    if (place && !this.isChanged) window.scrollTo(0, place);
  }

  get fields() {
    return [...this.form.elements].filter((field) => field.dataset.kept !== undefined);
  }

  change() {
    this.isChanged = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), 500);
  }

  keep() {
    clearTimeout(this.timer);
    if (!this.isChanged) return;
    const values = Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ opened: this.opened, at: Date.now(), values }));
    } catch {
      // The tab's store is full or closed; the question before leaving remains.
    }
  }

  get opened() {
    return Number(this.form.elements.opened_at.value);
  }

  /** After a save the copy goes. A page that came back unsaved shows what was typed; otherwise the copy is offered. */
  settle() {
    // The form of the whole publication was saved on the way here.
    if (location.search === "?form=saved") this.form.dataset.forms.split(" ").forEach((address) => sessionStorage.removeItem(`colophon:${address}`));
    const stored = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    const saved = Number(new URLSearchParams(location.search).get("saved"));
    if (this.isChanged) this.keep();
    else if (!stored) return;
    else if (saved === stored.opened + 1 || this.isSame(stored)) sessionStorage.removeItem(this.key);
    else this.offer(stored);
  }

  isSame({ values }) {
    return this.fields.every((field) => (values[field.name] ?? field.value) === field.value);
  }

  offer({ at, values }) {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    this.notice.querySelector("[data-time]").textContent = time.format(at);
    this.notice.hidden = false;
    this.notice.querySelector("[data-restore]").addEventListener("click", () => {
      for (const field of this.fields) {
        if (field.name in values) field.value = values[field.name];
        field.dispatchEvent(new CustomEvent("editor:load"));
      }
      this.notice.hidden = true;
      this.change();
    });
    this.notice.querySelector("[data-discard]").addEventListener("click", () => {
      sessionStorage.removeItem(this.key);
      this.notice.hidden = true;
    });
  }
}
