// The forms of catalogue rows are Django's own; a double press must not make two rows of them either.

import { sendOnce } from "./admin-once.js";

document.querySelectorAll("form[method=post][id$=_form]").forEach(sendOnce);
