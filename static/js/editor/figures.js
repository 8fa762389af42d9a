// Figures: the text holds a key; picture, caption and source stand with the publication.

import { Node, Plugin, pm } from "../../django_prose_editor/editor.js";
import { takeDialog } from "./dialogs.js";

const { Decoration, DecorationSet } = pm.view;

const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

const FigureNode = Node.create({
  name: "figure",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ shelf: new Map(), earlier: [], texts: {} }),
  addAttributes: () => ({
    key: {
      default: "",
      parseHTML: (given) => given.dataset.figure,
      renderHTML: ({ key }) => ({ "data-figure": key }),
    },
  }),
  parseHTML: () => [{ tag: "figure[data-figure]" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
  addNodeView() {
    const { shelf, texts } = this.options;
    return ({ node, decorations }) => {
      const dom = element("div", "figure-card");
      let shown;
      const show = (next, given) => {
        const number = given.find((entry) => entry.spec.number)?.spec.number ?? "";
        const wanted = `${number} ${next.attrs.key} ${shelf.has(next.attrs.key)}`;
        if (wanted === shown) return;
        shown = wanted;
        dom.replaceChildren(...card(shelf.get(next.attrs.key), number, texts));
      };
      show(node, decorations);
      return {
        dom,
        update(next, given) {
          if (next.type.name !== "figure") return false;
          show(next, given);
          return true;
        },
        ignoreMutation: () => true,
      };
    };
  },
  addProseMirrorPlugins() {
    return [numbering(this.options.earlier)];
  },
});

/** A figure's number is that of its first place in the publication; earlier chapters come first. */
const numbering = (earlier) =>
  new Plugin({
    props: {
      decorations: ({ doc }) => {
        const keys = [...earlier];
        const found = [];
        doc.descendants((node, position) => {
          if (node.type.name !== "figure") return;
          const { key } = node.attrs;
          if (!keys.includes(key)) keys.push(key);
          const number = String(keys.indexOf(key) + 1);
          found.push(Decoration.node(position, position + node.nodeSize, {}, { number }));
        });
        return DecorationSet.create(doc, found);
      },
    },
  });

function card(figure, number, texts) {
  if (!figure) return [element("p", "figure-missing", texts.figureMissing)];
  const image = element("img", "figure-picture");
  image.src = figure.thumbnail;
  image.alt = figure.alt;
  const label = element("p", "figure-label");
  label.append(element("b", "", `${texts.figure} ${number}`), ` ${figure.caption}`);
  const parts = [image, label];
  if (figure.source) parts.push(element("p", "figure-source", `${texts.source}: ${figure.source}`));
  return parts;
}

export const figureExtension = (options) => FigureNode.configure(options);

/** Chooses one of the publication's figures, or takes in a new one. */
export class FigureDialog {
  constructor(root, shelf, csrfToken) {
    this.shelf = shelf;
    this.csrfToken = csrfToken;
    this.dialog = takeDialog(root, "figure");
    this.list = this.dialog.querySelector("[data-figures]");
    this.none = this.dialog.querySelector("[data-none]");
    this.form = this.dialog.querySelector("form");
    this.status = this.dialog.querySelector("[data-status]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.upload(this.form.querySelector("button"));
    });
  }

  /** @param file a picture that is already chosen */
  open(editor, file = null) {
    this.editor = editor;
    if (file) {
      const chosen = new DataTransfer();
      chosen.items.add(file);
      this.form.elements.picture.files = chosen.files;
    }
    this.status.textContent = "";
    this.clearErrors();
    this.list.replaceChildren(...[...this.shelf.values()].map((figure) => this.choice(figure)));
    this.none.hidden = this.shelf.size > 0;
    this.dialog.showModal();
  }

  choice(figure) {
    const item = document.createElement("li");
    const button = Object.assign(element("button", "figure-choice"), { type: "button" });
    const image = element("img", "figure-picture");
    image.src = figure.thumbnail;
    image.alt = "";
    button.append(image, element("span", "", figure.caption || figure.alt || figure.key));
    button.addEventListener("click", () => this.insert(figure.key));
    item.append(button);
    return item;
  }

  insert(key) {
    this.dialog.close();
    this.editor.chain().focus().insertContent({ type: "figure", attrs: { key } }).run();
  }

  async upload(submit) {
    this.clearErrors();
    this.status.textContent = this.form.dataset.sending;
    submit.disabled = true;
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-CSRFToken": this.csrfToken, Accept: "application/json" },
      });
      const answer = await response.json();
      if (response.status === 400) this.showErrors(answer.errors);
      else if (!response.ok) throw new Error(response.statusText);
      else {
        this.shelf.set(answer.figure.key, answer.figure);
        this.form.reset();
        this.insert(answer.figure.key);
      }
    } catch {
      this.status.textContent = this.form.dataset.failed;
    } finally {
      submit.disabled = false;
    }
  }

  showErrors(errors) {
    this.status.textContent = Object.values(errors).flat().join(" ");
    for (const [name, messages] of Object.entries(errors)) {
      const field = this.form.elements[name];
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      field.closest("[data-field]").querySelector("[data-error]").textContent = messages.join(" ");
    }
    this.form.querySelector("[aria-invalid]")?.focus();
  }

  clearErrors() {
    this.form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    this.form.querySelectorAll("[data-error]").forEach((place) => (place.textContent = ""));
  }
}
