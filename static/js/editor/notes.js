// Footnotes: a node at its reference that holds the note's text; its number is its place in the text.

import { Editor, Extension, Node, Plugin, pm } from "../../django_prose_editor/editor.js";
import { cleanPasted } from "./paste.js";
import { noteExtensions } from "./schema.js";

const { Decoration, DecorationSet } = pm.view;

const FREE = /^n(\d+)$/;

export function notesOf(doc) {
  const found = [];
  doc.descendants((node, position) => {
    if (node.type.name === "note") found.push({ node, position, key: node.attrs.key });
    return node.type.name !== "note";
  });
  return found;
}

function freeKey(taken) {
  const numbers = [...taken].map((key) => Number(FREE.exec(key)?.[1] ?? 0));
  return `n${Math.max(0, ...numbers) + 1}`;
}

const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  atom: true,
  content: "(text | hardBreak)*",
  addOptions: () => ({ texts: {}, open: () => {} }),
  addAttributes: () => ({
    key: {
      default: "",
      parseHTML: (element) => element.dataset.note,
      renderHTML: ({ key }) => ({ "data-note": key }),
    },
  }),
  parseHTML: () => [{ tag: "span[data-note]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
  addNodeView() {
    return ({ node, decorations }) => {
      const dom = document.createElement("sup");
      dom.className = "note-mark";
      dom.setAttribute("role", "link");
      const show = (given) => {
        const number = given.find((entry) => entry.spec.number)?.spec.number ?? "";
        if (dom.textContent === number) return;
        dom.textContent = number;
        dom.setAttribute("aria-label", `${this.options.texts.note} ${number}`);
      };
      show(decorations);
      let key = node.attrs.key;
      dom.addEventListener("click", () => this.options.open(key));
      return {
        dom,
        update(next, given) {
          if (next.type.name !== "note") return false;
          key = next.attrs.key;
          show(given);
          return true;
        },
        ignoreMutation: () => true,
      };
    };
  },
  addKeyboardShortcuts() {
    return {
      "Mod-Alt-f": () => insertNote(this.editor, this.options.open),
      Enter: () => {
        const { node } = this.editor.state.selection;
        if (node?.type.name !== "note") return false;
        this.options.open(node.attrs.key);
        return true;
      },
    };
  },
  addProseMirrorPlugins: () => [numbering(), ownKeys(), untouchedByMarks()],
});

const numbering = () =>
  new Plugin({
    props: {
      decorations: ({ doc }) =>
        DecorationSet.create(
          doc,
          notesOf(doc).map(({ node, position }, index) =>
            Decoration.node(position, position + node.nodeSize, {}, { number: String(index + 1) }),
          ),
        ),
    },
  });

/** A copied note gets an id of its own. */
const ownKeys = () =>
  new Plugin({
    appendTransaction(transactions, _before, state) {
      if (!transactions.some((transaction) => transaction.docChanged)) return null;
      const taken = new Set();
      const transaction = state.tr;
      const notes = notesOf(state.doc);
      const all = new Set(notes.map(({ key }) => key));
      for (const { node, position, key } of notes) {
        if (!key || taken.has(key)) {
          const own = freeKey(all);
          all.add(own);
          transaction.setNodeMarkup(position, null, { ...node.attrs, key: own }, node.marks);
        }
        taken.add(key);
      }
      return transaction.docChanged ? transaction : null;
    },
  });

/** Bold over a passage is not meant for the notes in it. */
const untouchedByMarks = () =>
  new Plugin({
    appendTransaction(transactions, before, state) {
      const steps = transactions.flatMap((transaction) => transaction.steps);
      const isMarking = (step) => step instanceof pm.transform.AddMarkStep || step instanceof pm.transform.RemoveMarkStep;
      if (!steps.length || !steps.every(isMarking)) return null;
      const texts = new Map(notesOf(before.doc).map(({ node, key }) => [key, node.content]));
      const transaction = state.tr;
      for (const { node, position, key } of notesOf(state.doc)) {
        const text = texts.get(key);
        if (text && !text.eq(node.content)) transaction.replaceWith(position + 1, position + node.nodeSize - 1, text);
      }
      return transaction.docChanged ? transaction : null;
    },
  });

export function insertNote(editor, open) {
  const { $from, to } = editor.state.selection;
  if (!$from.parent.inlineContent || $from.parent.type.spec.code) return false;
  const key = freeKey(notesOf(editor.state.doc).map((note) => note.key));
  const done = editor.chain().setTextSelection(to).insertContent({ type: "note", attrs: { key } }).run();
  if (done) open(key);
  return done;
}

/** The list of notes below the text; each entry is a small editor of its own. */
export class NoteList {
  constructor({ section, texts, shortcuts, onFocus }) {
    this.section = section;
    this.list = section.querySelector("ol");
    this.template = section.querySelector("template");
    this.texts = texts;
    this.shortcuts = shortcuts;
    this.onFocus = onFocus;
    this.entries = new Map();
    this.isWriting = false;
  }

  attach(editor) {
    this.editor = editor;
    this.update();
    editor.on("update", () => this.update());
  }

  update() {
    const notes = notesOf(this.editor.state.doc);
    const keys = new Set(notes.map(({ key }) => key));
    for (const [key, entry] of this.entries) {
      if (!keys.has(key)) this.remove(key, entry);
    }
    notes.forEach(({ node, key }, index) => {
      const entry = this.entries.get(key) ?? this.add(key);
      if (this.list.children[index] !== entry.item) this.list.insertBefore(entry.item, this.list.children[index] ?? null);
      this.number(entry, index + 1);
      if (!this.isWriting) this.show(entry, node);
    });
    this.section.hidden = !notes.length;
  }

  add(key) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const [back, remove] = item.querySelectorAll("button");
    back.addEventListener("click", () => this.goBack(key));
    remove.addEventListener("click", () => this.delete(key));
    remove.hidden = !this.editor.isEditable;
    const editor = new Editor({
      element: item.querySelector("[data-note-text]"),
      extensions: [...noteExtensions(), this.keys(key)],
      injectCSS: false,
      editable: this.editor.isEditable,
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", class: "note-text" },
        transformPastedHTML: cleanPasted,
        transformPasted: (slice, view) => inlineOnly(slice, view.state.schema),
      },
      onUpdate: ({ editor: own }) => this.write(key, own),
      onFocus: ({ editor: own }) => this.onFocus(own),
    });
    const entry = { item, editor, back, remove };
    this.entries.set(key, entry);
    return entry;
  }

  keys(key) {
    const back = () => {
      this.goBack(key);
      return true;
    };
    const { editor: main, shortcuts } = this;
    return Extension.create({
      name: "noteKeys",
      addKeyboardShortcuts() {
        return {
          ...shortcuts(this.editor),
          Enter: back,
          Escape: back,
          "Mod-z": () => main.commands.undo(),
          "Mod-y": () => main.commands.redo(),
          "Mod-Shift-z": () => main.commands.redo(),
        };
      },
    });
  }

  number(entry, number) {
    if (entry.number === number) return;
    entry.number = number;
    entry.item.id = `note-${number}`;
    entry.editor.view.dom.setAttribute("aria-label", `${this.texts.note} ${number}`);
    entry.back.setAttribute("aria-label", `${this.texts.back} (${this.texts.note} ${number})`);
    entry.remove.setAttribute("aria-label", `${this.texts.remove} (${this.texts.note} ${number})`);
  }

  /** What the text holds is shown in the entry. */
  show(entry, node) {
    const own = entry.editor;
    const content = own.schema.nodes.doc.create(null, [own.schema.nodeFromJSON({ type: "paragraph", content: node.content.toJSON() ?? [] })]);
    if (!content.eq(own.state.doc)) own.commands.setContent(content.toJSON(), { emitUpdate: false });
  }

  /** What is typed in the entry goes into the text: only what differs, so that undoing goes back by a few words. */
  write(key, own) {
    const note = this.find(key);
    if (!note) return;
    const { schema, tr } = this.editor.state;
    const content = pm.model.Fragment.fromJSON(schema, own.state.doc.firstChild.content.toJSON());
    const start = note.node.content.findDiffStart(content);
    if (start === null) return;
    const end = note.node.content.findDiffEnd(content);
    const overlap = Math.max(0, start - Math.min(end.a, end.b));
    const from = note.position + 1;
    const slice = new pm.model.Slice(content.cut(start, end.b + overlap), 0, 0);
    this.isWriting = true;
    this.editor.view.dispatch(tr.replace(from + start, from + end.a + overlap, slice));
    this.isWriting = false;
  }

  find(key) {
    return notesOf(this.editor.state.doc).find((entry) => entry.key === key);
  }

  open(key) {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.item.scrollIntoView({ block: "nearest" });
    entry.editor.commands.setTextSelection(entry.editor.state.doc.content.size);
    // At once, not with the next frame: what is typed next belongs here.
    entry.editor.view.focus();
  }

  goBack(key) {
    const note = this.find(key);
    if (!note) return;
    this.editor.chain().setTextSelection(note.position + note.node.nodeSize).scrollIntoView().run();
    this.editor.view.focus();
  }

  delete(key) {
    const note = this.find(key);
    if (!note) return;
    const range = { from: note.position, to: note.position + note.node.nodeSize };
    this.editor.chain().deleteRange(range).setTextSelection(note.position).run();
    this.editor.view.focus();
  }

  remove(key, entry) {
    entry.editor.destroy();
    entry.item.remove();
    this.entries.delete(key);
  }
}

/** Pasted paragraphs become one line of text. */
function inlineOnly(slice, schema) {
  const nodes = [];
  slice.content.descendants((node) => {
    if (!node.isTextblock) return true;
    if (nodes.length) nodes.push(schema.text(" "));
    node.forEach((child) => nodes.push(child));
    return false;
  });
  return nodes.length ? new pm.model.Slice(pm.model.Fragment.from(nodes), 0, 0) : slice;
}

export const noteExtension = (options) => Note.configure(options);
