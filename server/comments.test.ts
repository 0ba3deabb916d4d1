import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folders = ['server', 'overlay', 'proto/feed', 'proto/input', 'signer', 'e2e']

// The rule of CONTRIBUTING.md: the first sentence of a doc comment is a statement.
const question = /^\/\*\*[\s*]*(?:what|who|whose|whom|how|where|whether|why|when)\b/i

// Each of these has a plain term, such as caller, client, request, received, published or again.
const retired =
  /\b(?:somebody|someone|nobody|anybody|everybody|whoever|whomever|strangers?|knock(?:s|ed)?|told|heard|hears|anew|gossip|rumou?r|judged|keeper|venue|obstacle|timetable)\b/i

/** Returns the comments of a module. A URL or a glob in a string is none: no space precedes it. */
function commentsOf(text: string): readonly string[] {
  return text.match(/(?<=^|\s)(?:\/\*[^]*?\*\/|\/\/ .*)/gm) ?? []
}

/** Returns true if a comment is not written as CONTRIBUTING.md requires. */
function isUnclear(comment: string): boolean {
  return question.test(comment) || retired.test(comment)
}

const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    // The examples below are no comments of this file.
    .filter((file) => join(root, file) !== import.meta.filename),
)

test('comments are statements in standard terms', () => {
  const unclear = files.flatMap((file) =>
    commentsOf(readFileSync(join(root, file), 'utf8'))
      .filter(isUnclear)
      .map((comment) => `${file}: ${comment}`),
  )
  expect(files.length).toBeGreaterThan(1_000)
  expect(unclear).toEqual([])
})

test.each([
  ['/** How late the event loop is. */', true],
  ['/**\n   * Whether a room is open.\n   */', true],
  ['call() // nobody waits for it', true],
  ['/** Returns whether a room is open. */', false],
  ['/** However large a file is, it is read in parts. */', false],
  ["const url = 'https://a.example' // the address", false],
])('the comment in %j is unclear: %j', (text, expected) => {
  expect(commentsOf(text).map(isUnclear)).toEqual([expected])
})
