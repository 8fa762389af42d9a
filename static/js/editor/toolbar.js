// The buttons above a text. They act on the editor that was used last: the text, or one of its notes.

import { insertTable, isInTable, tableCommands } from "./tables.js";

const marks = { bold: "bold", italic: "italic", superscript: "superscript", subscript: "subscript" };
const blocks = { bulletList: "toggleBulletList", orderedList: "toggleOrderedList", blockquote: "toggleBlockquote" };

export class Toolbar {
  /** @param actions what the other modules do: link, note, figure */
  constructor(root, actions) {
    this.root = root;
    this.bar = root.querySelector("[data-toolbar]");
    this.tableBar = root.querySelector("[data-table-toolbar]");
    this.style = root.querySelector("[data-block-style]");
    this.language = root.dataset.otherLanguage;
    this.actions = actions;
    this.bar.hidden = root.querySelector("textarea").readOnly;
    for (const bar of [this.bar, this.tableBar].filter(Boolean)) this.roam(bar);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-command]");
      if (button && button.getAttribute("aria-disabled") !== "true") this.run(button.dataset.command);
    });
    this.style?.addEventListener("change", () => this.setStyle(this.style.value));
  }

  attach(editor) {
    this.main = this.active = editor;
    editor.on("transaction", () => this.show());
    this.show();
  }

  use(editor) {
    this.active = editor;
    if (editor !== this.main && !editor.isWatched) {
      editor.isWatched = true;
      editor.on("transaction", () => this.show());
    }
    this.show();
  }

  run(command) {
    const editor = this.active;
    if (command in marks) editor.chain().focus().toggleMark(marks[command]).run();
    else if (command in blocks) editor.chain().focus()[blocks[command]]().run();
    else if (command in tableCommands) tableCommands[command](this.main);
    else if (command === "language") editor.chain().focus().toggleMark("language", { lang: this.language }).run();
    else if (command === "indent") editor.chain().focus().sinkListItem("listItem").run();
    else if (command === "outdent") editor.chain().focus().liftListItem("listItem").run();
    else if (command === "table") insertTable(this.main);
    else if (command === "undo" || command === "redo") this.main.chain().focus()[command]().run();
    else this.actions[command](editor);
    this.show();
  }

  setStyle(value) {
    const chain = this.main.chain().focus();
    if (value) chain.setNode("heading", { level: Number(value) }).run();
    else chain.setParagraph().run();
  }

  /** Shows what holds at the cursor. */
  show() {
    const editor = this.active;
    const isText = editor === this.main;
    for (const button of this.bar.querySelectorAll("button[data-command]")) {
      const { command } = button.dataset;
      const name = marks[command] ?? (command in blocks || ["language", "link"].includes(command) ? command : null);
      if (name) button.setAttribute("aria-pressed", String(editor.isActive(name)));
      const isForText = command in blocks || ["table", "figure", "note", "indent", "outdent"].includes(command);
      button.setAttribute("aria-disabled", String((isForText && !isText) || !editor.isEditable));
    }
    if (this.style) {
      const level = String(this.main.isActive("heading") ? this.main.getAttributes("heading").level : "");
      this.style.value = level;
      this.style.disabled = !isText;
    }
    if (this.tableBar) this.tableBar.hidden = !isText || !editor.isEditable || !isInTable(editor.state);
  }

  focus() {
    const stops = [...this.bar.querySelectorAll("button, select")].filter((entry) => !entry.disabled);
    (stops.find((entry) => entry.tabIndex === 0) ?? stops[0]).focus();
  }

  /** One stop for the Tab key; arrows go from button to button, Escape back to the text. */
  roam(bar) {
    const stops = [...bar.querySelectorAll("button, select")];
    const stop = (wanted) => stops.forEach((entry) => (entry.tabIndex = entry === wanted ? 0 : -1));
    stop(stops[0]);
    bar.addEventListener("focusin", (event) => stops.includes(event.target) && stop(event.target));
    // A click must not take the selection away from the text.
    bar.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    bar.addEventListener("keydown", (event) => {
      const usable = stops.filter((entry) => !entry.disabled);
      const place = usable.indexOf(document.activeElement);
      const targets = {
        ArrowRight: (place + 1) % usable.length,
        ArrowLeft: (place - 1 + usable.length) % usable.length,
        Home: 0,
        End: usable.length - 1,
      };
      if (event.key === "Escape") this.active.view.focus();
      else if (event.key in targets) usable[targets[event.key]].focus();
      else return;
      event.preventDefault();
    });
  }
}
