import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { attributeOf, tagOf } from '../../overlay/design/apply.ts'
import { widgetKinds, widgetSpecs } from '../../overlay/design/widget.ts'
import { feedOptions } from '../../overlay/option/feed.ts'
import { tokens } from '../../overlay/theme/token.ts'
import { root } from '../kit/server.ts'

/** A name with its description. */
interface Entry {
  readonly name: string
  readonly text: string
}

/** An attribute with its default. */
interface Attribute extends Entry {
  readonly default: string
}

/** The documentation in the source of an element. */
export interface ElementManual {
  readonly name: string
  readonly text: string
  readonly attributes: readonly Attribute[]
  readonly members: readonly Entry[]
  readonly slots: readonly Entry[]
  readonly parts: readonly Entry[]
  readonly properties: readonly Entry[]
  readonly events: readonly Entry[]
}

const folder = join(root, 'overlay/element')

/** The names of all elements. */
export const elementNames = readdirSync(folder)
  .filter((name) => /^danmu-[a-z]+$/.test(name))
  .toSorted()

/** Returns all sources of an element. */
export function sourceOf(element: string): string {
  const names = readdirSync(join(folder, element)).filter(
    (name) => !/\.(test|fake)\.ts$/.test(name),
  )
  return names.map((name) => readFileSync(join(folder, element, name), 'utf8')).join('\n')
}

/** Reads the comments above a class and its members. */
export function readManual(file: string): ElementManual {
  const source = readFileSync(join(folder, `${file}.ts`), 'utf8')
  const own = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n *(?:export )?(?:abstract )?class /.exec(source)
  const [text = '', ...tags] = unstarred(own?.[1] ?? '').split(/\n@/)
  const tagged = (tag: string): readonly Entry[] =>
    tags.flatMap((line) => {
      const [, kind, name = '', meaning = ''] = /^(\w+) ([^]*?) - ([^]*)$/.exec(line) ?? []
      return kind === tag ? [{ name, text: oneLine(meaning) }] : []
    })
  const name = file.replace(/^.*\//, '')
  return {
    name,
    text: text.trim(),
    attributes: attributesIn(source, defaultsOf(name)),
    members: membersIn(source),
    slots: tagged('slot'),
    parts: tagged('csspart'),
    properties: tagged('cssproperty'),
    events: tagged('fires'),
  }
}

/** Writes the manual of all elements as Markdown. */
export function writeManual(shared: ElementManual, elements: readonly ElementManual[]): string {
  const tokenRows = Object.entries(tokens).map(([name, value]) => [`\`${name}\``, `\`${value}\``])
  return [
    readFileSync(join(folder, 'manual.md'), 'utf8'),
    '## All elements\n',
    shared.text,
    ...sections(shared, new Set()),
    ...elements.flatMap((element) => [
      `## \`<${element.name}>\`\n`,
      element.text,
      ...sections(element, new Set(shared.members.map(({ name }) => name))),
    ]),
    '## Tokens\n',
    table(['custom property', 'without a theme'], tokenRows),
  ]
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .concat('\n')
}

function sections(one: ElementManual, known: ReadonlySet<string>): readonly string[] {
  const attributes = one.attributes.map((entry) => [
    `\`${entry.name}\``,
    entry.default === '' ? '' : `\`${entry.default}\``,
    entry.text,
  ])
  const members = one.members.filter(({ name }) => !known.has(name))
  return [
    section(['attribute', 'default', ''], attributes),
    section(['property or method', ''], members.map(codeRow)),
    section(['slot', ''], one.slots.map(codeRow)),
    section(['event', ''], one.events.map(codeRow)),
    section(['part', ''], one.parts.map(codeRow)),
    section(['custom property', ''], one.properties.map(codeRow)),
  ]
}

function codeRow({ name, text }: Entry): readonly string[] {
  const names = name
    .split(', ')
    .map((each) => each.replaceAll(/[\w-]*[\w]/g, (word) => `\`${word}\``))
  return [names.join(', '), text]
}

function section(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `\n${table(head, rows)}\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function attributesIn(source: string, defaults: ReadonlyMap<string, string>): readonly Attribute[] {
  const pattern = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*declare (?!ticket:)(\w+):/g
  return [...source.matchAll(pattern)].map(([, text = '', property = '']) => {
    const name = property.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    return { name, default: defaults.get(name) ?? '', text: oneLine(unstarred(text)) }
  })
}

/** Returns the defaults of the attributes of an element as a developer writes them. */
function defaultsOf(element: string): ReadonlyMap<string, string> {
  const own = widgetKinds.filter((kind) => tagOf(kind) === element)
  const options = own.flatMap((kind) => widgetSpecs[kind].options)
  const shared = Object.entries(feedOptions).map(
    ([name, option]) => [name, option.default] as const,
  )
  const all = [
    ...shared,
    ...options.map((option) => [attributeOf(option), option.default] as const),
  ]
  return new Map(all.map(([name, value]) => [name, value === false ? '' : String(value)]))
}

function membersIn(source: string): readonly Entry[] {
  const pattern =
    /\n +\/\*\*((?:(?!\*\/)[^])*)\*\/\n +(?:declare |abstract |override )?(get )?(\w+)(?:\((\w*)|: TicketSource)/g
  return [...source.matchAll(pattern)].map(([, text = '', getter, name = '', parameter]) => ({
    name: getter || parameter === undefined ? name : `${name}(${parameter})`,
    text: oneLine(unstarred(text)),
  }))
}

function unstarred(comment: string): string {
  return comment
    .replaceAll(/^ *\* ?/gm, '')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .trim()
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}
