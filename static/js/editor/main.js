// Every rich text of the page becomes an editor. Without script its textarea, which holds the HTML, is what is edited.

import { Editor, Extension, getSchema } from "../../django_prose_editor/editor.js";
import { LinkDialog } from "./dialogs.js";
import { Draft } from "./draft.js";
import { FigureDialog, figureExtension } from "./figures.js";
import { read, write } from "./interchange.js";
import { length } from "./length.js";
import { NoteList, insertNote, noteExtension, notesOf } from "./notes.js";
import { cleanPasted } from "./paste.js";
import { bodyExtensions, summaryExtensions } from "./schema.js";
import { tableExtensions, tableNames } from "./tables.js";
import { Toolbar } from "./toolbar.js";

class RichText {
  constructor(root) {
    this.root = root;
    this.textarea = root.querySelector("textarea");
    this.texts = JSON.parse(root.dataset.texts);
    this.toolbar = new Toolbar(root, this.actions());
    const extensions = [...this.extensions(), this.keys()];
    this.schema = getSchema(extensions);
    this.editor = new Editor({
      element: root.querySelector("[data-surface]"),
      extensions,
      content: read(this.schema, this.textarea.value).toJSON(),
      injectCSS: false,
      editable: !this.textarea.readOnly && !this.textarea.disabled,
      editorProps: {
        attributes: this.attributes(),
        transformPastedHTML: cleanPasted,
        handlePaste: (_view, event) => this.takePicture(event.clipboardData),
        handleDrop: (_view, event) => this.takePicture(event.dataTransfer),
        // The bars above and below cover a part of the window.
        scrollMargin: { top: 64, right: 0, bottom: 96, left: 0 },
        scrollThreshold: { top: 64, right: 0, bottom: 96, left: 0 },
        handleDOMEvents: { keydown: this.letTabLeave() },
      },
      onUpdate: () => this.store(),
      onFocus: () => this.toolbar.use(this.editor),
    });
    this.toolbar.attach(this.editor);
    this.notes?.attach(this.editor);
    this.textarea.hidden = true;
    root.querySelector(".editor-keys").hidden = false;
    this.textarea.addEventListener("editor:load", () => this.load());
    root.classList.add("is-ready");
    this.followLinks();
    this.count();
  }

  /** Links that lead to the textarea, which is hidden, lead to the text. */
  followLinks() {
    document.addEventListener("click", (event) => {
      if (!event.target.closest(`a[href="#${this.textarea.id}"]`)) return;
      event.preventDefault();
      this.root.scrollIntoView({ block: "center" });
      this.editor.commands.focus();
    });
  }

  extensions() {
    if (this.root.dataset.editor === "summary") return summaryExtensions();
    const { texts, root } = this;
    const open = (key) => this.notes.open(key);
    const section = root.querySelector("[data-notes]");
    this.notes = new NoteList({
      section,
      texts,
      shortcuts: (editor) => this.shortcuts(editor),
      onFocus: (editor) => this.toolbar.use(editor),
    });
    const earlier = JSON.parse(root.dataset.earlier);
    const figure = figureExtension({ shelf: this.shelf, earlier, texts });
    const own = [noteExtension({ texts, open }), figure, ...tableExtensions(texts)];
    return bodyExtensions(Number(root.dataset.lowestHeading), own, ["note", "figure", ...tableNames]);
  }

  actions() {
    const link = new LinkDialog(this.root);
    const actions = { link: (editor) => link.open(editor) };
    if (this.root.dataset.editor === "body") {
      this.shelf = new Map(JSON.parse(this.root.dataset.figures).map((figure) => [figure.key, figure]));
      if (this.root.querySelector("template[data-dialog=figure]")) {
        const csrfToken = this.textarea.form.elements.csrfmiddlewaretoken.value;
        const figure = new FigureDialog(this.root, this.shelf, csrfToken);
        actions.figure = (_editor, file) => figure.open(this.editor, file);
      }
      actions.note = () => insertNote(this.editor, (key) => this.notes.open(key));
    }
    return actions;
  }

  /** The same in the text and in its notes. */
  shortcuts(editor) {
    return {
      "Mod-k": () => {
        this.toolbar.actions.link(editor);
        return true;
      },
      "Alt-F10": () => {
        this.toolbar.focus();
        return true;
      },
    };
  }

  keys() {
    const shortcuts = (editor) => this.shortcuts(editor);
    return Extension.create({
      name: "keys",
      priority: 1000,
      addKeyboardShortcuts() {
        return shortcuts(this.editor);
      },
    });
  }

  /** Escape lets the next Tab leave the text, where Tab otherwise indents or goes to the next cell. */
  letTabLeave() {
    let isFree = false;
    return (_view, event) => {
      const isLeaving = isFree && event.key === "Tab";
      if (event.key !== "Shift") isFree = event.key === "Escape";
      return isLeaving;
    };
  }

  attributes() {
    const { id, lang } = this.textarea;
    return {
      role: "textbox",
      "aria-multiline": "true",
      ...this.name(),
      "aria-describedby": `${id}_keys`,
      class: "surface",
      ...(lang ? { lang } : {}),
    };
  }

  /** A picture that is pasted or dropped becomes a figure. */
  takePicture(data) {
    const file = [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"));
    if (!file || data.types.includes("text/html")) return false;
    this.toolbar.actions.figure?.(this.editor, file);
    return true;
  }

  /** The text is called what its textarea is called. */
  name() {
    const { textarea } = this;
    for (const attribute of ["aria-label", "aria-labelledby"]) {
      if (textarea.hasAttribute(attribute)) return { [attribute]: textarea.getAttribute(attribute) };
    }
    const [label] = textarea.labels;
    if (!label) return {};
    label.id ||= `${textarea.id}_label`;
    label.addEventListener("click", () => this.editor.commands.focus());
    return { "aria-labelledby": label.id };
  }

  store() {
    this.textarea.value = write(this.schema, this.editor.state.doc);
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.count();
  }

  load() {
    this.editor.commands.setContent(read(this.schema, this.textarea.value).toJSON());
  }

  count() {
    const words = document.querySelector(`[data-words-of="${this.textarea.id}"]`);
    const notes = document.querySelector(`[data-notes-of="${this.textarea.id}"]`);
    const number = new Intl.NumberFormat(document.documentElement.lang);
    if (words) words.textContent = number.format(length(this.editor.state.doc, this.textarea.lang));
    if (notes) notes.textContent = number.format(notesOf(this.editor.state.doc).length);
  }
}

for (const root of document.querySelectorAll("[data-editor]")) {
  // For those who write scripts against the page, and for the tests.
  root.richText = new RichText(root);
}
for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
