// Dialogs stand at the end of the page: within the page's own form they could have no form of their own.

export function takeDialog(root, name) {
  const dialog = root.querySelector(`template[data-dialog="${name}"]`).content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  return dialog;
}

const HAS_SCHEME = /^(https?:|mailto:|[#/?.])/i;
const LOOKS_LIKE_A_HOST = /^[\w-]+(\.[\w-]+)+([/?#]|$)/;
const LOOKS_LIKE_MAIL = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/;

/** The address as it may be stored, or null. */
export function completeAddress(typed) {
  const address = typed.trim();
  if (HAS_SCHEME.test(address)) return address.startsWith("//") ? null : address;
  if (LOOKS_LIKE_MAIL.test(address)) return `mailto:${address}`;
  return LOOKS_LIKE_A_HOST.test(address) ? `https://${address}` : null;
}

/** Asks for the address of a link: typed, or a chapter of the same publication. */
export class LinkDialog {
  constructor(root) {
    this.dialog = takeDialog(root, "link");
    this.form = this.dialog.querySelector("form");
    this.address = this.form.elements.address;
    this.chapter = this.form.elements.chapter;
    this.remove = this.form.querySelector("[data-remove]");
    this.chapter?.addEventListener("change", () => {
      if (!this.chapter.value) return;
      this.address.value = this.chapter.value;
      this.address.setCustomValidity("");
    });
    this.address.addEventListener("input", () => this.address.setCustomValidity(""));
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.remove.addEventListener("click", () => {
      this.dialog.close();
      this.editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    });
  }

  open(editor) {
    this.editor = editor;
    const { href = "" } = editor.getAttributes("link");
    this.address.value = href ?? "";
    this.address.setCustomValidity("");
    if (this.chapter) this.chapter.value = [...this.chapter.options].some(({ value }) => value === href) ? href : "";
    this.remove.hidden = !href;
    this.dialog.showModal();
    this.address.focus();
  }

  submit(event) {
    event.preventDefault();
    const href = completeAddress(this.address.value);
    if (href === null) {
      this.address.setCustomValidity(this.address.dataset.invalid);
      this.address.reportValidity();
      return;
    }
    this.dialog.close();
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (this.editor.state.selection.empty && !this.editor.isActive("link")) {
      chain.insertContent({ type: "text", text: this.textFor(href), marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setMark("link", { href }).run();
  }

  textFor(href) {
    return this.chapter?.value === href ? this.chapter.selectedOptions[0].text.trim() : href.replace(/^(https?:\/\/|mailto:)/, "");
  }
}
