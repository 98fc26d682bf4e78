// Reads topic.epub, topic.bib and topic.json of the folder given, and prints what programs of others make of them.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Cite } from "@citation-js/core"
import "@citation-js/plugin-bibtex"
import "@citation-js/plugin-csl"
import { EpubCheck } from "@likecoin/epubcheck-ts"

const folder = process.argv[2]
const file = (name) => readFileSync(join(folder, name))
const text = (name) => file(name).toString("utf8")
const book = await EpubCheck.validate(new Uint8Array(file("topic.epub")))
const references = new Cite(JSON.parse(text("topic.json")))
console.log(
  JSON.stringify({
    epub: { valid: book.valid, messages: book.messages.filter((each) => each.severity !== "usage") },
    bibtex: new Cite(text("topic.bib")).data,
    csl: references.data,
    printed: references.format("bibliography", { format: "text", template: "apa" }),
  }),
)
