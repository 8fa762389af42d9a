// Tables: a frame that holds an editable caption and the rows.

import { Extension, Node, Plugin, callOrReturn, getExtensionField, pm } from "../../django_prose_editor/editor.js";
import { kept } from "./schema.js";

const { tables } = pm;
const { Decoration, DecorationSet } = pm.view;

const data = (attribute, name) => ({
  [attribute]: {
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[attribute] === null ? {} : { [name]: attributes[attribute] }),
  },
});

const span = (name) => ({
  [name]: {
    default: 1,
    parseHTML: (element) => Math.max(1, Number.parseInt(element.getAttribute(name), 10) || 1),
    renderHTML: (attributes) => (attributes[name] === 1 ? {} : { [name]: attributes[name] }),
  },
});

const TableFrame = Node.create({
  name: "tableFrame",
  content: "tableCaption table",
  group: "block",
  isolating: true,
  parseHTML: () => [{ tag: "div[data-table-frame]" }],
  renderHTML: () => ["div", { "data-table-frame": "" }, 0],
});

const TableCaption = Node.create({
  name: "tableCaption",
  content: "inline*",
  isolating: true,
  addOptions: () => ({ texts: {} }),
  parseHTML: () => [{ tag: "div[data-table-caption]" }],
  renderHTML: ({ HTMLAttributes }) => ["div", { ...HTMLAttributes, "data-table-caption": "" }, 0],
  addProseMirrorPlugins() {
    return [invitation(this.name, this.options.texts.caption)];
  },
});

/** What an empty caption says. */
const invitation = (name, text) =>
  new Plugin({
    props: {
      decorations: ({ doc }) => {
        const found = [];
        doc.descendants((node, position) => {
          if (node.type.name !== name || node.childCount) return;
          found.push(Decoration.node(position, position + node.nodeSize, { "data-empty": text }));
        });
        return DecorationSet.create(doc, found);
      },
    },
  });

const Table = Node.create({
  name: "table",
  content: "tableRow+",
  tableRole: "table",
  isolating: true,
  addAttributes: () => data("columns", "data-columns"),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  addProseMirrorPlugins: () => [tables.tableEditing()],
  extendNodeSchema(extension) {
    const context = { name: extension.name, options: extension.options, storage: extension.storage };
    return { tableRole: callOrReturn(getExtensionField(extension, "tableRole", context)) };
  },
});

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  tableRole: "row",
  addAttributes: () => ({ ...data("section", "data-section"), ...data("opens", "data-opens") }),
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

const cell = (name, tag, tableRole, attributes) =>
  Node.create({
    name,
    content: "block+",
    tableRole,
    isolating: true,
    // prosemirror-tables asks every cell for its widths; none is stored.
    addAttributes: () => ({
      ...span("colspan"), ...span("rowspan"), colwidth: { default: null, rendered: false, parseHTML: () => null }, ...attributes,
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

const TableCell = cell("tableCell", "td", "cell", data("headers", "data-headers"));
const TableHeader = cell("tableHeader", "th", "header_cell", kept("scope", "abbr"));

export function isInTable(state) {
  return tables.isInTable(state);
}

/** A table of three columns with a header row; the caption first, since a table without one says little. */
export function insertTable(editor) {
  const cells = (type) => ({ type, content: [{ type: "paragraph" }] });
  const row = (type) => ({ type: "tableRow", content: [cells(type), cells(type), cells(type)] });
  const rows = [row("tableHeader"), row("tableCell"), row("tableCell")];
  const frame = { type: "tableFrame", content: [{ type: "tableCaption" }, { type: "table", content: rows }] };
  editor.chain().focus().insertContent(frame).run();
  const { selection, doc } = editor.state;
  let caption = null;
  doc.descendants((node, position) => {
    const isNew = node.type.name === "tableCaption" && position < selection.to && !node.childCount;
    if (isNew) caption = position;
  });
  if (caption !== null) editor.commands.setTextSelection(caption + 1);
}

const run = (command) => (editor) => {
  editor.view.focus();
  return command(editor.state, editor.view.dispatch);
};

/** The first row becomes a head of header cells, or an ordinary row again. */
function toggleHead(editor) {
  editor.view.focus();
  editor.commands.command(({ tr, state }) => {
    const { map, table, tableStart } = tables.selectedRect(state);
    const first = table.child(0);
    const { tableHeader, tableCell } = state.schema.nodes;
    const isHead = [...map.cellsInRect({ left: 0, right: map.width, top: 0, bottom: 1 })].every(
      (position) => table.nodeAt(position).type === tableHeader,
    );
    for (const position of map.cellsInRect({ left: 0, right: map.width, top: 0, bottom: 1 })) {
      const node = table.nodeAt(position);
      const { colspan, rowspan, lang, dir } = node.attrs;
      tr.setNodeMarkup(tableStart + position, isHead ? tableCell : tableHeader, { colspan, rowspan, lang, dir });
    }
    tr.setNodeMarkup(tableStart, null, { ...first.attrs, section: null });
    return true;
  });
}

function deleteTable(editor) {
  editor.view.focus();
  editor.commands.command(({ tr, state }) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      if ($from.node(depth).type.name === "tableFrame") {
        tr.delete($from.before(depth), $from.after(depth));
        return true;
      }
    }
    return false;
  });
}

export const tableCommands = {
  rowAbove: run(tables.addRowBefore),
  rowBelow: run(tables.addRowAfter),
  columnBefore: run(tables.addColumnBefore),
  columnAfter: run(tables.addColumnAfter),
  rowDelete: run(tables.deleteRow),
  columnDelete: run(tables.deleteColumn),
  mergeCells: run(tables.mergeCells),
  splitCell: run(tables.splitCell),
  headerRow: toggleHead,
  headerCell: run(tables.toggleHeaderCell),
  tableDelete: deleteTable,
};

const inCaption = (editor) => editor.state.selection.$from.parent.type.name === "tableCaption";

/** Enter leaves the caption for the first cell; Tab goes from cell to cell, and after the last one out of the table. */
const TableKeys = Extension.create({
  name: "tableKeys",
  priority: 200,
  addKeyboardShortcuts() {
    const step = (direction) => () => tables.goToNextCell(direction)(this.editor.state, this.editor.view.dispatch);
    return {
      Enter: () => inCaption(this.editor) && this.editor.commands.setTextSelection(this.editor.state.selection.$from.after() + 4),
      Tab: step(1),
      "Shift-Tab": step(-1),
    };
  },
});

export const tableExtensions = (texts) => [
  TableFrame, TableCaption.configure({ texts }), Table, TableRow, TableCell, TableHeader, TableKeys,
];
export const tableNames = ["tableCaption", "table", "tableRow", "tableCell", "tableHeader"];
