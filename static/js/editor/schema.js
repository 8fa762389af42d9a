// What a text may hold: the same list as the sanitiser's, so that opening and saving a text loses nothing.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Extension, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Italic, ListItem, Mark, Node, OrderedList, Paragraph, Subscript, Superscript, Text,
} from "../../django_prose_editor/editor.js";

/** Attributes kept as they are written; absent ones are not printed. */
export function kept(...names) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        default: null,
        parseHTML: (element) => element.getAttribute(name),
        renderHTML: (attributes) => (attributes[name] === null ? {} : { [name]: attributes[name] }),
      },
    ]),
  );
}

/** lang and dir may stand on every block; within a line a mark of their own carries them (see interchange.js). */
const Languages = Extension.create({
  name: "languages",
  addOptions: () => ({ types: [] }),
  addGlobalAttributes() {
    return [{ types: this.options.types, attributes: kept("lang", "dir") }];
  },
});

/** One at a place, the innermost. */
const Language = Mark.create({
  name: "language",
  priority: 900,
  addAttributes: () => kept("lang", "dir"),
  parseHTML: () => [{ tag: "span[lang]:not([data-note])" }, { tag: "span[dir]:not([data-note])" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
});

const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => kept("href", "hreflang"),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

const Code = Mark.create({
  name: "code",
  priority: 800,
  parseHTML: () => [{ tag: "code" }],
  renderHTML: ({ HTMLAttributes }) => ["code", HTMLAttributes, 0],
});

const Preformatted = Node.create({
  name: "preformatted",
  content: "inline*",
  group: "block",
  code: true,
  defining: true,
  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
  renderHTML: ({ HTMLAttributes }) => ["pre", HTMLAttributes, 0],
});

const DefinitionList = Node.create({
  name: "definitionList",
  content: "(definitionTerm | definitionText)+",
  group: "block",
  parseHTML: () => [{ tag: "dl" }],
  renderHTML: ({ HTMLAttributes }) => ["dl", HTMLAttributes, 0],
});

const DefinitionTerm = Node.create({
  name: "definitionTerm",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "dt" }],
  renderHTML: ({ HTMLAttributes }) => ["dt", HTMLAttributes, 0],
});

const DefinitionText = Node.create({
  name: "definitionText",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "dd" }],
  renderHTML: ({ HTMLAttributes }) => ["dd", HTMLAttributes, 0],
});

/** Headings stand below the chapter's own level; what is pasted from above is put there too. */
const Headings = Heading.extend({
  addOptions() {
    return { ...this.parent?.(), lowest: 2 };
  },
  parseHTML() {
    return this.options.levels.map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(level, this.options.lowest) } }));
  },
  addKeyboardShortcuts() {
    const { editor, options } = this;
    const heading = (depth) => () => editor.commands.toggleHeading({ level: Math.min(6, options.lowest + depth) });
    return { "Mod-Alt-0": () => editor.commands.setParagraph(), "Mod-Alt-1": heading(0), "Mod-Alt-2": heading(1) };
  },
  addInputRules: () => [],
});

const INLINE = [Text, HardBreak, Bold, Italic, Subscript, Superscript, Language, Link];
const BLOCKS = [
  Paragraph,
  Blockquote,
  BulletList,
  OrderedList.extend({ addAttributes: () => kept("start", "type", "reversed") }),
  ListItem.extend({ addAttributes: () => kept("value") }),
  History,
];
const BLOCK_NAMES = ["paragraph", "blockquote", "bulletList", "orderedList", "listItem"];
const BODY = [
  Preformatted, DefinitionList, DefinitionTerm, DefinitionText, HorizontalRule, Code, Dropcursor, Gapcursor,
];
const BODY_NAMES = ["heading", "preformatted", "definitionList", "definitionTerm", "definitionText", "horizontalRule"];

const withLanguages = (extensions, types) => [...extensions, Languages.configure({ types })];

export const summaryExtensions = () => withLanguages([Document, ...INLINE, ...BLOCKS], BLOCK_NAMES);

/** @param own extensions for notes, figures and tables, which bring their own node names */
export const bodyExtensions = (lowest, own, ownNames) =>
  withLanguages(
    [Document, ...INLINE, ...BLOCKS, Headings.configure({ lowest }), ...BODY, ...own],
    [...BLOCK_NAMES, ...BODY_NAMES, ...ownNames],
  );

/** One paragraph: the text of a note. Undoing belongs to the text that holds it. */
export const noteExtensions = () => [Document.extend({ content: "paragraph" }), Paragraph, ...INLINE, Code];
