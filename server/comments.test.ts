import { join } from 'node:path'
import { expect, test } from 'vitest'
import { modulesIn, root, textOf, tops } from './source-tree.fake.ts'

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

// The examples below are no comments of this file.
const files = tops.flatMap(modulesIn).filter((file) => join(root, file) !== import.meta.filename)

test('comments are statements in standard terms', () => {
  const unclear = files.flatMap((file) =>
    commentsOf(textOf(file))
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

/** Returns a module without its comments. */
function codeOf(file: string): string {
  return textOf(file).replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/ .*/gm, '')
}

test('a link in a comment leads to a name of its module', () => {
  const dead = files.flatMap((file) => {
    const code = codeOf(file)
    const links = commentsOf(textOf(file)).flatMap((comment) => [
      ...comment.matchAll(/\{@link[\s*]+(\w+)/g),
    ])
    return links.flatMap(([, name = '']) =>
      new RegExp(`\\b${name}\\b`).test(code) ? [] : [`${file}: ${name}`],
    )
  })
  expect(dead).toEqual([])
})

test('the errors that a comment names exist', () => {
  const classes = new Set(['Error', 'RangeError', 'SyntaxError', 'TypeError'])
  for (const [, name = ''] of files.flatMap((file) => [...codeOf(file).matchAll(/class (\w+)/g)])) {
    classes.add(name)
  }
  const unknown = files.flatMap((file) =>
    [...textOf(file).matchAll(/@throws ([A-Z]\w+)/g)].flatMap(([, name = '']) =>
      classes.has(name) ? [] : [`${file}: ${name}`],
    ),
  )
  expect(unknown).toEqual([])
})
